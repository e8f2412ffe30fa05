//! Repositories on GitHub. It must not know what is in them.

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
