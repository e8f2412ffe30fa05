//! A file in S3 that ECS reads when it starts a task, and the secret with which it logs in to a registry. It must not know whose they are.

use std::str::FromStr;

use super::arn::{Arn, ArnError};
use super::secret_source::{SecretKind, SecretSource};
use crate::edge::{crosses_as_text, pattern, schema, shown_as_its_own};

const FILE: &str = "arn:aws:s3:::task-api-settings/prod.env";
const SECRET: &str = "arn:aws:secretsmanager:us-east-1:111122223333:secret:registry-AbCdEf";

/// The ARN of an object in S3 whose name ends in `.env`: a variable a line, `NAME=value`.
///
/// ECS Developer Guide, "Pass environment variables to an Amazon ECS container".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvironmentFileArn(Arn);

crosses_as_text!(
    EnvironmentFileArn,
    schema(
        "the ARN of an environment file",
        "The ARN of an object in S3 whose name ends in `.env`.",
        pattern(r"^arn:aws:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^\s*?$]*\.env$"),
        [FILE],
    )
);

/// The ARN of a secret in Secrets Manager as a whole, without a JSON key behind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretArn(SecretSource);

crosses_as_text!(
    SecretArn,
    schema(
        "the ARN of a secret",
        "The ARN of a secret in Secrets Manager, with the six characters that end its name.",
        pattern(r"^arn:aws:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$"),
        [SECRET],
    )
);

impl EnvironmentFileArn {
    /// The bucket's own ARN.
    pub fn bucket(&self) -> String {
        let (bucket, _) = self.0.resource().split_once('/').expect("the check asks for a slash");
        format!("arn:aws:s3:::{bucket}")
    }
}

impl SecretArn {
    /// The secret as containers take theirs.
    pub fn source(&self) -> &SecretSource {
        &self.0
    }
}

impl FromStr for EnvironmentFileArn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let arn: Arn = text.parse()?;
        let (bucket, key) = arn.resource().split_once('/').unwrap_or_default();
        // What a policy would read as more than text is in no name here.
        let is_plain = !key.contains(['*', '?', '$']);
        let is_bucket = bucket.parse::<crate::names::BucketName>().is_ok();
        let right = arn.service() == "s3" && arn.region().is_none() && arn.account().is_none();
        // ECS takes no other ending, upper case neither (ECS, "Specifying environment files").
        let is_env = key.rsplit_once('.').is_some_and(|(_, ending)| ending == "env");
        if right && is_bucket && is_plain && is_env {
            Ok(Self(arn))
        } else {
            Err(ArnError::Kind { value: text.to_owned(), wanted: "a file in S3 that ends in `.env`", example: FILE })
        }
    }
}

impl FromStr for SecretArn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || ArnError::Kind { value: text.to_owned(), wanted: "a secret in Secrets Manager", example: SECRET };
        let source: SecretSource = text.parse().map_err(|_| refused())?;
        let whole = source.kind() == SecretKind::Secret && source.arn().to_string() == text;
        if whole { Ok(Self(source)) } else { Err(refused()) }
    }
}

shown_as_its_own!(EnvironmentFileArn);

shown_as_its_own!(SecretArn);
