//! The keys: one for the database, and one in the second region for the replicated backups.
//!
//! One key serves storage, snapshots, password, Performance Insights and logs. All of them lead to the same data, live and die with
//! the same instance, and the policy's conditions say through which service the key may be used; a key for each would add keys to
//! lose and no boundary. A key does not leave its region, so the backups in the second one need their own.

use aws::policy::{Condition, PolicyDocument, Principal, Statement, account_root};
use aws::{KmsAlias, KmsAliasRequired, KmsKey, KmsKeyReference};
use domain::{Identity, Region};
use terraform::{Document, Resource, template};

use crate::config::Rds;
use crate::disaster_recovery as second_region;
use crate::interface::Variables;
use crate::logs::log_group_prefix;

/// The key of storage, snapshots, password, Performance Insights and logs.
pub(crate) fn database(document: &mut Document, identity: &Identity, rds: &Rds, variables: &Variables) -> KmsKeyReference {
    let region = identity.region;
    let policy = PolicyDocument::new([
        administration(variables),
        use_through(["rds", "secretsmanager", "logs"].map(|service| of_region(service, region)), variables),
        use_by_logs(region, rds, variables),
    ]);
    let key = document.resource(Resource::new("database", key(format!("{}: database", identity.prefix()), rds, policy)));
    document.resource(Resource::new("database", alias(&key, identity.named("database"))));
    key
}

/// The key of the backups that are replicated to the second region.
pub(crate) fn disaster_recovery(document: &mut Document, identity: &Identity, rds: &Rds, variables: &Variables) -> KmsKeyReference {
    let policy = PolicyDocument::new([
        administration(variables),
        use_through([of_region("rds", identity.disaster_recovery_region)], variables),
    ]);
    let description = format!("{}: replicated backups of the database", identity.prefix());
    let key = document.resource(Resource::new("disaster_recovery", key(description, rds, policy)).provider(second_region()));
    let alias = alias(&key, identity.named("database-disaster-recovery"));
    document.resource(Resource::new("disaster_recovery", alias).provider(second_region()));
    key
}

fn key(description: String, rds: &Rds, policy: PolicyDocument) -> KmsKey {
    KmsKey::new()
        .description(description)
        .enable_key_rotation(true)
        .deletion_window_in_days(rds.key_deletion_window_days.get())
        .policy(policy.into_value())
}

fn alias(key: &KmsKeyReference, name: String) -> KmsAlias {
    KmsAlias::new(KmsAliasRequired { target_key_id: key.key_id().into() }).name(format!("alias/{name}"))
}

/// Lets the account's own policies say who administers the key, which includes nothing that encrypts or decrypts.
///
/// The actions are those of AWS's own statement for administrators (KMS Developer Guide, "Default key policy"), written out.
fn administration(variables: &Variables) -> Statement {
    Statement::allow(
        "AccountAdministration",
        [
            "kms:CancelKeyDeletion",
            "kms:CreateAlias",
            "kms:DeleteAlias",
            "kms:DescribeKey",
            "kms:DisableKey",
            "kms:DisableKeyRotation",
            "kms:EnableKey",
            "kms:EnableKeyRotation",
            "kms:GetKeyPolicy",
            "kms:GetKeyRotationStatus",
            "kms:ListGrants",
            "kms:ListKeyPolicies",
            "kms:ListKeyRotations",
            "kms:ListResourceTags",
            "kms:PutKeyPolicy",
            "kms:RevokeGrant",
            "kms:RotateKeyOnDemand",
            "kms:ScheduleKeyDeletion",
            "kms:TagResource",
            "kms:UntagResource",
            "kms:UpdateAlias",
            "kms:UpdateKeyDescription",
        ],
    )
    .principal(Principal::Account(account_root(&variables.account_id)))
    .on_this_key()
}

/// Lets the account's own policies say who uses the key, and only through these services.
///
/// RDS and Secrets Manager use a key in the name of whoever calls them, and RDS makes a grant for what it does later by itself;
/// AWS advises to bind both to the service (RDS User Guide, "AWS KMS key management", authorizing use of a customer managed key;
/// Secrets Manager User Guide, "Secret encryption and decryption"). Whoever reads the logs comes through CloudWatch Logs.
fn use_through<const N: usize>(services: [String; N], variables: &Variables) -> Statement {
    Statement::allow("UseThroughServices", [&["kms:CreateGrant"], CRYPTOGRAPHY].concat())
        .principal(Principal::Account(account_root(&variables.account_id)))
        .on_this_key()
        .condition(Condition::string_equals("kms:ViaService", services))
}

/// Lets CloudWatch Logs use the key for the instances' log groups and no other (CloudWatch Logs User Guide, "Encrypt log data").
fn use_by_logs(region: Region, rds: &Rds, variables: &Variables) -> Statement {
    let log_groups = rds.identifiers().map(|identifier| {
        let prefix = log_group_prefix(identifier);
        template!["arn:aws:logs:", region.as_str(), ":", &variables.account_id, ":log-group:", prefix, "*"]
    });
    Statement::allow("UseByLogs", [&["kms:DescribeKey"], CRYPTOGRAPHY].concat())
        .principal(Principal::Service(of_region("logs", region)))
        .on_this_key()
        .condition(Condition::arn_like("kms:EncryptionContext:aws:logs:arn", log_groups))
}

const CRYPTOGRAPHY: &[&str] = &[
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
];

/// `rds.us-east-1.amazonaws.com`: a service in one region.
fn of_region(service: &str, region: Region) -> String {
    format!("{service}.{region}.amazonaws.com")
}
