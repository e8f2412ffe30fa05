//! For how many hours of a month how many tasks run, from scheduled actions. It must not know what a task costs.
//!
//! The method: 28 years of the calendar, after which weekdays and leap years begin anew, are gone through minute by minute as the
//! clocks in the schedule's time zone show it, and the shares that come out are taken of a month of 730 hours. The hour that is left
//! out in spring is the one that autumn has twice, so summer time changes nothing over a year.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::levels::Levels;
use crate::number::HOURS;

const DAYS: u32 = 28 * 365 + 7;
const MINUTES_OF_DAY: u32 = 24 * 60;
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// Between which numbers of tasks the autoscaler keeps a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bounds {
    pub(crate) min: u32,
    pub(crate) max: u32,
}

/// New bounds at certain times.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub(crate) cron: Cron,
    pub(crate) min: Option<u32>,
    pub(crate) max: Option<u32>,
}

/// When something happens: the minutes of the day, and the days.
#[derive(Clone, Debug)]
pub(crate) struct Cron {
    minutes: Vec<u32>,
    hours: Vec<u32>,
    days: Option<Vec<u32>>,
    months: Vec<u32>,
    weekdays: Option<Vec<u32>>,
}

/// For how many hours of a month the bounds are which.
pub(crate) fn hours(usual: Bounds, actions: &[Action]) -> BTreeMap<Bounds, Decimal> {
    let mut minutes: BTreeMap<Bounds, u32> = BTreeMap::new();
    let mut bounds = usual;
    // What holds at the end is what held at the start, so the first round only finds that.
    for _ in 0..2 {
        minutes.clear();
        let mut day = Date { day: 1, month: 1, year: 2001, weekday: 2 };
        for _ in 0..DAYS {
            let mut now = 0;
            for (minute, action) in events(actions, day) {
                *minutes.entry(bounds).or_default() += minute - now;
                now = minute;
                let min = action.min.unwrap_or(bounds.min);
                bounds = Bounds { min, max: action.max.unwrap_or(bounds.max).max(min) };
            }
            *minutes.entry(bounds).or_default() += MINUTES_OF_DAY - now;
            day = day.next();
        }
    }
    let all = Decimal::from(DAYS * MINUTES_OF_DAY);
    minutes
        .into_iter()
        .filter(|(_, minutes)| *minutes > 0)
        .map(|(bounds, minutes)| (bounds, HOURS * Decimal::from(minutes) / all))
        .collect()
}

impl Bounds {
    /// How many tasks run in each column.
    pub(crate) fn tasks(self, desired: u32) -> Levels<u32> {
        let Self { min, max } = self;
        Levels { minimum: min, expected: desired.clamp(min, max), maximum: max }
    }
}

fn events(actions: &[Action], day: Date) -> Vec<(u32, &Action)> {
    let mut events: Vec<(u32, &Action)> = actions
        .iter()
        .filter(|action| action.cron.is_on(day))
        .flat_map(|action| action.cron.times().map(move |minute| (minute, action)))
        .collect();
    events.sort_by_key(|(minute, _)| *minute);
    events
}

impl Cron {
    /// Reads `cron(minutes hours day-of-month month day-of-week year)` as far as it is made of values, lists, ranges and steps.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let refuse = || format!("`{text}` is no cron expression of values, lists, ranges and steps in every year");
        let inner = text.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')')).ok_or_else(refuse)?;
        let fields: Vec<&str> = inner.split_whitespace().collect();
        let [minutes, hours, days, months, weekdays, "*"] = fields.as_slice() else { return Err(refuse()) };
        let open = |field: &str| matches!(field, "*" | "?");
        let day_field = |field: &str, first, last, words| {
            if open(field) { Some(None) } else { values(field, first, last, words).map(Some) }
        };
        Ok(Self {
            minutes: values(minutes, 0, 59, &[]).ok_or_else(refuse)?,
            hours: values(hours, 0, 23, &[]).ok_or_else(refuse)?,
            days: day_field(days, 1, 31, &[]).ok_or_else(refuse)?,
            months: values(months, 1, 12, &MONTHS).ok_or_else(refuse)?,
            weekdays: day_field(weekdays, 1, 7, &WEEKDAYS).ok_or_else(refuse)?,
        })
    }

    fn is_on(&self, day: Date) -> bool {
        let holds = |allowed: &Option<Vec<u32>>, value| allowed.as_ref().is_none_or(|allowed| allowed.contains(&value));
        self.months.contains(&day.month) && holds(&self.days, day.day) && holds(&self.weekdays, day.weekday)
    }

    fn times(&self) -> impl Iterator<Item = u32> {
        self.hours.iter().flat_map(|hour| self.minutes.iter().map(move |minute| hour * 60 + minute))
    }
}

