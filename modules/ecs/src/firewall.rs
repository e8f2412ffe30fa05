//! The web application firewall in front of the load balancer: AWS's managed rule groups, and a limit to what one address may ask.

use aws::wafv2_web_acl::{DefaultAction, DefaultActionAllow, VisibilityConfig, VisibilityConfigRequired};
use aws::{LbReference, Wafv2WebAcl, Wafv2WebAclAssociation, Wafv2WebAclAssociationRequired, Wafv2WebAclRequired};
use domain::Identity;
use terraform::{Document, Embedded, Resource, object};

use crate::config::{Firewall, ManagedRuleGroup};

/// The limit comes first: it is cheap, and keeps a flood off the other rules.
const RATE_LIMIT_PRIORITY: u32 = 0;

/// The firewall and its connection to the load balancer.
pub(crate) fn firewall(document: &mut Document, identity: &Identity, load_balancer: &LbReference, firewall: &Firewall) {
    let name = identity.prefix();
    let mut rules: Vec<Embedded> = Vec::new();
    if let Some(limit) = firewall.requests_in_5_minutes {
        rules.push(rate_limit(limit.get()));
    }
    rules.extend(firewall.managed_rule_groups.iter().map(|group| managed(*group)));
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
}

fn rate_limit(limit: u32) -> Embedded {
    let statement = object([(
        "RateBasedStatement",
        object([("Limit", limit.into()), ("EvaluationWindowSec", 300.into()), ("AggregateKeyType", "IP".into())]),
    )]);
    rule("rate-limit", RATE_LIMIT_PRIORITY, statement, ("Action", object([("Block", object::<&str, 0>([]))])))
}

fn managed(group: ManagedRuleGroup) -> Embedded {
    let statement = object([("ManagedRuleGroupStatement", object([("VendorName", "AWS".into()), ("Name", group.name().into())]))]);
    // The group's rules decide themselves what they do with a request.
    rule(group.name(), group.priority(), statement, ("OverrideAction", object([("None", object::<&str, 0>([]))])))
}

/// A rule as the WAF API Reference, `Rule`, has it.
fn rule(name: &str, priority: u32, statement: Embedded, action: (&str, Embedded)) -> Embedded {
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
