//! What the acceptance of a rule is made of. It must not know the rules.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The code of a rule.
    ///
    /// Three letters for what it is about, three digits for the rule; whether there is such a rule is not known here.
    RuleCode is "the code of a rule",
    length: 6..=6,
    pattern: "^[A-Z]{3}[0-9]{3}$",
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
    /// The address that Terraform gives a resource.
    ///
    /// Terraform, "Resource Addressing": the modules, then type and name, with dots between.
    ResourceAddress is "the address of a resource",
    length: 3..=300,
    pattern: r"^(module\.[A-Za-z_][A-Za-z0-9_-]*\.)*[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_-]*$",
    examples: ["module.networking.aws_nat_gateway.a"],
    check: address,
}

fn code(value: &str) -> Result<(), TextProblem> {
    let (letters, digits) = value.split_at_checked(3).unwrap_or((value, ""));
    let is_right = letters.bytes().all(|byte| byte.is_ascii_uppercase()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    form(is_right && digits.len() == 3, "has to be three capital letters and three digits, such as `NET002`")
}

fn in_capitals(value: &str) -> String {
    value.to_ascii_uppercase()
}

fn reason(value: &str) -> Result<(), TextProblem> {
    only(value, |character| !character.is_control(), "characters that are printed on one line")?;
    form(value.trim() == value, "must not begin or end with a space")
}

fn address(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_alphanumeric() || "._-".contains(character), "letters, digits, `_`, `-` and `.`")?;
    let mut parts = value.split('.').peekable();
    let begins = |part: &str, first: fn(char) -> bool| part.starts_with(first);
    let is_name = |part: &str| begins(part, |character| character.is_ascii_alphabetic() || character == '_');
    let mut is_right = true;
    while parts.next_if_eq(&"module").is_some() {
        is_right &= parts.next().is_some_and(is_name);
    }
    let rest: Vec<&str> = parts.collect();
    is_right &= matches!(rest[..], [kind, name] if begins(kind, |character| character.is_ascii_lowercase())
        && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && is_name(name));
    form(is_right, "has to be written as a plan writes it, such as `module.networking.aws_nat_gateway.a`")
}
