//! The days of the week. It must not know what happens on them.

use std::fmt;
use std::str::FromStr;

use crate::choice::{self, ChoiceError};
use crate::edge::{crosses_as_text, one_of, schema};

/// A day of the week, in the three letters that RDS writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "a day says all there is to say")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

crosses_as_text!(
    Weekday,
    schema("a day of the week", "A day of the week, in three letters.", one_of(Weekday::ALL.map(Weekday::as_str)), ["mon"],)
);

impl Weekday {
    /// Every day, from Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day's three letters, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "mon",
            Self::Tuesday => "tue",
            Self::Wednesday => "wed",
            Self::Thursday => "thu",
            Self::Friday => "fri",
            Self::Saturday => "sat",
            Self::Sunday => "sun",
        }
    }

    /// How many days lie between Monday and this day.
    pub fn days_from_monday(self) -> u32 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }
}

impl FromStr for Weekday {
    type Err = ChoiceError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        choice::parse(value, "a day of the week", &Self::ALL, Self::as_str)
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
