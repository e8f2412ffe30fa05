//! How a database that exists already is named. It must not know who made it.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The name of a database that exists already.
    ///
    /// PostgreSQL, "Identifiers and Key Words": up to 63 bytes, and in quotes of any characters; here of printable ASCII.
    ExistingDatabaseName is "the name of a database",
    length: 1..=63,
    pattern: r"^[!-~]([ -~]*[!-~])?$",
    examples: ["shop"],
    check: database,
}

validated_text! {
    /// The identifier that RDS itself gave an instance, a cluster or a proxy, as policies for IAM authentication name it.
    ///
    /// RDS User Guide, "Creating and using an IAM policy for IAM database access".
    DatabaseResourceId is "an identifier that RDS gives a database",
    length: 5..=64,
    pattern: r"^(db|cluster|prx)-[A-Za-z0-9]+$",
    examples: ["db-ABCDEFGHIJKL01234", "cluster-ABCDEFGHIJKL01234"],
    check: resource_id,
}

fn database(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character == ' ' || character.is_ascii_graphic(), "printable ASCII characters")?;
    form(value.trim() == value, "must not begin or end with a space")
}

fn resource_id(value: &str) -> Result<(), TextProblem> {
    let rest = ["db-", "cluster-", "prx-"].iter().find_map(|prefix| value.strip_prefix(prefix));
    form(
        rest.is_some(),
        "has to begin with `db-` (an instance's `DbiResourceId`), `cluster-` (a cluster's `DbClusterResourceId`) or `prx-` (a proxy's)",
    )?;
    only(rest.unwrap_or_default(), |character| character.is_ascii_alphanumeric(), "letters and digits behind its hyphen")?;
    form(rest.is_some_and(|rest| !rest.is_empty()), "needs letters and digits behind its hyphen")
}
