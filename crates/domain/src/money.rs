//! Amounts that are no whole numbers: money, and the thresholds of alarms. It must not know what
//! costs how much.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;
use thiserror::Error;

use crate::edge::{has_schema, schema, shown_as_its_own};
use crate::suggestion::did_you_mean;

/// What may be spent in a month, in US dollars: more than nothing, to the cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthlyBudget {
    cents: u64,
}

has_schema!(
    MonthlyBudget,
    schema(
        "a monthly budget",
        "What may be spent in a month, in US dollars, to the cent.",
        json!({ "type": "number", "exclusiveMinimum": 0, "maximum": LARGEST_BUDGET }),
        [json!(380), json!(49.5)],
    )
);

/// The value above which an alarm goes off: finite, and more than nothing.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct AlarmThreshold(f64);

// Sound because a threshold is finite: the one float that is not equal to itself is refused.
impl Eq for AlarmThreshold {}

has_schema!(
    AlarmThreshold,
    schema(
        "an alarm threshold",
        "The value above which an alarm goes off.",
        json!({ "type": "number", "exclusiveMinimum": 0 }),
        [json!(1), json!(0.5)],
    )
);

/// Above it a budget is a slip of the keyboard; AWS has no such limit.
const LARGEST_BUDGET: f64 = 1_000_000_000.0;

/// A number is not an amount that its type accepts.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum AmountError {
    /// The budget is zero, negative, too large or not a number.
    #[error("`{}` is not a monthly budget: it has to be more than 0 and at most {LARGEST_BUDGET} US dollars", written(*.0))]
    Budget(f64),
    /// The budget has fractions of a cent.
    #[error("`{}` is not a monthly budget: it has fractions of a cent{}", written(*.0), did_you_mean(to_the_cent(*.0).as_deref()))]
    Cents(f64),
    /// The threshold is zero, negative, infinite or not a number.
    #[error("`{}` is not an alarm threshold: it has to be a finite number above 0", written(*.0))]
    Threshold(f64),
}

impl MonthlyBudget {
    /// The amount in cents.
    pub fn cents(self) -> u64 {
        self.cents
    }

    /// The amount in dollars.
    pub fn dollars(self) -> f64 {
        let cents = u32::try_from(self.cents % 100).expect("a remainder of 100 is below 100");
        let dollars = u32::try_from(self.cents / 100).expect("a budget is at most a billion dollars");
        f64::from(dollars) + f64::from(cents) / 100.0
    }
}

impl AlarmThreshold {
    /// The number itself.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for MonthlyBudget {
    type Error = AmountError;

    fn try_from(dollars: f64) -> Result<Self, AmountError> {
        if !(dollars > 0.0 && dollars <= LARGEST_BUDGET) {
            return Err(AmountError::Budget(dollars));
        }
        // Through text, because the text is what was written: 0.1 is ten cents, and no float is.
        let text = dollars.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        if fraction.len() > 2 {
            return Err(AmountError::Cents(dollars));
        }
        let cents = format!("{whole}{fraction:0<2}").parse();
        Ok(Self { cents: cents.expect("a positive float below a billion is written in digits") })
    }
}

impl TryFrom<f64> for AlarmThreshold {
    type Error = AmountError;

    fn try_from(value: f64) -> Result<Self, AmountError> {
        if value.is_finite() && value > 0.0 { Ok(Self(value)) } else { Err(AmountError::Threshold(value)) }
    }
}

impl Serialize for MonthlyBudget {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.dollars())
    }
}

impl<'de> Deserialize<'de> for MonthlyBudget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}

impl Serialize for AlarmThreshold {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for AlarmThreshold {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for MonthlyBudget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

shown_as_its_own!(AlarmThreshold);

/// The number as somebody may have written it: not with hundreds of zeros.
fn written(value: f64) -> String {
    if value.abs() < 1e15 { value.to_string() } else { format!("{value:e}") }
}

/// The budget with whole cents; half a cent and less would be rounded to nothing, which is no budget.
fn to_the_cent(value: f64) -> Option<String> {
    (value > 0.005).then(|| format!("{value:.2}"))
}
