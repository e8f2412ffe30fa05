//! What is started by a schedule is started again.

use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "JOB001",
    severity: Severity::Warning,
    scope: Scope::Every,
    title: "what is started by a schedule is started again",
    why: "A moment or a year that has passed does not come again: the schedule stands and starts nothing, and nobody hears of it. One that is made after its moment EventBridge Scheduler may refuse.",
    mend: "name a moment or a year to come, or take `schedule` out; the job can still be started by hand or by a pipeline",
    settings: &["jobs.<name>.schedule.expression"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (name, job) in &subject.config.jobs {
        if let Some(schedule) = job.schedule.as_ref().filter(|schedule| schedule.expression.is_over(subject.today)) {
            let setting = SettingPath::from("jobs").key(name.as_str()).key("schedule").key("expression");
            findings.at(setting, format!("`{}` has passed, and starts `{name}` no more", schedule.expression));
        }
    }
}
