//! The name of a field in a log line. It must not know the queries.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The name of a field in a log line, as a query writes it without quotes; dots lead into nested objects.
///
/// CloudWatch Logs User Guide, "Supported logs and discovered fields": a name with any other character needs backticks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct LogField(String);

/// A text is not the name of a log field.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` is not the name of a log field: it has to be up to 100 letters, digits, `_`, `@` and `.`, and begin with a letter, `_` or `@`"
)]
pub struct LogFieldError(String);

const PATTERN: &str = r"^[A-Za-z_@][A-Za-z0-9_@.]{0,99}$";

impl LogField {
    /// A name known while writing the code.
    pub(crate) fn of(name: &str) -> Self {
        name.parse().expect("a name in the code is a log field")
    }
}

impl FromStr for LogField {
    type Err = LogFieldError;

    fn from_str(text: &str) -> Result<Self, LogFieldError> {
        let first = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_' || first == '@');
        let all = text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '@' | '.'));
        if first && all && text.len() <= 100 { Ok(Self(text.to_owned())) } else { Err(LogFieldError(text.to_owned())) }
    }
}

impl TryFrom<String> for LogField {
    type Error = LogFieldError;

    fn try_from(text: String) -> Result<Self, LogFieldError> {
        text.parse()
    }
}

impl From<LogField> for String {
    fn from(field: LogField) -> Self {
        field.0
    }
}

impl fmt::Display for LogField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl JsonSchema for LogField {
    fn schema_name() -> Cow<'static, str> {
        "LogField".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Name of a log field",
            "description": "The name of a field in a log line; dots lead into nested objects.",
            "type": "string",
            "pattern": PATTERN,
            "examples": ["level", "http.duration_ms"],
        })
    }
}
