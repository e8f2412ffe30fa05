//! A cache on nodes of a chosen size: one that is written to, and others that follow it and take its place.

use aws::elasticache_parameter_group::{Parameter, ParameterRequired};
use aws::{
    ElasticacheParameterGroup, ElasticacheParameterGroupReference, ElasticacheParameterGroupRequired, ElasticacheReplicationGroup,
    ElasticacheReplicationGroupRequired, ElasticacheSubnetGroupReference, KmsKeyReference,
};
use terraform::{Document, Lifecycle, Resource, Value};

use crate::Made;
use crate::access::Access;
use crate::config::{Cache, CacheConfig, Nodes};

/// The cache.
pub(crate) fn cache(
    document: &mut Document,
    (cache, nodes): (&Cache, &Nodes),
    key: Option<&KmsKeyReference>,
    subnets: &ElasticacheSubnetGroupReference,
    access: Access,
) -> Made {
    let CacheConfig { engine_version, snapshot_retention_days, snapshot_window, .. } = cache.settings();
    let Nodes { node_type, count, eviction, maintenance_window, final_snapshot: _, final_snapshot_name: _ } = nodes;
    let several = count.get() > 1;
    let days = snapshot_retention_days.get();
    // Left out, the provider would keep the group of before.
    let parameters = match eviction.spelled() {
        Some(policy) => Value::from(parameter_group(document, cache, policy).name()),
        None => format!("default.{}", engine_version.parameter_group_family()).into(),
    };
    let mut made = ElasticacheReplicationGroup::new(ElasticacheReplicationGroupRequired {
        description: format!("The cache {}", cache.full_name()).into(),
        replication_group_id: cache.full_name().into(),
    })
    .engine("valkey")
    .engine_version(engine_version.as_str())
    .node_type(node_type.to_string())
    .num_cache_clusters(count.get())
    // A standby in another zone takes over when the node that is written to fails; one node has none.
    .automatic_failover_enabled(several)
    .multi_az_enabled(several)
    .port(cache.port())
    .parameter_group_name(parameters)
    .subnet_group_name(subnets.name())
    .security_group_ids(vec![Value::from(access.group.id())])
    .at_rest_encryption_enabled("true")
    .transit_encryption_enabled(true)
    .transit_encryption_mode("required")
    // Were ElastiCache to go to the next minor version by itself, Terraform would find an older one in the settings, and for that it makes the cache
    // anew. Patches come all the same.
    .auto_minor_version_upgrade("false")
    // What waits for the maintenance window would be told as applied.
    .apply_immediately(true)
    .maintenance_window(maintenance_window.to_string())
    .snapshot_retention_limit(days)
    .snapshot_window((days > 0).then(|| snapshot_window.to_string()))
    .final_snapshot_identifier(cache.final_snapshot(nodes));
    if let Some(key) = key {
        made = made.kms_key_id(key.arn());
    }
    if let Some(login) = &access.login {
        made = made.user_group_ids(vec![Value::from(login.group.user_group_id())]);
    }
    let made = document.resource(Resource::new(cache.label(), made));
    let host = made.primary_endpoint_address();
    Made {
        reader_host: if several { made.reader_endpoint_address() } else { host.clone() },
        host,
        arn: made.arn(),
        name: made.replication_group_id(),
        access,
    }
}

/// The parameters, where they are others than those of the version.
fn parameter_group(document: &mut Document, cache: &Cache, policy: &str) -> ElasticacheParameterGroupReference {
    let family = cache.settings().engine_version.parameter_group_family();
    let group = ElasticacheParameterGroup::new(ElasticacheParameterGroupRequired {
        // A group for the next major version stands beside this one while the cache goes from the one to the other.
        name: format!("{}-{family}", cache.full_name()).into(),
        family: family.into(),
    })
    .description(format!("The cache {}", cache.full_name()))
    .parameter([Parameter::new(ParameterRequired { name: "maxmemory-policy".into(), value: policy.into() })]);
    document.resource(Resource::new(cache.label(), group).lifecycle(Lifecycle::new().create_before_destroy()))
}
