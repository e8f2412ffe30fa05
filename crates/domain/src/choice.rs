//! One of a few words: the parser of the small enumerations, and the one error that they share. It
//! must not know any single one of them.

use thiserror::Error;

use crate::suggestion::did_you_mean;

/// A text is none of the words that its type knows.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not {noun}, which is one of {}{}", words::list(words), did_you_mean(meant(value, words)))]
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

fn meant<'a>(value: &str, words: &[&'a str]) -> Option<&'a str> {
    // `monday` for `mon`, `warning` for `warn`: too far away to be near, and plain all the same.
    let longer = || words.iter().copied().find(|word| value.to_lowercase().starts_with(word));
    words::nearest(value, words.iter().copied()).or_else(longer)
}

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
