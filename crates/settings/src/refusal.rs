//! The deserializer's error: what the type refused, and at which setting.
//!
//! Knows neither files nor how it will be worded.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use crate::path::{Segment, SettingPath};

/// Why a tree is no value of the type.
#[derive(Debug, thiserror::Error)]
#[error("{}: {kind:?}", self.path())]
pub(crate) struct Refusal {
    pub(crate) kind: Kind,
    /// Whether the key is refused, not the value.
    pub(crate) at_key: bool,
    /// Innermost segment first: each level adds its own on the way out.
    path: Vec<Segment>,
}

/// What serde says, in its structure.
#[derive(Debug)]
pub(crate) enum Kind {
    UnknownField {
        name: String,
        known: &'static [&'static str],
    },
    MissingField(&'static str),
    UnknownVariant {
        name: String,
        known: &'static [&'static str],
    },
    /// Another kind of value, or a number out of range.
    Type {
        expected: String,
    },
    Length {
        found: usize,
        expected: String,
    },
    /// Several of what only one can be.
    Several(Vec<String>),
    /// The same field by two of its names.
    Duplicate(&'static str),
    /// The words of a domain type.
    Other(String),
}

impl Refusal {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, at_key: false, path: Vec::new() }
    }

    /// Adds the step that leads to where the refusal came from.
    pub(crate) fn under(mut self, segment: Segment) -> Self {
        self.path.push(segment);
        self
    }

    /// The refusal of the key `key` itself.
    pub(crate) fn of_key(mut self, key: &str) -> Self {
        self.at_key = true;
        self.under(Segment::Key(key.to_owned()))
    }

    /// The setting that is refused; for a missing field, that field.
    pub(crate) fn path(&self) -> SettingPath {
        let path = SettingPath::from(self.path.iter().rev().cloned().collect::<Vec<_>>());
        match self.kind {
            Kind::MissingField(field) => path.key(field),
            _ => path,
        }
    }
}

impl Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Kind::Other(message.to_string()))
    }

    // What was found is told from the tree, which knows it as the user wrote it.
    fn invalid_type(_found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = expected.to_string();
        Self::new(Kind::Type { expected })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(found: usize, expected: &dyn Expected) -> Self {
        let expected = expected.to_string();
        Self::new(Kind::Length { found, expected })
    }

    fn unknown_variant(name: &str, known: &'static [&'static str]) -> Self {
        let name = name.to_owned();
        Self::new(Kind::UnknownVariant { name, known })
    }

    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        let name = name.to_owned();
        Self::new(Kind::UnknownField { name, known })
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Kind::MissingField(field))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Kind::Duplicate(field))
    }
}
