//! The types of databases and their secrets.

use super::row::*;
use crate::bindings::*;

#[rustfmt::skip]
pub(super) static ROWS: &[TypeFacts] = &[
    row::<DbEventSubscription>(
        OfNothing, Watch, NotItself(NOTHING), region("event subscription", DbEventSubscription::NAME),
        lost(Role::Watcher, Medium, "who is told of a database's events").of(&["source_ids"]),
        by_name(&["rds:@:es:{aws_db_event_subscription.name}"])
            .read(&["rds:DescribeEventSubscriptions", "rds:ListTagsForResource"])
            .make(&["rds:CreateEventSubscription", "rds:AddTagsToResource"])
            .within(&["rds:@:db:{aws_db_instance.identifier}"])
            .change(&["rds:ModifyEventSubscription", "rds:DeleteEventSubscription", "rds:RemoveTagsFromResource", "rds:AddSourceIdentifierToSubscription", "rds:RemoveSourceIdentifierFromSubscription"]),
    ),
    row::<DbInstance>(
        OfData, Data, Itself, region("database instance", DbInstance::IDENTIFIER),
        lost(Role::Data, Critical, "a database").shape(Shape::Database),
        by_name(&["rds:@:db:{aws_db_instance.identifier}", "rds:@:snapshot:{aws_db_instance.identifier}*", "rds:@:snapshot:{aws_db_instance.final_snapshot_identifier}", "secretsmanager:@:secret:rds!db-*"])
            .read(&["rds:DescribeDBInstances", "rds:DescribeDBEngineVersions", "rds:ListTagsForResource"])
            .make(&["rds:CreateDBInstance", "rds:CreateDBInstanceReadReplica", "rds:RestoreDBInstanceFromDBSnapshot", "rds:RestoreDBInstanceToPointInTime", "rds:AddTagsToResource", "secretsmanager:CreateSecret", "secretsmanager:TagResource"])
            .within(&["rds:@:subgrp:{aws_db_subnet_group.name}", "rds:@:pg:{aws_db_parameter_group.name}", "rds:@:og:default:*"])
            .change(&["rds:ModifyDBInstance", "rds:RebootDBInstance", "rds:DeleteDBInstance", "rds:CreateDBSnapshot", "rds:RemoveTagsFromResource", "rds:AddRoleToDBInstance", "secretsmanager:RotateSecret"]),
    ),
    row::<DbInstanceAutomatedBackupsReplication>(
        OfAddress, Data, Itself, NO_NAME,
        lost(Role::Backups, High, "the replication of backups").of(&["source_db_instance_arn"]),
        by_name(&["rds:@:db:{aws_db_instance.identifier}", "rds:@:auto-backup:*"])
            .read(&["rds:DescribeDBInstanceAutomatedBackups", "rds:DescribeDBInstances"])
            .make(&["rds:StartDBInstanceAutomatedBackupsReplication"])
            .change(&["rds:StopDBInstanceAutomatedBackupsReplication", "rds:DeleteDBInstanceAutomatedBackup"]),
    ),
    row::<DbParameterGroup>(
        OfNothing, Data, NotItself(NOTHING), region("parameter group", DbParameterGroup::NAME),
        lost(Role::Part, Medium, "the parameters of a database").shape(Shape::Parameters),
        by_name(&["rds:@:pg:{aws_db_parameter_group.name}"])
            .read(&["rds:DescribeDBParameterGroups", "rds:DescribeDBParameters", "rds:ListTagsForResource"])
            .make(&["rds:CreateDBParameterGroup", "rds:AddTagsToResource"])
            .change(&["rds:ModifyDBParameterGroup", "rds:ResetDBParameterGroup", "rds:DeleteDBParameterGroup", "rds:RemoveTagsFromResource"]),
    ),
    row::<DbSubnetGroup>(
        OfNothing, Data, NotItself(NOTHING), region("subnet group", DbSubnetGroup::NAME),
        lost(Role::Part, Medium, "the subnets of a database"),
        by_name(&["rds:@:subgrp:{aws_db_subnet_group.name}"])
            .read(&["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"])
            .make(&["rds:CreateDBSubnetGroup", "rds:AddTagsToResource"])
            .change(&["rds:ModifyDBSubnetGroup", "rds:DeleteDBSubnetGroup", "rds:RemoveTagsFromResource"]),
    ),
    row::<SecretsmanagerSecret>(
        OfData, Guard, Itself, region("secret", SecretsmanagerSecret::NAME),
        lost(Role::Data, High, "a secret"),
        by_name(&["secretsmanager:@:secret:{aws_secretsmanager_secret.name}-*"])
            .read(&["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"])
            .make(&["secretsmanager:CreateSecret", "secretsmanager:TagResource"])
            .change(&["secretsmanager:UpdateSecret", "secretsmanager:DeleteSecret", "secretsmanager:UntagResource"]),
    ),
    row::<SecretsmanagerSecretRotation>(
        OfNothing, Guard, NotItself("charged with the secret; RDS rotates it without a function of ours"), NO_NAME,
        lost(Role::Protection, Medium, "the rotation of a secret").of(&["secret_id"]),
        by_name(&["secretsmanager:@:secret:{aws_secretsmanager_secret.name}-*", "secretsmanager:@:secret:rds!db-*"])
            .read(&["secretsmanager:DescribeSecret"])
            .make(&["secretsmanager:RotateSecret"])
            .change(&["secretsmanager:CancelRotateSecret"]),
    ),
    row::<SecretsmanagerSecretVersion>(
        OfNothing, Guard, NotItself("charged with the secret"), NO_NAME,
        lost(Role::Data, High, "the value of a secret").of(&["secret_id"]),
        by_name(&["secretsmanager:@:secret:{aws_secretsmanager_secret.name}-*"])
            .make(&["secretsmanager:PutSecretValue"])
            .change(&["secretsmanager:GetSecretValue", "secretsmanager:UpdateSecretVersionStage"]),
    ),
];
