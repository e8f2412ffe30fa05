//! Production is reached by HTTPS.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "ECS001",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "production is reached by HTTPS",
    why: "Without a domain there is no certificate, and the load balancer speaks plain HTTP: whoever is on the way reads and changes requests and answers, passwords and session cookies among them.",
    mend: "set `[ecs.load_balancer.tls]` with a domain and its hosted zone",
    settings: &["ecs.load_balancer.tls"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if subject.config.ecs.load_balancer.tls.is_none() {
        findings
            .at("ecs.load_balancer.tls", "users reach production by plain HTTP, which everybody on the way can read and change");
    }
}
