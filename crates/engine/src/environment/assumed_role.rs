//! The role as which Terraform works, as a setting.

use domain::{AccountId, ExternalId, RoleArn};
use schemars::JsonSchema;
use serde::Deserialize;
use settings::Problems;

/// The role that Terraform assumes before it does anything in AWS.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumedRole {
    /// The role's ARN. Who runs Terraform needs `sts:AssumeRole` on it, and its trust policy has to admit them.
    pub role_arn: RoleArn,
    /// What the role's trust policy asks for besides, where it is another company's.
    #[serde(default)]
    pub external_id: Option<ExternalId>,
}

impl AssumedRole {
    /// Tells what leads into another account than the one that is named.
    pub(crate) fn check(&self, account_id: Option<&AccountId>, problems: &mut Problems) {
        if let Some(account_id) = account_id
            && self.role_arn.account() != account_id
        {
            problems
                .error(
                    "assume_role.role_arn",
                    format!(
                        "the role is in the account `{}`, and Terraform may work in `{account_id}` only",
                        self.role_arn.account()
                    ),
                )
                .also("account_id")
                .help("name a role of the environment's account");
        }
    }
}
