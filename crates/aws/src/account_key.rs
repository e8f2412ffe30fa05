//! Keys for the account's own use: rotated by KMS, kept as long as KMS gives when they are deleted, with an alias.

use terraform::{Document, Expression, Resource};

use crate::policy::{Action, PolicyDocument, Principal, Statement, account_root};
use crate::{KmsAlias, KmsAliasRequired, KmsKey, KmsKeyReference};

/// For how many days the key can still be saved after it was scheduled for deletion: the most that KMS gives (KMS API Reference,
/// `ScheduleKeyDeletion`). A scheduled key costs nothing, and without it nobody reads again what it encrypted.
const DELETION_WINDOW_DAYS: u32 = 30;

/// A key as it is called.
#[derive(Debug)]
pub(crate) struct Named {
    /// The name in Terraform's addresses.
    pub(crate) label: &'static str,
    /// The alias, without `alias/`.
    pub(crate) alias: String,
    /// What for, in a few words.
    pub(crate) description: String,
}

/// Adds a key and its alias. Its policy admits the account's administration, and what the further statements say.
pub(crate) fn key(
    document: &mut Document,
    named: Named,
    account_id: &Expression<String>,
    further: Option<Statement>,
) -> KmsKeyReference {
    let Named { label, alias, description } = named;
    let administer = Statement::allow("AccountAdministration", [Action::all_of_kms()])
        .principal(Principal::Account(account_root(account_id)))
        .on_this_key();
    let key = document.resource(Resource::new(
        label,
        KmsKey::new()
            .description(description)
            .enable_key_rotation(true)
            .deletion_window_in_days(DELETION_WINDOW_DAYS)
            .policy(PolicyDocument::new(std::iter::once(administer).chain(further)).into_value()),
    ));
    document.resource(Resource::new(
        label,
        KmsAlias::new(KmsAliasRequired { target_key_id: key.key_id().into() }).name(format!("alias/{alias}")),
    ));
    key
}
