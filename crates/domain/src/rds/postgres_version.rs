//! Versions of PostgreSQL as RDS names them. It must not know what an upgrade does.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::Date;
use crate::edge::{crosses_as_text, pattern, schema};

/// A version of PostgreSQL: a major one (`15`, the newest minor of it) or an exact one (`15.17`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostgresVersion {
    major: u32,
    minor: Option<u32>,
}

crosses_as_text!(
    PostgresVersion,
    schema(
        "a PostgreSQL version",
        "A version of PostgreSQL: a major one, which means the newest minor of it, or an exact one.",
        pattern(r"^1[3-8](\.(0|[1-9][0-9]{0,2}))?$"),
        ["15", "17.7"],
    )
);

/// A text is not a version of PostgreSQL that RDS runs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PostgresVersionError {
    /// The text is not a major version, nor a major and a minor one with a dot between.
    #[error("`{0}` is not a PostgreSQL version: give a major version such as `15`, or an exact one such as `15.17`")]
    Form(String),
    /// RDS runs no such major version, or synth does not know it.
    #[error("`{0}` is not a PostgreSQL version that synth knows of RDS, which runs {majors}", majors = words::list(MAJORS.iter().map(|major| major.number)))]
    Major(String),
}

/// What is known of a major version.
struct Major {
    number: u32,
    /// The newest minor version that RDS has deprecated: no instance can be made with it, or with
    /// one before it, and RDS upgrades the instances that there are.
    deprecated_to: Option<u32>,
    /// The first day of Extended Support, and of its third year; where AWS has given one.
    extended_from: Option<[&'static str; 2]>,
}

/// A year of Extended Support, which decides about its price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtendedSupport {
    /// The first or the second year.
    FirstYears,
    /// The third year, at twice the price.
    ThirdYear,
}

/// RDS for PostgreSQL Release Notes, "Release calendars for Amazon RDS for PostgreSQL", and AWS's
/// notice to owners of instances that 14.14 to 14.17, 15.9 to 15.12, 16.5 to 16.8 and 17.1 to 17.4,
/// the last of their majors to go, reach the end of standard support on 2026-05-31. The entry of 13
/// is what `DescribeDBEngineVersions` marked as deprecated in 2025.
const MAJORS: &[Major] = &[
    Major { number: 13, deprecated_to: Some(17), extended_from: Some(["2026-03-01", "2028-03-01"]) },
    Major { number: 14, deprecated_to: Some(17), extended_from: Some(["2027-03-01", "2029-03-01"]) },
    Major { number: 15, deprecated_to: Some(12), extended_from: Some(["2028-03-01", "2030-03-01"]) },
    Major { number: 16, deprecated_to: Some(8), extended_from: None },
    Major { number: 17, deprecated_to: Some(4), extended_from: None },
    Major { number: 18, deprecated_to: None, extended_from: None },
];

impl PostgresVersion {
    /// The major version.
    pub fn major(self) -> u32 {
        self.major
    }

    /// The minor version, if one is given.
    pub fn minor(self) -> Option<u32> {
        self.minor
    }

    /// Whether a minor version is given; then RDS must not upgrade to the next one by itself.
    pub fn is_exact(self) -> bool {
        self.minor.is_some()
    }

    /// The family that a parameter group for this version has: `postgres15`.
    pub fn parameter_group_family(self) -> String {
        format!("postgres{}", self.major)
    }

    /// Whether RDS has deprecated this exact version; never true of a major version alone.
    pub fn is_deprecated(self) -> bool {
        match (self.minor, self.known().deprecated_to) {
            (Some(minor), Some(deprecated_to)) => minor <= deprecated_to,
            (Some(_), None) | (None, _) => false,
        }
    }

    /// The oldest minor version of this major that RDS has not deprecated, as far as synth knows.
    pub fn oldest_supported(self) -> Self {
        let minor = self.known().deprecated_to.map_or(1, |deprecated_to| deprecated_to + 1);
        Self { major: self.major, minor: Some(minor) }
    }

    /// The year of Extended Support in which RDS keeps this major on a day, as of the dates that AWS has given ("Amazon RDS Extended
    /// Support versions", "Release calendars for Amazon RDS for PostgreSQL").
    pub fn extended_support(self, day: Date) -> Option<ExtendedSupport> {
        let [first, third] = self.known().extended_from?;
        // Days as ISO writes them are in the order of their texts.
        let day = day.to_string();
        match day.as_str() {
            day if day >= third => Some(ExtendedSupport::ThirdYear),
            day if day >= first => Some(ExtendedSupport::FirstYears),
            _ => None,
        }
    }

    /// The first day of Extended Support, where AWS has given one.
    pub fn extended_support_from(self) -> Option<&'static str> {
        self.known().extended_from.map(|[first, _]| first)
    }

    fn known(self) -> &'static Major {
        known(self.major).expect("a version is only made of a major in the table")
    }
}

fn known(number: u32) -> Option<&'static Major> {
    MAJORS.iter().find(|major| major.number == number)
}

impl FromStr for PostgresVersion {
    type Err = PostgresVersionError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let form = || PostgresVersionError::Form(value.to_owned());
        let (major, minor) = match value.split_once('.') {
            Some((major, minor)) => (major, Some(number(minor).ok_or_else(form)?)),
            None => (value, None),
        };
        let major = number(major).ok_or_else(form)?;
        known(major).ok_or_else(|| PostgresVersionError::Major(value.to_owned()))?;
        Ok(Self { major, minor })
    }
}

/// A number of up to three digits, without sign or leading zero.
fn number(text: &str) -> Option<u32> {
    let plain = matches!(text.len(), 1..=3)
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

impl fmt::Display for PostgresVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { major, minor } = self;
        match minor {
            Some(minor) => write!(formatter, "{major}.{minor}"),
            None => write!(formatter, "{major}"),
        }
    }
}
