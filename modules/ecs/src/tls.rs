//! TLS: the certificate, its validation through Route 53, the listener, and the names under which the load balancer is found.

use aws::lb_listener::{DefaultAction, DefaultActionRedirect, DefaultActionRedirectRequired, DefaultActionRequired};
use aws::route53_record::{Alias, AliasRequired};
use aws::{
    AcmCertificate, AcmCertificateReference, AcmCertificateValidation, AcmCertificateValidationReference,
    AcmCertificateValidationRequired, LbListener, LbListenerReference, LbListenerRequired, LbReference, Route53Record,
    Route53RecordReference, Route53RecordRequired,
};
use domain::{CertificateName, HostedZoneId};
use terraform::{Address, Document, Expression, Lifecycle, Map, ProviderReference, Resource, Value, template};

use crate::config::Tls;
use crate::load_balancer::{listener_lifecycle, not_found};

/// TLS 1.3, and 1.2 with forward secrecy only (Elastic Load Balancing User Guide, "Security policies").
const SECURITY_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/// HTTP, which sends everybody to TLS: not before that listener stands with a valid certificate. The services' rules come after it, and where they
/// stood on this one they go on answering until then.
pub(crate) fn redirect(
    document: &mut Document,
    load_balancer: &LbReference,
    listener: &LbListenerReference,
) -> LbListenerReference {
    let redirect =
        DefaultActionRedirect::new(DefaultActionRedirectRequired { status_code: "HTTP_301".into() }).port("443").protocol("HTTPS");
    document.resource(
        Resource::new(
            "http",
            LbListener::new(LbListenerRequired {
                load_balancer_arn: load_balancer.arn().into(),
                default_action: vec![DefaultAction::new(DefaultActionRequired { r#type: "redirect".into() }).redirect(redirect)],
            })
            .port(80)
            .protocol("HTTP"),
        )
        .lifecycle(listener_lifecycle())
        .depends_on([listener as _]),
    )
}

/// The listener of TLS, on which the services' rules stand.
pub(crate) fn listener(document: &mut Document, load_balancer: &LbReference, tls: &Tls) -> LbListenerReference {
    let certificate: Value<String> = match &tls.certificate_arn {
        Some(arn) => arn.to_string().into(),
        None => validated_certificate(document, tls).certificate_arn().into(),
    };
    document.resource(
        Resource::new(
            "https",
            LbListener::new(LbListenerRequired {
                load_balancer_arn: load_balancer.arn().into(),
                default_action: vec![not_found()],
            })
            .port(443)
            .protocol("HTTPS")
            .ssl_policy(SECURITY_POLICY)
            .certificate_arn(certificate),
        )
        // When TLS is switched off, it answers until the services' rules stand on the other listener.
        .lifecycle(listener_lifecycle()),
    )
}

/// The names that lead to the load balancer, given its host name and that one's hosted zone.
pub(crate) fn names(document: &mut Document, tls: &Tls, load_balancer: (&Value<String>, &Value<String>)) {
    for name in tls.names() {
        if let Some(zone) = tls.zone_of(&name) {
            alias(document, tls, zone, &name, load_balancer);
        }
    }
}

fn validated_certificate(document: &mut Document, tls: &Tls) -> AcmCertificateValidationReference {
    let others: Vec<&str> = tls.alternative_domains.iter().map(CertificateName::as_str).collect();
    let certificate = document.resource(
        Resource::new(
            "main",
            AcmCertificate::new()
                .domain_name(tls.domain.as_str())
                // Left out it would mean "as they are": the last name that is taken away would stay in the certificate, and its
                // validation wait for a record that is gone (provider's page `aws_acm_certificate`: an empty list takes all away).
                .subject_alternative_names(others)
                .validation_method("DNS"),
        )
        // The listener keeps the old certificate until the new one is valid.
        .lifecycle(Lifecycle::new().create_before_destroy()),
    );
    let records: Vec<Value<String>> = validated(tls)
        .iter()
        .filter_map(|name| Some(validation_record(document, tls, tls.zone_of(name)?, name, &certificate).fqdn().into()))
        .collect();
    let validation = AcmCertificateValidation::new(AcmCertificateValidationRequired { certificate_arn: certificate.arn().into() });
    document.resource(Resource::new(
        "main",
        // Of records that somebody else writes Terraform knows nothing: it waits until ACM has seen them.
        if tls.waits_for_records() { validation } else { validation.validation_record_fqdns(records) },
    ))
}

/// The names whose records validate the certificate: `example.com` and `*.example.com` have one between them.
fn validated(tls: &Tls) -> Vec<CertificateName> {
    let mut names: Vec<CertificateName> = Vec::new();
    for name in tls.names() {
        if !names.iter().any(|known| known.base() == name.base()) {
            names.push(name);
        }
    }
    names
}

/// The records that somebody has to write where no hosted zone is named, by name: each as `<name> <type> <value>`.
pub(crate) fn records_elsewhere(tls: &Tls) -> Map<String> {
    let certificate = AcmCertificateReference::from(Address::managed("aws_acm_certificate", "main"));
    let record = |name: &CertificateName| {
        let of = |attribute: &str| option(&certificate, name, attribute);
        template![of("resource_record_name"), " ", of("resource_record_type"), " ", of("resource_record_value")]
    };
    let names = validated(tls);
    names.iter().filter(|name| tls.zone_of(name).is_none()).map(|name| (name.as_str(), record(name))).collect()
}

/// What ACM asks of the owner of a name's domain.
fn option(certificate: &AcmCertificateReference, name: &CertificateName, attribute: &str) -> Expression<String> {
    // A name holds letters, digits, dots, hyphens and an asterisk only, so it can stand in the expression as it is.
    let options = certificate.domain_validation_options().code();
    Expression::native(format!("one([for option in {options} : option.{attribute} if option.domain_name == \"{name}\"])"))
}

/// The record by which ACM sees that the domain is ours.
fn validation_record(
    document: &mut Document,
    tls: &Tls,
    zone: &HostedZoneId,
    name: &CertificateName,
    certificate: &AcmCertificateReference,
) -> Route53RecordReference {
    let option = |attribute: &str| option(certificate, name, attribute);
    document.resource(by_role(
        tls,
        Resource::new(
            validation_label(name, tls),
            Route53Record::new(Route53RecordRequired {
                zone_id: zone.as_str().into(),
                name: option("resource_record_name").into(),
                r#type: option("resource_record_type").into(),
            })
            .records([option("resource_record_value")])
            .ttl(60)
            // ACM asks for the same record again whenever a certificate for the domain is made (ACM User Guide, "DNS validation").
            .allow_overwrite(true),
        )
        // For the same reason it stays when the certificate is replaced: to make it again and destroy the old one after, as the listener
        // asks of all that it depends on, would delete the one record that there is.
        .lifecycle(Lifecycle::new().ignore_changes([
            Route53Record::NAME.name(),
            Route53Record::TYPE_ARGUMENT.name(),
            Route53Record::RECORDS.name(),
        ])),
    ))
}

fn alias(
    document: &mut Document,
    tls: &Tls,
    zone: &HostedZoneId,
    name: &CertificateName,
    (dns_name, zone_id): (&Value<String>, &Value<String>),
) {
    let alias = Alias::new(AliasRequired { name: dns_name.clone(), zone_id: zone_id.clone(), evaluate_target_health: true.into() });
    let record =
        Route53Record::new(Route53RecordRequired { zone_id: zone.as_str().into(), name: name.as_str().into(), r#type: "A".into() })
            .alias(alias);
    document.resource(by_role(tls, Resource::new(alias_label(name, tls), record)));
}

/// The record under the provider's configuration that assumes the role of the zone's account, where that is another one.
fn by_role(tls: &Tls, record: Resource<Route53Record>) -> Resource<Route53Record> {
    match &tls.zone_role {
        Some(role) => record.provider(ProviderReference::aliased("aws", role.alias())),
        None => record,
    }
}

/// The labels of a name's records: those that lead to the load balancer and validate the certificate.
pub(crate) fn labels(name: &CertificateName, tls: &Tls) -> Vec<String> {
    vec![alias_label(name, tls), validation_label(name, tls)]
}

fn alias_label(name: &CertificateName, tls: &Tls) -> String {
    let label = if name.is_wildcard() { format!("wildcard_{}", domain_label(name.base())) } else { domain_label(name.base()) };
    label + &of_account(tls)
}

pub(crate) fn validation_label(name: &CertificateName, tls: &Tls) -> String {
    format!("validation_{}{}", domain_label(name.base()), of_account(tls))
}

/// Under another configuration of the provider a record is another one: Terraform reads what stands at an address with the configuration that it
/// has now, which may not look into the zone of before.
fn of_account(tls: &Tls) -> String {
    tls.zone_role.as_ref().map(|role| format!("_{}", role.role_arn.account())).unwrap_or_default()
}

/// `api.example.com` → `api_example_com`; a name that starts with a digit gets a `_` in front, since Terraform's must not.
fn domain_label(domain: &str) -> String {
    let label = domain.replace(['.', '-'], "_");
    if label.starts_with(|first: char| first.is_ascii_digit()) { format!("_{label}") } else { label }
}
