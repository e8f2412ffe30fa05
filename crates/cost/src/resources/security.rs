//! Keys and web ACLs. It must not know what they protect.

use rust_decimal::Decimal;
use serde_json::Value as Json;
use terraform::read::Resource;

use crate::estimate::Service;
use crate::item::Listed;
use crate::reckoning::{Draft, Reckoning, blocks, count, text};

/// Managed groups of rules for which AWS charges a subscription besides.
const PAID_GROUPS: [&str; 4] = [
    "AWSManagedRulesBotControlRuleSet",
    "AWSManagedRulesATPRuleSet",
    "AWSManagedRulesACFPRuleSet",
    "AWSManagedRulesAntiDDoSRuleSet",
];

/// The price of customer managed keys.
pub(super) fn keys(reckoning: &mut Reckoning<'_>, keys: &[Resource<'_>]) {
    for (region, keys) in reckoning.by_region(keys) {
        let number = count(keys.len());
        let labels: Vec<&str> = keys.iter().map(|key| key.address.label.as_str()).collect();
        let method = format!("{number}: {}", labels.join(", "));
        reckoning.add(Draft::new(Service::Security, "keys", Listed::KmsKey, number, method, &keys).in_region(region));
    }
}

/// The price of secrets that are resources of their own; that of a database's master user is priced with the database.
pub(super) fn secrets(reckoning: &mut Reckoning<'_>, secrets: &[Resource<'_>]) {
    for (region, secrets) in reckoning.by_region(secrets) {
        let number = count(secrets.len());
        reckoning
            .add(Draft::new(Service::Security, "secrets", Listed::Secret, number, number.to_string(), &secrets).in_region(region));
    }
}

/// The price of web ACLs: each, its rules, and the requests that it inspects.
pub(super) fn web_acls(reckoning: &mut Reckoning<'_>, acls: &[Resource<'_>]) {
    for acl in acls {
        let name = &acl.address.label;
        reckoning.add(Draft::new(Service::Security, format!("{name}: web ACL"), Listed::WafAcl, Decimal::ONE, "one", &[acl]));
        let rules = text(&acl.body, "rule_json").and_then(|rules| serde_json::from_str::<Vec<Json>>(rules).ok());
        let number = rules.map_or_else(|| blocks(&acl.body, "rule").len(), |rules| rules.len());
        let what = format!("{name}: rules");
        reckoning.add(Draft::new(Service::Security, what, Listed::WafRule, count(number), format!("{number} rules"), &[acl]));
        let requests = reckoning.assumptions.requests_millions.value();
        let method = format!("{} million, all inspected", requests.normalize());
        let draft = Draft::new(Service::Security, format!("{name}: requests"), Listed::WafRequests, requests, method, &[acl]);
        reckoning.add(draft.assuming(&["requests_millions"]));
        let text = acl.body.to_string();
        for group in PAID_GROUPS.iter().filter(|group| text.contains(**group)) {
            reckoning.leave_out(format!("{name}: {group}"), &[acl], "the subscription of this group is not priced here");
        }
    }
}
