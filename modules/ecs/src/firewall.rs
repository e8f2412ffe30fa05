//! The web application firewall in front of the load balancer: AWS's managed rule groups, and a limit to what one address may ask.

use std::collections::BTreeSet;

use aws::log_key::LogKey;
use aws::wafv2_web_acl::{DefaultAction, DefaultActionAllow, VisibilityConfig, VisibilityConfigRequired};
use aws::wafv2_web_acl_logging_configuration::{
    LoggingFilter, LoggingFilterFilter as Filter, LoggingFilterFilterCondition as FilterCondition,
    LoggingFilterFilterConditionActionCondition as ActionCondition,
    LoggingFilterFilterConditionActionConditionRequired as ActionConditionRequired, LoggingFilterFilterRequired as FilterRequired,
    LoggingFilterRequired, RedactedFields, RedactedFieldsSingleHeader as SingleHeader,
    RedactedFieldsSingleHeaderRequired as SingleHeaderRequired,
};
use aws::{
    CloudwatchLogGroup, LbReference, Wafv2IpSet, Wafv2IpSetReference, Wafv2IpSetRequired, Wafv2WebAcl, Wafv2WebAclAssociation,
    Wafv2WebAclAssociationRequired, Wafv2WebAclLoggingConfiguration, Wafv2WebAclLoggingConfigurationRequired, Wafv2WebAclReference,
    Wafv2WebAclRequired,
};
use domain::{Cidr, FirewallRuleName, Identity};
use terraform::{Document, Embedded, Lifecycle, Resource, object};

use crate::config::{Firewall, FirewallLogs, FirewallMode, ManagedRuleGroup};
use crate::interface::Variables;

/// The limit comes first: it is cheap, and keeps a flood off the other rules. It counts nobody who is let through in any case: a rule that
/// ends the evaluation further down would come too late for them (WAF Developer Guide, "Setting rule priority").
const RATE_LIMIT_PRIORITY: u32 = 0;

/// Ranges that are named come behind it, so that switching them on moves no rule; a range that is turned away stays so whatever lets it through.
const BLOCKED_PRIORITY: u32 = 2;
const ALLOWED_PRIORITY: u32 = 4;

/// The label of the log group, beside those of the services.
pub(crate) const LOG_LABEL: &str = "firewall";

/// The firewall and its connection to the load balancer.
pub(crate) fn firewall(
    document: &mut Document,
    identity: &Identity,
    load_balancer: &LbReference,
    firewall: &Firewall,
    variables: &Variables,
) {
    let name = identity.prefix();
    let mut rules: Vec<Embedded> = Vec::new();
    let mut allowed: Option<Wafv2IpSetReference> = None;
    for (label, what, ranges, priority, action) in [
        ("blocked", "turned away", &firewall.blocked_cidrs, BLOCKED_PRIORITY, "Block"),
        ("allowed", "let through", &firewall.allowed_cidrs, ALLOWED_PRIORITY, "Allow"),
    ] {
        if !ranges.is_empty() {
            let set = ip_set(document, identity, label, what, ranges);
            let counted = if firewall.mode == FirewallMode::Count { "Count" } else { action };
            rules.push(rule(label, priority, within(&set), ("Action", object([(counted, object::<&str, 0>([]))]))));
            if action == "Allow" {
                allowed = Some(set);
            }
        }
    }
    if let Some(limit) = firewall.requests_in_5_minutes {
        rules.push(rate_limit(limit.get(), firewall.mode, allowed.as_ref()));
    }
    rules.extend(firewall.managed_rule_groups.iter().map(|group| managed(*group, firewall)));
    let acl = document.resource(Resource::new(
        "main",
        Wafv2WebAcl::new(Wafv2WebAclRequired {
            scope: "REGIONAL".into(),
            default_action: DefaultAction::new().allow(DefaultActionAllow::new()),
            visibility_config: VisibilityConfig::new(VisibilityConfigRequired {
                cloudwatch_metrics_enabled: true.into(),
                metric_name: name.clone().into(),
                sampled_requests_enabled: true.into(),
            }),
        })
        .name(name)
        .rule_json(Embedded::Array(rules).into_value()),
    ));
    document.resource(Resource::new(
        "main",
        Wafv2WebAclAssociation::new(Wafv2WebAclAssociationRequired {
            resource_arn: load_balancer.arn().into(),
            web_acl_arn: acl.arn().into(),
        }),
    ));
    if let Some(logs) = &firewall.logs {
        log(document, identity, &acl, logs, variables);
    }
}

/// A set of address ranges.
fn ip_set(
    document: &mut Document,
    identity: &Identity,
    label: &'static str,
    what: &str,
    ranges: &BTreeSet<Cidr>,
) -> Wafv2IpSetReference {
    let set = Wafv2IpSet::new(Wafv2IpSetRequired { ip_address_version: "IPV4".into(), scope: "REGIONAL".into() })
        .name(identity.named(&format!("firewall-{label}")))
        .description(format!("{}: ranges that are {what}", identity.prefix()))
        .addresses(ranges.iter().map(ToString::to_string).collect::<Vec<_>>());
    // WAF deletes no set to which a rule refers (WAFAssociatedItemException).
    document.resource(Resource::new(label, set).lifecycle(Lifecycle::new().create_before_destroy()))
}

