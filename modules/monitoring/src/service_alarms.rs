//! The alarms of one service, and the one that says that it is down.

use aws::{CloudwatchCompositeAlarm, CloudwatchCompositeAlarmRequired, CloudwatchMetricAlarmReference};
use domain::{AlarmThreshold, PositivePercentage, ServiceName};
use terraform::{Document, Expression, Resource, Value, template};

use crate::Context;
use crate::alarm::{Alarm, Breach, MissingData, Trigger};
use crate::config::{Positive, ServiceThresholds};
use crate::measure::{self, Led};
use crate::subject::Running;
use crate::topics::Topic;

/// The alarms of one service, by ARN.
pub(crate) fn service_alarms(
    document: &mut Document,
    context: &Context,
    name: &ServiceName,
    running: Running,
    thresholds: &ServiceThresholds,
    (led, load_balancer_errors): (Led<'_>, Option<&CloudwatchMetricAlarmReference>),
) -> Vec<Expression<String>> {
    let ServiceThresholds {
        response_time_seconds,
        unhealthy_hosts: unhealthy_threshold,
        http_4xx_in_5_minutes,
        http_5xx_in_1_minute,
        // With an event of its own, in `deployment_alarms`.
        failed_deployments_in_1_minute: _,
        ecs_cpu_percent,
        ecs_memory_percent,
        down: says_down,
    } = *thresholds;
    let mut add = |alarm: Alarm<'_>| alarm.add(document);
    let response_time = response_time_seconds.at().map(|seconds| add(response_time(context, led, name, seconds)));
    let unhealthy_hosts = unhealthy_threshold.at().map(|hosts| add(unhealthy_hosts(context, led, name, hosts)));
    let no_healthy_host = says_down.then(|| add(no_healthy_host(context, led, name, running)));
    let http_4xx = http_4xx_in_5_minutes.at().map(|answers| add(http_4xx(context, led, name, answers)));
    let http_5xx = http_5xx_in_1_minute.at().map(|answers| add(http_5xx(context, led, name, answers)));
    let ecs_cpu = ecs_cpu_percent.at().map(|percent| add(ecs_cpu(context, name, percent)));
    let ecs_memory = ecs_memory_percent.at().map(|percent| add(ecs_memory(context, name, percent)));
    let down = no_healthy_host.as_ref().map(|no_healthy_host| {
        let wanted = wanted_where_it_waits(document, context, name, running);
        let signs = Signs {
            no_healthy_host,
            wanted: wanted.as_ref(),
            unhealthy_hosts: unhealthy_hosts.as_ref(),
            errors: [http_5xx.as_ref(), load_balancer_errors],
        };
        down(document, context, name, &signs)
    });
    let metric_alarms = [response_time, unhealthy_hosts, no_healthy_host, http_4xx, http_5xx, ecs_cpu, ecs_memory];
    down.into_iter().chain(metric_alarms.iter().flatten().map(CloudwatchMetricAlarmReference::arn)).collect()
}

/// The alarms of a service to which no load balancer leads, by ARN.
pub(crate) fn quiet_service_alarms(
    document: &mut Document,
    context: &Context,
    name: &ServiceName,
    running: Running,
    thresholds: &ServiceThresholds,
) -> Vec<Expression<String>> {
    let mut add = |alarm: Alarm<'_>| alarm.add(document);
    let no_running_task = thresholds.down.then(|| add(no_running_task(context, name, running)));
    let ecs_cpu = thresholds.ecs_cpu_percent.at().map(|percent| add(ecs_cpu(context, name, percent)));
    let ecs_memory = thresholds.ecs_memory_percent.at().map(|percent| add(ecs_memory(context, name, percent)));
    let down = no_running_task.as_ref().map(|no_running_task| {
        let wanted = wanted_where_it_waits(document, context, name, running);
        composite(document, context, name, nobody(no_running_task, wanted.as_ref()))
    });
    let metric_alarms = [no_running_task, ecs_cpu, ecs_memory];
    down.into_iter().chain(metric_alarms.iter().flatten().map(CloudwatchMetricAlarmReference::arn)).collect()
}

/// Before the first delivery there is nothing to miss. It is on for as long as all is well, so it stays off the dashboard.
fn wanted_where_it_waits(
    document: &mut Document,
    context: &Context,
    name: &ServiceName,
    running: Running,
) -> Option<CloudwatchMetricAlarmReference> {
    match running {
        Running::OnceDelivered => Some(wanted(context, name).add(document)),
        Running::Always | Running::AtTimes => None,
    }
}

/// Tells nobody: the composite alarm does.
fn no_running_task<'a>(context: &Context<'a>, service: &ServiceName, running: Running) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::running_tasks(context.variables, service),
        breach: Breach::Below(1_u32.into()),
        // A task that is replaced is not counted for a minute or two.
        periods: 5,
        // Without a task there is nothing to count.
        missing_data: match running {
            Running::Always | Running::OnceDelivered => MissingData::IsTrouble,
            Running::AtTimes => MissingData::IsWell,
        },
    };
    of_service(
        context,
        service,
        "no-running-task",
        trigger,
        None,
        "no task runs. The alarm that the service is down mails; this one is a sign of it.",
    )
}

