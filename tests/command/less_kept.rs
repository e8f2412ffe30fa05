//! What a change takes from those who use the environment without a word of AWS's: what is kept for less long, held by less, or still asked for by what
//! runs.

use crate::command::consequences::{Row, are_told};

/// Of a password that the module makes there is none.
const NO_ROTATION: &str = "unset=[\"rds.password_rotation_days\"]";

const ROWS: [Row; 25] = [
    Row {
        before: &["ecs.repositories.kept_images=100"],
        after: &["ecs.repositories.kept_images=5"],
        says: "of more images than the newest 5 none is left after a day, whether tasks run from it or not",
    },
    Row {
        before: &["ecs.repositories.untagged_image_days=30"],
        after: &["ecs.repositories.untagged_image_days=1"],
        says: "images without a tag that are older than 1 day are deleted for good",
    },
    Row {
        before: &["rds.backups.replicated_retention_days=30"],
        after: &["rds.backups.replicated_retention_days=3"],
        says: "what the copies of the backups hold of more than 3 days ago is deleted for good",
    },
    Row {
        before: &["rds.monitoring.performance_insights_retention_days=731"],
        after: &["rds.monitoring.performance_insights_retention_days=7"],
        says: "what Performance Insights recorded more than 7 days ago is deleted for good",
    },
    Row {
        before: &[],
        after: &["rds.monitoring.performance_insights=false"],
        says: "what Performance Insights recorded of its statements is deleted for good",
    },
    Row {
        before: &["caches.sessions.snapshot_retention_days=7"],
        after: &["caches.sessions.snapshot_retention_days=2"],
        says: "module.caches.aws_elasticache_serverless_cache.sessions: its daily snapshots that are older than 2 days",
    },
    Row {
        before: &["caches.pages.nodes.node_type=cache.t4g.small"],
        after: &["caches.pages.nodes.node_type=cache.t4g.small", "caches.pages.snapshot_retention_days=0"],
        says: "module.caches.aws_elasticache_replication_group.pages: no snapshot is taken any more",
    },
    Row {
        before: &["caches.sessions.maximum_gigabytes=100"],
        after: &["caches.sessions.maximum_gigabytes=2"],
        says: "of more than 2 GB keys with an expiry are evicted at once",
    },
    Row {
        before: &["caches.sessions.login=iam"],
        after: &["caches.sessions.maximum_ecpus_per_second=1000"],
        says: "what clients ask beyond 1000 processing units a second is refused at once",
    },
    Row {
        before: &["caches.pages.nodes.node_type=cache.r7g.xlarge"],
        after: &["caches.pages.nodes.node_type=cache.t4g.small"],
        says: "it goes from cache.r7g.xlarge to cache.t4g.small with this apply",
    },
    Row {
        before: &["buckets.files.versioning=true"],
        after: &["buckets.files.versioning=false"],
        says: "an object that is overwritten or deleted from then on is gone for good",
    },
    Row {
        before: &["buckets.files.versioning=true"],
        after: &["buckets.files={ transition_days = 1, transition_to = \"deep-archive\" }"],
        says: "objects older than 1 day move to the storage class DEEP_ARCHIVE: who reads one is refused until it was restored",
    },
    Row {
        before: &["monitoring.log_export.enabled=true"],
        after: &["monitoring.log_export={ enabled = true, archive_after_days = 1 }"],
        says: "objects older than 1 day move to the storage class GLACIER",
    },
    Row {
        before: &[],
        after: &["services.web.health_check.path=/healthz"],
        says: "the tasks that run are asked at `/healthz` with this apply, and those that do not answer there with 200",
    },
    Row { before: &[], after: &["services.web.health_check.success_codes=204"], says: "those that do not answer there with 204" },
    Row {
        before: &["services.web.secrets.TOKEN=arn:aws:secretsmanager:eu-central-1:111122223333:secret:token-AbCdEf"],
        after: &[],
        says: "the revision that runs still asks for `TOKEN`, which it may read no more",
    },
    Row {
        before: &[],
        after: &["services.web.database=none"],
        says: "still asks for `DB_PASSWORD`, `DB_USER`, which it may read no more",
    },
    Row {
        before: &["services.web.environment_files=[\"arn:aws:s3:::acme-settings/web.env\"]"],
        after: &[],
        says: "still asks for `arn:aws:s3:::acme-settings/web.env`",
    },
    Row {
        before: &[
            "services.web.image=ghcr.io/acme/web",
            "services.web.image_credentials=arn:aws:secretsmanager:eu-central-1:111122223333:secret:ghcr-AbCdEf",
        ],
        after: &["services.web.image=ghcr.io/acme/web"],
        says: "still asks for `image_credentials`",
    },
    Row {
        before: &["rds.read_replica={}", NO_ROTATION],
        after: &["rds.read_replica={}", NO_ROTATION, "rds.password_version=2"],
        says: "the master user has another password with this apply",
    },
    Row {
        before: &[],
        after: &["rds.storage={ type = \"io2\", iops = 3000 }"],
        says: "takes no other change of it for at least six hours",
    },
    Row {
        before: &[],
        after: &["networking.s3_gateway_endpoint=false"],
        says: "connections of the tasks to S3 that are open break, and what goes there by NAT gateways is billed by the GB",
    },
    Row {
        before: &["ecs.load_balancer.allowed_cidrs=[\"192.0.2.0/24\"]"],
        after: &[],
        says: "its ports, which were open to some ranges, are open to the internet from then on",
    },
    Row {
        before: &["account_id=111122223333"],
        after: &["account_id=444455556666"],
        says: "Terraform would look in the account 444455556666 for what stands in 111122223333, forget it",
    },
    Row {
        before: &[],
        after: &["monitoring.critical_mail=[\"night@example.com\"]"],
        says: "nobody hears of an alarm until one of the new addresses has followed the link",
    },
];

#[test]
fn what_a_change_takes_silently_is_told() {
    are_told(&ROWS);
}
