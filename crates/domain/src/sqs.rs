//! The plain numbers of a queue. It must not know which go together.

use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The name of a queue in AWS, without the `.fifo` of those whose order counts.
    ///
    /// SQS API Reference, `CreateQueue`: up to 80 letters, digits, hyphens and underscores, `.fifo` among them.
    QueueIdentifier is "the name of a queue in AWS",
    length: 1..=80,
    pattern: r"^[A-Za-z0-9_-]+$",
    examples: ["acme-mails"],
    check: queue_identifier,
    suggest: without_ending,
}

bounded_number! {
    /// For how many seconds nobody else gets a message that one reads.
    ///
    /// SQS API Reference, `SetQueueAttributes`, `VisibilityTimeout`; with 0 everybody would get it at once.
    VisibilityTimeout is "a visibility timeout",
    unit: "seconds",
    allowed: Range(1, 43_200),
    examples: [60],
}

bounded_number! {
    /// For how many days a queue keeps a message.
    ///
    /// SQS API Reference, `SetQueueAttributes`, `MessageRetentionPeriod`: 14 days at the most.
    MessageRetention is "a message retention",
    unit: "days",
    allowed: Range(1, 14),
    examples: [4, 14],
}

bounded_number! {
    /// How often a message is read in vain before it goes to the dead letters.
    ///
    /// SQS API Reference, `SetQueueAttributes`, `RedrivePolicy`.
    ReceiveCount is "a number of receives",
    unit: "",
    allowed: Range(1, 1000),
    examples: [5],
}

bounded_number! {
    /// For how many seconds a new message stays hidden.
    ///
    /// SQS API Reference, `SetQueueAttributes`, `DelaySeconds`.
    MessageDelay is "a delay",
    unit: "seconds",
    allowed: Range(0, 900),
    examples: [0, 60],
}

bounded_number! {
    /// How many messages may wait for each task.
    Backlog is "a backlog",
    unit: "messages",
    allowed: Range(1, 1_000_000),
    examples: [100],
}

fn queue_identifier(value: &str) -> Result<(), TextProblem> {
    form(value.strip_suffix(".fifo").is_none(), "has to stand without `.fifo`, which is added to the name of a FIFO queue")?;
    only(value, |letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'), "letters, digits, hyphens and underscores")
}

fn without_ending(value: &str) -> String {
    value.strip_suffix(".fifo").unwrap_or(value).to_owned()
}
