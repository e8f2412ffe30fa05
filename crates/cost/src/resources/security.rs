//! Keys and web ACLs. It must not know what they protect.

use aws::{KmsKey, SecretsmanagerSecret, Wafv2WebAcl};
use rust_decimal::Decimal;
use terraform::read::argument::elements;

use crate::estimate::Service;
use crate::estimator::{Draft, Estimator, count};
use crate::item::Listed;

/// Managed groups of rules for which AWS charges a subscription besides.
const PAID_GROUPS: [&str; 4] = [
    "AWSManagedRulesBotControlRuleSet",
    "AWSManagedRulesATPRuleSet",
    "AWSManagedRulesACFPRuleSet",
    "AWSManagedRulesAntiDDoSRuleSet",
];

/// The price of customer managed keys.
pub(super) fn keys(estimator: &mut Estimator<'_>) {
    for (region, keys) in estimator.by_region(estimator.of::<KmsKey>()) {
        let number = count(keys.len());
        let labels: Vec<&str> = keys.iter().map(|key| key.resource().label).collect();
        let method = format!("{number}: {}", labels.join(", "));
        estimator.add(Draft::new(Service::Security, "keys", Listed::KmsKey, number, method, &keys).in_region(region));
    }
}

/// The price of secrets that are resources of their own; that of a database's master user is priced with the database.
pub(super) fn secrets(estimator: &mut Estimator<'_>) {
    for (region, secrets) in estimator.by_region(estimator.of::<SecretsmanagerSecret>()) {
        let number = count(secrets.len());
        estimator
            .add(Draft::new(Service::Security, "secrets", Listed::Secret, number, number.to_string(), &secrets).in_region(region));
    }
}

/// The price of web ACLs: each, its rules, and the requests that it inspects.
pub(super) fn web_acls(estimator: &mut Estimator<'_>) {
    for acl in estimator.of::<Wafv2WebAcl>() {
        let name = acl.resource().label;
        estimator.add(Draft::new(Service::Security, format!("{name}: web ACL"), Listed::WafAcl, Decimal::ONE, "one", &[acl]));
        // The bindings have the rules as one document; a plan may have them as blocks.
        let rules = acl.get(Wafv2WebAcl::RULE_JSON).document();
        let number = elements(rules.as_ref().unwrap_or(&acl.written()["rule"])).len();
        let what = format!("{name}: rules");
        estimator.add(Draft::new(Service::Security, what, Listed::WafRule, count(number), format!("{number} rules"), &[acl]));
        let requests = estimator.assumptions.requests_millions.value();
        let method = format!("{} million, all inspected", requests.normalize());
        let draft = Draft::new(Service::Security, format!("{name}: requests"), Listed::WafRequests, requests, method, &[acl]);
        estimator.add(draft.assuming(&["requests_millions"]));
        let text = acl.written().to_string();
        for group in PAID_GROUPS.iter().filter(|group| text.contains(**group)) {
            estimator.leave_out(format!("{name}: {group}"), &[acl], "the subscription of this group is not priced here");
        }
    }
}
