//! ARNs of the particular kinds that settings name. It must not know what is done with them.

use super::account::AccountId;
use super::arn::{Arn, ArnError};
use super::region::Region;
use crate::edge::{crosses_as_text, pattern, schema, shown_as_its_own};

/// An ARN of one service's, of one form, in an account: in a region (`regional`), or in none (`global`).
macro_rules! arn_kind {
    (
        $(#[$doc:meta])*
        $type:ident is $wanted:literal of $service:literal, $reach:ident,
        $noun:literal: $sentence:literal,
        pattern: $pattern:literal,
        example: $example:literal,
        resource: $resource:expr $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(Arn);

        crosses_as_text!($type, schema($noun, $sentence, pattern($pattern), [$example]));
        shown_as_its_own!($type);

        impl $type {
            /// The ARN itself.
            pub fn arn(&self) -> &Arn {
                &self.0
            }

            /// The account that it is in.
            pub fn account(&self) -> &AccountId {
                self.0.account().expect("the kind's check asks for an account")
            }
        }

        impl TryFrom<Arn> for $type {
            type Error = ArnError;

            fn try_from(arn: Arn) -> Result<Self, ArnError> {
                let is_named: fn(&str) -> bool = $resource;
                let stands_there = arn.region().is_some() == arn_kind!(@is_regional $reach) && arn.account().is_some();
                if arn.service() == $service && stands_there && is_named(arn.resource()) {
                    Ok(Self(arn))
                } else {
                    Err(ArnError::Kind { value: arn.to_string(), wanted: $wanted, example: $example })
                }
            }
        }

        impl std::str::FromStr for $type {
            type Err = ArnError;

            fn from_str(value: &str) -> Result<Self, ArnError> {
                value.parse::<Arn>()?.try_into()
            }
        }

        arn_kind!(@region $reach $type);
    };
    (@is_regional regional) => {
        true
    };
    (@is_regional global) => {
        false
    };
    (@region global $type:ident) => {};
    (@region regional $type:ident) => {
        impl $type {
            /// The region that it is in.
            pub fn region(&self) -> Region {
                self.0.region().expect("the kind's check asks for a region")
            }
        }
    };
}

arn_kind! {
    /// The ARN of an IAM role or an IAM user, which a policy can trust.
    PrincipalArn is "an IAM role or user" of "iam", global,
    "the ARN of an IAM role or user": "The ARN of an IAM role or an IAM user.",
    pattern: r"^arn:aws:iam::[0-9]{12}:(role|user)/([A-Za-z0-9_+=,.@/-]+/)?[A-Za-z0-9_+=,.@-]{1,64}$",
    example: "arn:aws:iam::111122223333:role/deployer",
    resource: |resource| ["role/", "user/"].iter().find_map(|kind| resource.strip_prefix(kind)).is_some_and(is_principal),
}

arn_kind! {
    /// The ARN of an IAM role, which can be assumed; nobody assumes a user.
    RoleArn is "an IAM role" of "iam", global,
    "the ARN of an IAM role": "The ARN of an IAM role.",
    pattern: r"^arn:aws:iam::[0-9]{12}:role/([A-Za-z0-9_+=,.@/-]+/)?[A-Za-z0-9_+=,.@-]{1,64}$",
    example: "arn:aws:iam::111122223333:role/terraform",
    resource: |resource| resource.strip_prefix("role/").is_some_and(is_principal),
}

arn_kind! {
    /// The ARN of the identity provider by which an account knows GitHub Actions.
    ///
    /// IAM User Guide, "OIDC federation": an account has one for each address.
    GithubProviderArn is "GitHub's identity provider" of "iam", global,
    "the ARN of GitHub's identity provider": "The ARN of the identity provider by which an account knows GitHub Actions.",
    pattern: r"^arn:aws:iam::[0-9]{12}:oidc-provider/token\.actions\.githubusercontent\.com$",
    example: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    resource: |resource| resource == "oidc-provider/token.actions.githubusercontent.com",
}

arn_kind! {
    /// The ARN of a certificate in ACM; it is in a region.
    CertificateArn is "a certificate in ACM" of "acm", regional,
    "the ARN of a certificate": "The ARN of a certificate in ACM, in the region of what uses it.",
    pattern: r"^arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    example: "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012",
    resource: |resource| resource.strip_prefix("certificate/").is_some_and(is_uuid),
}

arn_kind! {
    /// The ARN of a key in KMS, by the key's id and not by an alias, which may come to stand for another key; it is in a region.
    ///
    /// KMS Developer Guide, "Key identifiers": the id is a UUID, or `mrk-` and 32 digits where the key is one of several regions.
    KmsKeyArn is "a key in KMS" of "kms", regional,
    "the ARN of a KMS key": "The ARN of a key in KMS, by the key's id and not by an alias.",
    pattern: r"^arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$",
    example: "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
    resource: |resource| resource.strip_prefix("key/").is_some_and(|id| is_uuid(id) || is_multi_region_key(id)),
}

arn_kind! {
    /// The ARN of an SNS topic; it is in a region.
    ///
    /// SNS API Reference, `CreateTopic`: up to 256 letters, digits, hyphens and underscores. A FIFO topic, whose name ends with `.fifo`, is none to which
    /// alarms publish: they give no message group.
    TopicArn is "an SNS topic that is not FIFO" of "sns", regional,
    "the ARN of an SNS topic": "The ARN of an SNS topic that is not FIFO.",
    pattern: r"^arn:aws:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$",
    example: "arn:aws:sns:us-east-1:111122223333:on-call",
    resource: |resource| (1..=256).contains(&resource.len()) && resource.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"-_".contains(&letter)),
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

pub(super) use arn_kind;
