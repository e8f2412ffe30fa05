//! Keys for the application's own data in S3 and SQS, whose policy admits nobody but the account.

use terraform::{Document, Expression, Resource};

use crate::policy::{Action, PolicyDocument, Principal, Statement, account_root};
use crate::{KmsAlias, KmsAliasRequired, KmsKey, KmsKeyReference};

/// For how many days the key can still be saved after it was scheduled for deletion: the most that KMS gives (KMS API Reference,
/// `ScheduleKeyDeletion`).
const DELETION_WINDOW_DAYS: u32 = 30;

/// A key that encrypts what services put somewhere and take from there in their own name: so the account's administration is all that its policy has
/// to admit, and who uses it has the right in a policy of their own.
#[derive(Debug)]
pub struct DataKey<'a> {
    /// The name in Terraform's addresses.
    pub label: &'static str,
    /// The alias, without `alias/`.
    pub alias: String,
    /// What for, in a few words.
    pub description: String,
    /// The account.
    pub account_id: &'a Expression<String>,
}

impl DataKey<'_> {
    /// The key with its alias.
    pub fn add_to(self, document: &mut Document) -> KmsKeyReference {
        let Self { label, alias, description, account_id } = self;
        let administer = Statement::allow("AccountAdministration", [Action::all_of_kms()])
            .principal(Principal::Account(account_root(account_id)))
            .on_this_key();
        let key = document.resource(Resource::new(
            label,
            KmsKey::new()
                .description(description)
                .enable_key_rotation(true)
                .deletion_window_in_days(DELETION_WINDOW_DAYS)
                .policy(PolicyDocument::new([administer]).into_value()),
        ));
        document.resource(Resource::new(
            label,
            KmsAlias::new(KmsAliasRequired { target_key_id: key.key_id().into() }).name(format!("alias/{alias}")),
        ));
        key
    }
}
