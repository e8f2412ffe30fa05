//! Every host is in the certificate.

use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "ECS005",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "every host of a service is in the certificate",
    why: "A browser that asks for a host which the certificate does not name shows a warning instead of the service; and no DNS record of this environment leads there.",
    mend: "add the host to `ecs.load_balancer.tls.alternative_domains`, which makes its part of the certificate and its record, or take it out",
    settings: &["services.<name>.routing.hosts", "ecs.load_balancer.tls.domain", "ecs.load_balancer.tls.alternative_domains"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(tls) = &subject.config.ecs.load_balancer.tls else { return };
    // Which names are in a certificate that exists, only ACM knows.
    if tls.certificate_arn.is_some() {
        return;
    }
    let all = tls.names();
    let names: Vec<&str> = all.iter().map(domain::CertificateName::as_str).collect();
    for (service, settings) in &subject.config.services {
        for (index, host) in settings.routing.iter().flat_map(|routing| &routing.hosts).enumerate() {
            let pattern = host.as_str().to_ascii_lowercase();
            let is_named = all.iter().any(|name| name.covers(&pattern) || host.matches(name.as_str()));
            if !is_named {
                let at = SettingPath::from("services").key(service.as_str()).key("routing").key("hosts").index(index);
                findings
                    .at(at, format!("the certificate does not name `{host}`: it is for {}", names.join(", ")))
                    .also("ecs.load_balancer.tls.domain");
            }
        }
    }
}
