//! Where a module or a provider comes from, and which versions of it serve, as settings.
//!
//! None of it is evaluated by Terraform, and no `${` can stand in it.

use std::fmt;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

/// The source of a module.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(extend("examples" = ["terraform-aws-modules/sqs/aws"], "pattern" = r"^[A-Za-z0-9._:/?=&@~+%-]+$"))]
pub struct ModuleSource(#[schemars(with = "String")] Place);

/// What kind of place a module is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder, from the folder of the environments' files.
    Folder(String),
    /// A registry's module.
    Registry(String),
    /// A git repository, at a tag or commit.
    Git(String),
}

/// The source of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(extend("examples" = ["DataDog/datadog"], "pattern" = r"^([A-Za-z0-9.:-]+/)?[A-Za-z0-9_-]+/[A-Za-z0-9_-]+$"))]
pub struct ProviderSource(String);

/// Versions that serve.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(extend("examples" = ["~> 3.50"], "pattern" = r"^[0-9A-Za-z.,<>=!~ +-]+$"))]
pub struct VersionConstraint(String);

const FORMS: &str = "write a folder as `./modules/<name>`, a registry's module as `<namespace>/<name>/<provider>`, or a git repository as \
                     `git::https://<host>/<path>.git?ref=<tag>`";

impl Place {
    /// Whether it is a folder, whose files can be read.
    pub fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(_))
    }
}

impl ModuleSource {
    /// What kind of place it is.
    pub fn place(&self) -> &Place {
        &self.0
    }

    /// The folder, from that of the environments' files, if it is one.
    pub fn folder(&self) -> Option<&Path> {
        match &self.0 {
            Place::Folder(folder) => Some(Path::new(folder)),
            Place::Registry(_) | Place::Git(_) => None,
        }
    }
}

impl TryFrom<String> for ModuleSource {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_known = |letter: char| letter.is_ascii_alphanumeric() || "._:/?=&@~+%-".contains(letter);
        if text.is_empty() || !text.chars().all(is_known) {
            return Err(format!("`{text}` is no source of a module: {FORMS}"));
        }
        if text == "." || text == ".." || text.starts_with("./") || text.starts_with("../") {
            return Ok(Self(Place::Folder(text)));
        }
        if text.starts_with(['/', '~']) {
            return Err(format!(
                "`{text}` is a folder of this machine only: write the way from the folder of the environments' files, such as `./modules/<name>`"
            ));
        }
        // Terraform, "Module Sources": these are taken for git without being called so.
        let is_git = ["git::", "git@", "github.com/", "bitbucket.org/"].iter().any(|start| text.starts_with(start));
        if is_git {
            let query = text.split_once('?').map_or("", |(_, query)| query);
            let is_pinned = query.split('&').any(|part| part.strip_prefix("ref=").is_some_and(|name| !name.is_empty()));
            if !is_pinned {
                return Err(format!("`{text}` names no tag or commit, and would be another module tomorrow: add `?ref=<tag>`"));
            }
            return Ok(Self(Place::Git(text)));
        }
        let (address, inside) = text.split_once("//").map_or((text.as_str(), None), |(address, inside)| (address, Some(inside)));
        let parts: Vec<&str> = address.split('/').collect();
        let is_name = |part: &&str| !part.is_empty() && part.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
        let is_inside =
            inside.is_none_or(|inside| !inside.is_empty() && inside.split('/').all(|part| !matches!(part, "" | "." | "..")));
        let is_registry = match parts.as_slice() {
            [host, names @ ..] if names.len() == 3 => is_host(host) && names.iter().all(&is_name),
            names => names.len() == 3 && names.iter().all(is_name),
        };
        if is_registry && is_inside {
            return Ok(Self(Place::Registry(text)));
        }
        Err(format!("`{text}` is no source of a module that synth knows: {FORMS}"))
    }
}

fn is_host(host: &str) -> bool {
    (host.contains('.') || host.contains(':') || host == "localhost")
        && host.chars().all(|letter| letter.is_ascii_alphanumeric() || ".:-".contains(letter))
}

impl fmt::Display for ModuleSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Folder(text) | Place::Registry(text) | Place::Git(text) => f.write_str(text),
        }
    }
}

