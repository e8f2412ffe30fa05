//! A key for log groups: who keeps the logs is CloudWatch Logs, and who may read them is this account's matter.

use terraform::{Document, Expression, Resource, Value, template};

use crate::policy::{Action, Condition, PolicyDocument, Principal, Statement, account_root};
use crate::{KmsAlias, KmsAliasRequired, KmsKey, KmsKeyReference};

/// For how many days the key can still be saved after it was scheduled for deletion: the most that KMS gives (KMS API Reference,
/// `ScheduleKeyDeletion`). A scheduled key costs nothing, and without it nobody reads the logs again.
const DELETION_WINDOW_DAYS: u32 = 30;

/// A key with which CloudWatch Logs encrypts log groups.
#[derive(Debug)]
pub struct LogKey<'a> {
    /// The name in Terraform's addresses.
    pub label: &'static str,
    /// The alias, without `alias/`.
    pub alias: String,
    /// What for, in a few words.
    pub description: String,
    /// The region of the log groups.
    pub region: &'a str,
    /// The account of the log groups.
    pub account_id: &'a Expression<String>,
    /// The name of the log group, or a pattern of names; the key serves no other.
    pub log_groups: String,
}

impl LogKey<'_> {
    /// Adds the key and its alias.
    pub fn add_to(self, document: &mut Document) -> KmsKeyReference {
        let Self { label, alias, description, region, account_id, log_groups } = self;
        let administer = Statement::allow("AccountAdministration", [Action::all_of_kms()])
            .principal(Principal::Account(account_root(account_id)))
            .on_this_key();
        // CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service".
        let groups: Value<String> = template!["arn:aws:logs:", region, ":", account_id, ":log-group:", log_groups];
        let encrypt = Statement::allow(
            "EncryptLogs",
            [
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ],
        )
        .principal(Principal::Service(format!("logs.{region}.amazonaws.com")))
        .on_this_key()
        .condition(Condition::arn_like("kms:EncryptionContext:aws:logs:arn", [groups]));
        let key = document.resource(Resource::new(
            label,
            KmsKey::new()
                .description(description)
                .enable_key_rotation(true)
                .deletion_window_in_days(DELETION_WINDOW_DAYS)
                .policy(PolicyDocument::new([administer, encrypt]).into_value()),
        ));
        document.resource(Resource::new(
            label,
            KmsAlias::new(KmsAliasRequired { target_key_id: key.key_id().into() }).name(format!("alias/{alias}")),
        ));
        key
    }
}
