//! The windows of time in which RDS backs up and maintains an instance. It must not know the
//! instance.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::edge::{crosses_as_text, pattern, schema};
use crate::suggestion::did_you_mean;
use crate::time::{TimeOfDay, Weekday};

const DAY: u32 = 24 * 60;
const WEEK: u32 = 7 * DAY;

/// How long a service wants a window to be at the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShortestWindow {
    /// The service.
    pub service: &'static str,
    /// So many minutes.
    pub minutes: u32,
}

/// RDS API Reference, `CreateDBInstance`: both windows have to be at least 30 minutes long.
const OF_RDS: ShortestWindow = ShortestWindow { service: "RDS", minutes: 30 };

/// The daily window in which RDS makes its automatic backup, in UTC, such as `03:00-04:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BackupWindow {
    start: TimeOfDay,
    end: TimeOfDay,
}

/// The weekly window in which RDS changes an instance, in UTC, such as `sun:04:30-sun:05:30`.
///
/// Shorter than a day: a longer one would overlap with every daily backup window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MaintenanceWindow {
    start: (Weekday, TimeOfDay),
    end: (Weekday, TimeOfDay),
}

crosses_as_text!(
    BackupWindow,
    schema(
        "a backup window",
        "The daily window of automatic backups, in UTC, at least 30 minutes long.",
        pattern("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"),
        ["03:00-04:00"],
    )
);

crosses_as_text!(
    MaintenanceWindow,
    schema(
        "a maintenance window",
        "The weekly window of maintenance, in UTC, at least 30 minutes and less than a day long.",
        pattern(concat!(
            "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]",
            "-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$"
        )),
        ["sun:04:30-sun:05:30"],
    )
);

/// A text is not a window of time that the service accepts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WindowError {
    /// The text is not two times with a hyphen between.
    #[error("`{value}` is not {noun}, which is written like `{example}`, in UTC{}", did_you_mean(instead.as_deref()))]
    Form {
        /// The text that was refused.
        value: String,
        /// The kind of window, with its article.
        noun: &'static str,
        /// How such a window is written.
        example: &'static str,
        /// What was perhaps meant.
        instead: Option<String>,
    },
    /// The window is shorter than the service wants it.
    #[error("`{value}` is {minutes} minutes long: {} needs at least {}", shortest.service, shortest.minutes)]
    Short {
        /// The text that was refused.
        value: String,
        /// How long it is, in minutes.
        minutes: u32,
        /// How long it has to be.
        shortest: ShortestWindow,
    },
    /// The maintenance window is a day long or longer.
    #[error("`{0}` is a day long or longer: it would overlap with every daily backup window")]
    Long(String),
}

/// Whether the two windows overlap on some day, which RDS forbids; that one ends when the other
/// begins is no overlap.
pub fn windows_overlap(backup: BackupWindow, maintenance: MaintenanceWindow) -> bool {
    let (start, length) = (maintenance.start_in_week(), maintenance.minutes());
    (0..7).any(|day| {
        let backup_start = day * DAY + backup.start.minutes();
        after(start, backup_start, WEEK) < length || after(backup_start, start, WEEK) < backup.minutes()
    })
}

impl BackupWindow {
    /// When it begins.
    pub fn start(self) -> TimeOfDay {
        self.start
    }

    /// When it ends, perhaps after midnight.
    pub fn end(self) -> TimeOfDay {
        self.end
    }

    /// How long it is, in minutes.
    pub fn minutes(self) -> u32 {
        after(self.start.minutes(), self.end.minutes(), DAY)
    }
}

impl MaintenanceWindow {
    /// The day and the time when it begins.
    pub fn start(self) -> (Weekday, TimeOfDay) {
        self.start
    }

    /// The day and the time when it ends.
    pub fn end(self) -> (Weekday, TimeOfDay) {
        self.end
    }

    /// How long it is, in minutes.
    pub fn minutes(self) -> u32 {
        after(self.start_in_week(), in_week(self.end), WEEK)
    }

    fn start_in_week(self) -> u32 {
        in_week(self.start)
    }
}

fn in_week((day, time): (Weekday, TimeOfDay)) -> u32 {
    day.days_from_monday() * DAY + time.minutes()
}

/// How long after one moment of a cycle the other comes.
fn after(one: u32, other: u32, cycle: u32) -> u32 {
    (other + cycle - one) % cycle
}

impl BackupWindow {
    fn read(value: &str) -> Option<Self> {
        let (start, end) = value.split_once('-')?;
        Some(Self { start: start.parse().ok()?, end: end.parse().ok()? })
    }
}

impl MaintenanceWindow {
    fn read(value: &str) -> Option<Self> {
        let (start, end) = value.split_once('-')?;
        Some(Self { start: moment(start)?, end: moment(end)? })
    }
}

impl BackupWindow {
    /// Reads a daily window of a service's.
    pub(crate) fn parse(value: &str, noun: &'static str, shortest: ShortestWindow) -> Result<Self, WindowError> {
        let window = Self::read(value).ok_or_else(|| WindowError::Form {
            value: value.to_owned(),
            noun,
            example: "03:00-04:00",
            instead: Some(plainly(value)).filter(|plain| Self::read(plain).is_some()),
        })?;
        long_enough(value, window.minutes(), shortest)?;
        Ok(window)
    }
}

impl MaintenanceWindow {
    /// Reads a weekly window of a service's.
    pub(crate) fn parse(value: &str, noun: &'static str, shortest: ShortestWindow) -> Result<Self, WindowError> {
        let window = Self::read(value).ok_or_else(|| WindowError::Form {
            value: value.to_owned(),
            noun,
            example: "sun:04:30-sun:05:30",
            instead: Some(plainly(value)).filter(|plain| Self::read(plain).is_some()),
        })?;
        long_enough(value, window.minutes(), shortest)?;
        if window.minutes() >= DAY { Err(WindowError::Long(value.to_owned())) } else { Ok(window) }
    }
}

impl FromStr for BackupWindow {
    type Err = WindowError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Self::parse(value, "a backup window", OF_RDS)
    }
}

impl FromStr for MaintenanceWindow {
    type Err = WindowError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        Self::parse(value, "a maintenance window", OF_RDS)
    }
}

/// The text in small letters and without spaces, which is what is wrong with a window most often.
fn plainly(value: &str) -> String {
    value.to_lowercase().replace(' ', "")
}

fn moment(text: &str) -> Option<(Weekday, TimeOfDay)> {
    let (day, time) = text.split_once(':')?;
    Some((day.parse().ok()?, time.parse().ok()?))
}

fn long_enough(value: &str, minutes: u32, shortest: ShortestWindow) -> Result<(), WindowError> {
    if minutes < shortest.minutes { Err(WindowError::Short { value: value.to_owned(), minutes, shortest }) } else { Ok(()) }
}

impl fmt::Display for BackupWindow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.start, self.end)
    }
}

impl fmt::Display for MaintenanceWindow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, end } = self;
        write!(formatter, "{}:{}-{}:{}", start.0, start.1, end.0, end.1)
    }
}
