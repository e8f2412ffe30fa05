//! When something is started, as EventBridge Scheduler has it: by the calendar, at a rate, or once. It must not know what is started.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use jiff::civil;
use thiserror::Error;

use super::cron::{CronError, CronExpression};
use super::date::Date;
use crate::edge::{crosses_as_text, pattern, schema};
use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::suggestion::did_you_mean;

/// When something is started: `cron(…)`, `rate(…)` or `at(…)`.
///
/// EventBridge Scheduler User Guide, "Schedule types": a cron expression has six fields, a rate is a whole number of minutes, hours or
/// days, and `at` is one moment, without a time zone of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScheduleExpression {
    /// By the calendar.
    Cron(CronExpression),
    /// Again and again.
    Rate(NonZeroU32, RateUnit),
    /// Once.
    At(civil::DateTime),
}

/// In what a rate counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RateUnit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
}

crosses_as_text!(
    ScheduleExpression,
    schema(
        "a schedule",
        "When something is started, as EventBridge Scheduler has it: `cron(…)` with six fields, `rate(<number> <unit>)`, or `at(…)` for once.",
        pattern(
            r"^(cron\([0-9A-Z*,/#?LW-]+( +[0-9A-Z*,/#?LW-]+){5}\)|rate\([1-9][0-9]* (minutes?|hours?|days?)\)|at\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\))$"
        ),
        ["cron(0 3 * * ? *)", "rate(15 minutes)", "at(2027-03-31T04:00:00)"],
    )
);

/// A text is not a schedule that EventBridge Scheduler accepts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScheduleExpressionError {
    /// It begins like none of the three kinds.
    #[error(
        "`{value}` is not a schedule, which is `cron(0 3 * * ? *)`, `rate(15 minutes)` or `at(2027-03-31T04:00:00)`{}",
        did_you_mean(instead.as_deref())
    )]
    Form {
        /// The text that was refused.
        value: String,
        /// What is meant, where it is a schedule of crontab's.
        instead: Option<String>,
    },
    /// Its cron expression is none.
    #[error(transparent)]
    Cron(#[from] CronError),
    /// Its rate is none.
    #[error(
        "`{value}` is not a rate, which is a whole number from 1 and `minutes`, `hours` or `days`, such as `rate(15 minutes)`{}",
        did_you_mean(instead.as_deref())
    )]
    Rate {
        /// The text that was refused.
        value: String,
        /// What is meant, where it is plain.
        instead: Option<String>,
    },
    /// Its moment is none.
    #[error(
        "`{0}` is not a moment of the calendar, which is written `at(2027-03-31T04:00:00)`; its time zone is a setting of its own"
    )]
    At(String),
}

impl ScheduleExpression {
    /// Whether it starts nothing from this day on. The day before still counts as to come: when it is over, the time zone decides.
    pub fn is_over(&self, today: Date) -> bool {
        match self {
            Self::Cron(cron) => !cron.comes_in_or_after(today.year()),
            Self::Rate(..) => false,
            Self::At(moment) => Date::from(moment.date()).days_later(1) < today,
        }
    }
}

impl FromStr for ScheduleExpression {
    type Err = ScheduleExpressionError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let inner = |kind: &str| value.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')');
        if value.starts_with("cron(") {
            return Ok(Self::Cron(value.parse()?));
        }
        if let Some(rate) = inner("rate") {
            return rate_of(value, rate);
        }
        if let Some(moment) = inner("at") {
            return moment_of(moment).map(Self::At).ok_or_else(|| ScheduleExpressionError::At(value.escape_debug().to_string()));
        }
        Err(ScheduleExpressionError::Form { value: value.escape_debug().to_string(), instead: from_crontab(value) })
    }
}