impl TryFrom<String> for ProviderSource {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('/').collect();
        let is_name = |part: &&str| !part.is_empty() && part.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
        let is_right = match parts.as_slice() {
            [host, names @ ..] if names.len() == 2 => is_host(host) && names.iter().all(&is_name),
            names => names.len() == 2 && names.iter().all(is_name),
        };
        if is_right {
            return Ok(Self(text));
        }
        Err(format!("`{text}` is no source of a provider: write `<namespace>/<name>`, such as `DataDog/datadog`"))
    }
}

impl fmt::Display for ProviderSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for VersionConstraint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.split(',').all(|part| is_constraint(part.trim())) {
            return Ok(Self(text));
        }
        Err(format!("`{text}` is no version: write one such as `5.1.0`, or which ones serve, such as `~> 5.1` or `>= 5.1, < 6.0`"))
    }
}

/// One part of a constraint: an operator, if there is one, and a version.
fn is_constraint(part: &str) -> bool {
    let operator = ["~>", ">=", "<=", "!=", ">", "<", "="].into_iter().find(|operator| part.starts_with(operator)).unwrap_or("");
    let version = part[operator.len()..].trim_start();
    let (numbers, beyond) = version.find(['-', '+']).map_or((version, ""), |at| version.split_at(at));
    let numbers: Vec<&str> = numbers.split('.').collect();
    let is_number = |number: &&str| !number.is_empty() && number.len() < 10 && number.bytes().all(|it| it.is_ascii_digit());
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || ".+-".contains(letter);
    numbers.len() <= 3 && numbers.iter().all(is_number) && (beyond.is_empty() || beyond.len() > 1) && beyond.chars().all(is_word)
}

impl fmt::Display for VersionConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_told_by_its_form() {
        let place = |text: &str| ModuleSource::try_from(text.to_owned()).map(|source| source.place().clone());
        for text in ["./modules/uploads", "../shared", "."] {
            assert_eq!(place(text), Ok(Place::Folder(text.to_owned())));
        }
        for text in
            ["terraform-aws-modules/vpc/aws", "app.terraform.io/shop/vpc/aws", "terraform-aws-modules/iam/aws//modules/iam-role"]
        {
            assert_eq!(place(text), Ok(Place::Registry(text.to_owned())));
        }
        for text in [
            "git::https://example.com/x.git//uploads?ref=v1.2.0",
            "git@github.com:shop/modules.git?ref=0123abc",
            "github.com/shop/modules?depth=1&ref=v1",
            "git::file:///srv/modules.git?ref=v1",
        ] {
            assert_eq!(place(text), Ok(Place::Git(text.to_owned())));
        }
        for text in [
            "",
            "modules/uploads",
            "/srv/modules",
            "~/modules",
            "git::https://example.com/x.git",
            "git::https://example.com/x.git?ref=",
            "s3::https://s3.amazonaws.com/x.zip",
            "https://example.com/x.zip",
            "${path.module}/x",
            "a/b/c/d",
            "a/b/c//../d",
            "a/b/c//",
        ] {
            assert!(place(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_version_is_one_or_says_which_serve() {
        let is_right = |text: &str| VersionConstraint::try_from(text.to_owned()).is_ok();
        for text in ["5", "5.1", "5.1.0", "~> 5.1", ">= 5.1, < 6.0", "=1.0.0-beta1", "!= 2.0.0+build.1"] {
            assert!(is_right(text), "{text}");
        }
        for text in ["", "latest", "v5.1.0", "^5.1", "5.x", "5.1.0.0", ">=", "5.1 || 6", "5.1.0-", "1,,2"] {
            assert!(!is_right(text), "{text}");
        }
    }

    #[test]
    fn a_provider_has_a_namespace() {
        let is_right = |text: &str| ProviderSource::try_from(text.to_owned()).is_ok();
        for text in ["DataDog/datadog", "registry.example.com/shop/x", "localhost:8080/shop/x"] {
            assert!(is_right(text), "{text}");
        }
        for text in ["datadog", "a/b/c", "/x", "a/", "https://x/y"] {
            assert!(!is_right(text), "{text}");
        }
    }
}
