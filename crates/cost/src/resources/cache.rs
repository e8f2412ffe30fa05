//! ElastiCache for Valkey, serverless and on nodes, and its snapshots. It must not know who uses a cache.

use aws::elasticache_serverless_cache::{CacheUsageLimits, CacheUsageLimitsDataStorage, CacheUsageLimitsEcpuPerSecond};
use aws::{ElasticacheReplicationGroup as OnNodes, ElasticacheServerlessCache as Serverless};
use domain::CacheNodeType;
use rust_decimal::Decimal;
use terraform::ResourceType;
use terraform::read::View;

use crate::HOURS;
use crate::estimate::Service;
use crate::estimator::{Draft, Estimator};
use crate::item::{Item, Listed};
use crate::levels::Levels;
use crate::number::short;

/// What is charged for a serverless cache for Valkey that holds less: 100 MB (Amazon ElastiCache pricing).
const LEAST_GIGABYTES: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

const SECONDS_OF_HOUR: u64 = 3600;
const MILLION: u64 = 1_000_000;

/// The price of caches that grow and shrink by themselves: what lies there, and what is asked.
pub(super) fn serverless(estimator: &mut Estimator<'_>) {
    for cache in estimator.of::<Serverless>() {
        let name = cache.resource().label;
        if cache.get(Serverless::ENGINE).literal().is_some_and(|engine| engine != "valkey") {
            estimator.leave_out(format!("{name}: cache"), &[cache], "only ElastiCache for Valkey is priced here");
            continue;
        }
        let limits = cache.block(Serverless::CACHE_USAGE_LIMITS);
        let storage = limits.and_then(|it| it.block(CacheUsageLimits::DATA_STORAGE));
        let most = storage.and_then(|it| it.get(CacheUsageLimitsDataStorage::MAXIMUM).literal()).map(Decimal::from);
        let assumed = estimator.assumptions.cache_gigabytes.value().max(LEAST_GIGABYTES);
        let expected = most.map_or(assumed, |most| assumed.min(most));
        let size = Levels { minimum: LEAST_GIGABYTES, expected, maximum: most.unwrap_or(expected).max(expected) };
        let method = format!("{} GB × {HOURS} h", short(expected, 2));
        let draft =
            Draft::new(Service::ElastiCache, format!("{name}: data"), Listed::CacheStorage, size.times(HOURS), method, &[cache]);
        estimator.add(draft.assuming(&["cache_gigabytes"]));

        let asked = estimator.assumptions.cache_units_millions.value();
        let units = limits.and_then(|it| it.block(CacheUsageLimits::ECPU_PER_SECOND));
        let most = units.and_then(|it| it.get(CacheUsageLimitsEcpuPerSecond::MAXIMUM).literal());
        let most = most.map(|second| Decimal::from(second * SECONDS_OF_HOUR) * HOURS / Decimal::from(MILLION));
        let expected = most.map_or(asked, |most| asked.min(most));
        let units = Levels { minimum: Decimal::ZERO, expected, maximum: most.unwrap_or(expected).max(expected) };
        let method = format!("{} million units", short(expected, 2));
        let draft = Draft::new(Service::ElastiCache, format!("{name}: requests"), Listed::CacheUnits, units, method, &[cache]);
        estimator.add(draft.assuming(&["cache_units_millions"]));
        snapshots(estimator, &cache, cache.get(Serverless::SNAPSHOT_RETENTION_LIMIT).literal());
    }
}

/// The price of caches on nodes.
pub(super) fn on_nodes(estimator: &mut Estimator<'_>) {
    for cache in estimator.of::<OnNodes>() {
        let name = cache.resource().label;
        if cache.get(OnNodes::ENGINE).literal().is_some_and(|engine| engine != "valkey") {
            estimator.leave_out(format!("{name}: cache"), &[cache], "only ElastiCache for Valkey is priced here");
            continue;
        }
        let node_type = cache.get(OnNodes::NODE_TYPE).literal().unwrap_or_default();
        let (Ok(node), Some(count)) = (node_type.parse::<CacheNodeType>(), cache.get(OnNodes::NUM_CACHE_CLUSTERS).literal()) else {
            estimator.leave_out(
                format!("{name}: nodes"),
                &[cache],
                format!("the size `{node_type}` or the number of nodes is not known here"),
            );
            continue;
        };
        let method = format!("{node}, {} × {HOURS} h", words::count(usize::try_from(count).unwrap_or_default(), "node"));
        let quantity = Decimal::from(count) * HOURS;
        estimator.add(Draft::new(
            Service::ElastiCache,
            format!("{name}: nodes"),
            Item::CacheNode(node),
            quantity,
            method,
            &[cache],
        ));
        snapshots(estimator, &cache, cache.get(OnNodes::SNAPSHOT_RETENTION_LIMIT).literal());
    }
}

/// A snapshot a day, each of all that lies there.
fn snapshots<R: ResourceType>(estimator: &mut Estimator<'_>, cache: &View<'_, R>, days: Option<u64>) {
    let Some(days) = days.filter(|days| *days > 0) else { return };
    let each = estimator.assumptions.cache_gigabytes.value();
    let method = format!("{} × {} GB", words::count(usize::try_from(days).unwrap_or_default(), "snapshot"), short(each, 2));
    let what = format!("{}: snapshots", cache.resource().label);
    let draft = Draft::new(Service::ElastiCache, what, Listed::CacheBackup, each * Decimal::from(days), method, &[*cache]);
    estimator.add(draft.assuming(&["cache_gigabytes"]));
}
