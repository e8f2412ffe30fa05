//! Projects on GitLab and their branches. It must not know what is in them.

use super::github::git_branch;
use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// A project on GitLab, with the groups in which it stands.
    ///
    /// GitLab Docs, "Rules for usernames, project and group names, and slugs": letters, digits and `_-.`, none but letters, digits and `_` first,
    /// and neither `.git` nor `.atom` last.
    GitlabProject is "a GitLab project",
    length: 3..=511,
    pattern: r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$",
    examples: ["octo-group/task-api"],
    check: project,
    suggest: to_project,
}

validated_text! {
    /// A branch of a project on GitLab.
    ///
    /// git's own rules ("git check-ref-format"), less the characters that nobody needs: an exact name and no pattern, so that what
    /// trusts the branch trusts no other one.
    GitlabBranch is "a branch on GitLab",
    length: 1..=244,
    pattern: r"^[A-Za-z0-9_][A-Za-z0-9_./#@+-]*$",
    examples: ["main", "release/1.0"],
    check: git_branch,
    suggest: to_branch,
}

fn project(value: &str) -> Result<(), TextProblem> {
    form(value.contains('/'), "is written `group/project`")?;
    let allowed = |character: char| character.is_ascii_alphanumeric() || "_.-/".contains(character);
    only(value, allowed, "letters, digits and any of _.-, with slashes between the groups")?;
    let begins = |part: &str| part.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_');
    form(value.split('/').all(begins), "must not have an empty part or one that begins with a dot or a hyphen")?;
    let ends = |part: &str| part.ends_with('.') || part.strip_suffix(".git").or(part.strip_suffix(".atom")).is_some();
    form(!value.split('/').any(ends), "must not have a part that ends in a dot, `.git` or `.atom`")
}

fn to_project(value: &str) -> String {
    let text = value.trim();
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(_, path)| path),
        None => text.split_once('@').and_then(|(_, rest)| rest.split_once(':')).map_or(text, |(_, path)| path),
    };
    path.trim_matches('/').trim_end_matches(".git").to_owned()
}

fn to_branch(value: &str) -> String {
    value.trim().trim_start_matches("refs/heads/").to_owned()
}
