//! Texts of the settings inside another language.

use serde_json::Value;

/// As YAML's double-quoted scalar, of which JSON's strings are some.
pub(super) fn yaml(text: &str) -> String {
    Value::from(text).to_string()
}

/// What stands between single quotes in Groovy, one or three of them.
pub(super) fn groovy(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}

/// Lines with spaces in front of each.
pub(super) fn indented<L: AsRef<str>>(lines: &[L], spaces: usize) -> String {
    prefixed(&" ".repeat(spaces), lines)
}

/// Lines with a text in front of each.
pub(super) fn prefixed<L: AsRef<str>>(before: &str, lines: &[L]) -> String {
    lines.iter().flat_map(|line| [before, line.as_ref(), "\n"]).collect()
}
