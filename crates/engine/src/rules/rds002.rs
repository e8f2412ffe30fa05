//! The storage has room to grow.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "RDS002",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "the storage has room to grow",
    why: "RDS reports a limit less than 26 % above the storage as nearly reached, from the first day on (RDS User Guide, \"Managing capacity automatically with Amazon RDS storage autoscaling\").",
    mend: "set `rds.storage.max_allocated_gib` to 126 % of `allocated_gib` or more",
    settings: &["rds.storage.max_allocated_gib", "rds.storage.allocated_gib"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Some(rds) = subject.config.rds.own() else { return };
    let storage = &rds.storage;
    let Some(limit) = storage.max_allocated_gib else { return };
    let (allocated, given) = (u64::from(storage.allocated_gib.get()), u64::from(limit.get()));
    let [least, advised] = [110, 126].map(|percent| (allocated * percent).div_ceil(100));
    // Below the least RDS refuses it, which is a fault.
    if (least..advised).contains(&given) {
        findings
            .at(
                "rds.storage.max_allocated_gib",
                format!("`{given}` GiB are so near to the `{allocated}` that RDS will report it as an event at once"),
            )
            .also("rds.storage.allocated_gib")
            .help(format!("set {advised} or more, as AWS advises"));
    }
}
