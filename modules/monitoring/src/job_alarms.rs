//! The alarms of one job: its task ended in failure, or Scheduler could not start it.

use aws::{CloudwatchEventRule, CloudwatchMetricAlarmReference};
use domain::ServiceName;
use terraform::{Document, Embedded, Expression, Resource, object};

use crate::Context;
use crate::alarm::{Alarm, Breach, MissingData, Trigger};
use crate::config::JobThresholds;
use crate::interface::{JobVariables, ScheduleVariables};
use crate::measure::{self, Measure};
use crate::subject::Job;

/// The alarms of one job, by ARN.
pub(crate) fn job_alarms(
    document: &mut Document,
    context: &Context,
    jobs: &JobVariables,
    schedules: Option<&ScheduleVariables>,
    (name, job): (&ServiceName, &Job),
    thresholds: &JobThresholds,
) -> Vec<Expression<String>> {
    let JobThresholds { failures_in_1_minute, dropped_starts_in_1_minute, undelivered_starts } = *thresholds;
    let failed = failures_in_1_minute.at().map(|most| {
        // EventBridge counts what the rule matches, and the alarm speaks to the topic: so EventBridge itself needs no right to publish, which for an
        // encrypted topic could not be bound to this account (SNS Developer Guide, "Key management").
        let rule = document.resource(Resource::new(
            format!("{}_failed", name.label()),
            CloudwatchEventRule::new()
                // EventBridge gives a rule's name 64 characters, as IAM a role's: it is no longer than that of the job's execution role.
                .name(context.identity.service_named(&job.aws_name, Some("failed")))
                .description(format!("Tasks of the job {name} that ended in failure"))
                .event_pattern(failed(jobs, (name, job)).into_value()),
        ));
        let description = "a task ended with another exit code than 0, or without any, or never started. First read its log; why one never started, \
                           `aws ecs describe-tasks` says within an hour. Once it is mended, start it again with the command in the output \
                           `job_run_commands`.";
        alarm(context, name, "job-failed", measure::matched_events(rule.name()), most, description)
    });
    let dropped = schedules.zip(dropped_starts_in_1_minute.at()).map(|(schedules, most)| {
        let description = "EventBridge Scheduler gave up to start a task. First read in the queue of what was not started why ECS refused; then \
                           start it with the command in the output `job_run_commands`.";
        alarm(context, name, "job-dropped", measure::dropped_starts(schedules, name), most, description)
    });
    let undelivered = schedules.zip(undelivered_starts.at()).map(|(schedules, most)| {
        let description = "what EventBridge Scheduler could not start lies in its queue. First read there why ECS refused, and start the job by \
                           hand if it still has to run; then purge the queue.";
        alarm(context, name, "job-undelivered", measure::undelivered_starts(schedules, name), most, description)
    });
    let alarms = [failed, dropped, undelivered].into_iter().flatten();
    alarms.map(|alarm| CloudwatchMetricAlarmReference::arn(&alarm.add(document))).collect()
}

fn alarm<'a>(context: &'a Context, name: &ServiceName, what: &str, measure: Measure, most: u32, description: &str) -> Alarm<'a> {
    Alarm {
        label: format!("{}_{}", name.label(), what.replace('-', "_")),
        name: context.identity.named(&format!("{name}-{what}")),
        description: context.described(what, &format!("job {name}: {description}")),
        trigger: Trigger { measure, breach: Breach::Above(most.into()), periods: 1, missing_data: MissingData::IsWell },
        topic: Some(&context.topics.alerts),
    }
}

/// Tasks of the job's family that have stopped, and whose own container ended with another code than 0, or in which no container has a code: ECS knows none
/// of a container that never started, or that was lost with its machine. Why such a task stopped, its stop code says as well.
///
/// ECS Developer Guide, "Amazon ECS task state change events"; ECS API Reference, `Task`, `stopCode`; EventBridge User Guide, "Comparison operators for
/// use in event patterns". Who starts a task names no group, and ECS gives it the family's. Containers beside the job's do not count: when that one has
/// ended, ECS stops them, and most end with the signal's code, as `GuardDuty`'s agent does, which nobody put there. Name and code are of one container:
/// EventBridge matches fields of one element of an array only ("Event Ruler", array-consistent matching).
fn failed(jobs: &JobVariables, (name, job): (&ServiceName, &Job)) -> Embedded {
    let one = |text: Embedded| Embedded::array([text]);
    let containers = |pattern: Embedded| object([("containers", pattern)]);
    let not_zero = object([("anything-but", Embedded::array([Embedded::from(0_u32)]))]);
    let none = object([("exists", false.into())]);
    let ended_badly = containers(object([("name", Embedded::array([job.aws_name.as_str()])), ("exitCode", one(not_zero))]));
    let without_code = containers(object([("exitCode", one(none))]));
    let never_started = object([("stopCode", Embedded::array(["TaskFailedToStart", "SpotInterruption", "TerminationNotice"]))]);
    let family: Embedded = Embedded::Text(terraform::template!["family:", jobs.job_families.key(name.as_str())]);
    let detail = object([
        ("clusterArn", one((&jobs.cluster_arn).into())),
        ("group", one(family)),
        ("lastStatus", Embedded::array(["STOPPED"])),
        ("$or", Embedded::array([ended_badly, without_code, never_started])),
    ]);
    object([
        ("source", Embedded::array(["aws.ecs"])),
        ("detail-type", Embedded::array(["ECS Task State Change"])),
        ("detail", detail),
    ])
}
