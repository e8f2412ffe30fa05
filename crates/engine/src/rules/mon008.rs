//! Somebody hears of what users feel at once.

use aws::{CloudwatchCompositeAlarm, CloudwatchMetricAlarm};
use monitoring::config::{Alarms, Threshold};
use settings::{SettingPath, Severity};

use crate::environment::Given;
use crate::rules::decided::Overriding;
use crate::rules::finding::Findings;
use crate::rules::rule::{Check, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "MON008",
    severity: Severity::Warning,
    scope: Scope::Production,
    title: "somebody hears of what users feel at once",
    why: "The critical alarms say that users get errors or no answer; without them users are the first to say so.",
    mend: "raise the threshold instead, or accept this and say who notices otherwise",
    settings: &[
        "monitoring.alarms.services.http_5xx_in_1_minute",
        "monitoring.alarms.services.down",
        "monitoring.alarms.by_service.<name>.http_5xx_in_1_minute",
        "monitoring.alarms.by_service.<name>.down",
        "monitoring.alarms.load_balancer.http_5xx_in_1_minute",
    ],
    check: Check::Settings(check),
};

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let Alarms { services, by_service, load_balancer, database: _, nat_gateways: _, queues: _, caches: _, jobs: _ } =
        &subject.config.monitoring.alarms;
    let mut unheard = |setting: SettingPath, is_off: bool, what: &str| {
        if is_off {
            findings.at(setting, format!("nobody is told {what}"));
        }
    };
    let at = |table: &str, setting: &str| SettingPath::from("monitoring.alarms").key(table).key(setting);
    unheard(
        at("services", "http_5xx_in_1_minute"),
        services.http_5xx_in_1_minute.is_off(),
        "that services answer with errors of their own",
    );
    unheard(at("services", "down"), !services.down, "that a service is down");
    for (name, own) in by_service {
        let at = |setting: &str| SettingPath::from("monitoring.alarms.by_service").key(name.as_str()).key(setting);
        let is_off = own.http_5xx_in_1_minute.is_some_and(Threshold::is_off);
        unheard(at("http_5xx_in_1_minute"), is_off, &format!("that `{name}` answers with errors of its own"));
        unheard(at("down"), own.down == Some(false), &format!("that `{name}` is down"));
    }
    unheard(
        at("load_balancer", "http_5xx_in_1_minute"),
        load_balancer.http_5xx_in_1_minute.is_off()
            && subject.config.ecs.load_balancer.is_there(ecs::has_web_service(&subject.config.services)),
        "that no service answers the load balancer",
    );
    for (it, _) in silenced(subject).iter().filter(|(_, is_critical)| *is_critical) {
        findings.of_override(it, "an alarm of what users feel at once tells nobody");
    }
}

/// The alarms that an override silences, and whether each is one of those that are critical.
pub(super) fn silenced<'a>(subject: &Subject<'a>) -> Vec<(Overriding<'a>, bool)> {
    let is_silent = |it: &Overriding<'_>| match it.given {
        Given::Bool(is_enabled) => !is_enabled,
        Given::List(actions) => actions.is_empty(),
        _ => false,
    };
    let of_metrics = [CloudwatchMetricAlarm::ACTIONS_ENABLED.name(), CloudwatchMetricAlarm::ALARM_ACTIONS.name()];
    let of_metrics = of_metrics.into_iter().flat_map(|name| subject.overriding(name)).map(|it| {
        let is_critical = it.label.ends_with("_http_5xx") || it.label == "load_balancer_errors";
        (it, is_critical)
    });
    // A composite alarm says that a service is down.
    let composite = [CloudwatchCompositeAlarm::ACTIONS_ENABLED.name(), CloudwatchCompositeAlarm::ALARM_ACTIONS.name()];
    let composite = composite.into_iter().flat_map(|name| subject.overriding(name)).map(|it| (it, true));
    of_metrics.chain(composite).filter(|(it, _)| is_silent(it)).collect()
}
