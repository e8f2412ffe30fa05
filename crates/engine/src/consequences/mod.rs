//! What a change of an environment does to those who use it where neither Terraform nor its plan says so: one sentence each, with the way
//! around it.
//!
//! It compares two sets of documents and knows no settings; what is destroyed or replaced is told elsewhere ([`terraform::compare`]). The
//! sentences stand in the files of their concern, and `docs/changes.md` has a row for each.

mod account;
mod caches;
mod consequence;
mod database;
mod ground;
mod instance;
mod load_balancer;
mod losses;
mod network;
mod pairs;
mod providers;
mod receivers;
mod region;
mod retention;
mod service;
mod state;
mod stores;
mod taken;
mod tasks;

use aws::facts::types::{self, Purpose};
use aws::{
    AppautoscalingTarget, DbInstance, DbParameterGroup, DbSubnetGroup, EcrRepository, EcsService, EcsTaskDefinition, Lb,
    LbListener, LbListenerRule, LbTargetGroup, NatGateway, Route, Route53Record, S3Bucket, SnsTopicSubscription, Subnet, Vpc,
    VpcEndpoint, VpcSecurityGroupIngressRule,
};
use terraform::ResourceType as _;
use terraform::read::Documents;

pub use consequence::Consequence;
pub(crate) use ground::{Ground, let_go};
pub(crate) use region::{moved_region, regions};
pub use state::owner;

/// Finds the consequences of one kind, from what stands and what is to come.
type Change = fn(old: &Documents, new: &Documents) -> Vec<Consequence>;

/// Every kind of change that is told, but for [`KEPT`].
const CHANGES: [Change; 60] = [
    region::moved,
    account::another,
    providers::alias,
    state::place,
    taken::name,
    taken::nat_address,
    load_balancer::priorities,
    load_balancer::container_port,
    load_balancer::https_listener,
    load_balancer::redirect,
    load_balancer::other_load_balancer,
    load_balancer::no_longer_there,
    load_balancer::there_now,
    load_balancer::record,
    service::reached_by_name,
    service::spoken,
    service::behind_load_balancer,
    service::found_no_more,
    service::target_group,
    service::taken_out,
    service::rollback_alarms,
    tasks::anew,
    tasks::architecture,
    tasks::count,
    tasks::bounds,
    tasks::asked_otherwise,
    tasks::start_no_more,
    receivers::unconfirmed,
    stores::key_goes,
    stores::key_is_left,
    stores::key_comes,
    stores::bucket_name,
    caches::login,
    caches::user_group_goes,
    caches::older_version,
    caches::less_room,
    caches::other_nodes,
    network::other_vpc,
    network::zone,
    network::subnet_ranges,
    network::ways_to_aws,
    network::way_to_s3,
    network::outgoing_address,
    database::major_version,
    database::storage_key,
    database::password,
    instance::older_version,
    instance::less_storage,
    instance::other_storage,
    instance::restart,
    instance::restored,
    instance::parameters,
    database::port,
    database::read_replica,
    database::gone,
    database::replication,
    database::replication_key,
    losses::holding,
    losses::without_ground,
    losses::left_on_the_bill,
];

/// What is kept for a shorter time, or guarded less. `review` tells it of a plan by itself.
const KEPT: [Change; 11] = [
    retention::logs,
    retention::backups,
    retention::copies,
    retention::insights,
    retention::snapshots,
    retention::messages,
    retention::objects,
    retention::versions,
    retention::archive,
    retention::images,
    load_balancer::opened,
];

/// The resource types by which users are interrupted.
const READ: [&str; 20] = [
    AppautoscalingTarget::TYPE,
    DbInstance::TYPE,
    DbParameterGroup::TYPE,
    DbSubnetGroup::TYPE,
    EcrRepository::TYPE,
    EcsService::TYPE,
    EcsTaskDefinition::TYPE,
    Lb::TYPE,
    LbListener::TYPE,
    LbListenerRule::TYPE,
    LbTargetGroup::TYPE,
    NatGateway::TYPE,
    Route::TYPE,
    Route53Record::TYPE,
    S3Bucket::TYPE,
    SnsTopicSubscription::TYPE,
    Subnet::TYPE,
    Vpc::TYPE,
    VpcEndpoint::TYPE,
    VpcSecurityGroupIngressRule::TYPE,
];

/// Whether resources of a type decide about it: those by which users are interrupted, and those on which something that is kept may stand.
pub fn decides(kind: &str) -> bool {
    READ.contains(&kind)
        || types::is_stateful(kind)
        || types::of(kind).is_some_and(|row| matches!(row.purpose, Purpose::Data | Purpose::Guard))
}

/// What the change from `old` to `new` does, by address.
pub fn consequences(old: &Documents, new: &Documents) -> Vec<Consequence> {
    told(CHANGES.iter().chain(&KEPT), old, new)
}

/// What it does beyond that, for whom no difference is shown: what holds data and is made anew.
pub fn replacements(old: &Documents, new: &Documents) -> Vec<Consequence> {
    told([losses::anew as Change].iter(), old, new)
}

/// What it does but for what is kept for a shorter time or guarded less, which who reads plans tells in other words.
pub fn interruptions(old: &Documents, new: &Documents) -> Vec<Consequence> {
    told(CHANGES.iter(), old, new)
}

fn told<'a>(changes: impl Iterator<Item = &'a Change>, old: &Documents, new: &Documents) -> Vec<Consequence> {
    if state::are_apart(old, new) {
        return Vec::new();
    }
    let mut told: Vec<Consequence> = changes.flat_map(|change| change(old, new)).collect();
    told.sort();
    told
}
