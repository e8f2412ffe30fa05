//! What one setting of the load balancer rules out in another, or in a service.

use std::collections::BTreeMap;

use domain::limits::{self, Limit};
use domain::{CertificateName, Identity, RuleName, RulePriority, ServiceName};
use settings::{Problems, SettingPath};

use super::check_kind::has_web_service;
use super::{LoadBalancer, ServiceConfig, Tls, check_existing_load_balancer};
use crate::{firewall, tls};

pub(super) fn check(
    load_balancer: &LoadBalancer,
    services: &BTreeMap<ServiceName, ServiceConfig>,
    identity: &Identity,
    problems: &mut Problems,
) {
    check_existing_load_balancer::check(load_balancer, identity, problems);
    if load_balancer.existing.is_none() {
        check_certificate(load_balancer, identity, problems);
    }
    check_zone_roles(load_balancer, problems);
    check_rules(load_balancer, services, problems);
    check_firewall(load_balancer, problems);
    check_labels(load_balancer, services, problems);
    check_use(load_balancer, services, problems);
}

/// What is asked of a load balancer that is not there.
fn check_use(load_balancer: &LoadBalancer, services: &BTreeMap<ServiceName, ServiceConfig>, problems: &mut Problems) {
    if load_balancer.is_there(has_web_service(services)) {
        return;
    }
    let LoadBalancer { tls, firewall, .. } = load_balancer;
    for section in [tls.as_ref().map(|_| "tls"), firewall.as_ref().map(|_| "firewall")].into_iter().flatten() {
        problems
            .warning(
                format!("ecs.load_balancer.{section}").as_str(),
                "no service has `routing`, so that there is no load balancer, and nothing is made of this section",
            )
            .help("take it out, give a service `routing`, or set `ecs.load_balancer.always = true`");
    }
}

/// The names in the certificate.
fn check_certificate(load_balancer: &LoadBalancer, identity: &Identity, problems: &mut Problems) {
    const DOMAIN: &str = "ecs.load_balancer.tls.domain";
    const ALTERNATIVES: &str = "ecs.load_balancer.tls.alternative_domains";
    let Some(tls) = &load_balancer.tls else { return };
    check_validation(tls, identity, problems);
    if tls.certificate_arn.is_some() {
        return;
    }
    let length = tls.domain.as_str().len();
    if length > limits::FIRST_CERTIFICATE_NAME.most {
        problems
            .error(
                DOMAIN,
                format!("the certificate's first name has {length} characters, and {} fit", limits::FIRST_CERTIFICATE_NAME.most),
            )
            .help("name a shorter domain here, and this one under `alternative_domains`, where 253 fit");
    }
    let names = tls.names().len();
    let Limit { most, quota, .. } = limits::CERTIFICATE_NAMES;
    if names > limits::CERTIFICATE_NAMES_AT_THE_MOST.most {
        problems
            .error(
                ALTERNATIVES,
                format!("{names} names are set, and a certificate has {} at the most", limits::CERTIFICATE_NAMES_AT_THE_MOST.most),
            )
            .also(DOMAIN)
            .help("take some out");
    } else if names > most {
        problems
            .warning(ALTERNATIVES, format!("{names} names are set, and AWS gives a certificate {most} unless asked for more"))
            .also(DOMAIN)
            .help(format!("have the quota \"{}\" raised before the apply", quota.unwrap_or_default()));
    }
}

/// Where the certificate comes from, and who writes its records.
fn check_validation(tls: &Tls, identity: &Identity, problems: &mut Problems) {
    const TLS: &str = "ecs.load_balancer.tls";
    if let Some(certificate) = &tls.certificate_arn {
        if certificate.region() != identity.region {
            problems
                .error(
                    format!("{TLS}.certificate_arn").as_str(),
                    format!("the certificate is in `{}`, and the load balancer in `{}`", certificate.region(), identity.region),
                )
                .also("region")
                .help("name a certificate of the load balancer's region: a listener takes no other");
        }
        return;
    }
    let names = tls.names();
    let without: Vec<&CertificateName> = names.iter().filter(|name| tls.zone_of(name).is_none()).collect();
    match (&without[..], tls.dns_elsewhere) {
        ([], false) | ([_, ..], true) => {}
        ([first, ..], false) => {
            problems
                .error(TLS, format!("nobody writes the records of `{first}`: no hosted zone is named, and no certificate that exists"))
                .help(
                    "set `hosted_zone_id = \"Z…\"` (or `hosted_zones`), `certificate_arn = \"arn:aws:acm:…\"`, or `dns_elsewhere = true`, \
                     and the records to write are an output",
                );
        }
        ([], true) => {
            problems
                .error(format!("{TLS}.dns_elsewhere").as_str(), "every domain lies in a hosted zone that is named here")
                .also(format!("{TLS}.hosted_zone_id").as_str())
                .help("take one of the two out");
        }
    }
}

/// Who writes the records into the zones of another account.
fn check_zone_roles(load_balancer: &LoadBalancer, problems: &mut Problems) {
    const ROLE: &str = "ecs.load_balancer.tls.zone_role";
    const PREVIOUS: &str = "ecs.load_balancer.previous_zone_role";
    let LoadBalancer { tls, previous_zone_role, .. } = load_balancer;
    let role = tls.as_ref().and_then(|tls| tls.zone_role.as_ref());
    if let (Some(tls), Some(_)) = (tls, role)
        && tls.names().iter().all(|name| tls.zone_of(name).is_none())
    {
        problems
            .error(ROLE, "no hosted zone is named, so nothing is written as this role")
            .help("name the zone in `hosted_zone_id`, or take the role out");
    }
    if let (Some(role), Some(previous)) = (role, previous_zone_role)
        && role.role_arn.account() == previous.role_arn.account()
    {
        problems
            .error(PREVIOUS, format!("both roles are of the account {}, so the records stay as they are", role.role_arn.account()))
            .also(ROLE)
            .help("take it out: another role of the same account takes the place of the one before");
    }
}

