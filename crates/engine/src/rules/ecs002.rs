//! Production's load balancer is protected from deletion.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "ECS002",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "production's load balancer is protected from deletion",
    why: "A load balancer that is made anew has another host name, and every record that points to the old one leads nowhere.",
    mend: "set `ecs.load_balancer.deletion_protection = true`",
    settings: &["ecs.load_balancer.deletion_protection"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.config.ecs.load_balancer.deletion_protection {
        findings
            .at("ecs.load_balancer.deletion_protection", "one call deletes production's load balancer, and with it its host name");
    }
}
