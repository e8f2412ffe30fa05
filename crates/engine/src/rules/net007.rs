//! No more zones than an account made today sees in the region.
//!
//! AWS, "Amazon EC2 Regions and Availability Zones": a new account sees two of the three zones of `us-west-1`, and which two differs from
//! account to account. `CreateSubnet` refuses the third (`InvalidParameterValue: Value (us-west-1b) for parameter availabilityZone is invalid`).

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "NET007",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "the account sees every zone that is named",
    why: "In `us-west-1` an account made today sees two of the three zones, and AWS refuses a subnet in the third: the first apply breaks off halfway.",
    mend: "name two zones that `aws ec2 describe-availability-zones --region us-west-1` lists for the account; where it lists all three, accept it",
    settings: &["networking.zones"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let region = subject.config.region;
    let seen = region.zones_of_a_new_account();
    let (networking, zones) = (&subject.config.networking, subject.config.networking.zones.len());
    // Subnets that exist already lie in zones that the account sees.
    if networking.existing.is_none() && zones > seen {
        findings.at("networking.zones", format!("an account made today sees {seen} zones of `{region}`, and {zones} are named"));
    }
}
