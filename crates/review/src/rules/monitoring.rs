//! Something is no longer logged, measured or alarmed.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::{Code, Severity};
use crate::sentence::Sentence;

use Severity::{High, Low, Medium};

/// Types that watch something else.
#[rustfmt::skip]
const WATCHERS: &[(&str, &str, Severity)] = &[
    ("aws_cloudtrail", "the audit log of the account", High),
    ("aws_flow_log", "the log of a network's connections", Medium),
    ("aws_config_configuration_recorder", "the record of what is configured", High),
    ("aws_guardduty_detector", "the detection of threats", High),
    ("aws_securityhub_account", "the security hub of the account", High),
    ("aws_inspector2_enabler", "the search for vulnerabilities", High),
    ("aws_accessanalyzer_analyzer", "the analysis of access from outside", Medium),
    ("aws_s3_bucket_logging", "the access log of a bucket", Medium),
    ("aws_wafv2_web_acl_logging_configuration", "the log of a web firewall", Medium),
    ("aws_route53_query_log", "the log of DNS queries", Medium),
    ("aws_cloudwatch_metric_alarm", "an alarm", Medium),
    ("aws_cloudwatch_composite_alarm", "an alarm", Medium),
    ("aws_cloudwatch_log_metric_filter", "a metric made from logs", Medium),
    ("aws_cloudwatch_log_subscription_filter", "the delivery of logs", Medium),
    ("aws_cloudwatch_event_rule", "a rule for events", Medium),
    ("aws_cloudwatch_dashboard", "a dashboard", Low),
    ("aws_sns_topic_subscription", "somebody's subscription to a topic", Medium),
    ("aws_budgets_budget", "a budget, with its alerts", Medium),
    ("aws_ce_anomaly_monitor", "the watch over costs", Medium),
    ("aws_route53_health_check", "a health check", Medium),
    ("aws_synthetics_canary", "a canary", Medium),
    ("google_monitoring_alert_policy", "an alarm", Medium),
    ("google_logging_project_sink", "the delivery of logs", Medium),
    ("azurerm_monitor_metric_alert", "an alarm", Medium),
    ("azurerm_monitor_diagnostic_setting", "the delivery of logs", Medium),
    ("datadog_monitor", "an alarm", Medium),
];

/// Truths that watch, and the block in which they stand (`""`: in any).
#[rustfmt::skip]
const KEPT_TRUE: &[(&str, &str, Severity)] = &[
    ("", "actions_enabled", High),
    ("", "enable_logging", High),
    ("", "enable_log_file_validation", Medium),
    ("", "is_multi_region_trail", High),
    ("", "include_global_service_events", High),
    ("", "performance_insights_enabled", Low),
    ("access_logs", "enabled", Medium),
    ("connection_logs", "enabled", Low),
    ("logging_config", "enabled", Medium),
    ("", "cloudwatch_metrics_enabled", Medium),
    ("", "scan_on_push", Medium),
];

/// Lists and texts that name where something is told.
#[rustfmt::skip]
const KEPT_NAMED: &[(&str, Severity)] = &[
    ("alarm_actions", High), ("ok_actions", Low), ("insufficient_data_actions", Low),
    ("enabled_cloudwatch_logs_exports", Medium), ("enabled_log_types", Medium), ("enabled_cluster_log_types", Medium),
    ("log_destination", Medium), ("cloud_watch_logs_group_arn", Medium),
];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.action.destroys()
        && !change.action.replaces()
        && let Some((_, what, severity)) = WATCHERS.iter().find(|(kind, ..)| *kind == change.kind)
    {
        risks.add(*severity, Code::MonitoringRemoved, Sentence::new("destroys ").words(what));
    }
    if change.is_new() {
        return;
    }
    for Difference { path, before, after } in &change.differences {
        let name = path.name();
        let watches = KEPT_TRUE.iter().find(|(block, known, _)| *known == name && (block.is_empty() || path.is_in(block)));
        if let Some((.., severity)) = watches
            && before.as_bool() == Some(true)
            && after.as_bool() != Some(true)
            && *after != Node::Unknown
        {
            risks.add(*severity, Code::MonitoringRemoved, Sentence::new("turns off ").value(path));
        }
        if let Some((_, severity)) = KEPT_NAMED.iter().find(|(known, _)| *known == path.attribute())
            && !before.is_empty()
            && after.is_empty()
            // Where Terraform learns the new targets while it applies, they are not gone.
            && !names_unknown(change.after().get(path.attribute()))
        {
            let what = match before.as_text() {
                Some(target) => Sentence::new("takes ").value(target).words(" out of ").value(path.attribute()),
                None => Sentence::new("empties ").value(path.attribute()),
            };
            // Whoever replaces one target by another is still told.
            let severity = if change.after().get(path.attribute()).is_empty() { *severity } else { Low };
            risks.add(severity, Code::MonitoringRemoved, what);
        }
        if ["retention_in_days", "log_retention_days", "performance_insights_retention_period", "monitoring_interval"]
            .contains(&name)
            && let Some(old) = before.as_number()
            && let Some(new) = after.as_number()
            && is_less(name, old, new)
        {
            let what = Sentence::new("lowers ").value(path).words(" from ").value(old);
            let what = if old == 0.0 { what.words(" (for ever) to ") } else { what.words(" to ") }.value(new);
            risks.add(Medium, Code::MonitoringRemoved, what);
        }
        if path.name() == "value"
            && before.as_text().is_some_and(|value| value.starts_with("enable") || value == "enhanced")
            && after.as_text() == Some("disabled")
        {
            risks.add(Medium, Code::MonitoringRemoved, Sentence::new("disables ").value(path));
        }
    }
}

fn names_unknown(node: &Node) -> bool {
    node.each().contains(&Node::Unknown)
}

/// Whether less is kept or measured. No day of retention is for ever, and a longer interval measures less often
/// (AWS, "`PutRetentionPolicy`" and "Enhanced Monitoring").
fn is_less(name: &str, old: f64, new: f64) -> bool {
    if name == "monitoring_interval" {
        return old > 0.0 && new == 0.0;
    }
    let kept = |days: f64| if days == 0.0 { f64::INFINITY } else { days };
    kept(new) < kept(old)
}
