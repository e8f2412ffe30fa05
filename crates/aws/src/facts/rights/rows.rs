//! The table itself, in the order of the names.
//!
//! Sources: the API operations that the provider's own CRUD functions call (hashicorp/terraform-provider-aws, `internal/service`); for the ARNs, and for
//! what else AWS asks about, the Service Authorization Reference of each service. Of a database AWS asks about the secret that RDS keeps as well (RDS User
//! Guide, "Permissions required for Secrets Manager integration"), of a key about the grants that RDS and ECR make in the caller's name.

use super::By::{Name, Tags};
use super::TypeRights;

/// What Terraform needs for resources of each type.
#[rustfmt::skip]
pub static ROWS: [TypeRights; 104] = [
    row("aws_acm_certificate", Tags, &["acm:@:certificate/*"])
        .read(&["acm:DescribeCertificate", "acm:ListTagsForCertificate"])
        .make(&["acm:RequestCertificate", "acm:AddTagsToCertificate"])
        .change(&["acm:DeleteCertificate", "acm:UpdateCertificateOptions", "acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate"]),
    row("aws_acm_certificate_validation", Tags, &["acm:@:certificate/*"])
        .read(&["acm:DescribeCertificate"]),
    row("aws_appautoscaling_policy", Name, &["application-autoscaling:@:scalable-target/*"])
        .read(&["application-autoscaling:DescribeScalingPolicies"])
        .make(&["application-autoscaling:PutScalingPolicy"])
        .change(&["application-autoscaling:DeleteScalingPolicy"]),
    row("aws_appautoscaling_scheduled_action", Name, &["application-autoscaling:@:scalable-target/*"])
        .read(&["application-autoscaling:DescribeScheduledActions"])
        .make(&["application-autoscaling:PutScheduledAction"])
        .change(&["application-autoscaling:DeleteScheduledAction"]),
    row("aws_appautoscaling_target", Name, &["application-autoscaling:@:scalable-target/*"])
        .read(&["application-autoscaling:DescribeScalableTargets", "application-autoscaling:ListTagsForResource"])
        .make(&["application-autoscaling:RegisterScalableTarget", "application-autoscaling:TagResource"])
        .change(&["application-autoscaling:DeregisterScalableTarget", "application-autoscaling:UntagResource"]),
    row("aws_budgets_budget", Name, &["budgets::@@:budget/{aws_budgets_budget.name}"])
        .read(&["budgets:ViewBudget", "budgets:ListTagsForResource"])
        .make(&["budgets:ModifyBudget", "budgets:TagResource"])
        .change(&["budgets:UntagResource"]),
    row("aws_ce_anomaly_monitor", Tags, &["ce::@@:anomalymonitor/*"])
        .read(&["ce:GetAnomalyMonitors", "ce:ListTagsForResource"])
        .make(&["ce:CreateAnomalyMonitor", "ce:TagResource"])
        .change(&["ce:UpdateAnomalyMonitor", "ce:DeleteAnomalyMonitor", "ce:TagResource", "ce:UntagResource"]),
    row("aws_ce_anomaly_subscription", Tags, &["ce::@@:anomalysubscription/*"])
        .read(&["ce:GetAnomalySubscriptions", "ce:ListTagsForResource"])
        .make(&["ce:CreateAnomalySubscription", "ce:TagResource"])
        .within(&["ce::@@:anomalymonitor/*"])
        .change(&["ce:UpdateAnomalySubscription", "ce:DeleteAnomalySubscription", "ce:TagResource", "ce:UntagResource"]),
    row("aws_chatbot_slack_channel_configuration", Name, &["chatbot::@@:chat-configuration/slack-channel/{aws_chatbot_slack_channel_configuration.configuration_name}"])
        .read(&["chatbot:DescribeSlackChannelConfigurations", "chatbot:ListTagsForResource"])
        .make(&["chatbot:CreateSlackChannelConfiguration", "chatbot:TagResource"])
        .change(&["chatbot:UpdateSlackChannelConfiguration", "chatbot:DeleteSlackChannelConfiguration", "chatbot:UntagResource"]),
    row("aws_cloudwatch_composite_alarm", Name, &["cloudwatch:@:alarm:{aws_cloudwatch_composite_alarm.alarm_name}"])
        .read(&["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"])
        .make(&["cloudwatch:PutCompositeAlarm", "cloudwatch:TagResource"])
        .change(&["cloudwatch:DeleteAlarms", "cloudwatch:UntagResource", "cloudwatch:EnableAlarmActions", "cloudwatch:DisableAlarmActions"]),
    row("aws_cloudwatch_dashboard", Name, &["cloudwatch::@@:dashboard/{aws_cloudwatch_dashboard.dashboard_name}"])
        .read(&["cloudwatch:GetDashboard"])
        .make(&["cloudwatch:PutDashboard"])
        .change(&["cloudwatch:DeleteDashboards"]),
    row("aws_cloudwatch_event_rule", Name, &["events:@:rule/{aws_cloudwatch_event_rule.name}"])
        .read(&["events:DescribeRule", "events:ListTagsForResource"])
        .make(&["events:PutRule", "events:TagResource"])
        .change(&["events:DeleteRule", "events:UntagResource", "events:EnableRule", "events:DisableRule"]),
    row("aws_cloudwatch_event_target", Name, &["events:@:rule/{aws_cloudwatch_event_rule.name}"])
        .read(&["events:ListTargetsByRule"])
        .make(&["events:PutTargets"])
        .change(&["events:RemoveTargets"]),
    row("aws_cloudwatch_log_group", Name, &["logs:@:log-group:{aws_cloudwatch_log_group.name}", "logs:@:log-group:{aws_cloudwatch_log_group.name}:*"])
        .read(&["logs:DescribeLogGroups", "logs:ListTagsForResource"])
        .make(&["logs:CreateLogGroup", "logs:TagResource"])
        .change(&["logs:DeleteLogGroup", "logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy", "logs:AssociateKmsKey", "logs:DisassociateKmsKey", "logs:UntagResource"]),
    row("aws_cloudwatch_log_resource_policy", Name, &[])
        .read(&["logs:DescribeResourcePolicies"])
        .make(&["logs:PutResourcePolicy"])
        .change(&["logs:DeleteResourcePolicy"]),
    row("aws_cloudwatch_log_stream", Name, &["logs:@:log-group:{aws_cloudwatch_log_group.name}", "logs:@:log-group:{aws_cloudwatch_log_group.name}:*"])
        .read(&["logs:DescribeLogStreams"])
        .make(&["logs:CreateLogStream"])
        .change(&["logs:DeleteLogStream"]),
    row("aws_cloudwatch_log_subscription_filter", Name, &["logs:@:log-group:{aws_cloudwatch_log_group.name}", "logs:@:log-group:{aws_cloudwatch_log_group.name}:*"])
        .read(&["logs:DescribeSubscriptionFilters"])
        .make(&["logs:PutSubscriptionFilter"])
        .change(&["logs:DeleteSubscriptionFilter"]),
    row("aws_cloudwatch_metric_alarm", Name, &["cloudwatch:@:alarm:{aws_cloudwatch_metric_alarm.alarm_name}"])
        .read(&["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"])
        .make(&["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"])
        .change(&["cloudwatch:DeleteAlarms", "cloudwatch:UntagResource", "cloudwatch:EnableAlarmActions", "cloudwatch:DisableAlarmActions"]),
    row("aws_cloudwatch_query_definition", Name, &[])
        .read(&["logs:DescribeQueryDefinitions"])
        .make(&["logs:PutQueryDefinition"])
        .change(&["logs:DeleteQueryDefinition"]),
    row("aws_db_event_subscription", Name, &["rds:@:es:{aws_db_event_subscription.name}"])
        .read(&["rds:DescribeEventSubscriptions", "rds:ListTagsForResource"])
        .make(&["rds:CreateEventSubscription", "rds:AddTagsToResource"])
        .within(&["rds:@:db:{aws_db_instance.identifier}"])
        .change(&["rds:ModifyEventSubscription", "rds:DeleteEventSubscription", "rds:RemoveTagsFromResource", "rds:AddSourceIdentifierToSubscription", "rds:RemoveSourceIdentifierFromSubscription"]),
    row("aws_db_instance", Name, &["rds:@:db:{aws_db_instance.identifier}", "rds:@:snapshot:{aws_db_instance.identifier}*", "rds:@:snapshot:{aws_db_instance.final_snapshot_identifier}", "secretsmanager:@:secret:rds!db-*"])
        .read(&["rds:DescribeDBInstances", "rds:DescribeDBEngineVersions", "rds:ListTagsForResource"])
        .make(&["rds:CreateDBInstance", "rds:CreateDBInstanceReadReplica", "rds:RestoreDBInstanceFromDBSnapshot", "rds:RestoreDBInstanceToPointInTime", "rds:AddTagsToResource", "secretsmanager:CreateSecret", "secretsmanager:TagResource"])
        .within(&["rds:@:subgrp:{aws_db_subnet_group.name}", "rds:@:pg:{aws_db_parameter_group.name}", "rds:@:og:default:*"])
        .change(&["rds:ModifyDBInstance", "rds:RebootDBInstance", "rds:DeleteDBInstance", "rds:CreateDBSnapshot", "rds:RemoveTagsFromResource", "rds:AddRoleToDBInstance", "secretsmanager:RotateSecret"]),
    row("aws_db_instance_automated_backups_replication", Name, &["rds:@:db:{aws_db_instance.identifier}", "rds:@:auto-backup:*"])
        .read(&["rds:DescribeDBInstanceAutomatedBackups", "rds:DescribeDBInstances"])
        .make(&["rds:StartDBInstanceAutomatedBackupsReplication"])
        .change(&["rds:StopDBInstanceAutomatedBackupsReplication", "rds:DeleteDBInstanceAutomatedBackup"]),
    row("aws_db_parameter_group", Name, &["rds:@:pg:{aws_db_parameter_group.name}"])
        .read(&["rds:DescribeDBParameterGroups", "rds:DescribeDBParameters", "rds:ListTagsForResource"])
        .make(&["rds:CreateDBParameterGroup", "rds:AddTagsToResource"])
        .change(&["rds:ModifyDBParameterGroup", "rds:ResetDBParameterGroup", "rds:DeleteDBParameterGroup", "rds:RemoveTagsFromResource"]),
    row("aws_db_subnet_group", Name, &["rds:@:subgrp:{aws_db_subnet_group.name}"])
        .read(&["rds:DescribeDBSubnetGroups", "rds:ListTagsForResource"])
        .make(&["rds:CreateDBSubnetGroup", "rds:AddTagsToResource"])
        .change(&["rds:ModifyDBSubnetGroup", "rds:DeleteDBSubnetGroup", "rds:RemoveTagsFromResource"]),
    row("aws_default_security_group", Tags, &["ec2:@:security-group/*"])
        .read(&["ec2:DescribeSecurityGroups"])
        .change(&["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_dynamodb_table", Name, &["dynamodb:@:table/{aws_dynamodb_table.name}"])
        .read(&["dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"])
        .make(&["dynamodb:CreateTable", "dynamodb:TagResource"])
        .change(&["dynamodb:UpdateTable", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive", "dynamodb:DeleteTable", "dynamodb:UntagResource"]),
    row("aws_ecr_lifecycle_policy", Name, &["ecr:@:repository/{aws_ecr_repository.name}"])
        .read(&["ecr:GetLifecyclePolicy"])
        .make(&["ecr:PutLifecyclePolicy"])
        .change(&["ecr:DeleteLifecyclePolicy"]),
    row("aws_ecr_repository", Name, &["ecr:@:repository/{aws_ecr_repository.name}"])
        .read(&["ecr:DescribeRepositories", "ecr:ListTagsForResource"])
        .make(&["ecr:CreateRepository", "ecr:TagResource"])
        .change(&["ecr:PutImageScanningConfiguration", "ecr:PutImageTagMutability", "ecr:DeleteRepository", "ecr:UntagResource"]),
    row("aws_ecs_cluster", Name, &["ecs:@:cluster/{aws_ecs_cluster.name}"])
        .read(&["ecs:DescribeClusters", "ecs:ListTagsForResource"])
        .make(&["ecs:CreateCluster", "ecs:TagResource"])
        .change(&["ecs:UpdateCluster", "ecs:UpdateClusterSettings", "ecs:DeleteCluster", "ecs:UntagResource"]),
    row("aws_ecs_cluster_capacity_providers", Name, &["ecs:@:cluster/{aws_ecs_cluster.name}"])
        .read(&["ecs:DescribeClusters"])
        .make(&["ecs:PutClusterCapacityProviders"]),
    row("aws_ecs_service", Name, &["ecs:@:service/{aws_ecs_cluster.name}/{aws_ecs_service.name}"])
        .read(&["ecs:DescribeServices", "ecs:ListTagsForResource"])
        .make(&["ecs:CreateService", "ecs:TagResource"])
        .change(&["ecs:UpdateService", "ecs:DeleteService", "ecs:UntagResource"]),
    row("aws_ecs_task_definition", Name, &["ecs:@:task-definition/{aws_ecs_task_definition.family}:*"])
        .read(&["ecs:DescribeTaskDefinition", "ecs:ListTagsForResource"])
        .make(&["ecs:RegisterTaskDefinition", "ecs:TagResource"])
        .change(&["ecs:DeregisterTaskDefinition", "ecs:UntagResource"]),
    row("aws_efs_access_point", Tags, &["elasticfilesystem:@:access-point/*"])
        .read(&["elasticfilesystem:DescribeAccessPoints", "elasticfilesystem:ListTagsForResource"])
        .make(&["elasticfilesystem:CreateAccessPoint", "elasticfilesystem:TagResource"])
        .within(&["elasticfilesystem:@:file-system/*"])
        .change(&["elasticfilesystem:DeleteAccessPoint", "elasticfilesystem:TagResource", "elasticfilesystem:UntagResource"]),
    row("aws_efs_backup_policy", Tags, &["elasticfilesystem:@:file-system/*"])
        .read(&["elasticfilesystem:DescribeBackupPolicy"])
        .change(&["elasticfilesystem:PutBackupPolicy"]),
    row("aws_efs_file_system", Tags, &["elasticfilesystem:@:file-system/*"])
        .read(&["elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeLifecycleConfiguration", "elasticfilesystem:ListTagsForResource"])
        .make(&["elasticfilesystem:CreateFileSystem", "elasticfilesystem:TagResource"])
        .change(&["elasticfilesystem:UpdateFileSystem", "elasticfilesystem:PutLifecycleConfiguration", "elasticfilesystem:UpdateFileSystemProtection", "elasticfilesystem:DeleteFileSystem", "elasticfilesystem:TagResource", "elasticfilesystem:UntagResource"]),
    row("aws_efs_file_system_policy", Tags, &["elasticfilesystem:@:file-system/*"])
        .read(&["elasticfilesystem:DescribeFileSystemPolicy"])
        .change(&["elasticfilesystem:PutFileSystemPolicy", "elasticfilesystem:DeleteFileSystemPolicy"]),
    row("aws_efs_mount_target", Tags, &["elasticfilesystem:@:file-system/*"])
        .read(&["elasticfilesystem:DescribeMountTargets", "elasticfilesystem:DescribeMountTargetSecurityGroups", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"])
        .change(&["elasticfilesystem:CreateMountTarget", "elasticfilesystem:ModifyMountTargetSecurityGroups", "elasticfilesystem:DeleteMountTarget"]),
    row("aws_eip", Tags, &["ec2:@:elastic-ip/*"])
        .read(&["ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute"])
        .make(&["ec2:AllocateAddress", "ec2:CreateTags"])
        .change(&["ec2:ReleaseAddress", "ec2:AssociateAddress", "ec2:DisassociateAddress", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_elasticache_parameter_group", Name, &["elasticache:@:parametergroup:{aws_elasticache_parameter_group.name}"])
        .read(&["elasticache:DescribeCacheParameterGroups", "elasticache:DescribeCacheParameters", "elasticache:ListTagsForResource"])
        .make(&["elasticache:CreateCacheParameterGroup", "elasticache:AddTagsToResource"])
        .change(&["elasticache:ModifyCacheParameterGroup", "elasticache:ResetCacheParameterGroup", "elasticache:DeleteCacheParameterGroup", "elasticache:RemoveTagsFromResource"]),
    row("aws_elasticache_replication_group", Name, &["elasticache:@:replicationgroup:{aws_elasticache_replication_group.replication_group_id}"])
        .read(&["elasticache:DescribeReplicationGroups", "elasticache:DescribeCacheClusters", "elasticache:ListTagsForResource"])
        .make(&["elasticache:CreateReplicationGroup", "elasticache:AddTagsToResource"])
        .within(&["elasticache:@:subnetgroup:{aws_elasticache_subnet_group.name}", "elasticache:@:parametergroup:*", "elasticache:@:usergroup:{aws_elasticache_user_group.user_group_id}", "elasticache:@:cluster:{aws_elasticache_replication_group.replication_group_id}*"])
        .change(&["elasticache:ModifyReplicationGroup", "elasticache:IncreaseReplicaCount", "elasticache:DecreaseReplicaCount", "elasticache:ModifyReplicationGroupShardConfiguration", "elasticache:TestFailover", "elasticache:DeleteReplicationGroup", "elasticache:RemoveTagsFromResource"]),
    // That AWS makes the endpoint of a serverless cache for who makes the cache is what its service-linked role is for.
    row("aws_elasticache_serverless_cache", Name, &["elasticache:@:serverlesscache:{aws_elasticache_serverless_cache.name}"])
        .read(&["elasticache:DescribeServerlessCaches", "elasticache:ListTagsForResource"])
        .make(&["elasticache:CreateServerlessCache", "elasticache:AddTagsToResource"])
        .within(&["elasticache:@:usergroup:{aws_elasticache_user_group.user_group_id}"])
        .change(&["elasticache:ModifyServerlessCache", "elasticache:DeleteServerlessCache", "elasticache:RemoveTagsFromResource"]),
    row("aws_elasticache_subnet_group", Name, &["elasticache:@:subnetgroup:{aws_elasticache_subnet_group.name}"])
        .read(&["elasticache:DescribeCacheSubnetGroups", "elasticache:ListTagsForResource"])
        .make(&["elasticache:CreateCacheSubnetGroup", "elasticache:AddTagsToResource"])
        .change(&["elasticache:ModifyCacheSubnetGroup", "elasticache:DeleteCacheSubnetGroup", "elasticache:RemoveTagsFromResource"]),
    row("aws_elasticache_user", Name, &["elasticache:@:user:{aws_elasticache_user.user_id}"])
        .read(&["elasticache:DescribeUsers", "elasticache:ListTagsForResource"])
        .make(&["elasticache:CreateUser", "elasticache:AddTagsToResource"])
        .change(&["elasticache:ModifyUser", "elasticache:DeleteUser", "elasticache:RemoveTagsFromResource"]),
    row("aws_elasticache_user_group", Name, &["elasticache:@:usergroup:{aws_elasticache_user_group.user_group_id}", "elasticache:@:user:{aws_elasticache_user.user_id}"])
        .read(&["elasticache:DescribeUserGroups", "elasticache:ListTagsForResource"])
        .make(&["elasticache:CreateUserGroup", "elasticache:AddTagsToResource"])
        .change(&["elasticache:ModifyUserGroup", "elasticache:DeleteUserGroup", "elasticache:RemoveTagsFromResource"]),
    row("aws_flow_log", Tags, &["ec2:@:vpc-flow-log/*"])
        .read(&["ec2:DescribeFlowLogs"])
        .make(&["ec2:CreateFlowLogs", "ec2:CreateTags"])
        .within(&["ec2:@:vpc/*"])
        .change(&["ec2:DeleteFlowLogs", "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_iam_instance_profile", Name, &["iam::@@:instance-profile@path{aws_iam_instance_profile.name}"])
        .read(&["iam:GetInstanceProfile"])
        .make(&["iam:CreateInstanceProfile", "iam:TagInstanceProfile", "iam:AddRoleToInstanceProfile"])
        .change(&["iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile", "iam:UntagInstanceProfile"]),
    row("aws_iam_openid_connect_provider", Name, &["iam::@@:oidc-provider/*"])
        .read(&["iam:GetOpenIDConnectProvider"]),
    row("aws_iam_policy", Name, &["iam::@@:policy/{aws_iam_policy.name}"])
        .read(&["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"])
        .make(&["iam:CreatePolicy", "iam:TagPolicy"])
        .change(&["iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy", "iam:UntagPolicy"]),
    row("aws_iam_role", Name, &["iam::@@:role@path{aws_iam_role.name}"])
        .read(&["iam:GetRole", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole"])
        .make(&["iam:CreateRole", "iam:TagRole", "iam:PassRole", "iam:PutRolePermissionsBoundary"])
        .change(&["iam:UpdateRole", "iam:UpdateRoleDescription", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:UntagRole"]),
    row("aws_iam_role_policy", Name, &["iam::@@:role@path{aws_iam_role.name}"])
        .read(&["iam:GetRolePolicy"])
        .make(&["iam:PutRolePolicy"])
        .change(&["iam:DeleteRolePolicy"]),
    row("aws_iam_role_policy_attachment", Name, &["iam::@@:role@path{aws_iam_role.name}"])
        .read(&["iam:ListAttachedRolePolicies"])
        .make(&["iam:AttachRolePolicy"])
        .change(&["iam:DetachRolePolicy"]),
    row("aws_instance", Tags, &["ec2:@:instance/*"])
        .read(&["ec2:DescribeInstances", "ec2:DescribeInstanceAttribute", "ec2:DescribeInstanceCreditSpecifications", "ec2:DescribeInstanceStatus", "ec2:DescribeInstanceTypes", "ec2:DescribeImages", "ec2:DescribeTags", "ec2:DescribeVolumes", "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs", "ec2:DescribeIamInstanceProfileAssociations"])
        .make(&["ec2:RunInstances", "ec2:CreateTags"])
        .within(&["ec2:@:volume/*", "ec2:@:network-interface/*", "ec2:@:subnet/*", "ec2:@:security-group/*", "ec2:@:key-pair/*", "ec2:@region::image/*"])
        .change(&["ec2:StartInstances", "ec2:StopInstances", "ec2:TerminateInstances", "ec2:ModifyInstanceAttribute", "ec2:ModifyInstanceMetadataOptions", "ec2:MonitorInstances", "ec2:UnmonitorInstances", "ec2:AssociateIamInstanceProfile", "ec2:DisassociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_internet_gateway", Tags, &["ec2:@:internet-gateway/*"])
        .read(&["ec2:DescribeInternetGateways"])
        .make(&["ec2:CreateInternetGateway", "ec2:CreateTags"])
        .change(&["ec2:AttachInternetGateway", "ec2:DetachInternetGateway", "ec2:DeleteInternetGateway", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_kinesis_firehose_delivery_stream", Name, &["firehose:@:deliverystream/{aws_kinesis_firehose_delivery_stream.name}"])
        .read(&["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"])
        .make(&["firehose:CreateDeliveryStream", "firehose:TagDeliveryStream"])
        .change(&["firehose:UpdateDestination", "firehose:StartDeliveryStreamEncryption", "firehose:StopDeliveryStreamEncryption", "firehose:DeleteDeliveryStream", "firehose:UntagDeliveryStream"]),
    row("aws_kms_alias", Name, &["kms:@:{aws_kms_alias.name}"])
        .read(&["kms:ListAliases"])
        .make(&["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"])
        .within(&["kms:@:key/*"]),
    row("aws_kms_key", Tags, &["kms:@:key/*"])
        .read(&["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"])
        .make(&["kms:CreateKey", "kms:TagResource"])
        .change(&["kms:CreateGrant", "kms:RetireGrant", "kms:Decrypt", "kms:GenerateDataKey", "kms:PutKeyPolicy", "kms:EnableKey", "kms:DisableKey", "kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:UpdateKeyDescription", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource"]),
    row("aws_kms_key_policy", Tags, &["kms:@:key/*"])
        .read(&["kms:DescribeKey", "kms:GetKeyPolicy"])
        .change(&["kms:PutKeyPolicy"]),
    row("aws_lb", Name, &["elasticloadbalancing:@:loadbalancer/app/{aws_lb.name}/*"])
        .read(&["elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeCapacityReservation", "elasticloadbalancing:DescribeTags"])
        .make(&["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:AddTags"])
        .change(&["elasticloadbalancing:ModifyLoadBalancerAttributes", "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets", "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:RemoveTags"]),
    row("aws_lb_listener", Name, &["elasticloadbalancing:@:loadbalancer/app/{aws_lb.name}/*", "elasticloadbalancing:@:listener/app/{aws_lb.name}/*"])
        .read(&["elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeListenerAttributes", "elasticloadbalancing:DescribeTags"])
        .make(&["elasticloadbalancing:CreateListener", "elasticloadbalancing:AddTags"])
        .change(&["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyListenerAttributes", "elasticloadbalancing:DeleteListener", "elasticloadbalancing:RemoveTags"]),
    row("aws_lb_listener_rule", Name, &["elasticloadbalancing:@:listener/app/{aws_lb.name}/*", "elasticloadbalancing:@:listener-rule/app/{aws_lb.name}/*"])
        .read(&["elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTags"])
        .make(&["elasticloadbalancing:CreateRule", "elasticloadbalancing:AddTags"])
        .change(&["elasticloadbalancing:ModifyRule", "elasticloadbalancing:SetRulePriorities", "elasticloadbalancing:DeleteRule", "elasticloadbalancing:RemoveTags"]),
    row("aws_lb_target_group", Name, &["elasticloadbalancing:@:targetgroup/{aws_lb_target_group.name}/*"])
        .read(&["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTags"])
        .make(&["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:AddTags"])
        .change(&["elasticloadbalancing:ModifyTargetGroup", "elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:RemoveTags"]),
    row("aws_nat_gateway", Tags, &["ec2:@:natgateway/*"])
        .read(&["ec2:DescribeNatGateways"])
        .make(&["ec2:CreateNatGateway", "ec2:CreateTags"])
        .within(&["ec2:@:subnet/*", "ec2:@:elastic-ip/*"])
        .change(&["ec2:DeleteNatGateway", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_route", Tags, &["ec2:@:route-table/*"])
        .read(&["ec2:DescribeRouteTables"])
        .change(&["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_route53_record", Name, &["route53:::hostedzone/{aws_route53_record.zone_id}"])
        .read(&["route53:GetHostedZone", "route53:ListResourceRecordSets", "route53:GetChange"])
        .make(&["route53:ChangeResourceRecordSets"]),
    row("aws_route_table", Tags, &["ec2:@:route-table/*"])
        .read(&["ec2:DescribeRouteTables"])
        .make(&["ec2:CreateRouteTable", "ec2:CreateTags"])
        .within(&["ec2:@:vpc/*"])
        .change(&["ec2:DeleteRouteTable", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_route_table_association", Tags, &["ec2:@:route-table/*", "ec2:@:subnet/*"])
        .read(&["ec2:DescribeRouteTables"])
        .change(&["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable", "ec2:ReplaceRouteTableAssociation", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_s3_bucket", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLogging", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketPolicy", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning", "s3:GetBucketWebsite", "s3:GetAccelerateConfiguration", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListTagsForResource"])
        .make(&["s3:CreateBucket"])
        .change(&["s3:DeleteBucket", "s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource"]),
    row("aws_s3_bucket_cors_configuration", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetBucketCORS"])
        .change(&["s3:PutBucketCORS"]),
    row("aws_s3_bucket_lifecycle_configuration", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetLifecycleConfiguration"])
        .change(&["s3:PutLifecycleConfiguration"]),
    row("aws_s3_bucket_logging", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetBucketLogging"])
        .change(&["s3:PutBucketLogging"]),
    row("aws_s3_bucket_notification", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetBucketNotification"])
        .change(&["s3:PutBucketNotification"]),
    row("aws_s3_bucket_ownership_controls", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetBucketOwnershipControls"])
        .change(&["s3:PutBucketOwnershipControls"]),
    row("aws_s3_bucket_policy", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetBucketPolicy"])
        .change(&["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]),
    row("aws_s3_bucket_public_access_block", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetBucketPublicAccessBlock"])
        .change(&["s3:PutBucketPublicAccessBlock"]),
    row("aws_s3_bucket_server_side_encryption_configuration", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetEncryptionConfiguration"])
        .change(&["s3:PutEncryptionConfiguration"]),
    row("aws_s3_bucket_versioning", Name, &["s3:::{aws_s3_bucket.bucket}"])
        .read(&["s3:GetBucketVersioning"])
        .change(&["s3:PutBucketVersioning"]),
    row("aws_scheduler_schedule", Name, &["scheduler:@:schedule/{aws_scheduler_schedule_group.name}/*"])
        .read(&["scheduler:GetSchedule"])
        .make(&["scheduler:CreateSchedule"])
        .change(&["scheduler:UpdateSchedule", "scheduler:DeleteSchedule"]),
    row("aws_scheduler_schedule_group", Name, &["scheduler:@:schedule-group/{aws_scheduler_schedule_group.name}", "scheduler:@:schedule/{aws_scheduler_schedule_group.name}/*"])
        .read(&["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"])
        .make(&["scheduler:CreateScheduleGroup", "scheduler:TagResource"])
        .change(&["scheduler:DeleteScheduleGroup", "scheduler:DeleteSchedule", "scheduler:UntagResource"]),
    row("aws_secretsmanager_secret", Name, &["secretsmanager:@:secret:{aws_secretsmanager_secret.name}-*"])
        .read(&["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"])
        .make(&["secretsmanager:CreateSecret", "secretsmanager:TagResource"])
        .change(&["secretsmanager:UpdateSecret", "secretsmanager:DeleteSecret", "secretsmanager:UntagResource"]),
    row("aws_secretsmanager_secret_rotation", Name, &["secretsmanager:@:secret:{aws_secretsmanager_secret.name}-*", "secretsmanager:@:secret:rds!db-*"])
        .read(&["secretsmanager:DescribeSecret"])
        .make(&["secretsmanager:RotateSecret"])
        .change(&["secretsmanager:CancelRotateSecret"]),
    row("aws_secretsmanager_secret_version", Name, &["secretsmanager:@:secret:{aws_secretsmanager_secret.name}-*"])
        .make(&["secretsmanager:PutSecretValue"])
        .change(&["secretsmanager:GetSecretValue", "secretsmanager:UpdateSecretVersionStage"]),
    row("aws_security_group", Tags, &["ec2:@:security-group/*"])
        .read(&["ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces"])
        .make(&["ec2:CreateSecurityGroup", "ec2:CreateTags"])
        .within(&["ec2:@:vpc/*"])
        .change(&["ec2:DeleteSecurityGroup", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_service_discovery_http_namespace", Tags, &["servicediscovery:@:namespace/*"])
        .read(&["servicediscovery:GetNamespace", "servicediscovery:GetOperation", "servicediscovery:ListNamespaces", "servicediscovery:ListTagsForResource"])
        .make(&["servicediscovery:CreateHttpNamespace", "servicediscovery:TagResource"])
        .change(&["servicediscovery:UpdateHttpNamespace", "servicediscovery:DeleteNamespace", "servicediscovery:TagResource", "servicediscovery:UntagResource"]),
    row("aws_sns_topic", Name, &["sns:@:{aws_sns_topic.name}"])
        .read(&["sns:GetTopicAttributes", "sns:ListTagsForResource"])
        .make(&["sns:CreateTopic", "sns:TagResource"])
        .change(&["sns:SetTopicAttributes", "sns:DeleteTopic", "sns:UntagResource"]),
    row("aws_sns_topic_policy", Name, &["sns:@:{aws_sns_topic.name}"])
        .read(&["sns:GetTopicAttributes"])
        .change(&["sns:SetTopicAttributes"]),
    row("aws_sns_topic_subscription", Name, &["sns:@:{aws_sns_topic.name}"])
        .read(&["sns:GetSubscriptionAttributes", "sns:ListSubscriptionsByTopic"])
        .make(&["sns:Subscribe"])
        .change(&["sns:SetSubscriptionAttributes", "sns:Unsubscribe"]),
    row("aws_sqs_queue", Name, &["sqs:@:{aws_sqs_queue.name}"])
        .read(&["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"])
        .make(&["sqs:CreateQueue", "sqs:TagQueue"])
        .change(&["sqs:SetQueueAttributes", "sqs:DeleteQueue", "sqs:UntagQueue"]),
    row("aws_sqs_queue_policy", Name, &["sqs:@:{aws_sqs_queue.name}"])
        .read(&["sqs:GetQueueAttributes"])
        .change(&["sqs:SetQueueAttributes"]),
    row("aws_sqs_queue_redrive_allow_policy", Name, &["sqs:@:{aws_sqs_queue.name}"])
        .read(&["sqs:GetQueueAttributes"])
        .change(&["sqs:SetQueueAttributes"]),
    row("aws_subnet", Tags, &["ec2:@:subnet/*"])
        .read(&["ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces"])
        .make(&["ec2:CreateSubnet", "ec2:CreateTags"])
        .within(&["ec2:@:vpc/*"])
        .change(&["ec2:ModifySubnetAttribute", "ec2:DeleteSubnet", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_vpc", Tags, &["ec2:@:vpc/*"])
        .read(&["ec2:DescribeVpcs", "ec2:DescribeVpcAttribute", "ec2:DescribeNetworkAcls", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroups"])
        .make(&["ec2:CreateVpc", "ec2:CreateTags"])
        .change(&["ec2:ModifyVpcAttribute", "ec2:DeleteVpc", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_vpc_endpoint", Tags, &["ec2:@:vpc-endpoint/*"])
        .read(&["ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets"])
        .make(&["ec2:CreateVpcEndpoint", "ec2:CreateTags"])
        .within(&["ec2:@:vpc/*", "ec2:@:subnet/*", "ec2:@:security-group/*", "ec2:@:route-table/*"])
        .change(&["ec2:ModifyVpcEndpoint", "ec2:DeleteVpcEndpoints", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_vpc_ipv4_cidr_block_association", Tags, &["ec2:@:vpc/*"])
        .read(&["ec2:DescribeVpcs"])
        .change(&["ec2:AssociateVpcCidrBlock", "ec2:DisassociateVpcCidrBlock", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_vpc_security_group_egress_rule", Tags, &["ec2:@:security-group-rule/*"])
        .read(&["ec2:DescribeSecurityGroupRules"])
        .make(&["ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags"])
        .change(&["ec2:ModifySecurityGroupRules", "ec2:RevokeSecurityGroupEgress", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_vpc_security_group_ingress_rule", Tags, &["ec2:@:security-group-rule/*"])
        .read(&["ec2:DescribeSecurityGroupRules"])
        .make(&["ec2:AuthorizeSecurityGroupIngress", "ec2:CreateTags"])
        .change(&["ec2:ModifySecurityGroupRules", "ec2:RevokeSecurityGroupIngress", "ec2:CreateTags", "ec2:DeleteTags"]),
    row("aws_wafv2_ip_set", Name, &["wafv2:@:regional/ipset/{aws_wafv2_ip_set.name}/*"])
        .read(&["wafv2:GetIPSet", "wafv2:ListTagsForResource"])
        .make(&["wafv2:CreateIPSet", "wafv2:TagResource"])
        .change(&["wafv2:UpdateIPSet", "wafv2:DeleteIPSet", "wafv2:UntagResource"]),
    row("aws_wafv2_web_acl", Name, &["wafv2:@:regional/webacl/{aws_wafv2_web_acl.name}/*"])
        .read(&["wafv2:GetWebACL", "wafv2:ListTagsForResource"])
        .make(&["wafv2:CreateWebACL", "wafv2:TagResource"])
        .within(&["wafv2:@:regional/ipset/{aws_wafv2_ip_set.name}/*", "wafv2:@:regional/managedruleset/*/*"])
        .change(&["wafv2:UpdateWebACL", "wafv2:DeleteWebACL", "wafv2:UntagResource"]),
    row("aws_wafv2_web_acl_association", Name, &["wafv2:@:regional/webacl/{aws_wafv2_web_acl.name}/*", "elasticloadbalancing:@:loadbalancer/app/{aws_lb.name}/*", "wafv2:@:regional/loadbalancer/app/*"])
        .read(&["wafv2:GetWebACL", "wafv2:GetWebACLForResource"])
        .make(&["wafv2:AssociateWebACL", "elasticloadbalancing:SetWebACL"])
        .change(&["wafv2:DisassociateWebACL"]),
    row("aws_wafv2_web_acl_logging_configuration", Name, &["wafv2:@:regional/webacl/{aws_wafv2_web_acl.name}/*"])
        .read(&["wafv2:GetLoggingConfiguration"])
        .make(&["wafv2:PutLoggingConfiguration", "logs:CreateLogDelivery", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy"])
        .change(&["wafv2:DeleteLoggingConfiguration", "logs:DeleteLogDelivery"]),
    row("data.aws_caller_identity", Name, &[])
        .read(&["sts:GetCallerIdentity"]),
    row("data.aws_db_instance", Name, &["rds:@:db:*"])
        .read(&["rds:DescribeDBInstances", "rds:ListTagsForResource"]),
    row("data.aws_ssm_parameter", Name, &["ssm:@region::parameter/aws/service/*"])
        .read(&["ssm:GetParameter"]),
    row("ephemeral.aws_secretsmanager_random_password", Name, &[])
        .read(&["secretsmanager:GetRandomPassword"]),
    row("ephemeral.aws_secretsmanager_secret_version", Name, &["secretsmanager:@:secret:{aws_secretsmanager_secret.name}-*"])
        .change(&["secretsmanager:GetSecretValue"]),
];

const fn row(kind: &'static str, by: super::By, on: &'static [&'static str]) -> TypeRights {
    TypeRights { kind, by, on, read: &[], make: &[], within: &[], change: &[] }
}

impl TypeRights {
    const fn read(self, read: &'static [&'static str]) -> Self {
        Self { read, ..self }
    }

    const fn make(self, make: &'static [&'static str]) -> Self {
        Self { make, ..self }
    }

    const fn within(self, within: &'static [&'static str]) -> Self {
        Self { within, ..self }
    }

    const fn change(self, change: &'static [&'static str]) -> Self {
        Self { change, ..self }
    }
}
