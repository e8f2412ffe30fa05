//! Repositories on GitHub, their branches and their environments. It must not know what is in them.

use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// A repository on GitHub, as owner and name.
    ///
    /// An owner has at most 39 letters, digits and single hyphens, no hyphen first or last; a name
    /// has at most 100 letters, digits and `._-`.
    GithubRepository is "a GitHub repository",
    length: 3..=140,
    pattern: r"^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}/[A-Za-z0-9._-]{1,100}$",
    examples: ["octo-org/task-api"],
    check: repository,
    suggest: to_repository,
}

validated_text! {
    /// A branch of a repository on GitHub.
    ///
    /// git's own rules ("git check-ref-format"), less the characters that nobody needs: an exact name and no pattern, so that what
    /// trusts the branch trusts no other one.
    GithubBranch is "a branch on GitHub",
    length: 1..=244,
    pattern: r"^[A-Za-z0-9_][A-Za-z0-9_./#@+-]*$",
    examples: ["main", "release/1.0"],
    check: git_branch,
    suggest: to_branch,
}

validated_text! {
    /// An environment of a repository on GitHub.
    ///
    /// GitHub allows more characters than these; GitHub writes a colon anew in the subject of its tokens, and IAM reads `*` and `?` as
    /// patterns (GitHub Docs, "OIDC reference").
    GithubEnvironment is "an environment on GitHub",
    length: 1..=255,
    pattern: r"^[A-Za-z0-9_][A-Za-z0-9_./-]*$",
    examples: ["production"],
    check: environment,
}

bounded_number! {
    /// The number by which GitHub knows an owner or a repository for ever, whatever it is called.
    ///
    /// GitHub REST API, "Get a repository": `id` and `owner.id`.
    GithubId is "an id on GitHub",
    unit: "",
    allowed: Range(1, 4_294_967_295),
    examples: [123_456],
}

impl GithubRepository {
    /// The user or organisation.
    pub fn owner(&self) -> &str {
        self.parts().0
    }

    /// The repository's own name.
    pub fn name(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        self.as_str().split_once('/').expect("the check asks for one slash")
    }
}

fn repository(value: &str) -> Result<(), TextProblem> {
    form(value.matches('/').count() == 1, "is written `owner/name`")?;
    let (owner, name) = value.split_once('/').unwrap_or_default();
    let alphanumeric = |character: char| character.is_ascii_alphanumeric();
    only(owner, |character| alphanumeric(character) || character == '-', "letters, digits and hyphens before the slash")?;
    form(
        !owner.starts_with('-') && !owner.ends_with('-') && !owner.contains("--"),
        "must not have an owner with a hyphen at an end or two in a row",
    )?;
    form((1..=39).contains(&owner.len()), "needs an owner of 1 to 39 characters before the slash")?;
    only(
        name,
        |character| alphanumeric(character) || "._-".contains(character),
        "letters, digits and any of ._- behind the slash",
    )?;
    form((1..=100).contains(&name.len()), "needs a name of 1 to 100 characters behind the slash")?;
    form(name != "." && name != "..", "needs a name that is more than dots")
}

fn to_repository(value: &str) -> String {
    let bare = value.trim().trim_start_matches("https://").trim_start_matches("github.com/");
    bare.trim_start_matches("git@github.com:").trim_end_matches('/').trim_end_matches(".git").to_owned()
}

const NO_PATTERN: &str = "has to be one name and no pattern, so that nobody else is trusted";

/// An exact name of a branch, as git has it.
pub(super) fn git_branch(value: &str) -> Result<(), TextProblem> {
    form(!value.contains(['*', '?']), NO_PATTERN)?;
    form(!value.starts_with("refs/"), "has to be written without `refs/heads/`")?;
    let allowed = |character: char| character.is_ascii_alphanumeric() || "_./#@+-".contains(character);
    only(value, allowed, "letters, digits and any of _./#@+-")?;
    form(
        value.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_'),
        "has to begin with a letter, a digit or `_`",
    )?;
    let parts_are_right =
        value.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.strip_suffix(".lock").is_none());
    form(parts_are_right, "must not have an empty part, one that begins with a dot or one that ends in `.lock`")?;
    form(!value.contains("..") && !value.ends_with('.'), "must not have two dots in a row or a dot at its end")
}

fn to_branch(value: &str) -> String {
    value.trim().trim_start_matches("refs/heads/").to_owned()
}

fn environment(value: &str) -> Result<(), TextProblem> {
    form(!value.contains(['*', '?']), NO_PATTERN)?;
    let allowed = |character: char| character.is_ascii_alphanumeric() || "_./-".contains(character);
    only(value, allowed, "letters, digits and any of _./-")?;
    form(
        value.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_'),
        "has to begin with a letter, a digit or `_`",
    )
}
