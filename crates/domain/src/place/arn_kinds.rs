//! ARNs of the particular kinds that settings name. It must not know what is done with them.

use std::fmt;
use std::str::FromStr;

use super::account::AccountId;
use super::arn::{Arn, ArnError};
use super::region::Region;
use crate::edge::{crosses_as_text, pattern, schema};

const PRINCIPAL: &str = "arn:aws:iam::111122223333:role/deployer";
const ROLE: &str = "arn:aws:iam::111122223333:role/terraform";
const GITHUB_PROVIDER: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const CERTIFICATE: &str = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";
const TOPIC: &str = "arn:aws:sns:us-east-1:111122223333:on-call";
const KMS_KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012";

/// The ARN of an IAM role or an IAM user, which a policy can trust.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrincipalArn(Arn);

/// The ARN of an IAM role, which can be assumed; nobody assumes a user.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleArn(Arn);

/// The ARN of the identity provider by which an account knows GitHub Actions.
///
/// IAM User Guide, "OIDC federation": an account has one for each address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GithubProviderArn(Arn);

/// The ARN of a certificate in ACM; it is in a region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateArn(Arn);

/// The ARN of a key in KMS, by the key's id and not by an alias, which may come to stand for another key; it is in a region.
///
/// KMS Developer Guide, "Key identifiers": the id is a UUID, or `mrk-` and 32 digits where the key is one of several regions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KmsKeyArn(Arn);

/// The ARN of an SNS topic; it is in a region.
///
/// SNS API Reference, `CreateTopic`: up to 256 letters, digits, hyphens and underscores. A FIFO topic, whose name ends with `.fifo`, is none to which
/// alarms publish: they give no message group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicArn(Arn);

crosses_as_text!(
    TopicArn,
    schema(
        "the ARN of an SNS topic",
        "The ARN of an SNS topic that is not FIFO.",
        pattern(r"^arn:aws:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$"),
        [TOPIC],
    )
);

crosses_as_text!(
    PrincipalArn,
    schema(
        "the ARN of an IAM role or user",
        "The ARN of an IAM role or an IAM user.",
        pattern(r"^arn:aws:iam::[0-9]{12}:(role|user)/([A-Za-z0-9_+=,.@/-]+/)?[A-Za-z0-9_+=,.@-]{1,64}$"),
        [PRINCIPAL],
    )
);

crosses_as_text!(
    RoleArn,
    schema(
        "the ARN of an IAM role",
        "The ARN of an IAM role.",
        pattern(r"^arn:aws:iam::[0-9]{12}:role/([A-Za-z0-9_+=,.@/-]+/)?[A-Za-z0-9_+=,.@-]{1,64}$"),
        [ROLE],
    )
);

crosses_as_text!(
    GithubProviderArn,
    schema(
        "the ARN of GitHub's identity provider",
        "The ARN of the identity provider by which an account knows GitHub Actions.",
        pattern(r"^arn:aws:iam::[0-9]{12}:oidc-provider/token\.actions\.githubusercontent\.com$"),
        [GITHUB_PROVIDER],
    )
);

crosses_as_text!(
    CertificateArn,
    schema(
        "the ARN of a certificate",
        "The ARN of a certificate in ACM, in the region of what uses it.",
        pattern(r"^arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"),
        [CERTIFICATE],
    )
);

crosses_as_text!(
    KmsKeyArn,
    schema(
        "the ARN of a KMS key",
        "The ARN of a key in KMS, by the key's id and not by an alias.",
        pattern(r"^arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$"),
        [KMS_KEY],
    )
);

impl PrincipalArn {
    /// The ARN itself.
    pub fn arn(&self) -> &Arn {
        &self.0
    }

    /// The account that the role or user is in.
    pub fn account(&self) -> &AccountId {
        account(&self.0)
    }
}

impl RoleArn {
    /// The account that the role is in.
    pub fn account(&self) -> &AccountId {
        account(&self.0)
    }
}

impl GithubProviderArn {
    /// The ARN itself.
    pub fn arn(&self) -> &Arn {
        &self.0
    }

    /// The account that the provider is in.
    pub fn account(&self) -> &AccountId {
        account(&self.0)
    }
}

impl CertificateArn {
    /// The account that the certificate is in.
    pub fn account(&self) -> &AccountId {
        account(&self.0)
    }

    /// The ARN itself.
    pub fn arn(&self) -> &Arn {
        &self.0
    }

    /// The region that the certificate is in.
    pub fn region(&self) -> Region {
        region(&self.0)
    }
}

impl KmsKeyArn {
    /// The ARN itself.
    pub fn arn(&self) -> &Arn {
        &self.0
    }

    /// The account that the key is in.
    pub fn account(&self) -> &AccountId {
        account(&self.0)
    }

    /// The region that the key is in.
    pub fn region(&self) -> Region {
        region(&self.0)
    }
}

impl TopicArn {
    /// The region that the topic is in.
    pub fn region(&self) -> Region {
        region(&self.0)
    }
}

