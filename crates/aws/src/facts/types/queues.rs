//! The types of queues and jobs.

use super::row::*;
use crate::bindings::*;

#[rustfmt::skip]
pub(super) static ROWS: &[TypeFacts] = &[
    row::<SchedulerSchedule>(
        OfNothing, Compute, NotItself("the first 14 million calls of a month cost nothing"), NO_NAME,
        lost(Role::Watcher, Medium, "something that runs by the clock"),
        by_name(&["scheduler:@:schedule/{aws_scheduler_schedule_group.name}/*"])
            .read(&["scheduler:GetSchedule"])
            .make(&["scheduler:CreateSchedule"])
            .change(&["scheduler:UpdateSchedule", "scheduler:DeleteSchedule"]),
    ),
    row::<SchedulerScheduleGroup>(
        OfNothing, Compute, NotItself(NOTHING), region("schedule group", SchedulerScheduleGroup::NAME),
        lost(Role::Part, Low, "what runs by the clock, as a group"),
        by_name(&["scheduler:@:schedule-group/{aws_scheduler_schedule_group.name}", "scheduler:@:schedule/{aws_scheduler_schedule_group.name}/*"])
            .read(&["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"])
            .make(&["scheduler:CreateScheduleGroup", "scheduler:TagResource"])
            .change(&["scheduler:DeleteScheduleGroup", "scheduler:DeleteSchedule", "scheduler:UntagResource"]),
    ),
    row::<SqsQueue>(
        OfData, Data, NotItself("the first million requests of a month cost nothing, and further ones cents"), region("queue", SqsQueue::NAME),
        lost(Role::Data, High, "a queue, with the messages in it"),
        by_name(&["sqs:@:{aws_sqs_queue.name}"])
            .read(&["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"])
            .make(&["sqs:CreateQueue", "sqs:TagQueue"])
            .change(&["sqs:SetQueueAttributes", "sqs:DeleteQueue", "sqs:UntagQueue"]),
    ),
    row::<SqsQueuePolicy>(
        OfNothing, Guard, NotItself("charged with the queue"), NO_NAME,
        lost(Role::Access, Medium, "who may send to and read from a queue").of(&["queue_url"]),
        by_name(&["sqs:@:{aws_sqs_queue.name}"])
            .read(&["sqs:GetQueueAttributes"])
            .change(&["sqs:SetQueueAttributes"]),
    ),
    row::<SqsQueueRedriveAllowPolicy>(
        OfNothing, Guard, NotItself("charged with the queue"), NO_NAME,
        lost(Role::Protection, Low, "which queues may hand their dead letters on").of(&["queue_url"]),
        by_name(&["sqs:@:{aws_sqs_queue.name}"])
            .read(&["sqs:GetQueueAttributes"])
            .change(&["sqs:SetQueueAttributes"]),
    ),
];
