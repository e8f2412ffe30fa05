//! Every service of production runs two tasks at least.

use aws::AppautoscalingTarget;
use ecs::ServiceConfig;
use settings::{SettingPath, Severity};

use crate::environment::Given;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "ECS003",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "every service of production runs two tasks at least",
    why: "With one task the service is away when that task fails, when its zone is lost and when its Spot capacity is taken back, until another one has started and passed its health checks.",
    mend: "set the service's `tasks.min` to 2 or more",
    settings: &["services.<name>.tasks.min", "services.<name>.schedule", "services.<name>.queue"],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    // Nobody waits for the answer of a worker on a queue: what is sent meanwhile stays there.
    let answers = |service: &ServiceConfig| service.queue.is_none() || service.port.is_some();
    for (name, service) in subject.config.services.iter().filter(|(_, service)| answers(service)) {
        let overriding = subject.overriding(Some(&name.as_str().replace('-', "_")), AppautoscalingTarget::MIN_CAPACITY);
        for it in overriding.iter().filter(|it| matches!(it.given, Given::Whole(..2))) {
            findings
                .at(it.setting.clone(), format!("`{name}` may run with less than two tasks: when one fails, nobody answers"))
                .help("take the override out");
        }
        let min = service.tasks.min;
        if min.get() < 2 && overriding.is_empty() {
            let setting = SettingPath::from("services").key(name.as_str()).key("tasks").key("min");
            let tasks = if min.get() == 1 { "a single task" } else { "no task" };
            findings.at(setting, format!("`{name}` may run with {tasks}: when that fails, nobody answers"));
        }
    }
}
