//! One of a few words: the parser of the small enumerations, and the one error that they share. It
//! must not know any single one of them.

use std::error::Error;
use std::fmt;

use crate::suggestion::{did_you_mean, nearest};

/// A text is none of the words that its type knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceError {
    value: String,
    noun: &'static str,
    words: Vec<&'static str>,
}

impl ChoiceError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The words that would be right.
    pub fn words(&self) -> &[&'static str] {
        &self.words
    }
}

impl fmt::Display for ChoiceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { value, noun, words } = self;
        let known = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        // `monday` for `mon`, `warning` for `warn`: too far away to be near, and plain all the same.
        let longer = words.iter().copied().find(|word| value.to_lowercase().starts_with(word));
        let meant = did_you_mean(nearest(value, words.iter().copied()).or(longer));
        write!(formatter, "`{value}` is not {noun}, which is one of {known}{meant}")
    }
}

impl Error for ChoiceError {}

/// The choice whose word the text is.
pub(crate) fn parse<T: Copy>(
    value: &str,
    noun: &'static str,
    choices: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<T, ChoiceError> {
    choices.iter().copied().find(|choice| word(*choice) == value).ok_or_else(|| ChoiceError {
        value: value.to_owned(),
        noun,
        words: choices.iter().map(|choice| word(*choice)).collect(),
    })
}
