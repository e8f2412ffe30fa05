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

/// An enumeration whose values are written as a word each.
macro_rules! choice {
    (
        $(#[$doc:meta])*
        $type:ident is $known:literal,
        $noun:literal: $sentence:literal,
        example: $example:literal,
        $($(#[$word_doc:meta])* $variant:ident = $word:literal),+ $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $($(#[$word_doc])* $variant),+
        }

        impl $type {
            /// All of them, in their order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::str::FromStr for $type {
            type Err = crate::choice::ChoiceError;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                crate::choice::parse(value, $known, &Self::ALL, Self::as_str)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        crate::edge::crosses_as_text!(
            $type,
            crate::edge::schema($noun, $sentence, crate::edge::one_of($type::ALL.map($type::as_str)), [$example])
        );
    };
}

pub(crate) use choice;

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
