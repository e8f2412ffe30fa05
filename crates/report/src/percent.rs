//! Percentages of time, exactly: a product of three promises is computed without a rounding error.

use std::fmt;

/// A share of time, in parts of 10¹², of which promises with five digits can be multiplied without loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u64);

/// The whole.
const WHOLE: u64 = 1_000_000_000_000;

impl Percent {
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

    /// How many tenths of a minute of a month of 30 days are not promised, rounded up.
    pub fn lost_tenths_of_minutes(self) -> u64 {
        const TENTHS_OF_A_MONTH: u128 = 30 * 24 * 60 * 10;
        let lost = u128::from(WHOLE - self.0) * TENTHS_OF_A_MONTH;
        u64::try_from(lost.div_ceil(u128::from(WHOLE))).expect("a part of a month is no longer than the month")
    }

    /// The minutes of a month of 30 days that are not promised: `43.2`.
    pub fn lost_minutes(self) -> String {
        let tenths = self.lost_tenths_of_minutes();
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

impl fmt::Display for Percent {
    /// With four digits, rounded down: a promise is never made better by rounding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:04}", self.0 / 1_000_000 % 10_000);
        let digits = digits.trim_end_matches('0');
        let whole = self.0 / (WHOLE / 100);
        if digits.is_empty() { write!(f, "{whole} %") } else { write!(f, "{whole}.{digits} %") }
    }
}

#[cfg(test)]
mod tests {
    use super::Percent;

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