/// Rules that no service answers: beside each other, and beside the services'.
fn check_rules(load_balancer: &LoadBalancer, services: &BTreeMap<ServiceName, ServiceConfig>, problems: &mut Problems) {
    let at = |name: &RuleName| SettingPath::from("ecs.load_balancer.rules").key(name.as_str());
    let mut priorities: BTreeMap<RulePriority, SettingPath> = services
        .iter()
        .filter_map(|(name, service)| Some((name, service.routing.as_ref()?)))
        .map(|(name, routing)| (routing.priority, SettingPath::from(format!("services.{name}.routing.priority").as_str())))
        .collect();
    for (name, rule) in &load_balancer.rules {
        rule.check(load_balancer, &at(name), problems);
        let here = at(name).key("routing").key("priority");
        if let Some(other) = priorities.insert(rule.routing.priority, here.clone()) {
            problems
                .error(here, format!("another rule has the priority {} as well", rule.routing.priority))
                .also(other)
                .help("give each rule a priority of its own: of two that match, the lower one wins");
        }
        if services.keys().any(|service| service.label() == format!("answer_{}", name.label())) {
            problems.error(at(name), format!("a service is called `answer-{name}`")).help("choose another name for the rule");
        }
    }
}

/// What the settings call and Terraform's addresses would call alike: they take `_` for every other sign.
fn check_labels(load_balancer: &LoadBalancer, services: &BTreeMap<ServiceName, ServiceConfig>, problems: &mut Problems) {
    let firewall_logs = load_balancer.firewall.as_ref().is_some_and(|firewall| firewall.logs.is_some());
    if let Some(name) = services.keys().find(|name| firewall_logs && name.as_str() == firewall::LOG_LABEL) {
        problems
            .error(
                SettingPath::from("services").key(name.as_str()),
                "a service and the firewall's log would have one address in Terraform",
            )
            .also("ecs.load_balancer.firewall.logs")
            .help("choose another name for the service; `renamed_from` and `aws_name` keep what it has");
    }
    let Some(settings) = &load_balancer.tls else { return };
    let mut labels: BTreeMap<String, CertificateName> = BTreeMap::new();
    for name in settings.names().into_iter().filter(|name| settings.zone_of(name).is_some()) {
        let of_name = tls::labels(&name, settings);
        // A domain and its wildcard have one record between them that validates both.
        let is_shared =
            |label: &str, other: &CertificateName| other.base() == name.base() && label == tls::validation_label(other, settings);
        let taken =
            of_name.iter().find_map(|label| Some((label, labels.get(label)?))).filter(|(label, other)| !is_shared(label, other));
        if let Some((label, other)) = taken {
            problems
                .error(
                    "ecs.load_balancer.tls.alternative_domains",
                    format!("the records of `{other}` and `{name}` would have one address in Terraform, `{label}`"),
                )
                .also("ecs.load_balancer.tls.domain")
                .help(
                    "take one of them out, and write its record and its certificate in Terraform of your own beside the settings",
                );
        }
        labels.extend(of_name.into_iter().map(|label| (label, name.clone())));
    }
}

fn check_firewall(load_balancer: &LoadBalancer, problems: &mut Problems) {
    const FIREWALL: &str = "ecs.load_balancer.firewall";
    let Some(firewall) = &load_balancer.firewall else { return };
    let has_rules =
        !firewall.managed_rule_groups.is_empty() || firewall.requests_in_5_minutes.is_some() || !firewall.blocked_cidrs.is_empty();
    if !has_rules {
        problems.warning(FIREWALL, "the firewall has no rule: every request passes it, and is paid for").help(
            "write `managed_rule_groups = [\"common\", \"known-bad-inputs\"]`, `requests_in_5_minutes = 2000` or `blocked_cidrs`, or take the section out",
        );
    }
    for group in firewall.counted_rules.keys().filter(|group| !firewall.managed_rule_groups.contains(group)) {
        problems
            .error(
                format!("{FIREWALL}.counted_rules").as_str(),
                format!("the group {} is not in use, so none of its rules counts anything", group.name()),
            )
            .also(format!("{FIREWALL}.managed_rule_groups").as_str())
            .help("add the group, or take its rules out");
    }
    for (group, rules) in &firewall.counted_rules {
        for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| !group.rules().contains(&rule.as_str())) {
            let meant = words::nearest(rule.as_str(), group.rules().iter().copied());
            let help = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("AWS documents {}", group.rules().join(", ")),
            };
            let at = format!("{FIREWALL}.counted_rules.{}", group.word());
            // WAF API Reference, `RuleActionOverride`: a name that no rule of the group has is no error, and overrides nothing.
            problems
                .warning(
                    SettingPath::from(at.as_str()).index(index),
                    format!("no rule `{rule}` of {} is known, and WAF ignores a name that the group does not have", group.name()),
                )
                .help(help);
        }
    }
    if let Some(range) = firewall.allowed_cidrs.iter().find(|range| range.is_anywhere()) {
        problems
            .error(format!("{FIREWALL}.allowed_cidrs").as_str(), format!("`{range}` lets everybody past the firewall"))
            .help("name the ranges that need no watching");
    }
    if let Some(range) = firewall.blocked_cidrs.iter().find(|range| range.is_anywhere()) {
        // WAF API Reference, `CreateIPSet`: every range but /0.
        problems
            .error(format!("{FIREWALL}.blocked_cidrs").as_str(), format!("the firewall takes no range `{range}`"))
            .help("divide it in two");
    }
}
