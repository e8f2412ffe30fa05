//! Names of DynamoDB tables. It must not know what a table holds.

use crate::text::{TextProblem, only, validated_text};

validated_text! {
    /// The name of a DynamoDB table.
    ///
    /// DynamoDB Developer Guide, "Supported data types and naming rules in Amazon DynamoDB".
    TableName is "a table name",
    length: 3..=255,
    pattern: r"^[A-Za-z0-9_.-]+$",
    examples: ["task-api-terraform-locks"],
    check: table_name,
}

fn table_name(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.'),
        "letters, digits, underscores, hyphens and dots",
    )
}
