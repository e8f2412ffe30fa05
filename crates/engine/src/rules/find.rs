//! A rule by its code. It must not know any single rule.

use super::all::RULES;
use super::rule::Rule;

/// The rule of this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// The code that was probably meant.
pub fn nearest(code: &str) -> Option<&'static str> {
    words::nearest(code, RULES.iter().map(|rule| rule.code))
}
