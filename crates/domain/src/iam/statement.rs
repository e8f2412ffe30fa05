//! Actions and resources as statements of policies name them, wildcards included: how much they open is judged elsewhere.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// An action of AWS's, `service:Action`; `*` and `?` stand for any characters, and rules ask for their reason.
    ///
    /// IAM User Guide, "IAM JSON policy elements: Action".
    StatementAction is "an action",
    length: 3..=128,
    pattern: r"^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$",
    examples: ["sqs:SendMessage", "s3:GetObject"],
    check: action,
}

validated_text! {
    /// The ARN of a resource; `*` and `?` stand for any characters. `*` alone is everything, which is right only for actions that take no ARN.
    ///
    /// IAM User Guide, "IAM JSON policy elements: Resource".
    StatementResource is "a resource",
    length: 1..=2048,
    pattern: r"^(\*|arn:aws:[a-z0-9-]+:[a-z0-9*?-]*:([0-9*?]*|aws):[^\s]+)$",
    examples: ["arn:aws:sqs:us-east-1:111122223333:mails", "arn:aws:s3:::task-api-files/*"],
    check: resource,
}

fn action(value: &str) -> Result<(), TextProblem> {
    form(value != "*", "would allow everything: write `service:Action`, as in `sqs:SendMessage`")?;
    only(
        value,
        |character| character.is_ascii_alphanumeric() || "-:*?".contains(character),
        "letters, digits, `-`, `*` and `?`, and a colon between service and action",
    )?;
    let (service, action) = value.split_once(':').unwrap_or_default();
    form(!service.is_empty() && !action.is_empty(), "is written `service:Action`, as in `sqs:SendMessage`")?;
    form(!action.contains([':', '-']), "has one colon, between service and action")?;
    form(!service.contains(['*', '?']), "needs the service without a wildcard")
}

fn resource(value: &str) -> Result<(), TextProblem> {
    if value == "*" {
        return Ok(());
    }
    only(value, |character| !character.is_whitespace() && !character.is_control(), "characters without a space between")?;
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    let ["arn", "aws", service, region, account, name] = parts[..] else {
        return Err(TextProblem::Form("is an ARN, written `arn:aws:service:region:account:resource`, or `*`"));
    };
    let within =
        |text: &str, others: &str| text.chars().all(|character| character.is_ascii_alphanumeric() || others.contains(character));
    form(!service.is_empty() && within(service, "-"), "needs a service in its third part, such as `sqs`")?;
    form(within(region, "-*?"), "has no region in its fourth part")?;
    form(
        account == "aws" || account.chars().all(|character| character.is_ascii_digit() || "*?".contains(character)),
        "has no account in its fifth part",
    )?;
    form(!name.is_empty(), "has no resource behind its fifth colon")
}
