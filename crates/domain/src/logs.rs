//! What is said of logs: how long they are kept, and how much is written. It must not know whose.

use crate::choice::choice;
use crate::number::Allowed::{Listed, Range};
use crate::number::bounded_number;

bounded_number! {
    /// For how many days a log group keeps its events.
    ///
    /// CloudWatch Logs API Reference, `PutRetentionPolicy`.
    RetentionDays is "a log retention",
    unit: "days",
    allowed: Listed(&[
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
        3288, 3653,
    ]),
    examples: [30, 365],
}

bounded_number! {
    /// How many days old an object is when it moves to the archive.
    ///
    /// S3 User Guide, "Transitioning objects using Amazon S3 Lifecycle": S3 Glacier Flexible Retrieval takes objects of any age.
    ArchiveAge is "an age for the archive",
    unit: "days",
    allowed: Range(1, 3649),
    examples: [90],
}

choice! {
    /// The least severe message that a program writes to its log.
    LogLevel is "a log level",
    "a log level": "The least severe message that a program writes to its log.",
    example: "info",
    /// What helps to find a fault.
    Debug = "debug",
    /// What happens in the ordinary course of things.
    Info = "info",
    /// What may become a fault.
    Warn = "warn",
    /// Faults only.
    Error = "error",
}
