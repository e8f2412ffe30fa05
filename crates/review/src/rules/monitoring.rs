//! Something is no longer logged, measured or alarmed.

use std::collections::BTreeSet;

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::path::Path;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Role, Shape};
use finding::Severity;

use Severity::{High, Low, Medium};

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
    ("", "sampled_requests_enabled", Low),
    ("", "is_organization_trail", High),
    ("", "is_enabled", Medium),
    ("", "include_management_events", High),
    ("recording_group", "all_supported", High),
    ("recording_group", "include_global_resource_types", Medium),
    ("s3_logs", "enable", High),
    ("malware_protection", "enable", High),
    ("audit_logs", "enabled", High),
    ("", "enable", High),
    ("", "enabled", Medium),
    ("", "xray_tracing_enabled", Low),
    ("", "tracing_enabled", Low),
    ("", "enable_monitoring", Low),
    ("monitoring", "enabled", Low),
];

/// Lists and texts that name where something is told.
#[rustfmt::skip]
const KEPT_NAMED: &[(&str, Severity)] = &[
    ("alarm_actions", High), ("ok_actions", Low), ("insufficient_data_actions", Low),
    ("event_categories", Medium), ("source_ids", Medium), ("logging_config", Medium), ("access_log_settings", Medium), ("access_logs", Medium),
    ("logging", Medium), ("logging_configuration", Medium), ("event_selector", High), ("advanced_event_selector", High), ("subscriber", Medium),
    ("enabled_cloudwatch_logs_exports", Medium), ("enabled_log_types", Medium), ("enabled_cluster_log_types", Medium),
    ("log_destination", Medium),
];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() {
        return;
    }
    let role = types::facts(change.kind).map(|facts| facts.role);
    let (is_watcher, is_backup) = (role == Some(Role::Watcher), role == Some(Role::Backups));
    if types::has_shape(change.kind, Shape::Alarm) {
        alarm(change, risks);
    }
    told_no_more(change, risks);
    pattern(change, risks);
    for Difference { path, before, after } in &change.differences {
        let name = path.name();
        let watches = KEPT_TRUE.iter().find(|(block, known, _)| {
            // Truths of so plain a name watch only in what is there to watch.
            let is_plain = block.is_empty() && ["enable", "enabled", "is_enabled"].contains(known);
            *known == name && (block.is_empty() || path.is_in(block)) && (!is_plain || is_watcher)
        });
        if let Some((.., severity)) = watches
            && before.as_bool() == Some(true)
            && after.as_bool() != Some(true)
            && *after != Node::Unknown
        {
            risks.add(*severity, Code::MonitoringRemoved, Sentence::new("turns off ").value(path));
        }
        // What is excluded no more is watched.
        let is_exclusion = name.starts_with("exclude");
        if let Some((_, severity)) = KEPT_NAMED.iter().find(|(known, _)| *known == path.attribute())
            && !is_exclusion
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
        thresholds(change, path, before, after, risks);
        if name == "max_aggregation_interval"
            && let (Some(old), Some(new)) = (before.as_number(), after.as_number())
            && new > old
        {
            let what = Sentence::new("raises ").value(path).words(" from ").value(old).words(" to ").value(new);
            risks.add(Low, Code::MonitoringRemoved, what);
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
        if name == "state"
            && !is_backup
            // One switch under two names, or one that a row of the settings has told.
            && !risks.found.iter().any(|risk| risk.code == Code::MonitoringRemoved && is_switch(&risk.what.to_string()))
            && before.as_text() == Some("ENABLED")
            && after.as_text().is_some_and(|state| state != "ENABLED")
        {
            risks.add(Medium, Code::MonitoringRemoved, Sentence::new("turns off ").value(path));
        }
        if name == "traffic_type" && before.as_text() == Some("ALL") && after.as_text().is_some_and(|kind| kind != "ALL") {
            let what =
                Sentence::new("logs only ").value(after.as_text().unwrap_or_default()).words(" where it logged ").value("ALL");
            risks.add(Medium, Code::MonitoringRemoved, what);
        }
        if name == "status" && is_watcher && before.as_text() == Some("ENABLED") && after.as_text() == Some("DISABLED") {
            risks.add(High, Code::MonitoringRemoved, Sentence::new("turns off ").value(path));
        }
        if path.name() == "value"
            && before.as_text().is_some_and(|value| value.starts_with("enable") || value == "enhanced")
            && after.as_text() == Some("disabled")
        {
            risks.add(Medium, Code::MonitoringRemoved, Sentence::new("disables ").value(path));
        }
    }
}

/// Whom the text of an alarm calls, as Datadog writes it, and no longer does (Datadog, "Notifications").
fn told_no_more(change: &Change<'_>, risks: &mut Risks<'_>) {
    let text = |values: &Node| values.get("message").as_text().unwrap_or_default().to_owned();
    let (old, new) = (text(change.before()), text(change.after()));
    let called = |text: &str| -> BTreeSet<String> {
        text.split_whitespace()
            .filter(|word| word.starts_with('@'))
            .map(|word| word.trim_end_matches([',', '.', ';']).to_owned())
            .collect()
    };
    let gone: Vec<String> = called(&old).difference(&called(&new)).cloned().collect();
    if change.kind.starts_with("datadog_") && !gone.is_empty() && !change.after().get("message").is_empty() {
        risks.add(Medium, Code::MonitoringRemoved, Sentence::new("no longer tells ").values(gone));
    }
}