fn account(arn: &Arn) -> &AccountId {
    arn.account().expect("the kind's check asks for an account")
}

fn region(arn: &Arn) -> Region {
    arn.region().expect("the kind's check asks for a region")
}

impl TryFrom<Arn> for PrincipalArn {
    type Error = ArnError;

    fn try_from(arn: Arn) -> Result<Self, Self::Error> {
        let named = ["role/", "user/"].iter().find_map(|kind| arn.resource().strip_prefix(kind)).is_some_and(is_principal);
        let right = arn.service() == "iam" && arn.region().is_none() && arn.account().is_some();
        checked(arn, right && named, "an IAM role or user", PRINCIPAL).map(Self)
    }
}

impl TryFrom<Arn> for RoleArn {
    type Error = ArnError;

    fn try_from(arn: Arn) -> Result<Self, Self::Error> {
        let named = arn.resource().strip_prefix("role/").is_some_and(is_principal);
        let right = arn.service() == "iam" && arn.region().is_none() && arn.account().is_some();
        checked(arn, right && named, "an IAM role", ROLE).map(Self)
    }
}

impl TryFrom<Arn> for GithubProviderArn {
    type Error = ArnError;

    fn try_from(arn: Arn) -> Result<Self, Self::Error> {
        let named = arn.resource() == "oidc-provider/token.actions.githubusercontent.com";
        let right = arn.service() == "iam" && arn.region().is_none() && arn.account().is_some();
        checked(arn, right && named, "GitHub's identity provider", GITHUB_PROVIDER).map(Self)
    }
}

impl TryFrom<Arn> for CertificateArn {
    type Error = ArnError;

    fn try_from(arn: Arn) -> Result<Self, Self::Error> {
        let named = arn.resource().strip_prefix("certificate/").is_some_and(is_uuid);
        let right = arn.service() == "acm" && arn.region().is_some() && arn.account().is_some();
        checked(arn, right && named, "a certificate in ACM", CERTIFICATE).map(Self)
    }
}

impl TryFrom<Arn> for KmsKeyArn {
    type Error = ArnError;

    fn try_from(arn: Arn) -> Result<Self, Self::Error> {
        let named = arn.resource().strip_prefix("key/").is_some_and(|id| is_uuid(id) || is_multi_region_key(id));
        let right = arn.service() == "kms" && arn.region().is_some() && arn.account().is_some();
        checked(arn, right && named, "a key in KMS", KMS_KEY).map(Self)
    }
}

impl TryFrom<Arn> for TopicArn {
    type Error = ArnError;

    fn try_from(arn: Arn) -> Result<Self, Self::Error> {
        let is_plain = |name: &str| name.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_');
        let named = is_plain(arn.resource()) && (1..=256).contains(&arn.resource().len());
        let right = arn.service() == "sns" && arn.region().is_some() && arn.account().is_some();
        checked(arn, right && named, "an SNS topic that is not FIFO", TOPIC).map(Self)
    }
}

fn checked(arn: Arn, right: bool, wanted: &'static str, example: &'static str) -> Result<Arn, ArnError> {
    if right { Ok(arn) } else { Err(ArnError::Kind { value: arn.to_string(), wanted, example }) }
}

/// An optional path and a name, as IAM has them.
///
/// IAM API Reference, `CreateRole`: the name has 1 to 64 characters. The path may be any printable
/// ASCII there; here it is made of the name's characters, because a policy that trusts the principal
/// reads `*` and `${` as more than text.
fn is_principal(resource: &str) -> bool {
    let (path, name) = resource.rsplit_once('/').map_or(("", resource), |(path, name)| (path, name));
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    let path_is_right = path.bytes().all(|byte| byte == b'/' || of_name(byte)) && (!path.is_empty() || !resource.starts_with('/'));
    path_is_right && (1..=64).contains(&name.len()) && name.bytes().all(of_name)
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

fn is_multi_region_key(text: &str) -> bool {
    let digits = text.strip_prefix("mrk-").unwrap_or_default();
    digits.len() == 32 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl FromStr for PrincipalArn {
    type Err = ArnError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        value.parse::<Arn>()?.try_into()
    }
}

impl FromStr for RoleArn {
    type Err = ArnError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        value.parse::<Arn>()?.try_into()
    }
}

impl FromStr for GithubProviderArn {
    type Err = ArnError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        value.parse::<Arn>()?.try_into()
    }
}

impl FromStr for CertificateArn {
    type Err = ArnError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        value.parse::<Arn>()?.try_into()
    }
}

impl FromStr for KmsKeyArn {
    type Err = ArnError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        value.parse::<Arn>()?.try_into()
    }
}

impl FromStr for TopicArn {
    type Err = ArnError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        value.parse::<Arn>()?.try_into()
    }
}

impl fmt::Display for PrincipalArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for RoleArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for GithubProviderArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for CertificateArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for KmsKeyArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for TopicArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
