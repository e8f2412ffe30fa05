//! What holds data is encrypted. The settings cannot say otherwise; this guards what is made of them.

use aws::ecr_repository::EncryptionConfiguration;
use aws::instance::RootBlockDevice;
use aws::s3_bucket_server_side_encryption_configuration::{Rule, RuleApplyServerSideEncryptionByDefault};
use aws::{
    DbInstance, DbInstanceAutomatedBackupsReplication, EcrRepository, ElasticacheReplicationGroup, Instance, S3Bucket,
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
        if let Some((false, what)) = encryption(resource) {
            let address = resource.address().to_string();
            // S3 encrypts every object, and whoever reads the configuration is not told with what.
            let is = if resource.is::<S3Bucket>() { "does not say how it is encrypted" } else { "is not encrypted" };
            findings.of_resource(address.clone(), format!("`{address}` holds data and {is}")).help_in_own(what);
        }
    }
}

/// Whether a resource is encrypted, and what has to be written for it; nothing for one that holds no data, or whose encryption AWS does not leave
/// to anybody.
fn encryption(resource: ResourceBlock<'_>) -> Option<(bool, &'static str)> {
    Some(if let Some(database) = resource.view::<DbInstance>() {
        (database.get(DbInstance::STORAGE_ENCRYPTED).is_true(), "add `storage_encrypted = true`")
    } else if let Some(backups) = resource.view::<DbInstanceAutomatedBackupsReplication>() {
        let key = backups.get(DbInstanceAutomatedBackupsReplication::KMS_KEY_ID);
        (key.is_set(), "add a key of the backups' region as `kms_key_id`")
    } else if let Some(machine) = resource.view::<Instance>() {
        let disk = machine.block(Instance::ROOT_BLOCK_DEVICE);
        (disk.is_some_and(|disk| disk.get(RootBlockDevice::ENCRYPTED).is_true()), "add `root_block_device { encrypted = true }`")
    } else if let Some(repository) = resource.view::<EcrRepository>() {
        let encryption = repository.block(EcrRepository::ENCRYPTION_CONFIGURATION);
        let by_key = encryption.is_some_and(|it| it.get(EncryptionConfiguration::ENCRYPTION_TYPE).is("KMS"));
        (by_key, "add `encryption_configuration { encryption_type = \"KMS\" }`")
    } else if let Some(topic) = resource.view::<SnsTopic>() {
        (topic.get(SnsTopic::KMS_MASTER_KEY_ID).is_set(), "add a key as `kms_master_key_id`")
    } else if let Some(queue) = resource.view::<SqsQueue>() {
        // New queues are by SQS where nothing is said (SQS Developer Guide, "Encryption at rest in Amazon SQS").
        let is_by_sqs = !queue.get(SqsQueue::SQS_MANAGED_SSE_ENABLED).is_false();
        let is_encrypted = is_by_sqs || queue.get(SqsQueue::KMS_MASTER_KEY_ID).is_set();
        (is_encrypted, "write `sqs_managed_sse_enabled = true`, or a key as `kms_master_key_id`,")
    } else if let Some(cache) = resource.view::<ElasticacheReplicationGroup>() {
        // A serverless cache always is (ElastiCache User Guide, "At-Rest Encryption in ElastiCache").
        let is_encrypted = cache.get(ElasticacheReplicationGroup::AT_REST_ENCRYPTION_ENABLED).is("true");
        (is_encrypted, "add `at_rest_encryption_enabled = true`")
    } else {
        let bucket = resource.view::<S3Bucket>()?;
        (has_encryption(bucket), "add an `aws_s3_bucket_server_side_encryption_configuration` of the bucket")
    })
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
