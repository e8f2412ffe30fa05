//! Text that follows a rule: the macro for the plain "validated text" types, and the one error that
//! they share. It must not know any single one of them.

use std::ops::RangeInclusive;

use schemars::Schema;
use serde_json::json;
use thiserror::Error;

use crate::edge;
use crate::suggestion::did_you_mean;

/// A text is not what it was given as: it breaks the rule of its type.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not {noun}: {why}{meant}", value = on_one_line(value), meant = did_you_mean(instead.as_deref()))]
pub struct TextError {
    value: String,
    noun: &'static str,
    why: TextProblem,
    instead: Option<String>,
}

/// Which part of a text type's rule a text breaks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TextProblem {
    /// The text has too few characters.
    #[error("it {}", too_short(*length, *minimum))]
    TooShort {
        /// How many characters it has.
        length: usize,
        /// How many it needs.
        minimum: usize,
    },
    /// The text has too many characters.
    #[error("it has {}, {} more than the {maximum} allowed", words::count(*length, "character"), length - maximum)]
    TooLong {
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        maximum: usize,
    },
    /// The text holds a character that is not allowed.
    #[error("it may only hold {allowed}, and {} is none of them", named(*character))]
    Character {
        /// The first such character.
        character: char,
        /// The allowed ones, in words.
        allowed: &'static str,
    },
    /// The text is of the wrong form; the sentence goes on after "it".
    #[error("it {0}")]
    Form(&'static str),
    /// The text is taken; the sentence goes on after "it".
    #[error("it {0}")]
    Reserved(&'static str),
}

impl TextError {
    /// The text that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &TextProblem {
        &self.why
    }

    /// A text near to it that would be right.
    pub fn suggestion(&self) -> Option<&str> {
        self.instead.as_deref()
    }
}

fn too_short(length: usize, minimum: usize) -> String {
    if length == 0 {
        "is empty".to_owned()
    } else {
        format!("has {}, and at least {minimum} are needed", words::count(length, "character"))
    }
}

/// A character as a sentence names it.
fn named(character: char) -> String {
    if character == ' ' { "a space".to_owned() } else { format!("`{}`", on_one_line(character.encode_utf8(&mut [0; 4]))) }
}

/// The text with its line breaks and other control characters written out: a sentence has one line.
fn on_one_line(text: &str) -> String {
    text.chars()
        .map(|character| if character.is_control() { character.escape_default().to_string() } else { character.to_string() })
        .collect()
}

/// What a text type accepts.
pub(crate) struct TextRule {
    pub(crate) noun: &'static str,
    pub(crate) length: RangeInclusive<usize>,
    /// An anchored regular expression, as exact as one can be; never stricter than `check`.
    pub(crate) pattern: &'static str,
    pub(crate) examples: &'static [&'static str],
    /// Everything but the length.
    pub(crate) check: fn(&str) -> Result<(), TextProblem>,
    /// What was perhaps meant; dropped if it is not accepted itself.
    pub(crate) suggest: fn(&str) -> String,
}

impl TextRule {
    pub(crate) fn parse(&self, value: &str) -> Result<String, TextError> {
        self.accepts(value).map_err(|why| TextError {
            value: value.to_owned(),
            noun: self.noun,
            why,
            instead: Some((self.suggest)(value)).filter(|instead| self.accepts(instead).is_ok()),
        })?;
        Ok(value.to_owned())
    }

    pub(crate) fn schema(&self, documentation: &str) -> Schema {
        let rule = json!({
            "type": "string",
            "minLength": self.length.start(),
            "maxLength": self.length.end(),
            "pattern": self.pattern,
        });
        edge::schema(self.noun, documentation, rule, self.examples.iter().copied())
    }

    fn accepts(&self, value: &str) -> Result<(), TextProblem> {
        let length = value.chars().count();
        let (minimum, maximum) = (*self.length.start(), *self.length.end());
        if length == 0 && minimum > 0 {
            return Err(TextProblem::TooShort { length, minimum });
        }
        // The form before the length: of two faults, the one that shows what the type wants.
        (self.check)(value)?;
        if length < minimum {
            return Err(TextProblem::TooShort { length, minimum });
        }
        if length > maximum {
            return Err(TextProblem::TooLong { length, maximum });
        }
        Ok(())
    }
}

/// Refuses the first character that is not allowed; `words` names the allowed ones.
pub(crate) fn only(value: &str, allowed: impl Fn(char) -> bool, words: &'static str) -> Result<(), TextProblem> {
    match value.chars().find(|character| !allowed(*character)) {
        Some(character) => Err(TextProblem::Character { character, allowed: words }),
        None => Ok(()),
    }
}

/// Refuses a text of the wrong form; `sentence` says, after "it", what the form is.
pub(crate) fn form(right: bool, sentence: &'static str) -> Result<(), TextProblem> {
    if right { Ok(()) } else { Err(TextProblem::Form(sentence)) }
}

/// Refuses a text that somebody else has taken; `sentence` says, after "it", who.
pub(crate) fn reserved(taken: bool, sentence: &'static str) -> Result<(), TextProblem> {
    if taken { Err(TextProblem::Reserved(sentence)) } else { Ok(()) }
}

/// No suggestion: the refused text itself, which is not accepted either.
pub(crate) fn no_suggestion(value: &str) -> String {
    value.to_owned()
}

/// Makes a type that is text following one rule: nothing in it but the checked text.
///
/// The doc comment's first paragraph becomes the JSON Schema's description; `is` names the type in
/// sentences. `length` is counted in characters and checked by the macro; `check` checks the rest
/// and `suggest` (optional) proposes what was meant. The type gets `FromStr`, `TryFrom<String>`,
/// `Display`, `as_str`, serde's traits and `JsonSchema`.
macro_rules! validated_text {
    (
        $(#[doc = $line:expr])+
        $type:ident is $noun:literal,
        length: $length:expr,
        pattern: $pattern:expr,
        examples: [$($example:literal),+ $(,)?],
        check: $check:path,
        $(suggest: $suggest:path,)?
    ) => {
        $(#[doc = $line])+
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(String);

        impl $type {
            const RULE: crate::text::TextRule = crate::text::TextRule {
                noun: $noun,
                length: $length,
                pattern: $pattern,
                examples: &[$($example),+],
                check: $check,
                suggest: crate::text::validated_text!(@suggest $($suggest)?),
            };

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $type {
            type Err = crate::text::TextError;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                Self::RULE.parse(value).map(Self)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        crate::edge::crosses_as_text!($type, Self::RULE.schema(concat!($($line, "\n"),+)));
    };
    (@suggest) => { crate::text::no_suggestion };
    (@suggest $suggest:path) => { $suggest };
}

pub(crate) use validated_text;
