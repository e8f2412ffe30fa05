//! What is left of a destroyed database stays readable.

use settings::Severity;

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
    let (days, backups) = (rds.key_deletion_window_days, &rds.backups);
    let copies = backups.replicated_retention_days.unwrap_or(backups.retention_days);
    if backups.replicated && backups.replicated_key_arn.is_none() && copies.get() > days.get() {
        findings
            .at(
                "rds.backups.replicated",
                format!("the replicated backups last {copies} days, and their key goes {days} days after `terraform destroy`"),
            )
            .also("rds.key_deletion_window_days")
            .also("prevent_destroy");
    }
    if rds.storage.key_arn.is_some() {
        return;
    }
    if rds.deletion.final_snapshot {
        findings
            .at(
                "rds.deletion.final_snapshot",
                format!("the last snapshot outlives its key, which goes {days} days after `terraform destroy`"),
            )
            .also("prevent_destroy");
    }
    if backups.kept_after_deletion && backups.retention_days.get() > days.get() {
        findings
            .at(
                "rds.backups.retention_days",
                format!(
                    "the kept backups last {} days, and their key goes {days} days after `terraform destroy`",
                    backups.retention_days
                ),
            )
            .also("rds.key_deletion_window_days")
            .also("prevent_destroy");
    }
}
