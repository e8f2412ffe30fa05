//! What is said of logs: how long they are kept, and how much is written. It must not know whose.

use std::fmt;
use std::str::FromStr;

use crate::choice::{self, ChoiceError};
use crate::edge::{crosses_as_text, one_of, schema};
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

/// The least severe message that a program writes to its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogLevel {
    /// What helps to find a fault.
    Debug,
    /// What happens in the ordinary course of things.
    Info,
    /// What may become a fault.
    Warn,
    /// Faults only.
    Error,
}

crosses_as_text!(
    LogLevel,
    schema(
        "a log level",
        "The least severe message that a program writes to its log.",
        one_of(LogLevel::ALL.map(LogLevel::as_str)),
        ["info"],
    )
);

impl LogLevel {
    /// Every level, from the one that writes most.
    pub const ALL: [Self; 4] = [Self::Debug, Self::Info, Self::Warn, Self::Error];

    /// The level's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl FromStr for LogLevel {
    type Err = ChoiceError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        choice::parse(value, "a log level", &Self::ALL, Self::as_str)
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
