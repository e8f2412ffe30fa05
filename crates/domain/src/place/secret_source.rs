//! Where a container's secret comes from: a secret of Secrets Manager, or one value in it, or a parameter of Systems Manager. It must not
//! know who may read it.

use std::fmt;
use std::str::FromStr;

use super::account::AccountId;
use super::arn::{Arn, ArnError};
use super::region::Region;
use crate::edge::{crosses_as_text, pattern, schema};

const SECRET: &str = "arn:aws:secretsmanager:us-east-1:111122223333:secret:task-api/mail-AbCdEf";
const SECRET_WITH_KEY: &str = "arn:aws:secretsmanager:us-east-1:111122223333:secret:task-api/mail-AbCdEf:password::";
const PARAMETER: &str = "arn:aws:ssm:us-east-1:111122223333:parameter/task-api/mail";

/// The ARN of a secret in Secrets Manager, with the six characters that end its name, or of a parameter in Systems Manager.
///
/// ECS Developer Guide, "Pass Secrets Manager secrets through Amazon ECS environment variables": behind a secret's ARN may stand
/// `:<JSON key>:<version stage>:<version id>`, each of them empty or not, the last two not both. "Pass Systems Manager parameters through
/// Amazon ECS environment variables": a parameter's full ARN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretSource {
    /// The secret or the parameter, without what stands behind it.
    arn: Arn,
    kind: SecretKind,
    /// What stands behind the secret's ARN, with its colons.
    part: String,
}

/// Which service keeps a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretKind {
    /// Secrets Manager.
    Secret,
    /// Systems Manager's parameter store.
    Parameter,
}

crosses_as_text!(
    SecretSource,
    schema(
        "the ARN of a secret or parameter",
        "The ARN of a secret in Secrets Manager, with the six characters that end its name and perhaps with a JSON key and a version behind it, or of a parameter in Systems Manager.",
        pattern(
            r"^arn:aws:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]+-[A-Za-z0-9]{6}(:[^:\s]*:[A-Za-z0-9/_+=.@-]*:[A-Za-z0-9-]*)?|ssm:[a-z0-9-]+:[0-9]{12}:parameter/[A-Za-z0-9/_.-]+)$"
        ),
        [SECRET, SECRET_WITH_KEY, PARAMETER],
    )
);

impl SecretSource {
    /// The ARN of the secret or the parameter, as a policy names it.
    pub fn arn(&self) -> &Arn {
        &self.arn
    }

    /// Which service keeps it.
    pub fn kind(&self) -> SecretKind {
        self.kind
    }

    /// The account that keeps it.
    pub fn account(&self) -> &AccountId {
        self.arn.account().expect("the check asks for an account")
    }

    /// The region in which it is kept.
    pub fn region(&self) -> Region {
        self.arn.region().expect("the check asks for a region")
    }
}

impl FromStr for SecretSource {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let arn: Arn = text.parse()?;
        let placed = arn.region().is_some() && arn.account().is_some();
        let refused = || ArnError::Kind {
            value: text.to_owned(),
            wanted: "a secret in Secrets Manager or a parameter in Systems Manager",
            example: if text.contains(":secret:") && text.matches(':').count() > 6 { SECRET_WITH_KEY } else { SECRET },
        };
        if placed && arn.service() == "ssm" && arn.resource().strip_prefix("parameter/").is_some_and(is_parameter) {
            return Ok(Self { arn, kind: SecretKind::Parameter, part: String::new() });
        }
        let secret =
            arn.resource().strip_prefix("secret:").filter(|_| placed && arn.service() == "secretsmanager").ok_or_else(refused)?;
        let name = secret.split(':').next().unwrap_or_default();
        let part = &secret[name.len()..];
        if !is_secret(name) || !is_part(part) {
            return Err(refused());
        }
        let bare = text[..text.len() - part.len()].parse()?;
        Ok(Self { arn: bare, kind: SecretKind::Secret, part: part.to_owned() })
    }
}

/// A name, a hyphen, and the six characters that Secrets Manager appends. The names of secrets that a service of AWS's keeps itself, such as
/// RDS (`rds!db-…`), have a `!` (Secrets Manager User Guide, "Secrets managed by other services").
fn is_secret(resource: &str) -> bool {
    let Some((name, random)) = resource.rsplit_once('-') else {
        return false;
    };
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+=.@!-".contains(&byte);
    !name.is_empty() && name.bytes().all(of_name) && random.len() == 6 && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Nothing, or all three parts with their colons: JSON key, version stage, version id.
fn is_part(text: &str) -> bool {
    let Some(parts) = text.strip_prefix(':') else { return text.is_empty() };
    let [key, stage, version] = parts.split(':').collect::<Vec<_>>()[..] else { return false };
    let of_stage = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+=.@-".contains(&byte);
    key.chars().all(|character| !character.is_control())
        && stage.bytes().all(of_stage)
        && version.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && (stage.is_empty() || version.is_empty())
}

/// Systems Manager API Reference, `PutParameter`: letters, digits and `_.-`, in a hierarchy with slashes.
fn is_parameter(name: &str) -> bool {
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    name.split('/').all(|level| !level.is_empty() && level.bytes().all(of_name))
}

impl fmt::Display for SecretSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.arn, self.part)
    }
}
