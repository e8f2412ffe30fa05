//! The alarms of one queue: it is not read fast enough, or something could not be handled.

use aws::CloudwatchMetricAlarmReference;
use domain::QueueName;
use terraform::{Document, Expression};

use crate::Context;
use crate::alarm::{Alarm, Breach, MissingData, Trigger};
use crate::config::QueueThresholds;
use crate::interface::QueueVariables;
use crate::measure;

/// The alarms of one queue, by ARN.
pub(crate) fn queue_alarms(
    document: &mut Document,
    context: &Context,
    queues: &QueueVariables,
    name: &QueueName,
    thresholds: &QueueThresholds,
) -> Vec<Expression<String>> {
    let QueueThresholds { oldest_message_seconds, dead_letters } = *thresholds;
    let alarm = |what: &str, trigger: Trigger, description: &str| Alarm {
        label: format!("{}_{}", name.label(), what.replace('-', "_")),
        name: context.identity.named(&format!("{name}-{what}")),
        description: context.described(what, &format!("queue {name}: {description}")),
        trigger,
        topic: Some(&context.topics.alerts),
    };
    let oldest = oldest_message_seconds.at().map(|seconds| {
        let trigger = Trigger {
            measure: measure::oldest_message(queues, name),
            breach: Breach::Above(seconds.get().into()),
            periods: 5,
            // SQS says nothing of a queue that nobody used for six hours.
            missing_data: MissingData::IsWell,
        };
        let description = "messages wait too long. First see whether the service that reads it runs, and as many tasks as it may; then in its log \
                           what it does.";
        alarm("oldest-message", trigger, description)
    });
    let dead = dead_letters.at().map(|letters| {
        let trigger = Trigger {
            measure: measure::dead_letters(queues, name),
            breach: Breach::Above(letters.into()),
            periods: 1,
            missing_data: MissingData::IsWell,
        };
        let description = "messages were read again and again and never handled. First read one in the console without deleting it, and the log of \
                           the service at the time; once that is mended, start the redrive there.";
        alarm("dead-letters", trigger, description)
    });
    [oldest, dead].into_iter().flatten().map(|alarm| CloudwatchMetricAlarmReference::arn(&alarm.add(document))).collect()
}
