//! What the rules that compare environments know of another environment of the folder: little, so that a folder may hold thousands.

use std::collections::{BTreeMap, BTreeSet};

use delivery::config::{GithubProvider, Trust};
use domain::{
    AccountId, BucketName, DomainName, EnvironmentName, HostedZoneId, Identity, ProjectName, Region, ServiceName, VpcCidr,
};
use ecs::config::Tls;
use monitoring::config::AnomalyMonitor;
use serde::Deserialize;
use settings::Layers;

use crate::environment::Config;

/// Another environment of the same folder.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// Project, environment and places.
    pub identity: Identity,
    /// The bucket of its state.
    pub state_bucket: BucketName,
    /// The range of its VPC.
    pub vpc_cidr: VpcCidr,
    /// The environments with whose networks its own is connected.
    pub peered_environments: Vec<EnvironmentName>,
    /// What it makes of which an account has only one; nothing where these settings cannot be told.
    pub once: Option<Once>,
}

/// What an environment makes of which an account has only one.
#[derive(Clone, Debug)]
pub struct Once {
    /// The account, when it is named.
    pub account_id: Option<AccountId>,
    /// Whether it makes GitHub known to the account.
    pub makes_github: bool,
    /// Whether it makes the monitor of the account's services' costs.
    pub makes_monitor: bool,
    /// The domains for which it makes records, each with its hosted zone.
    pub domains: BTreeSet<(HostedZoneId, DomainName)>,
    /// The services by the names that their roles begin with.
    pub names: BTreeMap<String, ServiceName>,
}

/// The settings that say so.
#[derive(Deserialize)]
struct ComparedOnce {
    #[serde(default)]
    account_id: Option<AccountId>,
    #[serde(default)]
    ecs: ComparedEcs,
    services: BTreeMap<ServiceName, ComparedService>,
    #[serde(default)]
    monitoring: ComparedMonitoring,
    #[serde(default)]
    delivery: Option<ComparedDelivery>,
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
}

#[derive(Deserialize)]
struct ComparedService {
    #[serde(default)]
    aws_name: Option<ServiceName>,
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

impl Once {
    /// What these settings come to.
    pub(crate) fn of(identity: &Identity, config: &Config) -> Self {
        Self::new(
            identity,
            config.account_id.clone(),
            config.delivery.as_ref().map(|delivery| &delivery.trust),
            &config.monitoring.cost_anomalies.monitor,
            config.ecs.load_balancer.tls.as_ref(),
            config.services.iter().map(|(name, service)| (name, service.aws_name.as_ref())),
        )
    }

    fn new<'a>(
        identity: &Identity,
        account_id: Option<AccountId>,
        trust: Option<&Trust>,
        monitor: &AnomalyMonitor,
        tls: Option<&Tls>,
        services: impl Iterator<Item = (&'a ServiceName, Option<&'a ServiceName>)>,
    ) -> Self {
        let domains = |tls: &Tls| -> Vec<(HostedZoneId, DomainName)> {
            let all = tls.alternative_domains.iter().chain([&tls.domain]);
            all.map(|domain| (tls.hosted_zone_id.clone(), domain.clone())).collect()
        };
        Self {
            account_id,
            makes_github: matches!(trust, Some(Trust::Github(github)) if github.provider == GithubProvider::New),
            makes_monitor: *monitor == AnomalyMonitor::Services,
            domains: tls.map(domains).into_iter().flatten().collect(),
            names: services
                .map(|(name, aws_name)| (identity.service_named(aws_name.unwrap_or(name), None), name.clone()))
                .collect(),
        }
    }
}

/// The settings that are compared; what else the file says does not matter.
#[derive(Deserialize)]
struct Compared {
    project: ProjectName,
    region: Region,
    disaster_recovery_region: Region,
    state: ComparedState,
    networking: ComparedNetworking,
}

#[derive(Deserialize)]
struct ComparedState {
    bucket: BucketName,
}

#[derive(Deserialize)]
struct ComparedNetworking {
    vpc_cidr: VpcCidr,
    #[serde(default)]
    peered_environments: Vec<EnvironmentName>,
}

impl Neighbour {
    /// What an environment's settings say of it; nothing where one of them is missing or wrong.
    pub fn of(name: &EnvironmentName, layers: &Layers) -> Option<Self> {
        let Compared { project, region, disaster_recovery_region, state, networking } = layers.sound()?;
        let identity = Identity { project, environment: name.clone(), region, disaster_recovery_region };
        let once = layers.sound().map(|ComparedOnce { account_id, ecs, services, monitoring, delivery }| {
            Once::new(
                &identity,
                account_id,
                delivery.as_ref().map(|delivery| &delivery.trust),
                &monitoring.cost_anomalies.monitor,
                ecs.load_balancer.tls.as_ref(),
                services.iter().map(|(name, service)| (name, service.aws_name.as_ref())),
            )
        });
        let ComparedNetworking { vpc_cidr, peered_environments } = networking;
        Some(Self { identity, state_bucket: state.bucket, vpc_cidr, peered_environments, once })
    }

    /// Its name.
    pub fn name(&self) -> &EnvironmentName {
        &self.identity.environment
    }
}
