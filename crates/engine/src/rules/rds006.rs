//! Production's database is protected from deletion.

use aws::DbInstance;
use settings::Severity;

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS006",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "production's database is protected from deletion",
    why: "One call, or one `terraform destroy` in the wrong folder, deletes the database and every moment to which it could be restored but the last.",
    mend: "set `rds.deletion.protection = true`",
    settings: &["rds.deletion.protection"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let set = ("rds.deletion.protection", rds.deletion.protection);
    let decided = subject.decided("main", DbInstance::DELETION_PROTECTION.name(), Given::truth, set);
    if let Some(protection) = decided.filter(|protection| !protection.value) {
        findings.of(&protection, "one call deletes production's database");
    }
}
