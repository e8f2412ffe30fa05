//! The types of caches.

use super::row::*;
use crate::bindings::*;

#[rustfmt::skip]
pub(super) static ROWS: &[TypeFacts] = &[
    row::<ElasticacheParameterGroup>(
        OfNothing, Data, NotItself(NOTHING), region("cache's parameter group", ElasticacheParameterGroup::NAME),
        lost(Role::Part, Medium, "the parameters of a cache").shape(Shape::Parameters),
        by_name(&["elasticache:@:parametergroup:{aws_elasticache_parameter_group.name}"])
            .read(&["elasticache:DescribeCacheParameterGroups", "elasticache:DescribeCacheParameters", "elasticache:ListTagsForResource"])
            .make(&["elasticache:CreateCacheParameterGroup", "elasticache:AddTagsToResource"])
            .change(&["elasticache:ModifyCacheParameterGroup", "elasticache:ResetCacheParameterGroup", "elasticache:DeleteCacheParameterGroup", "elasticache:RemoveTagsFromResource"]),
    ),
    row::<ElasticacheReplicationGroup>(
        OfData, Data, Itself, region("cache on nodes", ElasticacheReplicationGroup::REPLICATION_GROUP_ID),
        lost(Role::Data, High, "a cache"),
        by_name(&["elasticache:@:replicationgroup:{aws_elasticache_replication_group.replication_group_id}"])
            .read(&["elasticache:DescribeReplicationGroups", "elasticache:DescribeCacheClusters", "elasticache:ListTagsForResource"])
            .make(&["elasticache:CreateReplicationGroup", "elasticache:AddTagsToResource"])
            .within(&["elasticache:@:subnetgroup:{aws_elasticache_subnet_group.name}", "elasticache:@:parametergroup:*", "elasticache:@:usergroup:{aws_elasticache_user_group.user_group_id}", "elasticache:@:cluster:{aws_elasticache_replication_group.replication_group_id}*"])
            .change(&["elasticache:ModifyReplicationGroup", "elasticache:IncreaseReplicaCount", "elasticache:DecreaseReplicaCount", "elasticache:ModifyReplicationGroupShardConfiguration", "elasticache:TestFailover", "elasticache:DeleteReplicationGroup", "elasticache:RemoveTagsFromResource"]),
    ),
    // That AWS makes the endpoint of a serverless cache for who makes the cache is what its service-linked role is for.
    row::<ElasticacheServerlessCache>(
        OfData, Data, Itself, region("serverless cache", ElasticacheServerlessCache::NAME),
        lost(Role::Data, High, "a cache"),
        by_name(&["elasticache:@:serverlesscache:{aws_elasticache_serverless_cache.name}"])
            .read(&["elasticache:DescribeServerlessCaches", "elasticache:ListTagsForResource"])
            .make(&["elasticache:CreateServerlessCache", "elasticache:AddTagsToResource"])
            .within(&["elasticache:@:usergroup:{aws_elasticache_user_group.user_group_id}"])
            .change(&["elasticache:ModifyServerlessCache", "elasticache:DeleteServerlessCache", "elasticache:RemoveTagsFromResource"]),
    ),
    row::<ElasticacheSubnetGroup>(
        OfNothing, Data, NotItself(NOTHING), region("cache's subnet group", ElasticacheSubnetGroup::NAME),
        lost(Role::Part, Medium, "the subnets of a cache"),
        by_name(&["elasticache:@:subnetgroup:{aws_elasticache_subnet_group.name}"])
            .read(&["elasticache:DescribeCacheSubnetGroups", "elasticache:ListTagsForResource"])
            .make(&["elasticache:CreateCacheSubnetGroup", "elasticache:AddTagsToResource"])
            .change(&["elasticache:ModifyCacheSubnetGroup", "elasticache:DeleteCacheSubnetGroup", "elasticache:RemoveTagsFromResource"]),
    ),
    row::<ElasticacheUser>(
        OfNothing, Guard, NotItself(NOTHING), region("cache's user", ElasticacheUser::USER_ID),
        lost(Role::Identity, High, "a user of a cache"),
        by_name(&["elasticache:@:user:{aws_elasticache_user.user_id}"])
            .read(&["elasticache:DescribeUsers", "elasticache:ListTagsForResource"])
            .make(&["elasticache:CreateUser", "elasticache:AddTagsToResource"])
            .change(&["elasticache:ModifyUser", "elasticache:DeleteUser", "elasticache:RemoveTagsFromResource"]),
    ),
    row::<ElasticacheUserGroup>(
        OfNothing, Guard, NotItself(NOTHING), region("group of caches' users", ElasticacheUserGroup::USER_GROUP_ID),
        lost(Role::Access, High, "who may use a cache"),
        by_name(&["elasticache:@:usergroup:{aws_elasticache_user_group.user_group_id}", "elasticache:@:user:{aws_elasticache_user.user_id}"])
            .read(&["elasticache:DescribeUserGroups", "elasticache:ListTagsForResource"])
            .make(&["elasticache:CreateUserGroup", "elasticache:AddTagsToResource"])
            .change(&["elasticache:ModifyUserGroup", "elasticache:DeleteUserGroup", "elasticache:RemoveTagsFromResource"]),
    ),
];
