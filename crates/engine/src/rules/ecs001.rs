//! Production is reached by HTTPS.

use aws::LbListener;
use settings::Severity;

use crate::environment::Given;
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
    let load_balancer = &subject.config.ecs.load_balancer;
    if !load_balancer.is_there(ecs::has_web_service(&subject.config.services)) {
        return;
    }
    // Only AWS knows what a listener speaks that exists already.
    if load_balancer.existing.is_some() {
        if load_balancer.tls.is_some() {
            return;
        }
        findings
            .at(
                "ecs.load_balancer.tls",
                "nothing says that users reach production by HTTPS: it is the existing listener that decides",
            )
            .help("name a listener of HTTPS, and set `[ecs.load_balancer.tls]` with the domain for which it has a certificate");
        return;
    }
    let listener = if load_balancer.tls.is_some() { "https" } else { "http" };
    let is_https = |given: &Given| given.text().map(|protocol| protocol == "HTTPS");
    let set = ("ecs.load_balancer.tls", load_balancer.tls.is_some());
    if let Some(encrypted) = subject.decided(listener, LbListener::PROTOCOL.name(), is_https, set).filter(|it| !it.value) {
        findings.of(&encrypted, "users reach production by plain HTTP, which everybody on the way can read and change");
    }
}
