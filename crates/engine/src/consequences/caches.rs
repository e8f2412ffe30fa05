//! What a change of a cache does to those who use it.

use aws::elasticache_serverless_cache::{CacheUsageLimits, CacheUsageLimitsDataStorage, CacheUsageLimitsEcpuPerSecond};
use aws::{ElasticacheReplicationGroup as OnNodes, ElasticacheServerlessCache as Serverless};
use terraform::Address;
use terraform::read::argument::number;
use terraform::read::{Documents, View};

use super::Consequence;
use super::pairs::on_both;

/// A cache that asks who connects, and did not before, or the other way round: it does so at once, and tasks of before know nothing of it (ElastiCache API
/// Reference, `ModifyReplicationGroup`, `ModifyServerlessCache`).
pub(super) fn login(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let on_nodes = on_both::<OnNodes>(old, new).map(|(before, now)| {
        let asks = |groups: usize| groups > 0;
        let of = |view: &terraform::read::View<'_, OnNodes>| asks(view.get(OnNodes::USER_GROUP_IDS).elements().len());
        (now.address(), of(&before), of(&now))
    });
    let serverless = on_both::<Serverless>(old, new).map(|(before, now)| {
        let of = |view: &terraform::read::View<'_, Serverless>| view.get(Serverless::USER_GROUP_ID).is_set();
        (now.address(), of(&before), of(&now))
    });
    let all: Vec<(Address, bool, bool)> = on_nodes.chain(serverless).collect();
    let told = all.into_iter().filter_map(|(address, before, now)| {
        let what = match (before, now) {
            (false, true) => "it asks for a token at once, and refuses the tasks that run, which have none",
            (true, false) => "it knows no users any more, and refuses the tasks that run, which say who they are",
            (true, true) | (false, false) => return None,
        };
        let instead = "let the service do without the cache for the time being, or make a second cache with the other `login`, go over to it, and take this one out";
        Some(Consequence::new(address, what, instead))
    });
    told.collect()
}

/// The provider tells a serverless cache nothing of a user group that is taken out of its settings, and ElastiCache answers that nothing is to be changed
/// (hashicorp/terraform-provider-aws#42766, mended in its version 6 by #45571).
pub(super) fn user_group_goes(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = on_both::<Serverless>(old, new).filter_map(|(before, now)| {
        let has = |view: &terraform::read::View<'_, Serverless>| view.get(Serverless::USER_GROUP_ID).is_set();
        (has(&before) && !has(&now)).then(|| {
            let name = now.get(Serverless::NAME).literal().unwrap_or_else(|| "…".to_owned());
            Consequence::new(
                now.address(),
                "the provider cannot take the user group from a serverless cache, and ElastiCache deletes none that is in use: the apply fails there",
                format!("let go of the group right before the apply: `aws elasticache modify-serverless-cache --remove-user-group --serverless-cache-name {name}`"),
            )
        })
    });
    told.collect()
}

/// For an older version the provider makes the cache anew, whatever its schema says of the argument.
pub(super) fn older_version(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let version = |text: Option<String>| -> Option<Vec<u32>> { text?.split('.').map(|part| part.parse().ok()).collect() };
    let told = on_both::<OnNodes>(old, new).filter_map(|(before, now)| {
        let (from, to) = (before.get(OnNodes::ENGINE_VERSION).literal(), now.get(OnNodes::ENGINE_VERSION).literal());
        (version(to.clone())? < version(from.clone())?).then(|| {
            let what = format!(
                "ElastiCache goes back to no older version ({} to {}): Terraform destroys the cache and makes it anew, empty",
                from.unwrap_or_default(),
                to.unwrap_or_default()
            );
            Consequence::new(
                now.address(),
                what,
                "leave `engine_version` as it was; or make a second cache with the older one, go over to it, and take this one out",
            )
        })
    });
    told.collect()
}

/// A serverless cache that may hold or handle less than it did does so at once (ElastiCache User Guide, "Setting scaling limits to manage costs").
pub(super) fn less_room(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let storage = |of: View<'_, Serverless>| {
        let limit = of.block(Serverless::CACHE_USAGE_LIMITS)?.block(CacheUsageLimits::DATA_STORAGE)?;
        number(&limit.get(CacheUsageLimitsDataStorage::MAXIMUM).resolved())
    };
    let units = |of: View<'_, Serverless>| {
        let limit = of.block(Serverless::CACHE_USAGE_LIMITS)?.block(CacheUsageLimits::ECPU_PER_SECOND)?;
        number(&limit.get(CacheUsageLimitsEcpuPerSecond::MAXIMUM).resolved())
    };
    let is_less = |before: Option<u64>, now: Option<u64>| now.filter(|now| *now < before.unwrap_or(u64::MAX));
    let mut told = Vec::new();
    for (before, now) in on_both::<Serverless>(old, new) {
        if let Some(gigabytes) = is_less(storage(before), storage(now)) {
            told.push(Consequence::new(
                now.address(),
                format!("of more than {gigabytes} GB keys with an expiry are evicted at once, and writes are refused where there are none"),
                "look first at how much it holds (`BytesUsedForCache`)",
            ));
        }
        if let Some(units) = is_less(units(before), units(now)) {
            told.push(Consequence::new(
                now.address(),
                format!("what clients ask beyond {units} processing units a second is refused at once"),
                "look first at how much they ask (`ElastiCacheProcessingUnits`, by the second)",
            ));
        }
    }
    told
}

/// Nodes of another size are made beside the old ones, and take over what is there (ElastiCache User Guide, "Scaling replication groups").
pub(super) fn other_nodes(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let told = on_both::<OnNodes>(old, new).filter_map(|(before, now)| {
        let (from, to) = before.get(OnNodes::NODE_TYPE).literal().zip(now.get(OnNodes::NODE_TYPE).literal())?;
        (from != to).then(|| {
            Consequence::new(
                now.address(),
                format!("it goes from {from} to {to} with this apply: connections break for seconds, and what does not fit into the memory of the new nodes is not kept"),
                "choose a quiet hour, and look first at how much it holds (`BytesUsedForCache`)",
            )
        })
    });
    told.collect()
}