/// The 95th percentile: the average hides the slow tail behind many quick answers, and the maximum is one odd request.
fn response_time<'a>(context: &Context<'a>, led: Led<'_>, service: &ServiceName, seconds: AlarmThreshold) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::response_time(led, service, 95),
        breach: Breach::Above(seconds.get().into()),
        periods: 3,
        // Without requests there is no value, and nobody waits.
        missing_data: MissingData::IsWell,
    };
    of_service(
        context,
        service,
        "response-time",
        trigger,
        Some(&context.topics.alerts),
        "one of 20 requests waits too long. First see on the dashboard whether CPU, memory or the database is busy, \
         then run the saved query `slowest`.",
    )
}

fn unhealthy_hosts<'a>(context: &Context<'a>, led: Led<'_>, service: &ServiceName, hosts: Positive) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::unhealthy_hosts(led, service),
        breach: Breach::From(hosts.get().into()),
        periods: 2,
        // Elastic Load Balancing reports no count while no task is registered, and then none is unhealthy.
        missing_data: MissingData::IsWell,
    };
    of_service(
        context,
        service,
        "unhealthy-hosts",
        trigger,
        Some(&context.topics.alerts),
        "tasks fail the load balancer's health check; ECS replaces them. First see in the service's events in ECS why tasks \
         stopped, then in the log what they said last.",
    )
}

/// Tells nobody: the composite alarm does.
fn no_healthy_host<'a>(context: &Context<'a>, led: Led<'_>, service: &ServiceName, running: Running) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::healthy_hosts(led, service),
        breach: Breach::Below(1_u32.into()),
        periods: 2,
        // No count means that no task is registered: trouble, unless that is meant to happen.
        missing_data: match running {
            Running::Always | Running::OnceDelivered => MissingData::IsTrouble,
            Running::AtTimes => MissingData::IsWell,
        },
    };
    of_service(
        context,
        service,
        "no-healthy-host",
        trigger,
        None,
        "no task passes the load balancer's health check. The alarm that the service is down mails; this one is a sign of it.",
    )
}

/// Whether the service is to have tasks at all. Tells nobody: it is no trouble, but without it there is none.
fn wanted<'a>(context: &Context<'a>, service: &ServiceName) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::desired_tasks(context.variables, service),
        breach: Breach::From(1_u32.into()),
        periods: 1,
        missing_data: MissingData::IsWell,
    };
    of_service(
        context,
        service,
        "tasks-wanted",
        trigger,
        None,
        "the service is to have tasks, as it is from the first delivery on. The alarm that the service is down reads this one.",
    )
}

fn http_4xx<'a>(context: &Context<'a>, led: Led<'_>, service: &ServiceName, answers: u32) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::http_4xx(led, service),
        breach: Breach::Above(answers.into()),
        periods: 1,
        // The count is reported only when it is not zero.
        missing_data: MissingData::IsWell,
    };
    of_service(
        context,
        service,
        "http-4xx",
        trigger,
        Some(&context.topics.alerts),
        "many requests are refused as faulty, unauthorized or not found. First see in the load balancer's access logs which \
         paths and which clients, and whether it began with a deployment.",
    )
}

fn http_5xx<'a>(context: &Context<'a>, led: Led<'_>, service: &ServiceName, answers: u32) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::http_5xx(led, service),
        breach: Breach::Above(answers.into()),
        periods: 1,
        // The count is reported only when it is not zero.
        missing_data: MissingData::IsWell,
    };
    of_service(
        context,
        service,
        "http-5xx",
        trigger,
        Some(&context.topics.critical),
        "the service answers with errors of its own. First run the saved query `by-level` and read the errors; if they began \
         with a deployment, roll it back.",
    )
}

