//! Why settings are refused, for who tries others.

use std::fmt;

/// Why settings cannot be used: what it says is its first reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejection {
    /// What the first error says.
    pub(crate) reason: String,
    /// Everything that the errors say, help and labels among it, and the settings that they are about.
    pub(crate) told: Vec<String>,
}

impl Rejection {
    /// One that comes from elsewhere than a report.
    pub fn of_text(reason: String) -> Self {
        Self { told: vec![reason.clone()], reason }
    }

    /// Whether an error names a setting with this key, as `memory` or in words as `read replica`: another value of that one may be what is wanted.
    pub fn names(&self, key: &str) -> bool {
        let words = key.replace('_', " ");
        self.told.iter().any(|text| has_word(text, key) || has_word(text, &words))
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

/// Whether the word stands in the text by itself, or in the plural.
fn has_word(text: &str, word: &str) -> bool {
    let is_within = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        let after = &text[at + word.len()..];
        !text[..at].ends_with(is_within) && !after.strip_prefix('s').unwrap_or(after).starts_with(is_within)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_settings_by_key_or_in_words() {
        let rejection =
            Rejection::of_text("256 CPU units take 512 to 2048 MB of memory, see `lock_table` and log groups".to_owned());
        for key in ["memory", "lock_table", "log_group"] {
            assert!(rejection.names(key), "{key}");
        }
        for key in ["lock", "table_name", "mem", "group_name"] {
            assert!(!rejection.names(key), "{key}");
        }
    }
}
