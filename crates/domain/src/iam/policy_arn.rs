//! Managed policies by their ARNs. It must not know what they allow.

use std::str::FromStr;

use crate::edge::{crosses_as_text, pattern, schema, shown_as_its_own};
use crate::place::{AccountId, Arn, ArnError};

const OF_AWS: &str = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess";
const OWN: &str = "arn:aws:iam::111122223333:policy/task-api-mail";

/// The ARN of a managed policy of IAM's, AWS's own or an account's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyArn(Arn);

crosses_as_text!(
    PolicyArn,
    schema(
        "the ARN of a managed policy",
        "The ARN of a managed policy of IAM's, AWS's own or an account's.",
        pattern(r"^arn:aws:iam::([0-9]{12}|aws):policy/([A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,128}$"),
        [OF_AWS, OWN],
    )
);

impl PolicyArn {
    /// The account whose policy it is; none for one of AWS's own.
    pub fn account(&self) -> Option<&AccountId> {
        self.0.account()
    }

    /// The policy's name, without its path.
    pub fn name(&self) -> &str {
        self.0.resource().rsplit('/').next().unwrap_or_default()
    }
}

impl FromStr for PolicyArn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let arn: Arn = text.parse()?;
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        let is_part = |part: &str| (1..=128).contains(&part.len()) && part.bytes().all(of_name);
        let named = arn.resource().strip_prefix("policy/").is_some_and(|rest| rest.split('/').all(is_part));
        let owned = arn.account().is_some() || text.starts_with("arn:aws:iam::aws:");
        if arn.service() == "iam" && arn.region().is_none() && owned && named {
            Ok(Self(arn))
        } else {
            Err(ArnError::Kind { value: text.to_owned(), wanted: "a managed policy", example: OF_AWS })
        }
    }
}

shown_as_its_own!(PolicyArn);
