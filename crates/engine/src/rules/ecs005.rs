//! Every host is in the certificate.

use aws::AcmCertificate;
use domain::{CertificateName, HostPattern};
use settings::Severity;

use crate::environment::Given;
use crate::rules::decided::Decided;
use crate::rules::finding::Findings;
use crate::rules::routes::routes;
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
    let set = ("ecs.load_balancer.tls.domain", tls.names());
    let others = |given: &Given| {
        let names = given.blocks().iter().map(|name| name.text()?.parse().ok());
        let domain = tls.names().into_iter().take(1).map(Some);
        domain.chain(names).collect::<Option<Vec<CertificateName>>>()
    };
    let names = subject.decided("main", AcmCertificate::SUBJECT_ALTERNATIVE_NAMES.name(), others, set);
    let Some(Decided { at: certificate, value: all, is_overridden: _ }) = names else { return };
    let names: Vec<&str> = all.iter().map(CertificateName::as_str).collect();
    for (_, _, requests) in routes(subject) {
        for (at, host) in &requests.value.hosts {
            let Ok(pattern) = host.parse::<HostPattern>() else { continue };
            let lowercase = host.to_ascii_lowercase();
            if !all.iter().any(|name| name.covers(&lowercase) || pattern.matches(name.as_str())) {
                let at = if requests.is_overridden { requests.at.clone() } else { at.clone() };
                findings
                    .at(at, format!("the certificate does not name `{host}`: it is for {}", names.join(", ")))
                    .also(certificate.clone());
            }
        }
    }
}
