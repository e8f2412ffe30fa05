//! The key that encrypts the caches.

use aws::policy::{Action, PolicyDocument, Principal, Statement, account_root};
use aws::{KmsAlias, KmsAliasRequired, KmsKey, KmsKeyReference};
use domain::Identity;
use terraform::{Document, Resource};

use crate::interface::Variables;

/// For how many days the key can still be saved after it was scheduled for deletion: the most that KMS gives (KMS API Reference,
/// `ScheduleKeyDeletion`).
const DELETION_WINDOW_DAYS: u32 = 30;

/// The key of all of this environment's caches. ElastiCache uses it by a grant that whoever makes the cache gives (ElastiCache User Guide, "At-rest
/// encryption in ElastiCache"), so the account's administration is all that the policy has to admit.
pub(crate) fn key(document: &mut Document, identity: &Identity, variables: &Variables) -> KmsKeyReference {
    let administer = Statement::allow("AccountAdministration", [Action::all_of_kms()])
        .principal(Principal::Account(account_root(&variables.account_id)))
        .on_this_key();
    let key = document.resource(Resource::new(
        "caches",
        KmsKey::new()
            .description(format!("{}: caches", identity.prefix()))
            .enable_key_rotation(true)
            .deletion_window_in_days(DELETION_WINDOW_DAYS)
            .policy(PolicyDocument::new([administer]).into_value()),
    ));
    document.resource(Resource::new(
        "caches",
        KmsAlias::new(KmsAliasRequired { target_key_id: key.key_id().into() }).name(format!("alias/{}", identity.named("caches"))),
    ));
    key
}
