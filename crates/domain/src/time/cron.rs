//! Cron expressions as AWS has them, with six fields. It must not know what they start.

use std::fmt;
use std::str::FromStr;

use super::cron_field::{FIELDS, Field};
use super::time_of_day::TimeOfDay;
use super::weekday::Weekday;
use thiserror::Error;

use crate::edge::{crosses_as_text, pattern, schema};
use crate::suggestion::did_you_mean;

/// A cron expression of AWS: `cron(minutes hours day-of-month month day-of-week year)`.
///
/// Application Auto Scaling User Guide, "Schedule recurring scaling actions using cron expressions";
/// EventBridge User Guide, "Cron expressions reference". One of the two day fields is `?`. A field
/// that is not `*` or `?` is a list of values, ranges (`MON-FRI`) and steps (`0/15`); day of month
/// also knows `L` and `15W`, day of week `L`, `FRIL` and `FRI#2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CronExpression {
    fields: [String; 6],
}

crosses_as_text!(
    CronExpression,
    schema(
        "an AWS cron expression",
        "A cron expression of AWS: minutes, hours, day of month, month, day of week, year.",
        pattern(r"^cron\([0-9A-Z*,/#?LW-]+( +[0-9A-Z*,/#?LW-]+){5}\)$"),
        ["cron(0 20 ? * MON-FRI *)"],
    )
);

/// A text is not a cron expression that AWS accepts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not an AWS cron expression: {problem}")]
pub struct CronError {
    value: String,
    problem: CronProblem,
}

/// What is wrong with a cron expression.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CronProblem {
    /// It is not written `cron(…)`.
    #[error("it is written like `cron(0 20 ? * MON-FRI *)`")]
    Form,
    /// It does not have six fields.
    #[error("it has {0} fields and needs six, which are minutes, hours, day of month, month, day of week and year")]
    FieldCount(usize),
    /// Part of a field is not what the field may hold.
    #[error("its {field} cannot be `{part}`, but only {allowed}")]
    Field {
        /// The field's name.
        field: &'static str,
        /// The part of it that is wrong.
        part: String,
        /// What the field may hold.
        allowed: &'static str,
    },
    /// No month that it names has a day that it names.
    #[error("no such day ever comes: the longest of the months `{month}` ends on {last}, and the first day that it names is {day}")]
    NoSuchDay {
        /// The first of the days.
        day: u32,
        /// The months, as they are written.
        month: String,
        /// The last day of the longest of the months.
        last: u32,
    },
    /// Not exactly one of the two day fields is `?`.
    #[error("one of day of month and day of week has to be `?`, and only one{}", did_you_mean(instead.as_deref()))]
    Days {
        /// The expression with one of them so, where it is plain which one.
        instead: Option<String>,
    },
}

impl CronExpression {
    /// Every day at this time.
    pub fn daily(time: TimeOfDay) -> Self {
        Self::at(time, "*", "?")
    }

    /// At this time on the days from the first to the last, both included.
    pub fn weekly(time: TimeOfDay, first: Weekday, last: Weekday) -> Self {
        let word = |day: Weekday| day.as_str().to_uppercase();
        // AWS's week begins on Sunday. A range that would run past its end becomes a list.
        let in_week = |day: Weekday| (day.days_from_monday() + 1) % 7;
        let days = if first == last {
            word(first)
        } else if in_week(first) < in_week(last) {
            format!("{}-{}", word(first), word(last))
        } else {
            let from_first = Weekday::ALL.into_iter().cycle().skip_while(|day| *day != first);
            let before_last = from_first.take_while(|day| *day != last).map(word);
            before_last.chain([word(last)]).collect::<Vec<_>>().join(",")
        };
        Self::at(time, "?", &days)
    }

    /// Whether it names this year or a later one.
    pub(super) fn comes_in_or_after(&self, year: u32) -> bool {
        let [.., named] = &self.fields;
        let [.., field] = &FIELDS;
        field.names_from(named, year)
    }

    fn at(time: TimeOfDay, day_of_month: &str, day_of_week: &str) -> Self {
        let fields = [&*time.minute().to_string(), &*time.hour().to_string(), day_of_month, "*", day_of_week, "*"];
        Self { fields: fields.map(str::to_owned) }
    }
}

impl CronError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &CronProblem {
        &self.problem
    }
}

impl FromStr for CronExpression {
    type Err = CronError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        parse(value).map_err(|problem| CronError { value: value.to_owned(), problem })
    }
}

fn parse(value: &str) -> Result<CronExpression, CronProblem> {
    let inner = value.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')')).ok_or(CronProblem::Form)?;
    let fields: Vec<String> = inner.split_whitespace().map(str::to_owned).collect();
    let fields: [String; 6] = fields.try_into().map_err(|fields: Vec<String>| CronProblem::FieldCount(fields.len()))?;
    for (field, text) in FIELDS.iter().zip(&fields) {
        check(field, text)?;
    }
    days(&fields)?;
    exists(&fields)?;
    Ok(CronExpression { fields })
}

fn check(field: &Field, text: &str) -> Result<(), CronProblem> {
    match field.wrong_part(text) {
        Some(part) => Err(CronProblem::Field { field: field.name, part: part.to_owned(), allowed: field.allowed }),
        None => Ok(()),
    }
}

/// The last days of the months, in a year that has them all.
const LAST_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// What never comes, EventBridge Scheduler refuses or never starts: 30 February.
fn exists(fields: &[String; 6]) -> Result<(), CronProblem> {
    let [_, _, day_of_month, month, ..] = fields;
    let [_, _, days_field, months_field, ..] = &FIELDS;
    // `L` and `W` are found in every month.
    let Some(day) = days_field.smallest_of(day_of_month) else { return Ok(()) };
    let last = (1..).zip(LAST_DAYS).filter(|(number, _)| months_field.names(month, *number)).map(|(_, last)| last).max();
    match last {
        Some(last) if last < day => Err(CronProblem::NoSuchDay { day, month: month.clone(), last }),
        _ => Ok(()),
    }
}

fn days(fields: &[String; 6]) -> Result<(), CronProblem> {
    let [minutes, hours, day_of_month, month, day_of_week, year] = fields;
    let with = |day_of_month: &str, day_of_week: &str| {
        Some(format!("cron({minutes} {hours} {day_of_month} {month} {day_of_week} {year})"))
    };
    let instead = match (&**day_of_month, &**day_of_week) {
        ("?", day) | (day, "?") if day != "?" => return Ok(()),
        ("?", _) => with("*", "?"),
        ("*", day_of_week) => with("?", day_of_week),
        (day_of_month, "*") => with(day_of_month, "?"),
        _ => None,
    };
    Err(CronProblem::Days { instead })
}

impl fmt::Display for CronExpression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cron({})", self.fields.join(" "))
    }
}
