//! Snapshots of RDS instances. It must not know what is restored from them.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The identifier of a DB snapshot; one that RDS has made itself begins with `rds:`.
    ///
    /// RDS API Reference, `CreateDBSnapshot` and `RestoreDBInstanceFromDBSnapshot`: 1 to 255 letters,
    /// digits and hyphens, a letter first, no hyphen last or two in a row.
    SnapshotIdentifier is "a snapshot identifier",
    length: 1..=255,
    pattern: r"^(rds:)?[A-Za-z](-?[A-Za-z0-9])*$",
    examples: ["task-api-prod-before-upgrade", "rds:task-api-prod-2025-03-01-03-12"],
    check: snapshot_identifier,
    suggest: to_snapshot_identifier,
}

fn snapshot_identifier(value: &str) -> Result<(), TextProblem> {
    let own = value.strip_prefix("rds:").unwrap_or(value);
    only(
        own,
        |character| character.is_ascii_alphanumeric() || character == '-',
        "letters, digits and hyphens, after `rds:` where RDS has made it",
    )?;
    form(own.starts_with(|first: char| first.is_ascii_alphabetic()), "has to start with a letter")?;
    form(!own.ends_with('-'), "must not end with a hyphen")?;
    form(!own.contains("--"), "must not hold two hyphens in a row")
}

fn to_snapshot_identifier(value: &str) -> String {
    value.trim().replace(['_', ' ', '.'], "-")
}
