//! Availability zones. It must not know what lies in them.

use std::fmt;
use std::str::FromStr;

use super::region::{Region, RegionError};
use thiserror::Error;

use crate::choice::{self, ChoiceError};
use crate::edge::{crosses_as_text, one_of, schema};

/// The letter that ends an availability zone's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "a letter says all there is to say")]
pub enum ZoneLetter {
    A,
    B,
    C,
    D,
    E,
    F,
}

crosses_as_text!(
    ZoneLetter,
    schema(
        "a zone letter",
        "The letter that ends an availability zone's name.",
        one_of(ZoneLetter::ALL.map(ZoneLetter::as_str)),
        ["a"],
    )
);

/// An availability zone, such as `us-east-1a`; its region has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AvailabilityZone {
    region: Region,
    letter: ZoneLetter,
}

crosses_as_text!(
    AvailabilityZone,
    schema(
        "an availability zone",
        "An availability zone: its region's code and its letter.",
        one_of(Region::all().flat_map(Region::zones).map(|zone| zone.to_string())),
        ["us-east-1a"],
    )
);

/// A text is not an availability zone.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ZoneError {
    /// The text does not end with a zone letter.
    #[error("`{0}` is not an availability zone, which is a region and a letter from a to f, such as `us-east-1a`")]
    Letter(String),
    /// What stands before the letter is not a region.
    #[error(transparent)]
    Region(RegionError),
    /// The region has no zone of this letter.
    #[error("`{region}{letter}` is not a zone of `{region}`, whose zones are {}", words::list(region.zone_letters()))]
    NotInRegion {
        /// The region.
        region: Region,
        /// The letter that it does not have.
        letter: ZoneLetter,
    },
}

impl ZoneLetter {
    /// Every letter, in order.
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F];

    /// The letter, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
            Self::D => "d",
            Self::E => "e",
            Self::F => "f",
        }
    }
}

impl AvailabilityZone {
    /// The region's zone of this letter.
    pub fn new(region: Region, letter: ZoneLetter) -> Result<Self, ZoneError> {
        if region.zone_letters().contains(&letter) {
            Ok(Self::known(region, letter))
        } else {
            Err(ZoneError::NotInRegion { region, letter })
        }
    }

    /// A zone that the region's own table names.
    pub(super) fn known(region: Region, letter: ZoneLetter) -> Self {
        Self { region, letter }
    }

    /// The region that the zone lies in.
    pub fn region(self) -> Region {
        self.region
    }

    /// The letter that ends its name.
    pub fn letter(self) -> ZoneLetter {
        self.letter
    }
}

impl FromStr for ZoneLetter {
    type Err = ChoiceError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        choice::parse(value, "a zone letter", &Self::ALL, Self::as_str)
    }
}

impl FromStr for AvailabilityZone {
    type Err = ZoneError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let letter = ZoneLetter::ALL
            .into_iter()
            .find(|letter| value.ends_with(letter.as_str()))
            .ok_or_else(|| ZoneError::Letter(value.to_owned()))?;
        let code = &value[..value.len() - letter.as_str().len()];
        if code.is_empty() {
            return Err(ZoneError::Letter(value.to_owned()));
        }
        let region = code.parse().map_err(ZoneError::Region)?;
        Self::new(region, letter)
    }
}

impl fmt::Display for ZoneLetter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Display for AvailabilityZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.region, self.letter)
    }
}
