//! Tags: the key and the value that AWS lets one put on a resource. It must not know which tags are
//! put on what.

use unicode_normalization::char::is_combining_mark;

use crate::text::{TextProblem, only, reserved, validated_text};

validated_text! {
    /// The key of a tag.
    ///
    /// Tagging AWS Resources User Guide, "Tag naming limits and requirements": 1 to 128 letters,
    /// digits, spaces and `_.:/=+-@`; `aws:` is AWS's own. IAM is the narrowest: `[\p{L}\p{Z}\p{N}_.:/=+\-@]` (IAM API Reference, Tag).
    TagKey is "a tag key",
    length: 1..=128,
    pattern: r"^[\p{L}\p{N} _.:/=+@-]+$",
    examples: ["Project", "cost-centre"],
    check: tag_key,
}

validated_text! {
    /// The value of a tag; it may be empty.
    ///
    /// Tagging AWS Resources User Guide, "Tag naming limits and requirements": at most 256
    /// characters, the same as in a [`TagKey`]; `aws:` is AWS's own here too.
    TagValue is "a tag value",
    length: 0..=256,
    pattern: r"^[\p{L}\p{N} _.:/=+@-]*$",
    examples: ["task-api", ""],
    check: tag,
}

fn tag_key(value: &str) -> Result<(), TextProblem> {
    tag(value)?;
    // Billing leaves such keys out, and nobody sees why.
    reserved(value.trim() != value, "begins or ends with a space, which nobody sees")
}

fn tag(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| is_letter_or_number(character) || " _.:/=+-@".contains(character),
        "letters, digits, spaces and any of _.:/=+-@",
    )?;
    let own = value.get(..4).is_some_and(|beginning| beginning.eq_ignore_ascii_case("aws:"));
    reserved(own, "begins with `aws:`, which AWS keeps for its own tags")
}

/// Whether Unicode files it under letters or numbers. Rust's letters are those of the property Alphabetic, which has some marks and symbols besides.
fn is_letter_or_number(character: char) -> bool {
    let is_circled = matches!(character, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}');
    character.is_alphanumeric() && !is_combining_mark(character) && !is_circled
}
