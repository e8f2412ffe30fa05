//! What is started by a schedule is started again.

use aws::SchedulerSchedule;
use domain::ScheduleExpression;
use settings::{SettingPath, Severity};

use crate::environment::Given;
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
        let Some(schedule) = &job.schedule else { continue };
        let at = SettingPath::from("jobs").key(name.as_str()).key("schedule").key("expression");
        let expression = |given: &Given| given.text()?.parse::<ScheduleExpression>().ok();
        let set = (at, schedule.expression.clone());
        let decided = subject.decided(&name.label(), SchedulerSchedule::SCHEDULE_EXPRESSION.name(), expression, set);
        if let Some(when) = decided.filter(|when| when.value.is_over(subject.today)) {
            findings.of(&when, format!("`{}` has passed, and starts `{name}` no more", when.value));
        }
    }
}