/// The log: of the requests that a rule found, since those of everybody are in the load balancer's own.
fn log(document: &mut Document, identity: &Identity, acl: &Wafv2WebAclReference, logs: &FirewallLogs, variables: &Variables) {
    // WAF takes only log groups whose names begin so (WAF Developer Guide, "Sending web ACL traffic logs to an Amazon CloudWatch Logs log group").
    let name = format!("aws-waf-logs-{}", identity.prefix());
    let key = LogKey {
        label: "firewall_logs",
        alias: identity.named("firewall-logs"),
        description: format!("{}: the firewall's log", identity.prefix()),
        region: identity.region.as_str(),
        account_id: &variables.account_id,
        log_groups: name.clone(),
    };
    let key = key.add_to(document);
    let group = document.resource(Resource::new(
        LOG_LABEL,
        CloudwatchLogGroup::new().name(name).retention_in_days(logs.retention_days.get()).kms_key_id(key.arn()),
    ));
    let found = |action: &str| {
        FilterCondition::new().action_condition(ActionCondition::new(ActionConditionRequired { action: action.into() }))
    };
    let filter = Filter::new(FilterRequired {
        behavior: "KEEP".into(),
        requirement: "MEETS_ANY".into(),
        condition: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map(found).into(),
    });
    // Credentials stand in these headers.
    let redacted = ["authorization", "cookie"]
        .map(|name| RedactedFields::new().single_header(SingleHeader::new(SingleHeaderRequired { name: name.into() })));
    document.resource(Resource::new(
        "main",
        Wafv2WebAclLoggingConfiguration::new(Wafv2WebAclLoggingConfigurationRequired {
            log_destination_configs: [group.arn()].into(),
            resource_arn: acl.arn().into(),
        })
        .redacted_fields(redacted)
        .logging_filter(LoggingFilter::new(LoggingFilterRequired { default_behavior: "DROP".into(), filter: vec![filter] })),
    ));
}

/// Requests from the addresses of a set.
fn within(set: &Wafv2IpSetReference) -> Embedded {
    object([("IPSetReferenceStatement", object([("ARN", Embedded::from(set.arn()))]))])
}

fn rate_limit(limit: u32, mode: FirewallMode, allowed: Option<&Wafv2IpSetReference>) -> Embedded {
    let mut members: Vec<(&str, Embedded)> =
        vec![("Limit", limit.into()), ("EvaluationWindowSec", 300.into()), ("AggregateKeyType", "IP".into())];
    members.extend(allowed.map(|set| ("ScopeDownStatement", object([("NotStatement", object([("Statement", within(set))]))]))));
    let statement = object([("RateBasedStatement", members.into_iter().collect::<Embedded>())]);
    let action = match mode {
        FirewallMode::Block => "Block",
        FirewallMode::Count => "Count",
    };
    rule("rate-limit", RATE_LIMIT_PRIORITY, statement, ("Action", object([(action, object::<&str, 0>([]))])))
}

fn managed(group: ManagedRuleGroup, firewall: &Firewall) -> Embedded {
    let mut members: Vec<(&str, Embedded)> = vec![("VendorName", "AWS".into()), ("Name", group.name().into())];
    if let Some(counted) = firewall.counted_rules.get(&group).filter(|counted| !counted.is_empty()) {
        let count = |name: &FirewallRuleName| {
            let count = object([("Count", object::<&str, 0>([]))]);
            object([("Name", name.as_str().into()), ("ActionToUse", count)])
        };
        members.push(("RuleActionOverrides", Embedded::array(counted.iter().map(count))));
    }
    let statement = object([("ManagedRuleGroupStatement", members.into_iter().collect::<Embedded>())]);
    let over = match firewall.mode {
        // The group's rules decide themselves what they do with a request.
        FirewallMode::Block => "None",
        FirewallMode::Count => "Count",
    };
    rule(group.name(), group.priority(), statement, ("OverrideAction", object([(over, object::<&str, 0>([]))])))
}

/// A rule as the WAF API Reference, `Rule`, has it.
fn rule(name: &str, priority: u32, statement: Embedded, action: (&'static str, Embedded)) -> Embedded {
    let (kind, action) = action;
    object([
        ("Name", name.into()),
        ("Priority", priority.into()),
        ("Statement", statement),
        (kind, action),
        (
            "VisibilityConfig",
            object([
                ("SampledRequestsEnabled", true.into()),
                ("CloudWatchMetricsEnabled", true.into()),
                ("MetricName", name.into()),
            ]),
        ),
    ])
}