/// The values of a field; nothing for what this does not read.
fn values(field: &str, first: u32, last: u32, words: &[&str]) -> Option<Vec<u32>> {
    let value = |text: &str| -> Option<u32> {
        let word = (first..).zip(words).find(|(_, word)| **word == text).map(|(value, _)| value);
        word.or_else(|| text.parse().ok()).filter(|value| (first..=last).contains(value))
    };
    let mut found = Vec::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step.parse::<usize>().ok().filter(|step| *step > 0)?)),
            None => (part, None),
        };
        let (from, to) = match (range, range.split_once('-')) {
            ("*", _) => (first, last),
            (_, Some((from, to))) => (value(from)?, value(to)?),
            (_, None) => (value(range)?, if step.is_some() { last } else { value(range)? }),
        };
        found.extend((from..=to).step_by(step.unwrap_or(1)));
    }
    Some(found)
}

/// A day from 2001 to 2028, in which every fourth year is a leap year.
#[derive(Clone, Copy)]
struct Date {
    day: u32,
    month: u32,
    year: u32,
    /// From 1, which is Sunday.
    weekday: u32,
}

impl Date {
    fn next(self) -> Self {
        let Self { day, month, year, weekday } = self;
        let weekday = weekday % 7 + 1;
        let last = match month {
            2 if year.is_multiple_of(4) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        match (day < last, month < 12) {
            (true, _) => Self { day: day + 1, month, year, weekday },
            (false, true) => Self { day: 1, month: month + 1, year, weekday },
            (false, false) => Self { day: 1, month: 1, year: year + 1, weekday },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Bounds = Bounds { min: 1, max: 3 };
    const NONE: Bounds = Bounds { min: 0, max: 0 };

    fn action(cron: &str, Bounds { min, max }: Bounds) -> Action {
        Action { cron: Cron::parse(cron).expect("it is a cron expression"), min: Some(min), max: Some(max) }
    }

    fn share_of_730(minutes: u32, of: u32) -> Decimal {
        HOURS * Decimal::from(minutes) / Decimal::from(of)
    }

    #[test]
    fn office_hours_are_60_of_the_168_hours_of_a_week() {
        let actions = [action("cron(0 8 ? * MON-FRI *)", USUAL), action("cron(0 20 ? * MON-FRI *)", NONE)];
        let hours = hours(USUAL, &actions);
        assert_eq!(hours[&USUAL], share_of_730(60, 168));
        assert_eq!(hours[&NONE], share_of_730(108, 168));
    }

    #[test]
    fn a_schedule_may_go_past_midnight_and_past_sunday() {
        let actions = [action("cron(30 22 ? * FRI *)", USUAL), action("cron(30 6 ? * MON *)", NONE)];
        assert_eq!(hours(USUAL, &actions)[&USUAL], share_of_730(56, 168));
    }

    #[test]
    fn without_actions_it_is_all_month_the_same() {
        assert_eq!(hours(USUAL, &[]), BTreeMap::from([(USUAL, HOURS)]));
    }

    #[test]
    fn days_of_the_month_are_those_of_28_years() {
        // The first of each month: 12 days of a year, 336 of the 10,227 in 28 years.
        let actions = [action("cron(0 0 1 * ? *)", USUAL), action("cron(0 0 2 * ? *)", NONE)];
        assert_eq!(hours(USUAL, &actions)[&USUAL], share_of_730(336, 10_227));
        let leap = [action("cron(0 0 29 2 ? *)", USUAL), action("cron(0 0 1 3 ? *)", NONE)];
        assert_eq!(hours(USUAL, &leap)[&USUAL], share_of_730(7, 10_227));
    }

    #[test]
    fn steps_and_lists_are_read_and_the_rest_is_not() {
        let every_other_hour = Cron::parse("cron(0/30 */12 * JAN,3 ? *)").expect("it is one");
        assert_eq!(every_other_hour.times().collect::<Vec<_>>(), [0, 30, 720, 750]);
        assert_eq!(every_other_hour.months, [1, 3]);
        for other in [
            "rate(1 day)",
            "cron(0 8 L * ? *)",
            "cron(0 8 ? * FRI#2 *)",
            "cron(0 8 ? * MON 2027)",
            "cron(0 24 * * ? *)",
            "cron(0/0 8 * * ? *)",
        ] {
            assert!(Cron::parse(other).is_err(), "{other}");
        }
    }
}
