//! One queue, and the queue of what could not be handled.

use aws::policy::{Action, Condition, PolicyDocument, Principal, Statement};
use aws::{
    KmsKeyReference, SqsQueue, SqsQueuePolicy, SqsQueuePolicyRequired, SqsQueueRedriveAllowPolicy,
    SqsQueueRedriveAllowPolicyRequired, SqsQueueReference,
};
use domain::Identity;
use terraform::{Document, Embedded, Resource, object};

use crate::config::{Encryption, Kind, Queue};

/// A queue with its dead letters.
pub(crate) struct Made {
    pub(crate) queue: SqsQueueReference,
    pub(crate) dead_letters: SqsQueueReference,
}

/// For how many seconds a question waits for a message: the most that SQS allows. A short one comes back empty, and is paid for (SQS Developer
/// Guide, "Amazon SQS short and long polling").
const WAIT_SECONDS: u32 = 20;

const SECONDS_OF_DAY: u32 = 24 * 60 * 60;

/// The queue: who reads a message too often without deleting it sends it to the dead letters.
pub(crate) fn queue(document: &mut Document, identity: &Identity, queue: &Queue, key: Option<&KmsKeyReference>) -> Made {
    let label = queue.label();
    let encrypted = |made: SqsQueue| match (queue.settings.encryption, key) {
        (Encryption::CustomerKey, Some(key)) => made.kms_master_key_id(key.arn()),
        (Encryption::CustomerKey | Encryption::Sqs, _) => made.sqs_managed_sse_enabled(true),
    };
    let of_kind = |made: SqsQueue| match queue.settings.kind {
        Kind::Standard => made,
        Kind::Fifo => made.fifo_queue(true),
    };
    let dead_letters = document.resource(Resource::new(
        queue.dead_letters_label(),
        encrypted(of_kind(SqsQueue::new()))
            .name(queue.dead_letters_name(identity))
            .message_retention_seconds(queue.settings.dead_letter_retention_days.get() * SECONDS_OF_DAY),
    ));
    let redrive = object([
        ("deadLetterTargetArn", Embedded::from(dead_letters.arn())),
        ("maxReceiveCount", queue.settings.max_receives.get().into()),
    ]);
    let made = encrypted(of_kind(SqsQueue::new()))
        .name(queue.full_name(identity))
        .visibility_timeout_seconds(queue.settings.visibility_timeout_seconds.get())
        .message_retention_seconds(queue.settings.retention_days.get() * SECONDS_OF_DAY)
        .delay_seconds(queue.settings.delay_seconds.get())
        .receive_wait_time_seconds(WAIT_SECONDS)
        .redrive_policy(redrive.into_value());
    let made = match queue.settings.kind {
        Kind::Standard => made,
        Kind::Fifo => made.content_based_deduplication(queue.settings.content_based_deduplication),
    };
    let made = document.resource(Resource::new(label.clone(), made));
    // Only this queue's messages come here, and only to it can they go back.
    document.resource(Resource::new(
        label.clone(),
        SqsQueueRedriveAllowPolicy::new(SqsQueueRedriveAllowPolicyRequired {
            queue_url: dead_letters.url().into(),
            redrive_allow_policy: object([
                ("redrivePermission", "byQueue".into()),
                ("sourceQueueArns", Embedded::array([made.arn()])),
            ])
            .into_value(),
        }),
    ));
    policy(document, &label, &made);
    policy(document, &queue.dead_letters_label(), &dead_letters);
    Made { queue: made, dead_letters }
}

/// Nobody speaks to the queue without TLS; who may at all, the account's own policies say.
fn policy(document: &mut Document, label: &str, queue: &SqsQueueReference) {
    let encrypted = Statement::deny("OnlyEncryptedInTransit", [Action::all_of_sqs()])
        .principal(Principal::Everyone)
        .on([queue.arn()])
        .condition(Condition::is("aws:SecureTransport", false));
    document.resource(Resource::new(
        label,
        SqsQueuePolicy::new(SqsQueuePolicyRequired {
            queue_url: queue.url().into(),
            policy: PolicyDocument::new([encrypted]).into_value(),
        }),
    ));
}