/// Five minutes, because autoscaling adds tasks after three of the same: a mail says that this did not help.
fn ecs_cpu<'a>(context: &Context<'a>, service: &ServiceName, percent: PositivePercentage) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::ecs_cpu(context.variables, service),
        breach: Breach::Above(percent.get().into()),
        periods: 5,
        // No task, no value: that no task runs is for the alarm that the service is down.
        missing_data: MissingData::IsWell,
    };
    of_service(
        context,
        service,
        "ecs-cpu",
        trigger,
        Some(&context.topics.alerts),
        "the tasks' CPU is busy although autoscaling adds tasks. First see whether the service already runs its most tasks, and \
         whether there are more requests than usual.",
    )
}

/// Five minutes, as for CPU.
fn ecs_memory<'a>(context: &Context<'a>, service: &ServiceName, percent: PositivePercentage) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::ecs_memory(context.variables, service),
        breach: Breach::Above(percent.get().into()),
        periods: 5,
        // As for CPU.
        missing_data: MissingData::IsWell,
    };
    of_service(
        context,
        service,
        "ecs-memory",
        trigger,
        Some(&context.topics.alerts),
        "the tasks' memory fills although autoscaling adds tasks; a full task is killed. First see on the dashboard whether it \
         grows without more requests, which is a leak: then a new deployment buys time.",
    )
}

fn of_service<'a>(
    context: &Context<'a>,
    service: &ServiceName,
    what: &str,
    trigger: Trigger,
    topic: Option<&'a Topic>,
    description: &str,
) -> Alarm<'a> {
    Alarm {
        label: format!("{}_{}", service.label(), what.replace('-', "_")),
        name: context.identity.service_named(service, Some(what)),
        description: context.described(what, &format!("{service}: {description}")),
        trigger,
        topic,
    }
}

/// What shows that a service is down.
struct Signs<'a> {
    no_healthy_host: &'a CloudwatchMetricAlarmReference,
    /// Whether it is to run at all, where that is not always so.
    wanted: Option<&'a CloudwatchMetricAlarmReference>,
    /// Where there is such an alarm.
    unhealthy_hosts: Option<&'a CloudwatchMetricAlarmReference>,
    /// That users get errors, from the tasks or from the load balancer, where there are such alarms.
    errors: [Option<&'a CloudwatchMetricAlarmReference>; 2],
}

/// The composite alarm: the service is down.
///
/// Either no task is healthy, whoever asks or not; then there may be no error to count, because the tasks that would give it are
/// gone. Or tasks fail the health check while users get errors, from the tasks or, where a task hangs, from the load balancer in
/// their place. Errors alone may be one broken path, and an unhealthy task alone is one of several.
fn down(document: &mut Document, context: &Context, service: &ServiceName, signs: &Signs) -> Expression<String> {
    let Signs { no_healthy_host, wanted, unhealthy_hosts, errors } = *signs;
    let nobody = nobody(no_healthy_host, wanted);
    let name = CloudwatchMetricAlarmReference::alarm_name;
    let errors = match errors {
        [Some(one), Some(other)] => Some(template!["(ALARM(\"", name(one), "\") OR ALARM(\"", name(other), "\"))"]),
        [one, other] => one.or(other).map(|one| template!["ALARM(\"", name(one), "\")"]),
    };
    let rule = match (unhealthy_hosts, errors) {
        (Some(hosts), Some(errors)) => template![nobody, " OR (ALARM(\"", name(hosts), "\") AND ", errors, ")"],
        (Some(_) | None, _) => nobody,
    };
    composite(document, context, service, rule)
}

/// That no task is there, although there is to be one.
fn nobody(no_task: &CloudwatchMetricAlarmReference, wanted: Option<&CloudwatchMetricAlarmReference>) -> Value<String> {
    if let Some(wanted) = wanted {
        template!["(ALARM(\"", no_task.alarm_name(), "\") AND ALARM(\"", wanted.alarm_name(), "\"))"]
    } else {
        template!["ALARM(\"", no_task.alarm_name(), "\")"]
    }
}

fn composite(document: &mut Document, context: &Context, service: &ServiceName, rule: Value<String>) -> Expression<String> {
    let critical = &context.topics.critical.arn;
    let alarm = CloudwatchCompositeAlarm::new(CloudwatchCompositeAlarmRequired {
        alarm_name: context.identity.service_named(service, Some("down")).into(),
        alarm_rule: rule,
    })
    .alarm_description(context.described(
        "down",
        &format!(
            "{service}: the service is down. First see in ECS whether tasks run and why they stopped; if it began with a deployment, \
             roll it back to the task definition before.",
        ),
    ))
    .alarm_actions([critical.clone()])
    .ok_actions([critical.clone()]);
    document.resource(Resource::new(format!("{}_down", service.label()), alarm)).arn()
}
