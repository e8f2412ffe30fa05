//! Every alarm can go off.

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

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Alarms { services, by_service, load_balancer: _, database, nat_gateways: _, queues: _, caches: _, jobs: _ } =
        &subject.config.monitoring.alarms;
    let at = |table: &str, setting: &str| SettingPath::from("monitoring.alarms").key(table).key(setting);
    let mut never_above_100 = |setting: SettingPath, percent: Threshold<PositivePercentage>| {
        if percent.at().is_some_and(|percent| percent.get() == 100) {
            findings.at(setting, "nothing is ever above 100 %, so the alarm would never go off");
        }
    };
    for (name, own) in by_service {
        let at = |setting: &str| SettingPath::from("monitoring.alarms.by_service").key(name.as_str()).key(setting);
        own.ecs_cpu_percent.into_iter().for_each(|percent| never_above_100(at("ecs_cpu_percent"), percent));
        own.ecs_memory_percent.into_iter().for_each(|percent| never_above_100(at("ecs_memory_percent"), percent));
    }
    never_above_100(at("services", "ecs_cpu_percent"), services.ecs_cpu_percent);
    never_above_100(at("services", "ecs_memory_percent"), services.ecs_memory_percent);
    never_above_100(at("database", "cpu_percent"), database.cpu_percent);
    never_above_100(at("database", "connections_percent"), database.connections_percent);
}
