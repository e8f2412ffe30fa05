//! What holds data is encrypted. The settings cannot say otherwise; this guards what is made of them.

use aws::ecr_repository::EncryptionConfiguration;
use aws::instance::RootBlockDevice;
use aws::s3_bucket_server_side_encryption_configuration::{Rule, RuleApplyServerSideEncryptionByDefault};
use aws::{
    DbInstance, DbInstanceAutomatedBackupsReplication, EcrRepository, Instance, S3Bucket,
    S3BucketServerSideEncryptionConfiguration, SnsTopic, SqsQueue,
};
use settings::Severity;
use terraform::read::{ResourceBlock, View};

use crate::rules::finding::Findings;
use crate::rules::rule::{self, Check, Scope, Subject};
use terraform::read::Documents;

pub(super) const RULE: rule::Rule = rule::Rule {
    code: "ENC001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "what holds data is encrypted",
    why: "Encryption at rest cannot be turned on later for most of what holds data: a database and a disk have to be made anew.",
    mend: "report it, since no setting turns encryption off; until then accept it or go back to the version of synth before",
    settings: &[],
    check: Check::Documents(check),
};

fn check(_: &Subject<'_>, documents: &Documents, findings: &mut Findings<'_>) {
    for resource in documents.all() {
        if is_encrypted(resource) == Some(false) {
            let address = resource.address().to_string();
            findings.of_resource(address.clone(), format!("`{address}` holds data and is not encrypted"));
        }
    }
}

/// Whether a resource is encrypted; nothing for one that holds no data, or whose encryption AWS does not leave to anybody.
fn is_encrypted(resource: ResourceBlock<'_>) -> Option<bool> {
    if let Some(database) = resource.view::<DbInstance>() {
        Some(database.get(DbInstance::STORAGE_ENCRYPTED).is_true())
    } else if let Some(backups) = resource.view::<DbInstanceAutomatedBackupsReplication>() {
        Some(backups.get(DbInstanceAutomatedBackupsReplication::KMS_KEY_ID).is_set())
    } else if let Some(machine) = resource.view::<Instance>() {
        let disk = machine.block(Instance::ROOT_BLOCK_DEVICE);
        Some(disk.is_some_and(|disk| disk.get(RootBlockDevice::ENCRYPTED).is_true()))
    } else if let Some(repository) = resource.view::<EcrRepository>() {
        let encryption = repository.block(EcrRepository::ENCRYPTION_CONFIGURATION);
        Some(encryption.is_some_and(|it| it.get(EncryptionConfiguration::ENCRYPTION_TYPE).is("KMS")))
    } else if let Some(topic) = resource.view::<SnsTopic>() {
        Some(topic.get(SnsTopic::KMS_MASTER_KEY_ID).is_set())
    } else if let Some(queue) = resource.view::<SqsQueue>() {
        Some(queue.get(SqsQueue::KMS_MASTER_KEY_ID).is_set() || queue.get(SqsQueue::SQS_MANAGED_SSE_ENABLED).is_true())
    } else {
        resource.view::<S3Bucket>().map(has_encryption)
    }
}

/// Whether the bucket has a configuration that says with what its objects are encrypted.
fn has_encryption(bucket: View<'_, S3Bucket>) -> bool {
    let says_with_what = |rule: View<'_, Rule>| {
        let default = rule.block(Rule::APPLY_SERVER_SIDE_ENCRYPTION_BY_DEFAULT);
        default.is_some_and(|it| it.get(RuleApplyServerSideEncryptionByDefault::SSE_ALGORITHM).is_set())
    };
    bucket.resource().documents().resources_of::<S3BucketServerSideEncryptionConfiguration>().any(|configuration| {
        configuration.get(S3BucketServerSideEncryptionConfiguration::BUCKET).target() == Some(bucket.address())
            && configuration.blocks(S3BucketServerSideEncryptionConfiguration::RULE).any(says_with_what)
    })
}
