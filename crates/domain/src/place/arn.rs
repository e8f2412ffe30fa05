//! Amazon Resource Names, of any service. It must not know what a service's resources are.

use std::fmt;
use std::str::FromStr;

use super::account::AccountId;
use super::region::{Region, RegionError};
use thiserror::Error;

use crate::edge::{crosses_as_text, pattern, schema};
use crate::text::TextError;

/// An Amazon Resource Name of the commercial partition.
///
/// IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)":
/// `arn:partition:service:region:account:resource`. Region and account may be empty, and the account
/// may be `aws` where AWS owns the resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    service: String,
    region: Option<Region>,
    owner: Owner,
    resource: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Owner {
    Nobody,
    Aws,
    Account(AccountId),
}

crosses_as_text!(
    Arn,
    schema(
        "an ARN",
        "An Amazon Resource Name of the commercial partition.",
        pattern(r"^arn:aws:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}|aws)?:[^\s]+$"),
        ["arn:aws:iam::111122223333:role/deployer", "arn:aws:s3:::task-api-logs"],
    )
);

/// A text is not an ARN, or not one of the kind that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArnError {
    /// The text does not have six parts with colons between.
    #[error("`{0}` is not an ARN, which is written `arn:aws:service:region:account:resource`")]
    Form(String),
    /// The partition is not the commercial one.
    #[error("`{value}` is of the partition `{partition}`: synth supports the commercial partition `aws` only")]
    Partition {
        /// The text that was refused.
        value: String,
        /// Its partition.
        partition: String,
    },
    /// The service is empty, or holds what no service does.
    #[error("`{0}` has no service in its third part, such as `iam`")]
    Service(String),
    /// The region is not one.
    #[error("`{value}` has no region in its fourth part: {error}")]
    Region {
        /// The text that was refused.
        value: String,
        /// What is wrong with its region.
        error: RegionError,
    },
    /// The account is not one.
    #[error("`{value}` has no account in its fifth part: {error}")]
    Account {
        /// The text that was refused.
        value: String,
        /// What is wrong with its account.
        error: TextError,
    },
    /// The resource is empty.
    #[error("`{0}` has no resource behind its fifth colon")]
    Resource(String),
    /// The resource has a space in it.
    #[error("`{0}` has a space in it, and no ARN has")]
    Space(String),
    /// It is an ARN, but of something else.
    #[error("`{value}` is not the ARN of {wanted}, such as `{example}`")]
    Kind {
        /// The text that was refused.
        value: String,
        /// What it should be, with an article.
        wanted: &'static str,
        /// How such an ARN is written.
        example: &'static str,
    },
}

impl Arn {
    /// The service, such as `iam`.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The region; none for what is in no region, such as an IAM role or a bucket.
    pub fn region(&self) -> Option<Region> {
        self.region
    }

    /// The account; none where the ARN has none, or AWS owns the resource.
    pub fn account(&self) -> Option<&AccountId> {
        match &self.owner {
            Owner::Account(account) => Some(account),
            Owner::Nobody | Owner::Aws => None,
        }
    }

    /// The resource: everything behind the fifth colon.
    pub fn resource(&self) -> &str {
        &self.resource
    }
}

impl FromStr for Arn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let value = || text.to_owned();
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", partition, service, region, account, resource] = parts[..] else {
            return Err(ArnError::Form(value()));
        };
        if partition != "aws" {
            return Err(ArnError::Partition { value: value(), partition: partition.to_owned() });
        }
        let of_service = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if service.is_empty() || !service.bytes().all(of_service) {
            return Err(ArnError::Service(value()));
        }
        let region = match region {
            "" => None,
            region => Some(region.parse().map_err(|error| ArnError::Region { value: value(), error })?),
        };
        let owner = match account {
            "" => Owner::Nobody,
            "aws" => Owner::Aws,
            account => Owner::Account(account.parse().map_err(|error| ArnError::Account { value: value(), error })?),
        };
        if resource.is_empty() {
            return Err(ArnError::Resource(value()));
        }
        if resource.contains(char::is_whitespace) {
            return Err(ArnError::Space(value()));
        }
        Ok(Self { service: service.to_owned(), region, owner, resource: resource.to_owned() })
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, region, owner, resource } = self;
        let region = region.map_or("", Region::as_str);
        let owner = match owner {
            Owner::Nobody => "",
            Owner::Aws => "aws",
            Owner::Account(account) => account.as_str(),
        };
        write!(formatter, "arn:aws:{service}:{region}:{owner}:{resource}")
    }
}
