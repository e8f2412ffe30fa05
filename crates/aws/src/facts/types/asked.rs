//! Data sources and ephemeral resources: they are asked, and nothing is made of them but what Terraform needs for it.

use super::row::{Rights, by_name};

/// The rows; a type stands behind `data.` or `ephemeral.`.
#[rustfmt::skip]
pub(super) static ROWS: &[(&str, Rights)] = &[
    ("data.aws_caller_identity", by_name(&[]).read(&["sts:GetCallerIdentity"])),
    ("data.aws_db_instance", by_name(&["rds:@:db:*"]).read(&["rds:DescribeDBInstances", "rds:ListTagsForResource"])),
    ("data.aws_ssm_parameter", by_name(&["ssm:@region::parameter/aws/service/*"]).read(&["ssm:GetParameter"])),
    ("ephemeral.aws_secretsmanager_random_password", by_name(&[]).read(&["secretsmanager:GetRandomPassword"])),
    ("ephemeral.aws_secretsmanager_secret_version", by_name(&["secretsmanager:@:secret:{aws_secretsmanager_secret.name}-*"]).change(&["secretsmanager:GetSecretValue"])),
];
