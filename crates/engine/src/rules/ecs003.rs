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
        let at = SettingPath::from("services").key(name.as_str()).key("tasks").key("min");
        let set = (at, i64::from(service.tasks.min.get()));
        let least = subject.decided(&name.label(), AppautoscalingTarget::MIN_CAPACITY.name(), Given::whole, set);
        if let Some(least) = least.filter(|least| least.value < 2) {
            let message = match least.value {
                1 => format!("`{name}` may run with a single task: when that fails, nobody answers"),
                // Target tracking of CPU, memory or requests has nothing to measure then (Application Auto Scaling User Guide, "Target tracking
                // scaling policies": without data it does not scale).
                _ => format!("`{name}` may run with no task, and then nobody answers: what is measured of no task starts none"),
            };
            findings.of(&least, message);
        }
    }
}
