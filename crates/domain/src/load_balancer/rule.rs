//! What a listener rule compares, and in which order. It must not know where a rule leads.

use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// A pattern for the path of a request; `*` is any characters, `?` any single one.
    ///
    /// Elastic Load Balancing API Reference, `RuleCondition`: at most 128 characters, of which the
    /// special ones are ``_-.$/~"'@:+&*?``; case counts. A path begins with `/`, so a pattern has to
    /// begin with `/` or `*` to match any.
    PathPattern is "a path pattern",
    length: 1..=128,
    pattern: r#"^[/*][A-Za-z0-9_.$/~"'@:+&*?-]*$"#,
    examples: ["/api/*"],
    check: path_pattern,
    suggest: with_slash,
}

validated_text! {
    /// A pattern for the host of a request; `*` is any characters, `?` any single one.
    ///
    /// Elastic Load Balancing API Reference, `HostHeaderConditionConfig` and `RuleCondition`: at most
    /// 128 characters, at least one dot, only letters behind the last one.
    HostPattern is "a host pattern",
    length: 1..=128,
    pattern: r"^[A-Za-z0-9.*?-]*\.[A-Za-z]+$",
    examples: ["api.example.com", "*.example.com"],
    check: host_pattern,
}

bounded_number! {
    /// The place of a rule among those of its listener; the lowest is tried first.
    ///
    /// Elastic Load Balancing API Reference, `CreateRule`.
    RulePriority is "a rule priority",
    unit: "",
    allowed: Range(1, 50_000),
    examples: [100],
}

impl PathPattern {
    /// Whether it matches a path.
    pub fn matches(&self, path: &str) -> bool {
        matches(self.as_str().as_bytes(), path.as_bytes())
    }
}

impl HostPattern {
    /// Whether it matches a host; case does not count.
    pub fn matches(&self, host: &str) -> bool {
        matches(self.as_str().to_ascii_lowercase().as_bytes(), host.to_ascii_lowercase().as_bytes())
    }
}

/// Whether a pattern with `*` and `?` matches a text.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => matches(rest, text) || text.split_first().is_some_and(|(_, more)| matches(pattern, more)),
        ([b'?', rest @ ..], [_, more @ ..]) => matches(rest, more),
        ([first, rest @ ..], [other, more @ ..]) => first == other && matches(rest, more),
        ([], [_, ..]) | ([_, ..], []) => false,
    }
}

fn path_pattern(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || "_-.$/~\"'@:+&*?".contains(character),
        "letters, digits and any of _-.$/~\"'@:+&*?",
    )?;
    form(value.starts_with(['/', '*']), "has to start with `/` or `*`")
}

fn with_slash(value: &str) -> String {
    format!("/{}", value.trim())
}

fn host_pattern(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_alphanumeric() || "-.*?".contains(character), "letters, digits and any of -.*?")?;
    let last = value.rsplit_once('.').map(|(_, last)| last);
    form(last.is_some(), "needs a dot")?;
    form(
        last.is_some_and(|last| !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_alphabetic())),
        "needs letters, and nothing else, behind its last dot",
    )
}

/// Whether a pattern matches whatever another one matches: `*` stands for any characters, `?` for one.
pub fn matches_all_of(pattern: &str, other: &str) -> bool {
    all_of(pattern.as_bytes(), other.as_bytes())
}

fn all_of(pattern: &[u8], other: &[u8]) -> bool {
    match (pattern, other) {
        // `/*` matches whatever a path can be.
        ([b'/', b'*'], [b'*']) => true,
        ([], []) => true,
        ([b'*', rest @ ..], _) => all_of(rest, other) || other.split_first().is_some_and(|(_, more)| all_of(pattern, more)),
        ([b'?', rest @ ..], [first, more @ ..]) => *first != b'*' && all_of(rest, more),
        ([first, rest @ ..], [other, more @ ..]) => first == other && all_of(rest, more),
        ([], [_, ..]) | ([_, ..], []) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::matches_all_of;

    #[test]
    fn a_pattern_matches_what_a_narrower_one_matches() {
        for (pattern, other, matches) in [
            ("/*", "/b/*", true),
            ("/*", "*", true),
            ("*", "api.example.com", true),
            ("/b/*", "/*", false),
            ("/a?", "/ab", true),
            ("/a?", "/a*", false),
            ("/a*", "/a?", true),
            ("*.example.com", "*.api.example.com", true),
            ("/a", "/a", true),
            ("/a", "/A", false),
        ] {
            assert_eq!(matches_all_of(pattern, other), matches, "{pattern} {other}");
        }
    }
}
