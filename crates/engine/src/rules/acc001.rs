//! What an account has only one of is made once, and no two environments give one name to two things.

use domain::{EnvironmentName, Identity};
use settings::{SettingPath, Severity};

use super::{Check, Findings, Rule, Scope, Subject};
use crate::neighbour::Once;

pub(super) const RULE: Rule = Rule {
    code: "ACC001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what an account has only one of is made by one environment",
    why: "An account knows GitHub once, has one monitor of its services' costs, and a hosted zone has one record of a name: the second environment that makes one fails in the midst of its apply. Names of roles are the account's as well.",
    mend: "let one environment make it, and the others name what is there",
    settings: &[
        "delivery.trust.github.provider",
        "monitoring.cost_anomalies.monitor",
        "ecs.load_balancer.tls.domain",
        "services.<name>.aws_name",
    ],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let config = subject.config;
    let identity = Identity {
        project: config.project.clone(),
        environment: subject.environment.clone(),
        region: config.region,
        disaster_recovery_region: config.disaster_recovery_region,
    };
    let ours = Once::of(&identity, config);
    for other in subject.others() {
        let Some(theirs) = other.once.as_ref().filter(|theirs| theirs.account_id == ours.account_id) else { continue };
        compare(&ours, theirs, other.name(), findings);
    }
}

/// What both of two environments make.
fn compare(ours: &Once, theirs: &Once, name: &EnvironmentName, findings: &mut Findings<'_>) {
    if ours.makes_github && theirs.makes_github {
        findings
            .at(
                "delivery.trust.github.provider",
                format!("`{name}` makes GitHub known to the account as well, which AWS allows once"),
            )
            .help("in all environments but the first say `provider = { existing = \"<the provider's ARN>\" }`");
    }
    if ours.makes_monitor && theirs.makes_monitor {
        findings
            .at(
                "monitoring.cost_anomalies.monitor",
                format!("`{name}` makes the account's monitor of its services' costs as well, and AWS allows one"),
            )
            .help("set `monitor = \"services\"` in one environment only, and `\"none\"` or `{ existing = \"<its ARN>\" }` in the others");
    }
    for (_, domain) in ours.domains.intersection(&theirs.domains) {
        findings
            .at(
                "ecs.load_balancer.tls.domain",
                format!("`{domain}` is made to lead to `{name}` as well: a hosted zone has one such record"),
            )
            .help("give each environment a domain of its own");
    }
    for (full, service) in &ours.names {
        if let Some(twin) = theirs.names.get(full) {
            findings
                .at(
                    SettingPath::from("services").key(service.as_str()).key("aws_name"),
                    format!("`{service}` here and `{twin}` in `{name}` would both be called `{full}` in AWS"),
                )
                .help("give one of them another `aws_name`, or an environment another name");
        }
    }
}
