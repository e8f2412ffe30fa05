//! What CloudWatch refuses of a user's own alarms, and what they name that is not there.

use std::collections::BTreeMap;

use domain::{OwnAlarmName, Watched};
use settings::{Problems, SettingPath};

use super::OwnAlarm;
use crate::subject::Subject;

/// CloudWatch API Reference, `PutMetricAlarm`, `Dimensions`.
const MOST_DIMENSIONS: usize = 30;

const MINUTE: u32 = 60;
const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// Where AWS's metrics of what is watched are, with the dimensions that they have there.
pub(crate) fn places(watched: &Watched) -> &'static [(&'static str, &'static [&'static str])] {
    match watched {
        Watched::Service(_) => &[
            ("AWS/ECS", &["ClusterName", "ServiceName"]),
            ("ECS/ContainerInsights", &["ClusterName", "ServiceName"]),
            ("AWS/ApplicationELB", &["LoadBalancer", "TargetGroup"]),
        ],
        Watched::Queue(_) => &[("AWS/SQS", &["QueueName"])],
        Watched::Database => &[("AWS/RDS", &["DBInstanceIdentifier"])],
        Watched::LoadBalancer => &[("AWS/ApplicationELB", &["LoadBalancer"])],
    }
}

/// Checks each alarm against itself.
pub(super) fn check(alarms: &BTreeMap<OwnAlarmName, OwnAlarm>, problems: &mut Problems) {
    for (name, alarm) in alarms {
        let at = |setting: &str| SettingPath::from("monitoring.own_alarms").key(name.as_str()).key(setting);
        check_metric(alarm, &at, problems);
        check_time(alarm, &at, problems);
    }
}

fn check_metric(alarm: &OwnAlarm, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    let OwnAlarm { namespace, dimensions, of, .. } = alarm;
    if namespace.as_str().starts_with(':') {
        problems.error(at("namespace"), "a namespace does not begin with a colon").help("take the colon out");
    }
    for name in dimensions.keys().filter(|name| name.as_str().starts_with(':')) {
        problems
            .error(at("dimensions").key(name.as_str()), "a dimension's name does not begin with a colon")
            .help("take the colon out");
    }
    let mut count = dimensions.len();
    if let Some(of) = of {
        let places = places(of);
        if let Some((_, added)) = places.iter().find(|(known, _)| *known == namespace.as_str()) {
            count += added.len();
            for name in dimensions.keys().filter(|name| added.contains(&name.as_str())) {
                problems
                    .error(at("dimensions").key(name.as_str()), format!("`of = \"{of}\"` adds the dimension `{name}` already"))
                    .also(at("of"))
                    .help("leave one of the two out");
            }
        } else {
            let known: Vec<String> = places.iter().map(|(namespace, _)| format!("`{namespace}`")).collect();
            problems
                .error(at("namespace"), format!("AWS has no metrics of `{of}` in the namespace `{namespace}`"))
                .also(at("of"))
                .help(format!(
                    "they are in {}; for metrics of another namespace leave `of` out and write the dimensions under `dimensions`",
                    known.join(", ")
                ));
        }
    }
    if count > MOST_DIMENSIONS {
        problems.error(at("dimensions"), format!("a metric has {MOST_DIMENSIONS} dimensions at the most, and these are {count}"));
    }
}

fn check_time(alarm: &OwnAlarm, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    let OwnAlarm { namespace, period_seconds, periods, breaching_periods, .. } = alarm;
    let period = period_seconds.get();
    if period < MINUTE && (namespace.as_str().starts_with("AWS/") || namespace.as_str().starts_with("ECS/")) {
        problems
            .error(
                at("period_seconds"),
                format!("AWS's own metrics have one value a minute, and a period of {period} seconds has none"),
            )
            .also(at("namespace"))
            .help("set it to 60 or a multiple of it");
    }
    // CloudWatch API Reference, `PutMetricAlarm`, `EvaluationPeriods`.
    let (most, said) =
        if u64::from(period) < HOUR { (DAY, "a day, with periods shorter than an hour") } else { (WEEK, "seven days") };
    let longest = most / u64::from(period);
    if u64::from(periods.get()) > longest {
        problems
            .error(at("periods"), format!("CloudWatch looks back over {said}, and {periods} periods of {period} seconds are more"))
            .also(at("period_seconds"))
            .help(format!("set it to {longest} at the most"));
    }
    if let Some(breaching) = breaching_periods.filter(|breaching| breaching.get() > periods.get()) {
        problems
            .error(
                at("breaching_periods"),
                format!("the trouble has to be in {breaching} of {periods} periods, which never happens"),
            )
            .also(at("periods"))
            .help(format!("set it to {periods} at the most"));
    }
}

/// Checks that what each alarm watches is there.
pub(crate) fn check_watched(alarms: &BTreeMap<OwnAlarmName, OwnAlarm>, subject: &Subject, problems: &mut Problems) {
    for (name, alarm) in alarms {
        let at = SettingPath::from("monitoring.own_alarms").key(name.as_str()).key("of");
        match &alarm.of {
            Some(Watched::Service(service)) => match subject.services.get(service) {
                None => {
                    let known: Vec<String> = subject.services.keys().map(|known| format!("`{known}`")).collect();
                    problems
                        .error(at, format!("there is no service `{service}`"))
                        .help(format!("the services are {}", known.join(", ")));
                }
                Some(watched) if !watched.is_web && alarm.namespace.as_str() == "AWS/ApplicationELB" => {
                    problems
                        .error(at, format!("the load balancer leads nobody to `{service}` and measures nothing of it"))
                        .also(SettingPath::from("monitoring.own_alarms").key(name.as_str()).key("namespace"))
                        .help("watch a metric in `AWS/ECS`, or give the service `routing`");
                }
                Some(_) => {}
            },
            Some(Watched::Queue(queue)) if !subject.queues.contains(queue) => {
                let known: Vec<String> = subject.queues.iter().map(|known| format!("`{known}`")).collect();
                let others = if known.is_empty() { String::new() } else { format!("the queues are {}; ", known.join(", ")) };
                problems
                    .error(at, format!("there is no queue `{queue}`"))
                    .help(format!("{others}a further one is a section `[queues.{queue}]`"));
            }
            Some(Watched::Database) if subject.database.is_none() => {
                problems
                    .error(at, "the environment makes no database")
                    .help("for one that exists already write `dimensions = { DBInstanceIdentifier = \"<its identifier>\" }`");
            }
            Some(Watched::LoadBalancer) if !subject.has_load_balancer => {
                problems
                    .error(at, "there is no load balancer, since no service has `routing`")
                    .help("watch a service, a queue or the database, or set `ecs.load_balancer.always = true`");
            }
            Some(Watched::Queue(_) | Watched::Database | Watched::LoadBalancer) | None => {}
        }
    }
}
