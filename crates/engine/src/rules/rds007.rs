//! Production's backups are kept for a week at least.

use aws::DbInstance;
use settings::Severity;

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS007",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "production's backups are kept for a week at least",
    why: "Data that was changed by mistake is often missed only days later. A moment can be restored only as long as the backups are kept.",
    mend: "set `rds.backups.retention_days` to 7 or more",
    settings: &["rds.backups.retention_days"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let set = ("rds.backups.retention_days", i64::from(rds.backups.retention_days.get()));
    let decided = subject.decided("main", DbInstance::BACKUP_RETENTION_PERIOD.name(), Given::whole, set);
    if let Some(days) = decided.filter(|days| days.value < 7) {
        let kept = match days.value {
            0 => "production's database has no backups".to_owned(),
            1 => "production's backups are gone after 1 day".to_owned(),
            days => format!("production's backups are gone after {days} days"),
        };
        findings.of(&days, format!("{kept}: what is missed later cannot be restored"));
    }
}
