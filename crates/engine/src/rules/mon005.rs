//! Every alarm can end.

use aws::CloudwatchMetricAlarm;
use settings::Severity;

use crate::environment::Given;
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
    let Some(rds) = subject.config.rds.own() else { return };
    // The alarms count bytes.
    let (gib, mib) = (1024.0 * 1024.0 * 1024.0, 1024.0 * 1024.0);
    let storage = f64::from(rds.storage.allocated_gib.get()) * gib;
    let memory = f64::from(rds.instance_class.memory_mib()) * mib;
    for (used, threshold, all) in
        [("storage", database.free_storage_percent, storage), ("memory", database.free_memory_percent, memory)]
    {
        let setting = format!("monitoring.alarms.database.free_{used}_percent");
        let set = (setting, threshold.at().is_some_and(|percent| percent.get() == 100));
        let is_all = |given: &Given| given.number().map(|bytes| bytes >= all);
        let label = format!("database_free_{used}");
        let decided = subject.decided(&label, CloudwatchMetricAlarm::THRESHOLD.name(), is_all, set);
        if let Some(always) = decided.filter(|always| always.value) {
            findings.of(&always, format!("some {used} is always in use, so the alarm would never end"));
        }
    }
}
