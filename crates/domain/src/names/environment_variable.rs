//! Names of environment variables. It must not know which ones a container has.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The name of an environment variable.
    ///
    /// POSIX, "Environment Variable Definition": letters, digits and underscores, no digit first.
    EnvironmentVariableName is "the name of an environment variable",
    length: 1..=255,
    pattern: r"^[A-Za-z_][A-Za-z0-9_]*$",
    examples: ["LOG_LEVEL"],
    check: variable_name,
    suggest: to_variable_name,
}

fn variable_name(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_alphanumeric() || character == '_', "letters, digits and underscores")?;
    form(!value.starts_with(|first: char| first.is_ascii_digit()), "must not start with a digit")
}

fn to_variable_name(value: &str) -> String {
    value.trim().replace(['-', ' ', '.'], "_")
}
