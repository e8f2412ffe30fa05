//! Ids by which a provider finds what exists already. It must not know of which type it is.

use crate::text::{TextProblem, form, validated_text};

validated_text! {
    /// The id by which Terraform's provider finds a resource that exists already; what it is made of, the resource type's
    /// documentation says under "Import".
    ///
    /// The longest are ARNs: 2048 characters (IAM API Reference, `ListEntitiesForPolicy`).
    ImportId is "an id to import",
    length: 1..=2048,
    pattern: r"^\S(.*\S)?$",
    examples: ["vpc-0123456789abcdef0", "/ecs/task-api-prod"],
    check: import_id,
    suggest: trimmed,
}

fn import_id(value: &str) -> Result<(), TextProblem> {
    form(!value.chars().any(char::is_control), "must not hold a line break or another control character")?;
    form(value.trim() == value, "must not begin or end with a space")
}

fn trimmed(value: &str) -> String {
    value.trim().to_owned()
}
