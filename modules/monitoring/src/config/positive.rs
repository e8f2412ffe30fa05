//! A whole number of which there is at least one. It must not know of what.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A whole number from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "i64", into = "u32")]
pub struct Positive(u32);

/// A number is not a whole number from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("`{0}` does not serve here: it has to be a whole number from 1 to {most}", most = u32::MAX)]
pub struct PositiveError(i64);

impl Positive {
    /// A number known while compiling; zero does not compile.
    pub const fn of<const NUMBER: u32>() -> Self {
        const { assert!(NUMBER > 0, "a number from 1 on is not zero") };
        Self(NUMBER)
    }

    /// The number itself.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<i64> for Positive {
    type Error = PositiveError;

    fn try_from(number: i64) -> Result<Self, PositiveError> {
        u32::try_from(number).ok().filter(|number| *number > 0).map(Self).ok_or(PositiveError(number))
    }
}

impl From<Positive> for u32 {
    fn from(number: Positive) -> Self {
        number.0
    }
}

impl fmt::Display for Positive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl JsonSchema for Positive {
    fn schema_name() -> Cow<'static, str> {
        "Positive".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Whole number from 1 on",
            "description": "A whole number from 1 on.",
            "type": "integer",
            "minimum": 1,
            "maximum": u32::MAX,
            "examples": [1],
        })
    }
}
