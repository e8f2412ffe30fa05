//! A cache that grows and shrinks by itself.

use aws::elasticache_serverless_cache::{
    CacheUsageLimits, CacheUsageLimitsDataStorage, CacheUsageLimitsDataStorageRequired, CacheUsageLimitsEcpuPerSecond,
};
use aws::{ElasticacheServerlessCache, ElasticacheServerlessCacheReference, ElasticacheServerlessCacheRequired, KmsKeyReference};
use terraform::{Document, Expression, List, Resource, Value};

use crate::Made;
use crate::access::Access;
use crate::config::{Cache, CacheConfig};
use crate::interface::Variables;

/// In how many zones the cache is reached. Other subnets are another cache, so those of a zone that is added later are not among them: tasks there go
/// through another zone.
const ZONES: usize = 2;

/// The cache.
pub(crate) fn cache(
    document: &mut Document,
    cache: &Cache,
    key: Option<&KmsKeyReference>,
    variables: &Variables,
    access: Access,
) -> Made {
    let CacheConfig { engine_version, snapshot_retention_days, snapshot_window, .. } = cache.settings();
    let days = snapshot_retention_days.get();
    let storage = CacheUsageLimitsDataStorage::new(CacheUsageLimitsDataStorageRequired { unit: "GB".into() });
    let limits = CacheUsageLimits::new()
        .data_storage(Some(storage.maximum(cache.maximum_gigabytes())))
        .ecpu_per_second(cache.maximum_ecpus_per_second().map(|most| CacheUsageLimitsEcpuPerSecond::new().maximum(most)));
    let subnets: Vec<Value<String>> = (0..ZONES).map(|index| variables.private_subnet_ids.at(index).into()).collect();
    let mut made = ElasticacheServerlessCache::new(ElasticacheServerlessCacheRequired {
        engine: "valkey".into(),
        name: cache.full_name().into(),
    })
    .description(format!("The cache {}", cache.full_name()))
    .major_engine_version(engine_version.major())
    .security_group_ids(vec![Value::from(access.group.id())])
    .subnet_ids(subnets)
    .cache_usage_limits([limits])
    .snapshot_retention_limit(days)
    .daily_snapshot_time((days > 0).then(|| snapshot_window.start().to_string()));
    if let Some(key) = key {
        made = made.kms_key_id(key.arn());
    }
    if let Some(login) = &access.login {
        made = made.user_group_id(login.group.user_group_id());
    }
    let made = document.resource(Resource::new(cache.label(), made));
    let address = |list: &str| first(&made, list).attribute::<String>("address");
    Made { host: address("endpoint"), reader_host: address("reader_endpoint"), arn: made.arn(), name: made.name(), access }
}

fn first(made: &ElasticacheServerlessCacheReference, list: &str) -> Expression<()> {
    made.address().attribute::<List<()>>(list).at(0)
}