fn rate_of(value: &str, rate: &str) -> Result<ScheduleExpression, ScheduleExpressionError> {
    let refused = |instead: Option<String>| ScheduleExpressionError::Rate { value: value.escape_debug().to_string(), instead };
    let (number, unit) = rate.split_once(' ').ok_or_else(|| refused(None))?;
    let is_plain = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: NonZeroU32 = number.parse().ok().filter(|_| is_plain).ok_or_else(|| refused(None))?;
    let unit_of = |word: &str| match word {
        "minute" | "minutes" => Some(RateUnit::Minutes),
        "hour" | "hours" => Some(RateUnit::Hours),
        "day" | "days" => Some(RateUnit::Days),
        _ => None,
    };
    let Some(found) = unit_of(unit) else {
        let singular =
            ["minute", "hour", "day"].into_iter().find(|word| word.starts_with(unit.to_lowercase().trim_end_matches('s')));
        let meant = singular.filter(|_| !unit.is_empty()).and_then(unit_of);
        return Err(refused(meant.map(|unit| ScheduleExpression::Rate(number, unit).to_string())));
    };
    let schedule = ScheduleExpression::Rate(number, found);
    // EventBridge User Guide, "Rate expressions": the unit of 1 is in the singular, and any other's in the plural.
    if schedule.to_string() == value { Ok(schedule) } else { Err(refused(Some(schedule.to_string()))) }
}

fn moment_of(text: &str) -> Option<civil::DateTime> {
    // What jiff reads is more: fractions, a space for the `T`, no seconds.
    let is_plain = text.len() == "2027-03-31T04:00:00".len() && text.as_bytes().get(10) == Some(&b'T');
    text.parse().ok().filter(|moment: &civil::DateTime| is_plain && written(moment) == text)
}

fn written(moment: &civil::DateTime) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// What crontab's five fields, and its words, are in AWS's form, where both mean the same. Days of the week have other numbers there.
fn from_crontab(value: &str) -> Option<String> {
    let fields: Vec<&str> = value.split_whitespace().collect();
    let inner = match fields[..] {
        ["@hourly"] => "0 * * * ? *".to_owned(),
        ["@daily" | "@midnight"] => "0 0 * * ? *".to_owned(),
        ["@weekly"] => "0 0 ? * SUN *".to_owned(),
        ["@monthly"] => "0 0 1 * ? *".to_owned(),
        ["@yearly" | "@annually"] => "0 0 1 1 ? *".to_owned(),
        [minutes, hours, day, month, "*"] => format!("{minutes} {hours} {day} {month} ? *"),
        [minutes, hours, "*", month, weekday] if weekday.bytes().all(|byte| !byte.is_ascii_digit()) => {
            format!("{minutes} {hours} ? {month} {} *", weekday.to_ascii_uppercase())
        }
        _ => return None,
    };
    format!("cron({inner})").parse().ok().map(|cron: CronExpression| cron.to_string())
}

impl fmt::Display for ScheduleExpression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cron(cron) => cron.fmt(formatter),
            Self::Rate(number, unit) => {
                let unit = match unit {
                    RateUnit::Minutes => "minute",
                    RateUnit::Hours => "hour",
                    RateUnit::Days => "day",
                };
                write!(formatter, "rate({})", words::count(number.get() as usize, unit))
            }
            Self::At(moment) => write!(formatter, "at({})", written(moment)),
        }
    }
}

bounded_number! {
    /// How often EventBridge Scheduler tries again to start something.
    ///
    /// EventBridge Scheduler API Reference, `RetryPolicy`, `MaximumRetryAttempts`.
    RetryAttempts is "a number of retries",
    unit: "",
    allowed: Range(0, 185),
    examples: [3],
}

bounded_number! {
    /// For how many seconds EventBridge Scheduler tries again to start something.
    ///
    /// EventBridge Scheduler API Reference, `RetryPolicy`, `MaximumEventAgeInSeconds`.
    EventAge is "an age of an event",
    unit: "seconds",
    allowed: Range(60, 86_400),
    examples: [3600],
}
