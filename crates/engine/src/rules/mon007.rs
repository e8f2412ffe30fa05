//! Writes to the state are recorded.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "MON007",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "writes to Terraform's state are recorded",
    why: "Who can write the state can change everything at the next apply. S3 tells of its objects in the bucket's own account and region only, so an environment elsewhere has no record.",
    mend: "let CloudTrail record data events of the state's bucket and accept this, or keep the state in a bucket of this account and region",
    settings: &["state.region", "region", "state.assume_role_arn"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let config = subject.config;
    // Who keeps the state elsewhere has a record of their own, or none that AWS could make.
    if let Some(region) = config.state.region.filter(|region| *region != config.region) {
        findings
            .at(
                "state.region",
                format!("the state's bucket is in `{region}`, so nobody in `{}` hears of writes to it", config.region),
            )
            .also("region");
    }
    let account = config.state.assume_role_arn.as_ref().map(domain::RoleArn::account);
    if let (Some(account), Some(own)) = (account, &config.account_id)
        && account != own
    {
        findings
            .at(
                "state.assume_role_arn",
                format!("the state's bucket is in the account {account}, so nobody in {own} hears of writes to it"),
            )
            .also("account_id");
    }
}
