//! Prices, discounts and quantities as they are written in the files: exact decimals within bounds. It must not know of what.

use std::borrow::Cow;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

/// The hours of a month, as AWS's own calculator has them: 365 days of 24 hours in 12 months.
pub const HOURS: Decimal = Decimal::from_parts(730, 0, 0, false, 0);

/// Above it a price is a slip of the keyboard: no item that is priced here comes near.
const LARGEST_PRICE: Decimal = Decimal::from_parts(100_000, 0, 0, false, 0);

/// Above it a quantity is one too.
const LARGEST_QUANTITY: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// A price in US dollars, written as text like AWS's own price list: `"0.04048"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Usd(Decimal);

/// A quantity in a month, or a share in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(Decimal);

/// A share from 0 to 100 percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(Decimal);

impl Usd {
    /// The number of dollars.
    pub fn get(self) -> Decimal {
        self.0
    }
}

impl Quantity {
    /// The number.
    pub fn get(self) -> Decimal {
        self.0
    }
}

impl Percent {
    /// The number, from 0 to 100.
    pub fn get(self) -> Decimal {
        self.0
    }

    /// This share of something.
    pub fn of(self, whole: Decimal) -> Decimal {
        whole * self.0 / Decimal::ONE_HUNDRED
    }
}

impl TryFrom<String> for Usd {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let refuse =
            || format!("`{text}` is not a price in US dollars, which is written like `0.04048`, from 0 to {LARGEST_PRICE}");
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let price = Decimal::from_str(&text).ok().filter(|price| plain && *price <= LARGEST_PRICE && price.scale() <= 10);
        price.map(Self).ok_or_else(refuse)
    }
}

/// The decimal that was written, up to `most`: through text, because the text is what was written, and no float is a tenth.
fn written(number: f64, most: Decimal) -> Option<Decimal> {
    let decimal = Decimal::from_str(&number.to_string()).ok()?;
    (decimal >= Decimal::ZERO && decimal <= most).then_some(decimal)
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        let refuse = || de::Error::custom(format!("`{number}` is not a quantity, which is a number from 0 to {LARGEST_QUANTITY}"));
        written(number, LARGEST_QUANTITY).map(Self).ok_or_else(refuse)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        let refuse = || de::Error::custom(format!("`{number}` is not a share in percent, which is a number from 0 to 100"));
        written(number, Decimal::ONE_HUNDRED).map(Self).ok_or_else(refuse)
    }
}

impl JsonSchema for Usd {
    fn schema_name() -> Cow<'static, str> {
        "Usd".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,10})?$", "examples": ["0.04048"] })
    }
}

impl JsonSchema for Quantity {
    fn schema_name() -> Cow<'static, str> {
        "Quantity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": 1_000_000_000, "examples": [10] })
    }
}

impl JsonSchema for Percent {
    fn schema_name() -> Cow<'static, str> {
        "Percent".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": 100, "examples": [20] })
    }
}

/// An amount of money, to the cent; half a cent goes up.
pub fn to_cents(amount: Decimal) -> Decimal {
    let mut cents = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    cents.rescale(2);
    cents
}

/// A quantity as people read it: at most this many decimals, none that says nothing.
pub fn short(quantity: Decimal, decimals: u32) -> String {
    quantity.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}
