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
    let skips = subject.overriding(Some("main"), DbInstance::SKIP_FINAL_SNAPSHOT);
    for it in skips.iter().filter(|it| deletion.protection && *it.given == Given::Bool(true)) {
        findings
            .at(it.setting.clone(), "a database that is protected from deletion leaves no snapshot when it is deleted")
            .also("rds.deletion.protection")
            .help("take the override out");
    }
    if deletion.protection && !deletion.final_snapshot && skips.is_empty() {
        findings
            .at("rds.deletion.final_snapshot", "a database that is protected from deletion leaves no snapshot when it is deleted")
            .also("rds.deletion.protection");
    }
}
