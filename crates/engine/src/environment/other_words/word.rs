//! What is known of words. It must not know any.

/// The table in which words are met (`*` for a name of the user's), the words, and what to write.
pub(super) type Word = (&'static str, &'static [&'static str], &'static str);
