//! The names inside a PostgreSQL database on RDS: the database's own, and its master user's. It must
//! not know the instance.

use super::ProjectName;
use crate::text::{TextProblem, form, only, reserved, validated_text};

validated_text! {
    /// The name of the database that RDS makes in a new instance.
    ///
    /// RDS API Reference, `CreateDBInstance`, `DBName` for RDS for PostgreSQL: 1 to 63 letters,
    /// digits and underscores, a letter first, no reserved word.
    DatabaseName is "a database name",
    length: 1..=63,
    pattern: r"^[A-Za-z][A-Za-z0-9_]*$",
    examples: ["taskdb"],
    check: database_name,
    suggest: to_identifier,
}

validated_text! {
    /// The name of a database's master user.
    ///
    /// RDS API Reference, `CreateDBInstance`, `MasterUsername`: 1 to 16 letters, digits and
    /// underscores, a letter first, no reserved word. Older pages say 63 of PostgreSQL; what both
    /// allow is safe.
    DatabaseUser is "a database user",
    length: 1..=16,
    pattern: r"^[A-Za-z][A-Za-z0-9_]*$",
    examples: ["taskadmin", "postgres"],
    check: database_user,
    suggest: to_identifier,
}

validated_text! {
    /// The name of a database user that tasks log in as, with a token of IAM's.
    ///
    /// PostgreSQL documentation, "Identifiers and Key Words": 63 characters. Lowercase, as PostgreSQL reads a name without quotes; `*` would be
    /// everybody in a policy.
    DatabaseLogin is "a database login",
    length: 1..=63,
    pattern: r"^[a-z][a-z0-9_]*$",
    examples: ["task_api"],
    check: database_login,
    suggest: to_login,
}

impl DatabaseName {
    /// The name of a project's database: the project's, with `_` for `-`, and `db_` before a word that PostgreSQL or RDS keeps for itself.
    pub fn of_project(project: &ProjectName) -> Self {
        let own = project.as_str().replace('-', "_");
        own.parse()
            .or_else(|_| format!("db_{own}").parse())
            .expect("a project's name is 24 letters, digits and hyphens at the most")
    }
}

impl DatabaseUser {
    /// The name of the master user of a project's database: `<project>_admin`, of which the project's name is cut where it is long.
    pub fn of_project(project: &ProjectName) -> Self {
        let own = project.as_str().replace('-', "_");
        let cut = own[..own.len().min(10)].trim_end_matches('_');
        // `pg_` and `rds_` begin names that are not to be had.
        let name = format!("{cut}_admin").parse().or_else(|_| format!("admin_{cut}").parse());
        name.expect("ten letters, digits and underscores are a part of a name")
    }
}

fn database_login(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_',
        "lowercase letters, digits and underscores",
    )?;
    form(value.starts_with(|first: char| first.is_ascii_lowercase()), "has to start with a letter")?;
    reserved(value.starts_with("pg_"), "begins with `pg_`, which PostgreSQL keeps for its own roles")?;
    reserved(value.starts_with("rds_") || value.starts_with("rdsa"), "is reserved by RDS")?;
    reserved(is_key_word(value) || value == "public" || value == "none", "is a reserved word of PostgreSQL")
}

fn to_login(value: &str) -> String {
    to_identifier(value).to_ascii_lowercase()
}

fn database_name(value: &str) -> Result<(), TextProblem> {
    identifier(value)?;
    let name = value.to_ascii_lowercase();
    reserved(is_key_word(&name), "is a reserved word of PostgreSQL")?;
    // The last three are no key words of PostgreSQL, and RDS refuses them all the same:
    // "DatabaseName admin cannot be used. It is a reserved word for this engine".
    reserved(matches!(&*name, "template0" | "template1" | "rdsadmin" | "admin" | "database" | "db"), "is reserved by RDS")
}

fn database_user(value: &str) -> Result<(), TextProblem> {
    identifier(value)?;
    let name = value.to_ascii_lowercase();
    reserved(is_key_word(&name) || name == "public" || name == "none", "is a reserved word of PostgreSQL")?;
    reserved(name.starts_with("pg_"), "begins with `pg_`, which PostgreSQL keeps for its own roles")?;
    // "MasterUsername admin cannot be used as it is a reserved word used by the engine"; the rest
    // are the roles that every RDS instance has.
    reserved(
        name == "admin" || name.starts_with("rds_") || matches!(&*name, "rdsadmin" | "rdsrepladmin" | "rdstopmgr"),
        "is reserved by RDS",
    )
}

fn identifier(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_alphanumeric() || character == '_', "letters, digits and underscores")?;
    form(value.starts_with(|first: char| first.is_ascii_alphabetic()), "has to start with a letter")
}

fn to_identifier(value: &str) -> String {
    value.trim().replace(['-', ' ', '.'], "_")
}

fn is_key_word(name: &str) -> bool {
    KEY_WORDS.binary_search(&name).is_ok()
}

/// PostgreSQL documentation, appendix C, "SQL Key Words": those marked as reserved, also those that
/// may be a function or type; in alphabetical order.
const KEY_WORDS: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "fetch",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "lateral",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "not",
    "notnull",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "returning",
    "right",
    "select",
    "session_user",
    "similar",
    "some",
    "symmetric",
    "system_user",
    "table",
    "tablesample",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
];

#[cfg(test)]
mod tests {
    #[test]
    fn the_key_words_stand_in_the_order_that_the_search_needs() {
        assert!(super::KEY_WORDS.is_sorted());
    }
}
