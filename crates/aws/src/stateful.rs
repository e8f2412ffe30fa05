//! Which resource types hold what cannot be made again: data, keys, images, logs.

/// The types whose loss loses data, or access to data, for good.
pub const STATEFUL: [&str; 6] =
    ["aws_cloudwatch_log_group", "aws_db_instance", "aws_dynamodb_table", "aws_ecr_repository", "aws_kms_key", "aws_s3_bucket"];
