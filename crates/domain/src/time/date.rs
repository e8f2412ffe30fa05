//! Days of the calendar. It must not know which day it is.

use std::str::FromStr;

use jiff::civil;
use thiserror::Error;

use crate::edge::{crosses_as_text, pattern, schema, shown_as_its_own};

/// A day of the calendar, such as `2027-03-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

crosses_as_text!(
    Date,
    schema(
        "a day",
        "A day of the calendar: four digits of the year, two of the month, two of the day, with hyphens between.",
        pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
        ["2027-03-31"],
    )
);

/// A text is not a day of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not a day of the calendar, which is written as year, month and day, such as `2027-03-31`")]
pub struct DateError {
    value: String,
}

impl Date {
    /// The day so many days later; the last day that there is, where that would be after it.
    pub fn days_later(self, days: u32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(i64::from(days))))
    }

    /// The year, and the year 0 for those before.
    pub(super) fn year(self) -> u32 {
        u32::try_from(self.0.year()).unwrap_or_default()
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        // What jiff reads is more: a year of six digits, a time of day behind the day.
        let is_plain = value.len() == 10 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let date = value.parse().ok().filter(|_| is_plain).map(Self);
        date.ok_or_else(|| DateError { value: value.to_owned() })
    }
}

shown_as_its_own!(Date);
