//! The alarms of one cache: it is busy, full, behind, or refuses.

use std::collections::BTreeMap;

use aws::CloudwatchMetricAlarmReference;
use domain::{CacheName, PositivePercentage};
use terraform::{Document, Expression, Module, Number};

use crate::Context;
use crate::alarm::{Alarm, Breach, MissingData, Trigger};
use crate::config::CacheThresholds;
use crate::interface::CacheVariables;
use crate::measure::{self, Measure};
use crate::subject::Cache;

const GIGABYTE: u64 = 1_000_000_000;
const SECONDS_OF_MINUTE: u64 = 60;

const BUSY: &str = "the thread in which it runs commands is busy. First see which commands take long (`SLOWLOG GET`), then choose a larger `node_type`, or let                     those who only read ask the host for readers.";
const FULL: &str = "its memory is nearly full; then keys go, or writes are refused. First see whether keys have an expiry, and what grew; then make it larger.";
const EVICTS: &str = "keys go because its memory is full. First see what grew; if what goes can be made again, raise the threshold, else make it larger.";
const BEHIND: &str = "a node follows too slowly: who reads there reads what was, and a failover would lose what it has not. First see whether more is \
                      written than it can take.";
const USED: &str = "clients get nearly all the processing units that `maximum_ecpus_per_second` allows. First see who asks for so much, then raise it.";
const REFUSES: &str = "it refuses commands. First see whether `maximum_ecpus_per_second` is reached; if not, more came at once than it could grow, and clients \
                       have to try again.";

/// What one alarm watches: the section of its runbook, the node, and when it goes off.
struct Watch {
    what: &'static str,
    node: Option<u32>,
    measure: Measure,
    above: Number,
    periods: u32,
    description: &'static str,
}

/// The alarms of all caches, by ARN.
pub(crate) fn of_all(
    module: &mut Module,
    context: &Context,
    caches: &BTreeMap<CacheName, Cache>,
    thresholds: &CacheThresholds,
) -> Vec<Expression<String>> {
    let all = caches.iter().filter_map(|cache| Some((cache, context.caches?)));
    let of_one = |((name, cache), variables): ((&CacheName, &Cache), &CacheVariables)| {
        cache_alarms(module.document("cache_alarms"), context, variables, (name, *cache), thresholds)
    };
    all.flat_map(of_one).collect()
}

/// The alarms of one cache, by ARN.
fn cache_alarms(
    document: &mut Document,
    context: &Context,
    caches: &CacheVariables,
    (name, cache): (&CacheName, Cache),
    thresholds: &CacheThresholds,
) -> Vec<Expression<String>> {
    let watches = match cache {
        Cache::OnNodes(count) => (1..=count).flat_map(|node| of_node(caches, name, (node, count), thresholds)).collect(),
        Cache::Serverless { maximum_gigabytes, maximum_ecpus_per_second } => {
            of_serverless(caches, name, (maximum_gigabytes, maximum_ecpus_per_second), thresholds)
        }
    };
    let add = |Watch { what, node, measure, above, periods, description }: Watch| {
        let number = node.map(|node| format!("-{node:03}")).unwrap_or_default();
        let named = node.map(|node| format!(", node {node:03}")).unwrap_or_default();
        let alarm = Alarm {
            label: format!("{}_{}{}", name.label(), what.replace('-', "_"), number.replace('-', "_")),
            name: context.identity.named(&format!("{name}-{what}{number}")),
            description: context.described(what, &format!("cache {name}{named}: {description}")),
            // A cache that nobody uses, and a node that was replaced by one of another number, say nothing.
            trigger: Trigger { measure, breach: Breach::Above(above), periods, missing_data: MissingData::IsWell },
            topic: Some(&context.topics.alerts),
        };
        CloudwatchMetricAlarmReference::arn(&alarm.add(document))
    };
    watches.into_iter().map(add).collect()
}

fn of_node(caches: &CacheVariables, name: &CacheName, (node, count): (u32, u32), thresholds: &CacheThresholds) -> Vec<Watch> {
    let CacheThresholds { cpu_percent, memory_percent, evictions_in_5_minutes, replica_lag_seconds, .. } = *thresholds;
    let watch =
        |what, measure, above: Number, periods, description| Watch { what, node: Some(node), measure, above, periods, description };
    let cpu = cpu_percent.at().map(|most| watch("cache-cpu", measure::node_cpu(caches, name, node), most.get().into(), 5, BUSY));
    let memory =
        memory_percent.at().map(|most| watch("cache-memory", measure::node_memory(caches, name, node), most.get().into(), 5, FULL));
    let evictions = evictions_in_5_minutes.at();
    let evictions =
        evictions.map(|most| watch("cache-evictions", measure::node_evictions(caches, name, node), most.into(), 1, EVICTS));
    let lag = replica_lag_seconds.at().filter(|_| count > 1);
    let lag = lag.map(|most| watch("cache-lag", measure::node_lag(caches, name, node), most.get().into(), 5, BEHIND));
    [cpu, memory, evictions, lag].into_iter().flatten().collect()
}

fn of_serverless(
    caches: &CacheVariables,
    name: &CacheName,
    (gigabytes, ecpus): (u32, Option<u32>),
    thresholds: &CacheThresholds,
) -> Vec<Watch> {
    let CacheThresholds { memory_percent, evictions_in_5_minutes, processing_percent, throttled_commands_in_1_minute, .. } =
        *thresholds;
    let watch =
        |what, measure, above: Number, periods, description| Watch { what, node: None, measure, above, periods, description };
    let memory = memory_percent
        .at()
        .map(|percent| watch("cache-memory", measure::cache_bytes(caches, name), memory_bytes(percent, gigabytes).into(), 5, FULL));
    let evictions = evictions_in_5_minutes.at();
    let evictions = evictions.map(|most| watch("cache-evictions", measure::cache_evictions(caches, name), most.into(), 1, EVICTS));
    let units = processing_percent.at().zip(ecpus).map(|(percent, most)| {
        watch("cache-units", measure::cache_units(caches, name), units_a_minute(percent, most).into(), 5, USED)
    });
    let throttled = throttled_commands_in_1_minute.at();
    let throttled =
        throttled.map(|most| watch("cache-throttled", measure::throttled_commands(caches, name), most.into(), 3, REFUSES));
    [memory, evictions, units, throttled].into_iter().flatten().collect()
}

/// So much of what a serverless cache may hold.
pub(crate) fn memory_bytes(percent: PositivePercentage, gigabytes: u32) -> u64 {
    u64::from(gigabytes) * GIGABYTE * u64::from(percent.get()) / 100
}

/// So much of what a serverless cache may give in a minute.
pub(crate) fn units_a_minute(percent: PositivePercentage, a_second: u32) -> u64 {
    u64::from(a_second) * SECONDS_OF_MINUTE * u64::from(percent.get()) / 100
}
