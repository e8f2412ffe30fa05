//! Every alarm can end.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "MON005",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "every alarm can end",
    why: "A database uses some of its storage and of its memory from the first day, so an alarm below 100 % of what is free is on for ever, and nobody looks at what is always red.",
    mend: "set the percentage at which somebody has to act, such as 10",
    settings: &["monitoring.alarms.database.free_storage_percent", "monitoring.alarms.database.free_memory_percent"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let database = &subject.config.monitoring.alarms.database;
    for (setting, threshold, used) in [
        ("free_storage_percent", database.free_storage_percent, "storage"),
        ("free_memory_percent", database.free_memory_percent, "memory"),
    ] {
        if threshold.at().is_some_and(|percent| percent.get() == 100) {
            let setting = format!("monitoring.alarms.database.{setting}");
            findings.at(setting, format!("some {used} is always in use, so the alarm would never end"));
        }
    }
}
