//! The storage has room to grow.

use aws::DbInstance;
use settings::Severity;

use crate::environment::Given;
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
    let set = ("rds.storage.max_allocated_gib", storage.max_allocated_gib.map(|limit| i64::from(limit.get())));
    let limit = |given: &Given| given.whole().map(Some);
    let Some(limit) = subject.decided("main", DbInstance::MAX_ALLOCATED_STORAGE.name(), limit, set) else { return };
    let set = ("rds.storage.allocated_gib", i64::from(storage.allocated_gib.get()));
    let Some(size) = subject.decided("main", DbInstance::ALLOCATED_STORAGE.name(), Given::whole, set) else { return };
    // With 0 it does not grow, as without a limit.
    let Some(given) = limit.value.and_then(|limit| u64::try_from(limit).ok()) else { return };
    let Ok(allocated) = u64::try_from(size.value) else { return };
    let [least, advised] = [110, 126].map(|percent| (allocated * percent).div_ceil(100));
    // Below the least RDS refuses it, which is a fault.
    if (least..advised).contains(&given) {
        let message = format!("`{given}` GiB are so near to the `{allocated}` that RDS will report it as an event at once");
        let (first, second) = if size.is_overridden { (size.with(()), limit.with(())) } else { (limit.with(()), size.with(())) };
        findings.of(&first, message).also(second.at).or_help(format!("set {advised} or more, as AWS advises"));
    }
}
