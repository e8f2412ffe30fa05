//! The table that holds Terraform's locks, where the settings say that there is one.

use aws::dynamodb_table::{
    Attribute, AttributeRequired, PointInTimeRecovery, PointInTimeRecoveryRequired, ServerSideEncryption,
    ServerSideEncryptionRequired,
};
use aws::{DynamodbTable, DynamodbTableRequired};
use domain::TableName;
use terraform::{Address, Document, Resource};

use crate::kept::{Encryption, State};

const LABEL: &str = "locks";

/// The key by which Terraform finds a lock (Terraform, "S3 backend", "DynamoDB state locking").
const KEY: &str = "LockID";

/// The address of the table in the module.
pub(crate) fn address() -> Address {
    Address::managed("aws_dynamodb_table", LABEL)
}

/// The table. Besides the locks it holds each state's checksum, without which Terraform takes the state for a stale one: so it is
/// protected as the state is.
pub(crate) fn lock_table(document: &mut Document, state: &State, name: &TableName) {
    let key_arn = match &state.encryption {
        // DynamoDB's key in this account, instead of the one that DynamoDB shares among accounts.
        Encryption::Aes256 => None,
        Encryption::Kms(key) => Some(key.to_string()),
    };
    let encryption = ServerSideEncryption::new(ServerSideEncryptionRequired { enabled: true.into() }).kms_key_arn(key_arn);
    document.resource(Resource::new(
        LABEL,
        DynamodbTable::new(DynamodbTableRequired { name: name.as_str().into() })
            .billing_mode("PAY_PER_REQUEST")
            .hash_key(KEY)
            .attribute([Attribute::new(AttributeRequired { name: KEY.into(), r#type: "S".into() })])
            .deletion_protection_enabled(true)
            .point_in_time_recovery(PointInTimeRecovery::new(PointInTimeRecoveryRequired { enabled: true.into() }))
            .server_side_encryption(encryption),
    ));
}
