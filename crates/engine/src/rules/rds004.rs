//! A database that is worth protecting leaves a snapshot.

use aws::DbInstance;
use settings::Severity;

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS004",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "a database that is worth protecting leaves a snapshot",
    why: "Whoever turns the protection off to delete the database has no way back without a last snapshot.",
    mend: "set `final_snapshot = true`",
    settings: &["rds.deletion.final_snapshot", "rds.deletion.protection"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let deletion = &rds.deletion;
    let set = ("rds.deletion.protection", deletion.protection);
    let Some(protection) = subject.decided("main", DbInstance::DELETION_PROTECTION.name(), Given::truth, set) else { return };
    let set = ("rds.deletion.final_snapshot", deletion.final_snapshot);
    let leaves = |given: &Given| given.truth().map(|skips| !skips);
    let Some(snapshot) = subject.decided("main", DbInstance::SKIP_FINAL_SNAPSHOT.name(), leaves, set) else { return };
    if protection.value && !snapshot.value {
        findings
            .of(&snapshot, "a database that is protected from deletion leaves no snapshot when it is deleted")
            .also(protection.at);
    }
}
