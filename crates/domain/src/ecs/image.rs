//! Container images. It must not know where a task runs them.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::image_repository::{EcrRegistry, is_component, is_host};
use crate::edge::{crosses_as_text, pattern, schema};
use crate::text::{TextError, TextProblem, form, only, validated_text};

validated_text! {
    /// The tag of a container image.
    ///
    /// OCI Distribution Specification, "Pulling manifests".
    ImageTag is "an image tag",
    length: 1..=128,
    pattern: r"^[A-Za-z0-9_][A-Za-z0-9._-]*$",
    examples: ["1.4.2", "latest"],
    check: image_tag,
}

/// A container image: an optional registry, a repository, and a tag, a digest or both.
///
/// One without a tag or digest is refused: it would mean `latest` without saying so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageReference {
    registry: Option<String>,
    repository: String,
    tag: Option<ImageTag>,
    digest: Option<String>,
}

crosses_as_text!(
    ImageReference,
    schema(
        "a container image",
        "A container image: an optional registry, a repository, and a tag or a digest.",
        pattern(concat!(
            r"^(([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|localhost)(:[0-9]{1,5})?/|[A-Za-z0-9-]+:[0-9]{1,5}/)?",
            r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*",
            r"(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$"
        )),
        ["111122223333.dkr.ecr.us-east-1.amazonaws.com/task-api:1.4.2", "public.ecr.aws/xray/aws-xray-daemon:3.x",],
    )
);

/// A text is not a container image.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImageReferenceError {
    /// The registry is not a host with an optional port.
    #[error("`{0}` is not a container image: what stands before its first slash is not a registry's host")]
    Registry(String),
    /// The repository is not lowercase words with single separators between.
    #[error("`{0}` is not a container image: a repository is lowercase words with `.`, `_`, `-` or `/` between")]
    Repository(String),
    /// Neither a tag nor a digest is given.
    #[error("`{0}` is a container image without a tag or digest: add one, such as `{0}:1.4.2`")]
    Unpinned(String),
    /// The tag is not one.
    #[error("`{value}` is not a container image: {error}")]
    Tag {
        /// The text that was refused.
        value: String,
        /// What is wrong with its tag.
        error: TextError,
    },
    /// The digest is not `sha256:` and 64 hexadecimal digits.
    #[error("`{0}` is not a container image: a digest is `sha256:` and 64 hexadecimal digits")]
    Digest(String),
}

impl ImageReference {
    /// The registry's host and port; none means Docker Hub.
    pub fn registry(&self) -> Option<&str> {
        self.registry.as_deref()
    }

    /// The repository in the registry.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The tag.
    pub fn tag(&self) -> Option<&ImageTag> {
        self.tag.as_ref()
    }

    /// The registry, if it is one of ECR's.
    pub fn ecr(&self) -> Option<EcrRegistry> {
        super::image_repository::ecr(self.registry.as_deref()?)
    }

    /// The digest, which pins the image to its bytes.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }
}

fn image_tag(value: &str) -> Result<(), TextProblem> {
    only(value, |character| character.is_ascii_alphanumeric() || "._-".contains(character), "letters, digits and any of ._-")?;
    form(!value.starts_with(['.', '-']), "must not start with a dot or a hyphen")
}

impl FromStr for ImageReference {
    type Err = ImageReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let value = || text.to_owned();
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        let (registry, path) = match name.split_once('/') {
            // What stands before the first slash is a host if it could not begin a repository.
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (Some(host), path),
            _ => (None, name),
        };
        let (repository, tag) = match path.split_once(':') {
            Some((repository, tag)) => (repository, Some(tag)),
            None => (path, None),
        };
        if !registry.is_none_or(is_host) {
            return Err(ImageReferenceError::Registry(value()));
        }
        if !repository.split('/').all(is_component) {
            return Err(ImageReferenceError::Repository(value()));
        }
        if tag.is_none() && digest.is_none() {
            return Err(ImageReferenceError::Unpinned(value()));
        }
        if !digest.is_none_or(is_digest) {
            return Err(ImageReferenceError::Digest(value()));
        }
        let tag = tag.map(|tag| tag.parse().map_err(|error| ImageReferenceError::Tag { value: value(), error })).transpose()?;
        Ok(Self {
            registry: registry.map(str::to_owned),
            repository: repository.to_owned(),
            tag,
            digest: digest.map(str::to_owned),
        })
    }
}

fn is_digest(digest: &str) -> bool {
    digest
        .strip_prefix("sha256:")
        .is_some_and(|hash| hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

impl fmt::Display for ImageReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { registry, repository, tag, digest } = self;
        if let Some(registry) = registry {
            write!(formatter, "{registry}/")?;
        }
        formatter.write_str(repository)?;
        if let Some(tag) = tag {
            write!(formatter, ":{tag}")?;
        }
        if let Some(digest) = digest {
            write!(formatter, "@{digest}")?;
        }
        Ok(())
    }
}
