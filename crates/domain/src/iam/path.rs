//! The path in front of a role's name. It must not know which roles have it.

use crate::text::{TextProblem, form, only, reserved, validated_text};

validated_text! {
    /// The path of IAM roles: what stands before their names in their ARNs, with a slash at both ends.
    ///
    /// IAM API Reference, `CreateRole`; of what it allows, the characters of names, since policies read `*` and `${` as more than text.
    IamPath is "a path of IAM",
    length: 3..=512,
    pattern: r"^(/[A-Za-z0-9_+=,.@-]+)+/$",
    examples: ["/services/", "/teams/payments/"],
    check: iam_path,
    suggest: with_slashes,
}

fn iam_path(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_alphanumeric() || "_+=,.@-/".contains(character),
        "letters, digits and any of _+=,.@-/",
    )?;
    form(value.starts_with('/') && value.ends_with('/'), "has to begin and end with `/`")?;
    form(!value.contains("//"), "must not hold two slashes in a row")?;
    reserved(
        RESERVED.iter().any(|path| value.starts_with(path)),
        "begins with `/aws-service-role/` or `/aws-reserved/`, which IAM keeps for itself",
    )
}

/// Paths under which AWS alone makes roles (IAM User Guide, "Service-linked roles"; IAM Identity Center User Guide, "Referencing permission sets": the roles of
/// users who sign in).
const RESERVED: [&str; 2] = ["/aws-service-role/", "/aws-reserved/"];

fn with_slashes(value: &str) -> String {
    format!("/{}/", value.trim_matches('/'))
}
