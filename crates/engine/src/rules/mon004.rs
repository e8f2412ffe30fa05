//! Every alarm can go off.

use aws::CloudwatchMetricAlarm;
use domain::PositivePercentage;
use monitoring::config::{Alarms, Threshold};
use settings::{SettingPath, Severity};

use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "MON004",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "every alarm can go off",
    why: "Nothing uses more than 100 % of what it has, so an alarm above it watches nothing, and its being there says that something is watched.",
    mend: "set the percentage at which somebody has to act, such as 80",
    settings: &[
        "monitoring.alarms.services.ecs_cpu_percent",
        "monitoring.alarms.services.ecs_memory_percent",
        "monitoring.alarms.by_service.<name>.ecs_cpu_percent",
        "monitoring.alarms.by_service.<name>.ecs_memory_percent",
        "monitoring.alarms.database.cpu_percent",
        "monitoring.alarms.database.connections_percent",
    ],
    check: Check::Settings(check),
};

/// What an alarm is that nothing sets off.
const NEVER: &str = "nothing is ever above 100 %, so the alarm would never go off";

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Alarms { services, by_service, load_balancer: _, database, nat_gateways: _, queues: _, caches: _, jobs: _ } =
        &subject.config.monitoring.alarms;
    let at = |table: &str, setting: &str| SettingPath::from("monitoring.alarms").key(table).key(setting);
    let overriding = subject.overriding(CloudwatchMetricAlarm::THRESHOLD.name());
    let is_overridden = |label: &str| overriding.iter().any(|it| it.label == label);
    let mut never_above_100 = |setting: SettingPath, percent: Threshold<PositivePercentage>| {
        if percent.at().is_some_and(|percent| percent.get() == 100) {
            findings.at(setting, NEVER);
        }
    };
    for (name, own) in by_service {
        let at = |setting: &str| SettingPath::from("monitoring.alarms.by_service").key(name.as_str()).key(setting);
        let said = [("ecs_cpu", own.ecs_cpu_percent), ("ecs_memory", own.ecs_memory_percent)];
        for (alarm, percent) in said.iter().filter_map(|(alarm, percent)| Some((alarm, (*percent)?))) {
            if !is_overridden(&format!("{}_{alarm}", name.label())) {
                never_above_100(at(&format!("{alarm}_percent")), percent);
            }
        }
    }
    for (alarm, percent) in [("ecs_cpu", services.ecs_cpu_percent), ("ecs_memory", services.ecs_memory_percent)] {
        let mut names = subject.config.services.keys().peekable();
        // Then no alarm is left that has it.
        let all = names.peek().is_some() && names.all(|name| is_overridden(&format!("{}_{alarm}", name.label())));
        if !all {
            never_above_100(at("services", &format!("{alarm}_percent")), percent);
        }
    }
    for (alarm, setting, percent) in [
        ("database_cpu", "cpu_percent", database.cpu_percent),
        ("database_connections", "connections_percent", database.connections_percent),
    ] {
        if !is_overridden(alarm) {
            never_above_100(at("database", setting), percent);
        }
    }
    for it in &overriding {
        let most = match it.label {
            "database_connections" => subject.config.rds.own().map(|rds| f64::from(rds.instance_class.max_connections())),
            "database_cpu" => Some(100.0),
            label if label.ends_with("_ecs_cpu") || label.ends_with("_ecs_memory") => Some(100.0),
            _ => None,
        };
        if it.given.number().zip(most).is_some_and(|(threshold, most)| threshold >= most) {
            findings.of_override(it, NEVER);
        }
    }
}
