//! The six fields of an AWS cron expression, and what each may hold. It must not know how they stand
//! together.

/// One field.
pub(super) struct Field {
    pub(super) name: &'static str,
    /// What the field may hold, in words.
    pub(super) allowed: &'static str,
    smallest: u32,
    largest: u32,
    /// Words that stand for the numbers from `smallest` on.
    words: &'static [&'static str],
    /// The wildcards beyond `*`, `,` and `-` that the field knows.
    wildcards: &'static str,
}

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// The fields, in the order in which they are written.
///
/// EventBridge User Guide, "Cron expressions reference": the table of values and wildcards.
pub(super) const FIELDS: [Field; 6] = [
    Field { name: "minutes", allowed: "0 to 59 with `*`, `,`, `-` and `/`", smallest: 0, largest: 59, words: &[], wildcards: "/" },
    Field { name: "hours", allowed: "0 to 23 with `*`, `,`, `-` and `/`", smallest: 0, largest: 23, words: &[], wildcards: "/" },
    Field {
        name: "day of month",
        allowed: "1 to 31 with `*`, `,`, `-`, `/`, `?`, `L` and `W`",
        smallest: 1,
        largest: 31,
        words: &[],
        wildcards: "/?LW",
    },
    Field {
        name: "month",
        allowed: "1 to 12 or JAN to DEC with `*`, `,`, `-` and `/`",
        smallest: 1,
        largest: 12,
        words: MONTHS,
        wildcards: "/",
    },
    Field {
        name: "day of week",
        allowed: "1 to 7 or SUN to SAT with `*`, `,`, `-`, `?`, `L` and `#`",
        smallest: 1,
        largest: 7,
        words: DAYS,
        wildcards: "?L#",
    },
    Field {
        name: "year",
        allowed: "1970 to 2199 with `*`, `,`, `-` and `/`",
        smallest: 1970,
        largest: 2199,
        words: &[],
        wildcards: "/",
    },
];

impl Field {
    /// The first part of the text that the field may not hold.
    pub(super) fn wrong_part<'a>(&self, text: &'a str) -> Option<&'a str> {
        if text == "*" || (text == "?" && self.knows('?')) {
            return None;
        }
        // "If you use a `#`, you can define only one expression in the day-of-week field."
        if text.contains('#') && text.contains(',') {
            return Some(text);
        }
        text.split(',').find(|part| !self.accepts(part))
    }

    fn knows(&self, wildcard: char) -> bool {
        self.wildcards.contains(wildcard)
    }

    fn accepts(&self, part: &str) -> bool {
        if let Some((from, step)) = part.split_once('/') {
            let from_is_right = from == "*" || self.accepts_range(from);
            return self.knows('/') && from_is_right && number(step).is_some_and(|step| step > 0);
        }
        self.accepts_range(part) || self.accepts_special(part)
    }

    /// A value, or two with a hyphen between, the smaller first.
    fn accepts_range(&self, part: &str) -> bool {
        match part.split_once('-') {
            Some((from, to)) => match (self.value(from), self.value(to)) {
                (Some(from), Some(to)) => from <= to,
                (Some(_) | None, None) | (None, Some(_)) => false,
            },
            None => self.value(part).is_some(),
        }
    }

    /// `L` and `15W` of a day of month; `L`, `FRIL` and `FRI#2` of a day of week.
    fn accepts_special(&self, part: &str) -> bool {
        let last = self.knows('L') && part == "L";
        let last_weekday = self.knows('#') && part.strip_suffix('L').is_some_and(|day| self.value(day).is_some());
        let weekday_near = self.knows('W') && part.strip_suffix('W').is_some_and(|day| day == "L" || self.value(day).is_some());
        let of_month = self.knows('#')
            && part
                .split_once('#')
                .is_some_and(|(day, week)| self.value(day).is_some() && number(week).is_some_and(|week| (1..=5).contains(&week)));
        last || last_weekday || weekday_near || of_month
    }

    /// The smallest number that the text names; none if it names others by a wildcard.
    pub(super) fn smallest_of(&self, text: &str) -> Option<u32> {
        let begins = text.split(',').map(|part| {
            let part = part.split_once('/').map_or(part, |(from, _)| from);
            self.value(part.split_once('-').map_or(part, |(from, _)| from))
        });
        begins.collect::<Option<Vec<u32>>>()?.into_iter().min()
    }

    /// Whether the text names this number.
    pub(super) fn names(&self, text: &str, number: u32) -> bool {
        let names = |part: &str| {
            let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, self::number(step)));
            let (from, to) = match range.split_once('-') {
                Some((from, to)) => (self.value(from), self.value(to)),
                None if range == "*" => (Some(self.smallest), Some(self.largest)),
                // A step from a value on runs to the end.
                None => (self.value(range), if step.is_some() { Some(self.largest) } else { self.value(range) }),
            };
            let (Some(from), Some(to)) = (from, to) else { return false };
            (from..=to).contains(&number) && (number - from).is_multiple_of(step.unwrap_or(1))
        };
        text.split(',').any(names)
    }

    /// Whether the text names this number or a larger one.
    pub(super) fn names_from(&self, text: &str, number: u32) -> bool {
        text == "*" || (number..=self.largest).any(|number| self.names(text, number))
    }

    fn value(&self, text: &str) -> Option<u32> {
        let word = (self.smallest..).zip(self.words).find(|(_, word)| **word == text);
        word.map(|(value, _)| value).or_else(|| number(text)).filter(|value| (self.smallest..=self.largest).contains(value))
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}
