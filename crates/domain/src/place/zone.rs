//! Availability zones. It must not know what lies in them.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::region::{Region, RegionError};
use super::zone_letter::ZoneLetter;
use crate::edge::{crosses_as_text, one_of, schema};

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

impl Region {
    /// The zones, by letter.
    pub fn zones(self) -> impl Iterator<Item = AvailabilityZone> {
        self.zone_letters().iter().map(move |&letter| AvailabilityZone { region: self, letter })
    }

    /// The zone with this letter.
    pub fn zone(self, letter: ZoneLetter) -> Result<AvailabilityZone, ZoneError> {
        AvailabilityZone::new(self, letter)
    }
}

impl AvailabilityZone {
    /// The region's zone of this letter.
    pub fn new(region: Region, letter: ZoneLetter) -> Result<Self, ZoneError> {
        if region.zone_letters().contains(&letter) {
            Ok(Self { region, letter })
        } else {
            Err(ZoneError::NotInRegion { region, letter })
        }
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

impl fmt::Display for AvailabilityZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.region, self.letter)
    }
}
