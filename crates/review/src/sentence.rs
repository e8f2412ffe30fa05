//! A sentence that mixes our words with a plan's values. It must not know how it is shown.
//!
//! The words are `'static`: what comes from a plan can only get in as a value, which every output marks as such.

use std::fmt;

use serde::{Serialize, Serializer};

/// A sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence(Vec<Part>);

/// A part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Ours.
    Words(&'static str),
    /// The plan's: untrusted.
    Value(String),
}

impl Sentence {
    /// A sentence that starts with these words.
    pub(crate) fn new(words: &'static str) -> Self {
        Self(vec![Part::Words(words)])
    }

    /// A sentence that starts with this value.
    pub(crate) fn of(value: impl fmt::Display) -> Self {
        Self(Vec::new()).value(value)
    }

    /// Goes on with words.
    pub(crate) fn words(mut self, words: &'static str) -> Self {
        self.0.push(Part::Words(words));
        self
    }

    /// Goes on with a value of the plan's.
    pub(crate) fn value(mut self, value: impl fmt::Display) -> Self {
        self.0.push(Part::Value(value.to_string()));
        self
    }

    /// Goes on with a list of values, and how many more there are.
    pub(crate) fn values<T: fmt::Display>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        const SHOWN: usize = 6;
        let values: Vec<T> = values.into_iter().collect();
        for (at, value) in values.iter().take(SHOWN).enumerate() {
            if at > 0 {
                self.0.push(Part::Words(", "));
            }
            self = self.value(value);
        }
        if values.len() > SHOWN {
            self = self.words(" and more, in all ").value(values.len());
        }
        self
    }

    /// Goes on with another sentence.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The parts in their order.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Words(words) => formatter.write_str(words),
            Part::Value(value) => write!(formatter, "`{value}`"),
        })
    }
}

impl Sentence {
    /// As plain text, without marks around the values.
    pub fn plain(&self) -> String {
        self.0
            .iter()
            .map(|part| match part {
                Part::Words(words) => (*words).to_owned(),
                Part::Value(value) => value.clone(),
            })
            .collect()
    }
}

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
