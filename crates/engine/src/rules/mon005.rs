//! Every alarm can end.

use settings::Severity;

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "MON005",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "every alarm can end",
    why: "A database uses some of its storage from the first day, so an alarm below 100 % of free storage is on for ever, and nobody looks at what is always red.",
    mend: "set the percentage at which somebody has to act, such as 10",
    settings: &["monitoring.alarms.database.free_storage_percent"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let threshold = subject.config.monitoring.alarms.database.free_storage_percent.at();
    if threshold.is_some_and(|percent| percent.get() == 100) {
        findings
            .at("monitoring.alarms.database.free_storage_percent", "some storage is always in use, so the alarm would never end");
    }
}
