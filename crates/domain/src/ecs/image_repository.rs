//! Where the images of a service come from, without the tag that says which. It must not know who may pull from there.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::edge::{crosses_as_text, pattern, schema};
use crate::place::{AccountId, Region};

/// A repository of container images: an optional registry and a name, without a tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageRepository {
    registry: Option<String>,
    name: String,
}

crosses_as_text!(
    ImageRepository,
    schema(
        "a repository of container images",
        "A repository of container images: an optional registry and a name, without a tag.",
        pattern(concat!(
            r"^(([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|localhost)(:[0-9]{1,5})?/|[A-Za-z0-9-]+:[0-9]{1,5}/)?",
            r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$"
        )),
        ["ghcr.io/acme/web", "111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api"],
    )
);

/// A text is not a repository of container images.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImageRepositoryError {
    /// A tag or a digest stands behind it.
    #[error("`{value}` names one image, and a repository is wanted: write `{repository}`, and `{which}` as the image's tag")]
    OneImage {
        /// The text that was refused.
        value: String,
        /// What stands before the tag.
        repository: String,
        /// The tag.
        which: String,
    },
    /// A digest stands behind it.
    #[error(
        "`{value}` names one image by its digest, and a repository is wanted: write `{repository}`, and a tag as the image's tag"
    )]
    Digest {
        /// The text that was refused.
        value: String,
        /// What stands before the digest.
        repository: String,
    },
    /// The registry is not a host with an optional port.
    #[error("`{0}` is not a repository of container images: what stands before its first slash is not a registry's host")]
    Registry(String),
    /// The name is not lowercase words with single separators between.
    #[error("`{0}` is not a repository of container images, which is lowercase words with `.`, `_`, `-` or `/` between")]
    Name(String),
}

impl ImageRepository {
    /// The registry's host and port; none means Docker Hub.
    pub fn registry(&self) -> Option<&str> {
        self.registry.as_deref()
    }

    /// The repository's name in the registry.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The registry, if it is one of ECR's.
    pub fn ecr(&self) -> Option<EcrRegistry> {
        ecr(self.registry.as_deref()?)
    }
}

/// A private registry of ECR's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EcrRegistry {
    /// Whose it is.
    pub account: AccountId,
    /// Where it is.
    pub region: Region,
    /// Whether its name is the plain one, to which alone an interface endpoint leads.
    pub has_endpoint: bool,
}

/// A private registry of ECR's by its host: `<account>.dkr.ecr.<region>.amazonaws.com`; with IPv6 `<account>.dkr-ecr.<region>.on.aws`, to which no
/// interface endpoint leads (ECR User Guide, "Making requests to Amazon ECR registries"); both with `-fips` behind `ecr`.
pub(super) fn ecr(registry: &str) -> Option<EcrRegistry> {
    let hosts = [
        (".dkr.ecr.", ".amazonaws.com", true),
        (".dkr.ecr-fips.", ".amazonaws.com", false),
        (".dkr-ecr.", ".on.aws", false),
        (".dkr-ecr-fips.", ".on.aws", false),
    ];
    hosts.into_iter().find_map(|(middle, end, has_endpoint)| {
        let (account, region) = registry.strip_suffix(end)?.split_once(middle)?;
        Some(EcrRegistry { account: account.parse().ok()?, region: region.parse().ok()?, has_endpoint })
    })
}

impl FromStr for ImageRepository {
    type Err = ImageRepositoryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some((repository, _)) = text.split_once('@') {
            return Err(ImageRepositoryError::Digest { value: text.to_owned(), repository: repository.to_owned() });
        }
        let (registry, name) = match text.split_once('/') {
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (Some(host), path),
            _ => (None, text),
        };
        if !registry.is_none_or(is_host) {
            return Err(ImageRepositoryError::Registry(text.to_owned()));
        }
        if let Some((before, tag)) = name.split_once(':') {
            let repository = registry.map_or_else(|| before.to_owned(), |registry| format!("{registry}/{before}"));
            return Err(ImageRepositoryError::OneImage { value: text.to_owned(), repository, which: tag.to_owned() });
        }
        if !name.split('/').all(is_component) {
            return Err(ImageRepositoryError::Name(text.to_owned()));
        }
        Ok(Self { registry: registry.map(str::to_owned), name: name.to_owned() })
    }
}

impl fmt::Display for ImageRepository {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(registry) = &self.registry {
            write!(formatter, "{registry}/")?;
        }
        formatter.write_str(&self.name)
    }
}

pub(super) fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let label = |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let number = |port: &str| (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    name.split('.').all(label) && port.is_none_or(number)
}

/// Lowercase words with a dot, one or two underscores, or hyphens between: a path component of the
/// OCI Distribution Specification.
pub(super) fn is_component(component: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut separators = component.split(|character: char| character.is_ascii_lowercase() || character.is_ascii_digit());
    let between =
        separators.all(|separator| matches!(separator, "" | "." | "_" | "__") || separator.bytes().all(|byte| byte == b'-'));
    let ends = [component.bytes().next(), component.bytes().last()];
    between && ends.into_iter().all(|end| end.is_some_and(letter))
}
