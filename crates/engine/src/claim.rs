//! What an account has only one of, and which environment makes it: from the settings where they say it by themselves, and from what is
//! emitted where it is a name.

use std::collections::BTreeMap;

use aws::facts::types::{self, Name, Within};
use caches::CacheConfig;
use delivery::config::{GithubProvider, GitlabProvider, Trust};
use domain::{
    AccountId, CacheName, CertificateName, HostedZoneId, Identity, ListenerArn, Region, RuleName, RulePriority, ServiceName,
};
use ecs::config::Tls;
use monitoring::config::AnomalyMonitor;
use rds::Deletion;
use serde::Deserialize;
use system::Regions;
use terraform::Address;
use terraform::json::Json;
use terraform::read::Documents;

use crate::environment::{Config, Given, ResourceOverride};
use crate::own::Own;

/// Something of which there is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Claim {
    /// The account that has one; nothing where it is not named, and of a name that is given once in all of AWS.
    account: Option<AccountId>,
    pub(crate) thing: Thing,
}

/// What there is one of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    /// GitHub as an identity provider.
    Github,
    /// A GitLab as an identity provider, by its host.
    Gitlab(String),
    /// The monitor of the account's services' costs.
    CostMonitor,
    /// A record of a hosted zone.
    Record(HostedZoneId, CertificateName),
    /// A priority of a listener's rules.
    Priority(ListenerArn, RulePriority),
    /// A snapshot of a database, whose name the settings say.
    Snapshot(Region, String),
    /// The room for a resource policy of CloudWatch Logs, by which the record of writes to the state is kept.
    LogPolicy(Region),
    /// A snapshot of a cache, whose name the settings say.
    CacheSnapshot(Region, String),
    /// A name of a resource: what bears it, in which region where it is a region's, the name.
    Name(&'static str, Option<String>, String),
}

/// The settings that say what an environment makes of which there is one.
#[derive(Deserialize)]
pub(crate) struct Compared {
    #[serde(default)]
    account_id: Option<AccountId>,
    region: Region,
    #[serde(default)]
    state: state::Config,
    #[serde(default)]
    ecs: ComparedEcs,
    #[serde(default)]
    rds: rds::Section,
    #[serde(default)]
    monitoring: ComparedMonitoring,
    #[serde(default)]
    delivery: Option<ComparedDelivery>,
    #[serde(default)]
    services: BTreeMap<ServiceName, ComparedService>,
    #[serde(default)]
    caches: BTreeMap<CacheName, CacheConfig>,
}

#[derive(Deserialize)]
struct ComparedService {
    #[serde(default)]
    routing: Option<ComparedRouting>,
}

#[derive(Deserialize)]
struct ComparedRouting {
    priority: RulePriority,
}

#[derive(Deserialize)]
struct ComparedRule {
    routing: ComparedRouting,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ComparedEcs {
    load_balancer: ComparedLoadBalancer,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ComparedLoadBalancer {
    tls: Option<Tls>,
    existing: Option<ComparedExisting>,
    rules: BTreeMap<RuleName, ComparedRule>,
}

#[derive(Deserialize)]
struct ComparedExisting {
    listener_arn: ListenerArn,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ComparedMonitoring {
    cost_anomalies: ComparedCostAnomalies,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ComparedCostAnomalies {
    monitor: AnomalyMonitor,
}

#[derive(Deserialize)]
struct ComparedDelivery {
    trust: Trust,
}

/// What the settings say of it.
pub(crate) struct OfSettings<'a> {
    pub(crate) account: Option<&'a AccountId>,
    region: Region,
    state: &'a state::Config,
    trust: Option<&'a Trust>,
    monitor: &'a AnomalyMonitor,
    tls: Option<&'a Tls>,
    deletion: Option<&'a Deletion>,
    caches: &'a BTreeMap<CacheName, CacheConfig>,
    /// A listener that exists already, and the priorities of the rules that are made on it.
    listener: Option<(&'a ListenerArn, Vec<RulePriority>)>,
}

impl<'a> From<&'a Config> for OfSettings<'a> {
    fn from(config: &'a Config) -> Self {
        Self {
            account: config.account_id.as_ref(),
            region: config.region,
            state: &config.state,
            trust: config.delivery.as_ref().map(|delivery| &delivery.trust),
            monitor: &config.monitoring.cost_anomalies.monitor,
            tls: config.ecs.load_balancer.tls.as_ref(),
            deletion: config.rds.own().map(|rds| &rds.deletion),
            caches: &config.caches,
            listener: config.ecs.load_balancer.existing.as_ref().map(|existing| {
                let of_services = config.services.values().filter_map(|service| Some(service.routing.as_ref()?.priority));
                let of_rules = config.ecs.load_balancer.rules.values().map(|rule| rule.routing.priority);
                (&existing.listener_arn, of_services.chain(of_rules).collect())
            }),
        }
    }
}

impl<'a> From<&'a Compared> for OfSettings<'a> {
    fn from(compared: &'a Compared) -> Self {
        Self {
            account: compared.account_id.as_ref(),
            region: compared.region,
            state: &compared.state,
            trust: compared.delivery.as_ref().map(|delivery| &delivery.trust),
            monitor: &compared.monitoring.cost_anomalies.monitor,
            tls: compared.ecs.load_balancer.tls.as_ref(),
            deletion: compared.rds.own().map(|rds| &rds.deletion),
            caches: &compared.caches,
            listener: compared.ecs.load_balancer.existing.as_ref().map(|existing| {
                let of_services = compared.services.values().filter_map(|service| Some(service.routing.as_ref()?.priority));
                let of_rules = compared.ecs.load_balancer.rules.values().map(|rule| rule.routing.priority);
                (&existing.listener_arn, of_services.chain(of_rules).collect())
            }),
        }
    }
}

impl OfSettings<'_> {
    /// What the environment makes, as far as its settings say so.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let (mut claims, mut things) = (Vec::new(), Vec::new());
        if matches!(self.trust, Some(Trust::Github(github)) if github.provider == GithubProvider::New) {
            things.push(Thing::Github);
        }
        if let Some(Trust::Gitlab(gitlab)) = self.trust
            && gitlab.provider == GitlabProvider::New
        {
            things.push(Thing::Gitlab(gitlab.host().to_owned()));
        }
        if *self.monitor == AnomalyMonitor::Services {
            things.push(Thing::CostMonitor);
        }
        if let Some(tls) = self.tls {
            let account = tls.zone_role.as_ref().map(|role| role.role_arn.account()).or(self.account);
            let records = tls.names().into_iter().filter_map(|name| Some(Thing::Record(tls.zone_of(&name)?.clone(), name)));
            claims.extend(records.map(|thing| Claim { account: account.cloned(), thing }));
        }
        if let Some((listener, priorities)) = &self.listener {
            things.extend(priorities.iter().map(|priority| Thing::Priority((*listener).clone(), *priority)));
        }
        if let Some(Deletion { final_snapshot: true, final_snapshot_identifier: Some(identifier), .. }) = self.deletion {
            things.push(Thing::Snapshot(self.region, identifier.as_str().to_ascii_lowercase()));
        }
        // As the record itself is made: `object_of_state` of the environment's check.
        let is_elsewhere = self.state.assume_role_arn.as_ref().is_some_and(|role| Some(role.account()) != self.account);
        if self.state.bucket.is_some() && self.state.region == Some(self.region) && !is_elsewhere {
            things.push(Thing::LogPolicy(self.region));
        }
        let nodes = self.caches.values().filter_map(|cache| cache.nodes.as_ref()).filter(|nodes| nodes.final_snapshot);
        let last = nodes.filter_map(|nodes| nodes.final_snapshot_name.as_ref());
        things.extend(last.map(|name| Thing::CacheSnapshot(self.region, name.as_str().to_ascii_lowercase())));
        claims.extend(things.into_iter().map(|thing| Claim { account: self.account.cloned(), thing }));
        claims
    }
}

