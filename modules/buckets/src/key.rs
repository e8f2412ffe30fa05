//! The key that encrypts the buckets.

use aws::KmsKeyReference;
use aws::data_key::DataKey;
use domain::Identity;
use terraform::Document;

use crate::interface::Variables;

/// The key of all of this environment's buckets, which who uses them uses in their own name (S3 User Guide, "Using server-side encryption with AWS KMS keys").
pub(crate) fn key(document: &mut Document, identity: &Identity, variables: &Variables) -> KmsKeyReference {
    let key = DataKey {
        label: "buckets",
        alias: identity.named("buckets"),
        description: format!("{}: objects in buckets", identity.prefix()),
        account_id: &variables.account_id,
    };
    key.add_to(document)
}
