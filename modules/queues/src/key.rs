//! The key that encrypts the queues.

use aws::KmsKeyReference;
use aws::data_key::DataKey;
use domain::Identity;
use terraform::Document;

use crate::interface::Variables;

/// The key of all of this environment's queues, which who uses them uses in their own name (SQS Developer Guide, "Key management").
pub(crate) fn key(document: &mut Document, identity: &Identity, variables: &Variables) -> KmsKeyReference {
    let key = DataKey {
        label: "queues",
        alias: identity.named("queues"),
        description: format!("{}: messages in queues", identity.prefix()),
        account_id: &variables.account_id,
    };
    key.add_to(document)
}
