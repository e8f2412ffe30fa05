//! What the acceptance of a rule is made of, and why what is emitted is overridden. It must not know the rules.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The code of a rule.
    ///
    /// Three letters for what it is about, three digits for the rule; a kind of risk of `synth review` may go by its name as well. Whether
    /// there is such a rule is not known here.
    RuleCode is "the code of a rule",
    length: 6..=40,
    pattern: "^([A-Z]{3}[0-9]{3}|[a-z]+(-[a-z]+)+)$",
    examples: ["NET002"],
    check: code,
    suggest: in_capitals,
}

validated_text! {
    /// Why a rule is not kept, in words that still say it a year later.
    AcceptanceReason is "a reason",
    length: 20..=500,
    pattern: r"^\S[^\n]*\S$",
    examples: ["Only the office reaches this environment, by VPN"],
    check: reason,
}

validated_text! {
    /// Why an argument of an emitted resource is set otherwise than the settings have it, in words that still say it a year later.
    OverrideReason is "a reason",
    length: 10..=500,
    pattern: r"^\S[^\n]*\S$",
    examples: ["The company's clients only trust elliptic curves"],
    check: reason,
}

fn code(value: &str) -> Result<(), TextProblem> {
    let (letters, digits) = value.split_at_checked(3).unwrap_or((value, ""));
    let is_name =
        value.contains('-') && value.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let is_right =
        is_name || letters.bytes().all(|byte| byte.is_ascii_uppercase()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    form(is_right && (is_name || digits.len() == 3), "has to be three capital letters and three digits, such as `NET002`")
}

fn in_capitals(value: &str) -> String {
    value.to_ascii_uppercase()
}

fn reason(value: &str) -> Result<(), TextProblem> {
    only(value, |character| !character.is_control(), "characters that are printed on one line")?;
    form(value.trim() == value, "must not begin or end with a space")
}
