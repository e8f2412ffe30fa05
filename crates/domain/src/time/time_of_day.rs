//! Times of the day. It must not know the day or the time zone.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::edge::{crosses_as_text, pattern, schema};
use crate::suggestion::did_you_mean;

/// A time of the day, to the minute, from `00:00` to `23:59`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
}

crosses_as_text!(
    TimeOfDay,
    schema(
        "a time of day",
        "A time of the day, to the minute: two digits of the hour, a colon, two of the minute.",
        pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$"),
        ["20:00"],
    )
);

/// A text is not a time of the day.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not a time of day, which is written from `00:00` to `23:59`{}", did_you_mean(with_a_digit_more(value).as_deref()))]
pub struct TimeOfDayError {
    value: String,
}

impl TimeOfDay {
    /// The hour, from 0 to 23.
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, from 0 to 59.
    pub fn minute(self) -> u8 {
        self.minute
    }

    /// The minutes since midnight.
    pub fn minutes(self) -> u32 {
        u32::from(self.hour) * 60 + u32::from(self.minute)
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeOfDayError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let parts = value
            .split_once(':')
            .and_then(|(hour, minute)| Some(Self { hour: two_digits(hour, 23)?, minute: two_digits(minute, 59)? }));
        parts.ok_or_else(|| TimeOfDayError { value: value.to_owned() })
    }
}

fn two_digits(text: &str, largest: u8) -> Option<u8> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|&number| digits && number <= largest)
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// The time that is meant where a digit was left out, which is what goes wrong most often.
fn with_a_digit_more(value: &str) -> Option<String> {
    let time: TimeOfDay = format!("0{value}").parse().ok()?;
    Some(time.to_string())
}
