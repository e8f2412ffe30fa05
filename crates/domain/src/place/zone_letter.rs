//! The letters of availability zones. It must not know which region has which.

use std::fmt;
use std::str::FromStr;

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

impl FromStr for ZoneLetter {
    type Err = ChoiceError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        choice::parse(value, "a zone letter", &Self::ALL, Self::as_str)
    }
}

impl fmt::Display for ZoneLetter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
