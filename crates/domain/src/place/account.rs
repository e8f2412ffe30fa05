//! AWS accounts. It must not know whose they are.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The id of an AWS account: 12 digits, written in quotes, for it may begin with 0.
    ///
    /// AWS Account Management Reference Guide, "View AWS account identifiers".
    AccountId is "an AWS account id",
    length: 12..=12,
    pattern: r"^[0-9]{12}$",
    examples: ["111122223333"],
    check: account_id,
    suggest: to_account_id,
}

fn account_id(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_digit(), "digits")?;
    form(value.bytes().any(|byte| byte != b'0'), "must not be all zeros")
}

fn to_account_id(value: &str) -> String {
    value.trim().replace(['-', ' '], "")
}