/// A rule hears of fewer events: a value less in its pattern, or one condition more (Amazon EventBridge User Guide, "Event patterns").
fn pattern(change: &Change<'_>, risks: &mut Risks<'_>) {
    fn is_narrower(before: &Node, after: &Node) -> bool {
        match (before, after) {
            (Node::Map(before), Node::Map(after)) => after.iter().any(|(key, after)| match before.get(key) {
                None => true,
                Some(before) => is_narrower(before, after),
            }),
            (before, after) => before.each().iter().any(|value| !after.each().contains(value)),
        }
    }
    let pattern =
        |values: &Node| if let Node::Document(document) = values.get("event_pattern") { Some((**document).clone()) } else { None };
    if let (Some(before), Some(after)) = (pattern(change.before()), pattern(change.after()))
        && is_narrower(&before, &after)
    {
        risks.add(Medium, Code::MonitoringRemoved, Sentence::new("hears of fewer events: ").value("event_pattern"));
    }
}

/// An alarm of another cloud's that is told later.
fn thresholds(change: &Change<'_>, path: &Path, before: &Node, after: &Node, risks: &mut Risks<'_>) {
    let is_google = change.kind == "google_monitoring_alert_policy" && ["threshold_value", "duration"].contains(&path.name());
    let is_microsoft = change.kind == "azurerm_monitor_metric_alert" && path.name() == "threshold" && path.is_in("criteria");
    let (Some(old), Some(new)) = (before.as_amount(), after.as_amount()) else { return };
    // Datadog, "Monitors": the query says on which side; New Relic, "NRQL alert conditions".
    let is_datadog = change.kind == "datadog_monitor" && path.is_in("monitor_thresholds") && !path.name().contains("recovery");
    let is_new_relic = change.kind == "newrelic_nrql_alert_condition" && path.name().starts_with("threshold");
    if !is_google && !is_microsoft && !is_datadog && !is_new_relic {
        return;
    }
    let asks_for_less = change.after().get("query").as_text().is_some_and(|query| query.contains('<'));
    let is_duration = path.name().ends_with("duration");
    let is_on_low = asks_for_less && is_datadog
        || !is_duration
            && says(change.after(), &["COMPARISON_LT", "COMPARISON_LE", "LessThan", "LessThanOrEqual", "below", "below_or_equals"]);
    if if is_on_low { new < old } else { new > old } {
        let what = Sentence::new("loosens ").value(path).words(" from ").value(before.shown()).words(" to ").value(after.shown());
        risks.add(Medium, Code::MonitoringRemoved, what);
    }
}

/// Whether one of these texts stands anywhere in it.
fn says(node: &Node, texts: &[&str]) -> bool {
    match node {
        Node::Text(text) => texts.contains(&text.as_str()),
        Node::List(items) => items.iter().any(|item| says(item, texts)),
        Node::Map(members) => members.values().any(|member| says(member, texts)),
        _ => false,
    }
}

/// An alarm that is told later, or never.
fn alarm(change: &Change<'_>, risks: &mut Risks<'_>) {
    let number = |name: &str| Some((change.before().get(name).as_number()?, change.after().get(name).as_number()?));
    let comparison = change.after().get("comparison_operator").as_text().unwrap_or_default();
    let mut loosened = |name: &str, (old, new): (f64, f64)| {
        let what = Sentence::new("loosens ").value(name).words(" from ").value(old).words(" to ").value(new);
        risks.add(Medium, Code::MonitoringRemoved, what);
    };
    if let Some((old, new)) = number("threshold") {
        // An alarm on what is too low is looser the lower it stands.
        let is_on_low = comparison.starts_with("LessThan");
        let is_looser = if is_on_low { new < old } else { new > old };
        if comparison != "LessThanLowerOrGreaterThanUpperThreshold" && is_looser {
            loosened("threshold", (old, new));
        }
    }
    for name in ["period", "evaluation_periods", "datapoints_to_alarm"] {
        if let Some((old, new)) = number(name).filter(|(old, new)| new > old) {
            loosened(name, (old, new));
        }
    }
    let (before, after) = (change.before().get("treat_missing_data"), change.after().get("treat_missing_data"));
    let is_gone = change.action.destroys() && !change.action.replaces();
    if !is_gone && before.as_text() == Some("breaching") && after.as_text() != Some("breaching") && *after != Node::Unknown {
        let what = Sentence::new("no longer takes missing data for an alarm: ").value("treat_missing_data");
        let what = after.as_text().map_or(what.clone(), |after| what.words(" is ").value(after));
        risks.add(Medium, Code::MonitoringRemoved, what);
    }
}

/// Whether it is told that something is turned off as a whole.
fn is_switch(what: &str) -> bool {
    ["`state`", "`is_enabled`", "`enabled`"].iter().any(|name| what.contains(name))
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
