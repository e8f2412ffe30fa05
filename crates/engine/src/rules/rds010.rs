//! The secret of a restored database names the user that its backup has.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::restored::restored;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS010",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "the secret of a restored database names the user that its backup has",
    why: "With a read replica the secret is written here and names `rds.username`, but a restored database has its backup's master user. Where the two differ, every task is told a user that the database does not know.",
    mend: "set `rds.username` to the master user of the backup, where that is another",
    settings: &["rds.read_replica", "rds.restore", "rds.username"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let Some(restored) = restored(subject, rds).filter(|restored| restored.value && rds.read_replica.is_some()) else { return };
    let user = rds.username_in(&subject.config.project);
    findings
        .of(&restored, format!("the secret names the user `{user}`, and a restored database has its backup's"))
        .also("rds.read_replica");
}
