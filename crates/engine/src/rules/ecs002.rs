//! Production's load balancer is protected from deletion.

use aws::Lb;
use settings::Severity;

use crate::environment::Given;
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
    let load_balancer = &subject.config.ecs.load_balancer;
    if load_balancer.existing.is_some() || !load_balancer.is_there(ecs::has_web_service(&subject.config.services)) {
        return;
    }
    let set = ("ecs.load_balancer.deletion_protection", load_balancer.deletion_protection);
    let decided = subject.decided("main", Lb::ENABLE_DELETION_PROTECTION.name(), Given::truth, set);
    if let Some(is_protected) = decided.filter(|it| !it.value) {
        findings.of(&is_protected, "one call deletes production's load balancer, and with it its host name");
    }
}
