//! Which resource types must not be lost: those that hold what cannot be made again, and those that others know by where they are.

/// The types whose loss loses data, or access to data, for good.
pub const STATEFUL: [&str; 10] = [
    "aws_backup_vault",
    "aws_cloudwatch_log_group",
    "aws_db_instance",
    "aws_dynamodb_table",
    "aws_ecr_repository",
    "aws_efs_file_system",
    "aws_kms_key",
    "aws_rds_cluster",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
];

/// The types that hold no data, and whose loss is an outage: everything stands in them, or others know their DNS name or IP address.
const LASTING: [&str; 6] =
    ["aws_db_instance_automated_backups_replication", "aws_ecs_cluster", "aws_eip", "aws_lb", "aws_route53_zone", "aws_vpc"];

/// Whether a type holds what cannot be made again.
pub fn is_stateful(kind: &str) -> bool {
    STATEFUL.contains(&kind)
}

/// Whether a resource of this type keeps its address: were it another one, Terraform would destroy what must not be lost.
pub fn keeps_its_address(kind: &str) -> bool {
    is_stateful(kind) || LASTING.contains(&kind)
}
