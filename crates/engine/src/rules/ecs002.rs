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
    let overriding = subject.overriding(None, Lb::ENABLE_DELETION_PROTECTION);
    for it in overriding.iter().filter(|it| *it.given == Given::Bool(false)) {
        findings
            .at(it.setting.clone(), "one call deletes production's load balancer, and with it its host name")
            .help("take the override out");
    }
    let load_balancer = &subject.config.ecs.load_balancer;
    if overriding.is_empty()
        && !load_balancer.deletion_protection
        && load_balancer.existing.is_none()
        && load_balancer.is_there(ecs::has_web_service(&subject.config.services))
    {
        findings
            .at("ecs.load_balancer.deletion_protection", "one call deletes production's load balancer, and with it its host name");
    }
}
