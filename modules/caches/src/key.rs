//! The key that encrypts the caches.

use aws::KmsKeyReference;
use aws::data_key::DataKey;
use domain::Identity;
use terraform::Document;

use crate::interface::Variables;

/// The key of all of this environment's caches. ElastiCache uses it by a grant that whoever makes the cache gives (ElastiCache User Guide, "At-rest
/// encryption in ElastiCache").
pub(crate) fn key(document: &mut Document, identity: &Identity, variables: &Variables) -> KmsKeyReference {
    let key = DataKey {
        label: "caches",
        alias: identity.named("caches"),
        description: format!("{}: caches", identity.prefix()),
        account_id: &variables.account_id,
    };
    key.add_to(document)
}
