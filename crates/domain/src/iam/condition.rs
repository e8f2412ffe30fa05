//! When a statement of a policy holds: the operator and the key that it compares. It must not know the values.

use crate::text::{TextProblem, form, only, validated_text};

/// How conditions compare (IAM User Guide, "IAM JSON policy elements: Condition operators").
const OPERATORS: [&str; 27] = [
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
];

validated_text! {
    /// How a condition compares: `StringEquals`, `ArnLike`, `Bool`, …, with `IfExists` behind it or not, with `ForAnyValue:` or `ForAllValues:`
    /// before it or not.
    ///
    /// IAM User Guide, "IAM JSON policy elements: Condition operators".
    ConditionOperator is "a condition operator",
    length: 4..=64,
    pattern: r"^(ForAnyValue:|ForAllValues:)?[A-Z][A-Za-z]+$",
    examples: ["StringEquals", "ArnLike"],
    check: operator,
    suggest: nearest_operator,
}

validated_text! {
    /// What a condition compares: `aws:SourceVpc`, `s3:prefix`, `aws:ResourceTag/team`.
    ///
    /// IAM User Guide, "IAM JSON policy elements: Condition".
    ConditionKey is "a condition key",
    length: 3..=256,
    pattern: r"^[A-Za-z0-9.-]+:[A-Za-z0-9:/_.@=+ -]+$",
    examples: ["aws:SourceVpc", "s3:prefix"],
    check: key,
}

fn operator(value: &str) -> Result<(), TextProblem> {
    let bare = ["ForAnyValue:", "ForAllValues:"].iter().find_map(|prefix| value.strip_prefix(prefix)).unwrap_or(value);
    let bare = bare.strip_suffix("IfExists").unwrap_or(bare);
    form(
        OPERATORS.contains(&bare),
        "is not one of those that IAM knows, such as `StringEquals`, `StringLike`, `ArnLike`, `Bool`, `IpAddress`",
    )
}

fn nearest_operator(value: &str) -> String {
    words::nearest(value, OPERATORS).unwrap_or(value).to_owned()
}

fn key(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || ":/_.@=+ -".contains(character),
        "letters, digits and any of :/_.@=+-",
    )?;
    let (prefix, name) = value.split_once(':').unwrap_or_default();
    form(!prefix.is_empty() && !name.is_empty(), "is written `prefix:name`, as in `aws:SourceVpc`")
}
