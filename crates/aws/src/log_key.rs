//! A key for log groups: who keeps the logs is CloudWatch Logs, and who may read them is this account's matter.

use terraform::{Document, Expression, Value, template};

use crate::KmsKeyReference;
use crate::account_key::{self, Named};
use crate::policy::{Condition, Principal, Statement};

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
        account_key::key(document, Named { label, alias, description }, account_id, Some(encrypt))
    }
}
