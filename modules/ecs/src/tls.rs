//! TLS: the certificate, its validation through Route 53, the listener, and the names under which the load balancer is found.

use aws::lb_listener::{DefaultAction, DefaultActionRedirect, DefaultActionRedirectRequired, DefaultActionRequired};
use aws::route53_record::{Alias, AliasRequired};
use aws::{
    AcmCertificate, AcmCertificateReference, AcmCertificateValidation, AcmCertificateValidationReference,
    AcmCertificateValidationRequired, LbListener, LbListenerReference, LbListenerRequired, LbListenerRuleReference, LbReference,
    Route53Record, Route53RecordReference, Route53RecordRequired,
};
use domain::DomainName;
use terraform::{Document, Expression, Lifecycle, Resource, Value};

use crate::config::Tls;
use crate::load_balancer::not_found;

/// TLS 1.3, and 1.2 with forward secrecy only (Elastic Load Balancing User Guide, "Security policies").
const SECURITY_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/// HTTP, which sends everybody to TLS: not before that listener stands with a valid certificate, and the services' rules on it.
pub(crate) fn redirect<'a>(
    document: &mut Document,
    load_balancer: &LbReference,
    rules: impl IntoIterator<Item = &'a LbListenerRuleReference>,
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
        .depends_on(rules.into_iter().map(|rule| rule as _)),
    )
}

/// The listener of TLS, on which the services' rules stand, and the names that lead to it.
pub(crate) fn listener(document: &mut Document, load_balancer: &LbReference, tls: &Tls) -> LbListenerReference {
    let certificate = validated_certificate(document, tls);
    let listener = document.resource(
        Resource::new(
            "https",
            LbListener::new(LbListenerRequired {
                load_balancer_arn: load_balancer.arn().into(),
                default_action: vec![not_found()],
            })
            .port(443)
            .protocol("HTTPS")
            .ssl_policy(SECURITY_POLICY)
            .certificate_arn(certificate.certificate_arn()),
        )
        // When TLS is switched off, it answers until the services' rules stand on the other listener.
        .lifecycle(Lifecycle::new().create_before_destroy()),
    );
    for domain in tls.domains() {
        alias(document, tls, domain, load_balancer);
    }
    listener
}

fn validated_certificate(document: &mut Document, tls: &Tls) -> AcmCertificateValidationReference {
    let others: Vec<&str> = tls.alternative_domains.iter().map(DomainName::as_str).collect();
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
    let records: Vec<Value<String>> =
        tls.domains().map(|domain| validation_record(document, tls, domain, &certificate).fqdn().into()).collect();
    document.resource(Resource::new(
        "main",
        AcmCertificateValidation::new(AcmCertificateValidationRequired { certificate_arn: certificate.arn().into() })
            .validation_record_fqdns(records),
    ))
}

/// The record by which ACM sees that the domain is ours.
fn validation_record(
    document: &mut Document,
    tls: &Tls,
    domain: &DomainName,
    certificate: &AcmCertificateReference,
) -> Route53RecordReference {
    // A domain name holds letters, digits, dots and hyphens only, so it can stand in the expression as it is.
    let options = certificate.domain_validation_options().code();
    let option = |attribute: &str| -> Expression<String> {
        Expression::native(format!("one([for option in {options} : option.{attribute} if option.domain_name == \"{domain}\"])"))
    };
    document.resource(
        Resource::new(
            format!("validation_{}", label(domain)),
            Route53Record::new(Route53RecordRequired {
                zone_id: tls.hosted_zone_id.as_str().into(),
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
    )
}

fn alias(document: &mut Document, tls: &Tls, domain: &DomainName, load_balancer: &LbReference) {
    let alias = Alias::new(AliasRequired {
        name: load_balancer.dns_name().into(),
        zone_id: load_balancer.zone_id().into(),
        evaluate_target_health: true.into(),
    });
    document.resource(Resource::new(
        label(domain),
        Route53Record::new(Route53RecordRequired {
            zone_id: tls.hosted_zone_id.as_str().into(),
            name: domain.as_str().into(),
            r#type: "A".into(),
        })
        .alias(alias),
    ));
}

/// `api.example.com` → `api_example_com`; a name that starts with a digit gets a `_` in front, since Terraform's must not.
fn label(domain: &DomainName) -> String {
    let label = domain.as_str().replace(['.', '-'], "_");
    if label.starts_with(|first: char| first.is_ascii_digit()) { format!("_{label}") } else { label }
}
