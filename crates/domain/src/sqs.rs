//! The plain numbers of a queue, and what a service uses by name. It must not know which go together.

use std::fmt;
use std::str::FromStr;

use serde_json::json;
use thiserror::Error;

use crate::QueueName;
use crate::edge::{crosses_as_text, schema};
use crate::number::Allowed::Range;
use crate::number::bounded_number;

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

/// What a service uses of what the environment makes: `queue.<name>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// It sends to the queue of this name.
    Queue(QueueName),
}

/// A text that names nothing that can be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` has to be `queue.<name>`")]
pub struct UseError(String);

crosses_as_text!(
    Use,
    schema(
        "a thing that a service uses",
        "What a service uses of what the environment makes: a queue, to which it sends.",
        json!({ "type": "string", "pattern": r"^queue\.[a-z](-?[a-z0-9])*$" }),
        ["queue.mails"],
    )
);

impl FromStr for Use {
    type Err = UseError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let refused = || UseError(value.escape_debug().to_string());
        match value.split_once('.') {
            Some(("queue", name)) => name.parse().map(Self::Queue).map_err(|_| refused()),
            Some(_) | None => Err(refused()),
        }
    }
}

impl fmt::Display for Use {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Queue(name) => write!(formatter, "queue.{name}"),
        }
    }
}
