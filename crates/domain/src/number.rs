//! Whole numbers within bounds: the macro for their types, and the one error that they share. It
//! must not know any single one of them.

use schemars::Schema;
use serde_json::{Value, json};
use thiserror::Error;

use crate::edge;

/// A number is not what it was given as: AWS does not accept it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not {noun}{}: {}", in_unit(unit), right(*value, *allowed))]
pub struct NumberError {
    value: i64,
    noun: &'static str,
    unit: &'static str,
    allowed: Allowed,
}

/// Which whole numbers a number type accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// Every number between the two, both included.
    Range(u32, u32),
    /// Zero, which turns the thing off, and every number between the two, both included.
    ZeroOr(u32, u32),
    /// These numbers only, in ascending order.
    Listed(&'static [u32]),
}

impl Allowed {
    /// Whether the number is accepted.
    pub const fn contains(self, value: u32) -> bool {
        match self {
            Self::Range(minimum, maximum) => minimum <= value && value <= maximum,
            Self::ZeroOr(minimum, maximum) => value == 0 || (minimum <= value && value <= maximum),
            Self::Listed(numbers) => {
                let mut index = 0;
                while index < numbers.len() {
                    if numbers[index] == value {
                        return true;
                    }
                    index += 1;
                }
                false
            }
        }
    }

    fn schema(self) -> Value {
        match self {
            Self::Range(minimum, maximum) => {
                json!({ "type": "integer", "minimum": minimum, "maximum": maximum })
            }
            Self::ZeroOr(minimum, maximum) => json!({
                "type": "integer",
                "anyOf": [{ "const": 0 }, { "minimum": minimum, "maximum": maximum }],
            }),
            Self::Listed(numbers) => json!({ "type": "integer", "enum": numbers }),
        }
    }
}

impl NumberError {
    /// The number that was refused.
    pub fn value(&self) -> i64 {
        self.value
    }

    /// The numbers that would be right.
    pub fn allowed(&self) -> Allowed {
        self.allowed
    }
}

fn in_unit(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" in {unit}") }
}

/// What would be right instead.
fn right(value: i64, allowed: Allowed) -> String {
    match allowed {
        Allowed::Range(minimum, maximum) => format!("it has to be a whole number from {minimum} to {maximum}"),
        Allowed::ZeroOr(minimum, maximum) => format!("it has to be 0 (off) or a whole number from {minimum} to {maximum}"),
        Allowed::Listed(numbers) => match around(value, numbers) {
            (Some(below), Some(above)) => format!("the nearest that AWS accepts are `{below}` and `{above}`"),
            (Some(largest), None) => format!("the largest that AWS accepts is `{largest}`"),
            (None, smallest) => format!("the smallest that AWS accepts is `{}`", smallest.unwrap_or_default()),
        },
    }
}

/// The listed numbers next below and next above the value.
fn around(value: i64, numbers: &[u32]) -> (Option<u32>, Option<u32>) {
    let below = numbers.iter().rev().find(|&&number| i64::from(number) < value);
    let above = numbers.iter().find(|&&number| i64::from(number) > value);
    (below.copied(), above.copied())
}

/// What a number type accepts.
pub(crate) struct NumberRule {
    pub(crate) noun: &'static str,
    /// The unit in the plural, where the noun does not say it.
    pub(crate) unit: &'static str,
    pub(crate) allowed: Allowed,
    pub(crate) examples: &'static [u32],
}

impl NumberRule {
    pub(crate) fn check(&self, value: i64) -> Result<u32, NumberError> {
        u32::try_from(value).ok().filter(|&number| self.allowed.contains(number)).ok_or(NumberError {
            value,
            noun: self.noun,
            unit: self.unit,
            allowed: self.allowed,
        })
    }

    pub(crate) fn schema(&self, documentation: &str) -> Schema {
        let examples = self.examples.iter().copied();
        edge::schema(self.noun, documentation, self.allowed.schema(), examples)
    }
}

/// Makes a type that is a whole number which AWS accepts, and nothing else.
///
/// The doc comment's first paragraph becomes the JSON Schema's description; `is` names the type in
/// sentences, and `unit` is its unit where the name does not say it. It gets `TryFrom<i64>` (any TOML integer, so that a negative one is refused in our
/// words), `of` for constants, `get`, `Display`, serde's traits and `JsonSchema`.
macro_rules! bounded_number {
    (
        $(#[doc = $line:expr])+
        $type:ident is $noun:literal,
        unit: $unit:literal,
        allowed: $allowed:expr,
        examples: [$($example:literal),+ $(,)?],
    ) => {
        $(#[doc = $line])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(u32);

        impl $type {
            const RULE: crate::number::NumberRule = crate::number::NumberRule {
                noun: $noun,
                unit: $unit,
                allowed: $allowed,
                examples: &[$($example),+],
            };

            /// The numbers that are accepted.
            pub const ALLOWED: crate::number::Allowed = Self::RULE.allowed;

            /// A number known while compiling; one that is not accepted does not compile.
            pub const fn of<const NUMBER: u32>() -> Self {
                const { assert!(Self::ALLOWED.contains(NUMBER), "AWS does not accept this number") };
                Self(NUMBER)
            }

            /// The number itself.
            pub const fn get(self) -> u32 {
                self.0
            }
        }

        impl TryFrom<i64> for $type {
            type Error = crate::number::NumberError;

            fn try_from(value: i64) -> Result<Self, Self::Error> {
                Self::RULE.check(value).map(Self)
            }
        }

        impl From<$type> for u32 {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u32(self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <i64 as serde::Deserialize>::deserialize(deserializer)?
                    .try_into()
                    .map_err(serde::de::Error::custom)
            }
        }

        crate::edge::has_schema!($type, Self::RULE.schema(concat!($($line, "\n"),+)));
    };
}

pub(crate) use bounded_number;
