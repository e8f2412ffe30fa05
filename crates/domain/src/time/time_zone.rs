//! Time zones, by their names. It must not know when their clocks change: AWS does.
//!
//! The names are a table of our own and not a crate: `chrono-tz` brings every rule of every zone,
//! and only the names are wanted. `time_zones.txt` holds, from release 2025b of the IANA time zone
//! database, the names of `zone.tab` (a place in a country each), and UTC under its two names.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::edge::{crosses_as_text, one_of, schema};
use crate::suggestion::did_you_mean;

const NAMES: &str = include_str!("time_zones.txt");

/// A time zone of the IANA database, such as `Europe/Berlin`.
///
/// Application Auto Scaling API Reference, `PutScheduledAction`: canonical names only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeZone(&'static str);

crosses_as_text!(
    TimeZone,
    schema(
        "a time zone",
        "A time zone of the IANA database, by its canonical name.",
        one_of(NAMES.lines()),
        ["UTC", "America/New_York", "Europe/Berlin"],
    )
);

/// A text is not the name of a time zone that synth knows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{value}` is not a time zone that synth knows, which is an area and a city such as `Europe/Berlin`{}",
    did_you_mean(meant(value))
)]
pub struct TimeZoneError {
    value: String,
}

impl TimeZone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self("UTC");

    /// The name.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl FromStr for TimeZone {
    type Err = TimeZoneError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        NAMES.lines().find(|name| *name == value).map(Self).ok_or_else(|| TimeZoneError { value: value.to_owned() })
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// The zone that is perhaps meant: the city alone is what people remember.
fn meant(value: &str) -> Option<&'static str> {
    let is_city = |name: &&str| name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&value.replace(' ', "_")));
    NAMES.lines().find(is_city).or_else(|| words::nearest(value, NAMES.lines()))
}
