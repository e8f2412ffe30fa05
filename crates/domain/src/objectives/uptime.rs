//! Percentages of time, exactly: a product of three service level agreements is computed without a rounding error.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::json;
use thiserror::Error;

use crate::edge::{has_schema, schema};

/// The percentage of a month for which something is available, in parts of 10¹²: so three with four decimals are multiplied without loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UptimePercentage(u64);

has_schema!(
    UptimePercentage,
    schema(
        "an uptime percentage",
        "The percentage of a month for which something is available.",
        json!({ "type": "number", "minimum": 0, "maximum": 100 }),
        [json!(99.9), json!(99)],
    )
);

/// A number is not an uptime percentage.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error("`{0}` is not an uptime percentage: it has to be a number from 0 to 100 with at most 8 decimals")]
pub struct UptimeError(f64);

/// The whole.
const WHOLE: u64 = 1_000_000_000_000;

impl UptimePercentage {
    /// All of the time.
    pub const ALL: Self = Self(WHOLE);

    /// A percentage as it is written: `99.95`. Nothing when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if fraction.len() > 8 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let whole: u64 = whole.parse().ok().filter(|whole| *whole <= 100)?;
        let fraction: u64 = format!("{fraction:0<10}").parse().ok()?;
        Some(Self(whole * (WHOLE / 100) + fraction)).filter(|it| it.0 <= WHOLE)
    }

    /// The share of time in which both hold, where neither depends on the other; what is too small to be shown is left out.
    pub fn and(self, other: Self) -> Self {
        let product = u128::from(self.0) * u128::from(other.0) / u128::from(WHOLE);
        Self(u64::try_from(product).expect("a product of two shares is no larger than the whole"))
    }

    /// How many tenths of a minute of a month of 30 days may be lost, rounded up.
    pub fn lost_tenths_of_minutes(self) -> u64 {
        const TENTHS_OF_A_MONTH: u128 = 30 * 24 * 60 * 10;
        let lost = u128::from(WHOLE - self.0) * TENTHS_OF_A_MONTH;
        u64::try_from(lost.div_ceil(u128::from(WHOLE))).expect("a part of a month is no longer than the month")
    }

    /// The minutes of a month of 30 days that may be lost: `43.2`.
    pub fn lost_minutes(self) -> String {
        let tenths = self.lost_tenths_of_minutes();
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

impl TryFrom<f64> for UptimePercentage {
    type Error = UptimeError;

    fn try_from(percent: f64) -> Result<Self, UptimeError> {
        // Through text, because the text is what was written: no float is 99.9.
        Self::parse(&percent.to_string()).ok_or(UptimeError(percent))
    }
}

impl<'de> Deserialize<'de> for UptimePercentage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for UptimePercentage {
    /// With four decimals, rounded down: no promise is made better by rounding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:04}", self.0 / 1_000_000 % 10_000);
        let digits = digits.trim_end_matches('0');
        let whole = self.0 / (WHOLE / 100);
        if digits.is_empty() { write!(f, "{whole} %") } else { write!(f, "{whole}.{digits} %") }
    }
}

#[cfg(test)]
mod tests {
    use super::UptimePercentage as Percent;

    #[test]
    fn a_percentage_is_read_and_written() {
        for (text, written) in [("99.95", "99.95 %"), ("100", "100 %"), ("99.999", "99.999 %"), ("0.5", "0.5 %")] {
            assert_eq!(Percent::parse(text).expect("it is one").to_string(), written);
        }
        for wrong in ["", "101", "100.1", "-1", "99,9", "99.9.9", "1e2"] {
            assert_eq!(Percent::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_toml_writes_as_a_number_is_one() {
        for (number, written) in [(99.9, "99.9 %"), (100.0, "100 %"), (99.0, "99 %")] {
            assert_eq!(Percent::try_from(number).map(|it| it.to_string()), Ok(written.to_owned()));
        }
        for wrong in [-1.0, 100.1, f64::NAN, f64::INFINITY, 1e300, 0.000_000_000_1] {
            assert!(Percent::try_from(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_chain_is_as_good_as_the_product_of_its_links() {
        let of = |text| Percent::parse(text).expect("it is one");
        let chain = of("99.99").and(of("99.99")).and(of("99.95"));
        // 0.9999 × 0.9999 × 0.9995 = 0.999300109995
        assert_eq!(chain.to_string(), "99.93 %");
        assert_eq!(chain.lost_minutes(), "30.3");
        assert!(chain > of("99.9") && of("99.9").lost_minutes() == "43.2");
        assert_eq!(Percent::ALL.and(chain), chain);
    }
}
