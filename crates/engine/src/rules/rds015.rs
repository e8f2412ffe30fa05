//! A restored database depends on the key of its backup.

use aws::DbInstance;
use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::restored::restored;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS015",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "a restored database depends on the key of its backup",
    why: "RDS restores under the key of the backup, which is another environment's or another account's: whoever deletes that key deletes this database. The instance cannot change its key, and is never replaced for it.",
    mend: "restore from a copy of the snapshot under a key of your own (`aws rds copy-db-snapshot --kms-key-id`) and name that key as `rds.storage.key_arn`, or keep the backup's key for as long as the database, and accept this",
    settings: &["rds.restore", "rds.storage.key_arn"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    // Then it is said which key that is.
    let set = ("rds.storage.key_arn", rds.storage.key_arn.is_some());
    let Some(key) = subject.decided("main", DbInstance::KMS_KEY_ID.name(), |_| Some(true), set) else { return };
    if let Some(restored) = restored(subject, rds).filter(|restored| restored.value && !key.value) {
        findings.of(&restored, "the database keeps the key of its backup for as long as it lives");
    }
}