/// The names that are given once of what is emitted, each with the address of what bears it.
pub(crate) fn names(account: Option<&AccountId>, documents: &Documents) -> BTreeMap<Claim, Address> {
    borne(account, documents).into_iter().collect()
}

/// As [`names`], each as often as it is borne.
pub(crate) fn borne(account: Option<&AccountId>, documents: &Documents) -> Vec<(Claim, Address)> {
    let regions = Regions::read(documents);
    let claim = |block: terraform::read::ResourceBlock<'_>| {
        let Name::Once { noun, argument, within } = types::of(block.kind)?.name else { return None };
        let Json::String(name) = documents.resolve(block.module, block.written.get(argument)?) else { return None };
        let region = if within == Within::Region { regions.of(block).map(str::to_owned) } else { None };
        // What holds a reference holds the account's number.
        let account = account.filter(|_| within != Within::Everywhere || name.contains("${")).cloned();
        Some((Claim { account, thing: Thing::Name(noun, region, name.to_ascii_lowercase()) }, block.address()))
    };
    documents.all().filter_map(claim).collect()
}

/// A queue, a bucket or a cache, whose whole name in AWS is a setting; a service's is but a word of the names that it bears.
#[derive(Deserialize)]
pub(crate) struct NamedStore {
    #[serde(default)]
    aws_name: Option<String>,
    /// A queue's dead letters are a queue of their own.
    #[serde(default)]
    dead_letter_aws_name: Option<String>,
}

/// The names that stores, overrides and Terraform of the user's own are given, by no convention: in small letters; with `${` in it, what only
/// Terraform knows.
pub(crate) fn names_beside(overrides: &[ResourceOverride], own: &Own, stores: impl IntoIterator<Item = NamedStore>) -> Vec<String> {
    let argument = |kind: &str| match types::of(kind)?.name {
        Name::Once { argument, .. } => Some(argument),
        Name::Free => None,
    };
    let overridden = overrides.iter().filter_map(|it| match it.set.get(argument(it.resource.address().kind())?)? {
        Given::Text(name) => Some(name.clone()),
        _ => Some("${}".to_owned()),
    });
    let documents = Documents::of(own.documents().map(|(path, document)| (path.to_owned(), document.clone())));
    let of_own = documents.all().filter_map(|block| {
        let name = documents.resolve(block.module, block.written.get(argument(block.kind)?)?);
        Some(name.as_str()?.to_owned())
    });
    let of_stores = stores.into_iter().flat_map(|store| store.aws_name.into_iter().chain(store.dead_letter_aws_name));
    let all = overridden.chain(of_own.collect::<Vec<_>>()).chain(of_stores);
    all.map(|name| name.to_ascii_lowercase()).collect()
}

/// Whether two environments may give one name: every name that is given once is the project's behind what AWS puts before it, and the
/// environment's words stand in it (`tests/once.rs` holds the modules to that); so the words of one stand in the other.
pub(crate) fn may_share_names(one: &Identity, other: &Identity) -> bool {
    let begins = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let (long, short) = (one.project.as_str(), other.project.as_str());
    begins(long, short) || begins(short, long)
}

/// The runs of whole words in a name, itself left out: `eu-prod` and `prod` may meet in one name.
pub(crate) fn words_within(name: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(name.match_indices('-').map(|(at, _)| at + 1));
    let runs = starts.flat_map(move |start| {
        let ends = name[start..].match_indices('-').map(move |(at, _)| start + at).chain([name.len()]);
        ends.map(move |end| &name[start..end])
    });
    runs.filter(move |run| run.len() < name.len())
}
