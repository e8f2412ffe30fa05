//! What is left of a destroyed database stays readable.

use aws::{DbInstance, DbInstanceAutomatedBackupsReplication, KmsKey};
use settings::Severity;

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS011",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what is left of a destroyed database stays readable",
    why: "The last snapshot and the kept backups are encrypted with the database's key, which `terraform destroy` schedules for deletion in the same run. When the key is gone nobody reads them again.",
    mend: "let the storage lie under a key that outlives the environment (`rds.storage.key_arn`, read when the database is made; `rds.backups.replicated_key_arn` for the replicated backups), or keep the key when the environment goes, as docs/destroying.md says: `terraform state rm module.rds.aws_kms_key.database` before, or `aws kms cancel-key-deletion` within `rds.key_deletion_window_days` after",
    settings: &[
        "prevent_destroy",
        "rds.deletion.final_snapshot",
        "rds.backups.retention_days",
        "rds.backups.replicated",
        "rds.backups.replicated_key_arn",
        "rds.key_deletion_window_days",
        "rds.storage.key_arn",
    ],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let config = subject.config;
    // Then no plan destroys the key.
    if config.prevent_destroy {
        return;
    }
    let Some(rds) = config.rds.own() else { return };
    let backups = &rds.backups;
    let days = i64::from(rds.key_deletion_window_days.get());
    let window = |label: &str| {
        subject.decided(label, KmsKey::DELETION_WINDOW_IN_DAYS.name(), Given::whole, ("rds.key_deletion_window_days", days))
    };
    let (is_key, says_no) = (|_: &Given| Some(true), |given: &Given| given.truth().map(|it| !it));
    if backups.replicated {
        let kept = backups.replicated_retention_days.unwrap_or(backups.retention_days);
        let set = ("rds.backups.replicated", i64::from(kept.get()));
        let copies = subject.decided("main", DbInstanceAutomatedBackupsReplication::RETENTION_PERIOD.name(), Given::whole, set);
        let set = ("rds.backups.replicated_key_arn", backups.replicated_key_arn.is_some());
        let key = subject.decided("main", DbInstanceAutomatedBackupsReplication::KMS_KEY_ID.name(), is_key, set);
        if let (Some(copies), Some(window), Some(key)) = (copies, window("disaster_recovery"), key)
            && !key.value
            && copies.value > window.value
        {
            let (copies_days, days) = (copies.value, window.value);
            findings
                .of(
                    &copies,
                    format!(
                        "the replicated backups last {copies_days} days, and their key goes {days} days after `terraform destroy`"
                    ),
                )
                .also(window.at)
                .also("prevent_destroy");
        }
    }
    let set = ("rds.storage.key_arn", rds.storage.key_arn.is_some());
    let key = subject.decided("main", DbInstance::KMS_KEY_ID.name(), is_key, set);
    let (Some(window), Some(false)) = (window("database"), key.map(|key| key.value)) else { return };
    let days = window.value;
    let set = ("rds.deletion.final_snapshot", rds.deletion.final_snapshot);
    if let Some(snapshot) = subject.decided("main", DbInstance::SKIP_FINAL_SNAPSHOT.name(), says_no, set).filter(|it| it.value) {
        findings
            .of(&snapshot, format!("the last snapshot outlives its key, which goes {days} days after `terraform destroy`"))
            .also("prevent_destroy");
    }
    let set = ("rds.backups.kept_after_deletion", backups.kept_after_deletion);
    let kept = subject.decided("main", DbInstance::DELETE_AUTOMATED_BACKUPS.name(), says_no, set);
    let set = ("rds.backups.retention_days", i64::from(backups.retention_days.get()));
    let retention = subject.decided("main", DbInstance::BACKUP_RETENTION_PERIOD.name(), Given::whole, set);
    if let (Some(kept), Some(retention)) = (kept, retention)
        && kept.value
        && retention.value > days
    {
        let backups = retention.value;
        let decisive = if kept.is_overridden { kept.with(()) } else { retention.with(()) };
        findings
            .of(
                &decisive,
                format!("the kept backups last {backups} days, and their key goes {days} days after `terraform destroy`"),
            )
            .also(window.at)
            .also("prevent_destroy");
    }
}
