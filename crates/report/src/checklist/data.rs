//! What keeps data: backups, the other region, encryption at rest.

use aws::ecr_repository::EncryptionConfiguration;
use aws::instance::RootBlockDevice;
use aws::{
    DbInstance, DbInstanceAutomatedBackupsReplication as Replication, EcrRepository, ElasticacheReplicationGroup,
    ElasticacheServerlessCache, Instance, S3Bucket, S3BucketServerSideEncryptionConfiguration as BucketEncryption, SnsTopic,
    SqsQueue,
};
use system::is_of_bucket;
use terraform::Address;

use super::{Subject, Verdict};

pub(super) fn backups(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut databases = 0;
    for database in subject.system.primaries() {
        databases += 1;
        let kept = database.view.get(DbInstance::BACKUP_RETENTION_PERIOD).literal().is_some_and(|days| days > 0);
        let address = database.view.address();
        verdict.expect(kept, &address, "no backups are kept, so that there is no point in time to go back to");
        if !database.view.get(DbInstance::SKIP_FINAL_SNAPSHOT).is_false() {
            verdict.missing_at(&address, "no snapshot is taken when it is deleted");
        }
    }
    verdict.ask_only_where_some(databases);
    verdict
}

pub(super) fn disaster_recovery(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    let elsewhere = system.of::<Replication>().filter(|it| system.regions.elsewhere(it.resource()).is_some());
    let copied: Vec<Address> = elsewhere
        .filter_map(|replication| {
            verdict.proven(replication.address());
            replication.get(Replication::SOURCE_DB_INSTANCE_ARN).target()
        })
        .collect();
    let mut databases = 0;
    for database in system.primaries() {
        databases += 1;
        if !copied.contains(&database.view.address()) {
            verdict.missing_at(database.view.address(), "its backups are not copied to another region");
        }
    }
    verdict.ask_only_where_some(databases);
    verdict
}

pub(super) fn at_rest(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    for database in &system.databases {
        let encrypted = database.view.get(DbInstance::STORAGE_ENCRYPTED).is_true();
        verdict.expect(encrypted, database.view.address(), "its storage is not encrypted");
    }
    for repository in system.of::<EcrRepository>() {
        let mut encryption = repository.blocks(EcrRepository::ENCRYPTION_CONFIGURATION);
        let with_key = encryption.any(|it| it.get(EncryptionConfiguration::ENCRYPTION_TYPE).is("KMS"));
        verdict.expect(with_key, repository.address(), "its images are not encrypted with a key of this account");
    }
    for topic in system.of::<SnsTopic>() {
        verdict.expect(topic.get(SnsTopic::KMS_MASTER_KEY_ID).is_set(), topic.address(), "its messages are not encrypted");
    }
    for machine in system.of::<Instance>() {
        let encrypted = machine.blocks(Instance::ROOT_BLOCK_DEVICE).any(|it| it.get(RootBlockDevice::ENCRYPTED).is_true());
        verdict.expect(encrypted, machine.address(), "its disk is not encrypted");
    }
    for cache in system.of::<ElasticacheReplicationGroup>() {
        let encrypted = cache.get(ElasticacheReplicationGroup::AT_REST_ENCRYPTION_ENABLED).is("true");
        verdict.expect(encrypted, cache.address(), "what it keeps on disk is not encrypted");
    }
    // AWS leaves it to nobody (ElastiCache User Guide, "At-Rest Encryption in ElastiCache").
    for cache in system.of::<ElasticacheServerlessCache>() {
        verdict.proven(cache.address());
    }
    for queue in system.of::<SqsQueue>() {
        let by_sqs = queue.get(SqsQueue::SQS_MANAGED_SSE_ENABLED).is_true();
        verdict.expect(
            by_sqs || queue.get(SqsQueue::KMS_MASTER_KEY_ID).is_set(),
            queue.address(),
            "its messages are not encrypted",
        );
    }
    for bucket in system.of::<S3Bucket>() {
        let mut settings = system.of::<BucketEncryption>().filter(|it| it.block(BucketEncryption::RULE).is_some());
        let encrypted = settings.any(|it| is_of_bucket(&it.get(BucketEncryption::BUCKET), &bucket));
        verdict.expect(encrypted, bucket.address(), "nothing says how its objects are encrypted");
    }
    let found = verdict.proof.len() + verdict.faults.len();
    verdict.expect_some(found, "there is nothing that keeps data");
    verdict
}
