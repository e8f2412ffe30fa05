//! The settings of the services: the sections `[ecs]` and `[services.<name>]`, as typed and as checked.

mod check;
mod check_container;
mod check_existing_load_balancer;
mod check_kind;
mod check_load_balancer;
mod check_rights;
mod check_rules;
mod check_scaling;
mod check_sent;
mod check_sidecars;
mod container;
mod defaults;
mod existing_load_balancer;
pub(crate) mod fed;
mod job;
mod kind;
mod load_balancer;
pub(crate) mod queues;
mod rights;
mod routing;
mod scaling;
mod service;
mod sidecar;
mod variable_value;

pub(crate) use defaults::text;

use std::collections::{BTreeMap, BTreeSet};

use domain::{CacheName, KeptImages, KeyDeletionWindow, QueueName, ServiceName, StoreName, UntaggedImageDays};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use check_kind::{has_web_service, reaches};
pub use container::{Architecture, ContainerHealthCheck, Ulimit, Ulimits};
pub(crate) use container::{ContainerOptions, EXEC_PATHS, ImageSource};
pub use existing_load_balancer::ExistingLoadBalancer;
pub use fed::Fed;
pub(crate) use job::Job;
pub use job::{JobConfig, JobSchedule};
pub use kind::{AppProtocol, Reach};
pub(crate) use kind::{Connect, Kind, Web};
pub use load_balancer::{AccessLogs, Firewall, FirewallLogs, FirewallMode, LoadBalancer, ManagedRuleGroup, Tls, ZoneRole};
pub(crate) use rights::Peer;
pub use rights::{Permission, Protocol, Way, policy_label};
pub use routing::{AnswerRule, ContentType, FixedResponse, PlainRequest, Redirect, Routing, Takes};
pub use scaling::{Rollout, Scaling, ScalingMetric, ScalingStatistic};
pub(crate) use service::Service;
pub use service::{
    DatabaseAccess, DatabasePool, Deployment, HealthCheck, ProtocolVersion, Schedule, ServiceConfig, StartWith, Tasks,
};
pub(crate) use sidecar::Sidecar;
pub use sidecar::{DependsOn, LogRouter, OpenTelemetry, SidecarConfig};
pub use variable_value::VariableValue;

/// What all services share: cluster, load balancer, repositories.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The cluster.
    pub cluster: Cluster,
    /// The load balancer that all services share.
    pub load_balancer: LoadBalancer,
    /// The image repositories.
    pub repositories: Repositories,
}

/// The cluster.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cluster {
    /// How much Container Insights measures: `enabled`, `enhanced` (per task and container, billed by the metric) or `disabled`.
    pub container_insights: ContainerInsights,
}

/// How much Container Insights measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ContainerInsights {
    /// Cluster and services.
    #[default]
    Enabled,
    /// Tasks and containers too.
    Enhanced,
    /// Nothing.
    Disabled,
}

/// The image repositories.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Repositories {
    /// How many images each repository keeps; older ones go.
    pub kept_images: KeptImages,
    /// After how many days an image without a tag goes.
    pub untagged_image_days: UntaggedImageDays,
    /// How many days the repositories' key can still be saved after it was scheduled for deletion.
    pub key_deletion_window_days: KeyDeletionWindow,
}

/// The checked settings of all services.
#[derive(Clone, Debug)]
pub struct Ecs {
    pub(crate) cluster: Cluster,
    pub(crate) load_balancer: LoadBalancer,
    pub(crate) repositories: Repositories,
    pub(crate) services: Vec<Service>,
    pub(crate) jobs: Vec<Job>,
    /// The queues that a key of the environment's encrypts.
    pub(crate) encrypted_queues: BTreeSet<QueueName>,
    /// The buckets whose objects a key of the environment's encrypts, or encrypted.
    pub(crate) encrypted_stores: BTreeSet<StoreName>,
    /// The caches, of which services reach some.
    pub(crate) caches: BTreeMap<CacheName, CacheShape>,
}

/// What the services have to know of a cache while they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheShape {
    /// The port for those who read and write.
    pub port: u16,
    /// The port for those who only read, which is the same or the next one.
    pub reader_port: u16,
    /// Whether it asks by IAM who connects.
    pub asks_by_iam: bool,
    /// Whether it is serverless: a token for it says so.
    pub is_serverless: bool,
}

impl Default for Repositories {
    fn default() -> Self {
        Self {
            kept_images: KeptImages::of::<30>(),
            untagged_image_days: UntaggedImageDays::of::<7>(),
            key_deletion_window_days: KeyDeletionWindow::of::<30>(),
        }
    }
}

/// When a service is meant to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// At all times.
    Always,
    /// At all times, from the pipeline's first delivery on.
    OnceDelivered,
    /// There are times without a task: a schedule takes them all, or autoscaling may.
    AtTimes,
}

impl Ecs {
    /// The services by name, and when each is meant to run.
    pub fn services(&self) -> impl Iterator<Item = (&ServiceName, &ServiceName, Running)> {
        self.services.iter().map(|service| {
            let running = match service.start_with {
                _ if service.tasks.min.get() == 0 || service.schedule.is_some() => Running::AtTimes,
                StartWith::Apply => Running::Always,
                StartWith::Delivery => Running::OnceDelivered,
            };
            (&service.name, &service.aws_name, running)
        })
    }

    /// The jobs by name and by the name that AWS knows, and whether each has a schedule.
    pub fn jobs(&self) -> impl Iterator<Item = (&ServiceName, &ServiceName, bool)> {
        self.jobs.iter().map(|job| (&job.task.name, &job.task.aws_name, job.schedule.is_some()))
    }

    /// What runs, services' and jobs' tasks alike.
    pub(crate) fn tasks(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().chain(self.jobs.iter().map(|job| &job.task))
    }

    /// Whether there is a job.
    pub fn has_jobs(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// Whether some job has a schedule.
    pub fn has_schedules(&self) -> bool {
        self.jobs.iter().any(|job| job.schedule.is_some())
    }

    /// The services to which the load balancer leads.
    pub fn web_services(&self) -> impl Iterator<Item = &ServiceName> {
        self.services.iter().filter(|service| matches!(service.kind, Kind::Web(_))).map(|service| &service.name)
    }

    /// With the queues that a key of the environment's encrypts.
    #[must_use]
    pub fn with_encrypted_queues(mut self, queues: impl IntoIterator<Item = QueueName>) -> Self {
        self.encrypted_queues = queues.into_iter().collect();
        self
    }

    /// With the buckets whose objects a key of the environment's encrypts, or encrypted.
    #[must_use]
    pub fn with_encrypted_buckets(mut self, buckets: impl IntoIterator<Item = StoreName>) -> Self {
        self.encrypted_stores = buckets.into_iter().collect();
        self
    }

    /// Whether some service uses a bucket of the environment's.
    pub fn uses_buckets(&self) -> bool {
        self.tasks().any(|task| !task.stores.is_empty())
    }

    /// Whether some service needs the buckets' key.
    pub fn uses_bucket_key(&self) -> bool {
        self.tasks().flat_map(|task| task.stores.keys()).any(|bucket| self.encrypted_stores.contains(bucket))
    }

    /// With the caches, of which services reach some.
    #[must_use]
    pub fn with_caches(mut self, caches: impl IntoIterator<Item = (CacheName, CacheShape)>) -> Self {
        self.caches = caches.into_iter().collect();
        self
    }

    /// Whether some service reaches a cache.
    pub fn uses_caches(&self) -> bool {
        self.tasks().any(|task| !task.caches.is_empty())
    }

    /// Whether some service connects to a cache as a user of IAM's.
    pub fn uses_iam_caches(&self) -> bool {
        self.tasks().flat_map(|task| &task.caches).any(|cache| self.caches.get(cache).is_some_and(|shape| shape.asks_by_iam))
    }

    /// Whether some service reads a queue or sends to one.
    pub fn uses_queues(&self) -> bool {
        self.tasks().any(|task| task.queues().next().is_some())
    }

    /// Whether some service needs the queues' key.
    pub fn uses_queue_key(&self) -> bool {
        self.tasks().flat_map(Service::queues).any(|queue| self.encrypted_queues.contains(queue))
    }

    /// Whether some service reaches another by Service Connect.
    pub fn connects_services(&self) -> bool {
        self.services.iter().any(|service| service.connect.is_some())
    }

    /// Whether tasks of some service log in to the database with tokens of IAM's.
    pub fn logs_in_by_iam(&self) -> bool {
        self.tasks().any(|task| matches!(task.database, DatabaseAccess::Iam(_)))
    }

    /// Whether images of some service come from an ECR repository that this environment does not have.
    pub fn pulls_from_other_accounts(&self) -> bool {
        self.tasks().any(Service::pulls_elsewhere)
    }

    /// Whether there is a load balancer, of the environment's own or one that exists: where requests are led to something.
    pub fn has_load_balancer(&self) -> bool {
        self.load_balancer.is_there(self.web_services().next().is_some())
    }

    /// TLS whose certificate waits for records that somebody else writes.
    pub fn awaited_records(&self) -> Option<&Tls> {
        let is_own = self.has_load_balancer() && self.load_balancer.existing.is_none();
        self.load_balancer.tls.as_ref().filter(|tls| is_own && tls.waits_for_records())
    }

    /// The alias of the provider's configuration under which records are written, where their zones are another account's.
    pub fn zone_provider(&self) -> Option<String> {
        self.load_balancer.tls.as_ref()?.zone_role.as_ref().map(ZoneRole::alias)
    }

    /// What the load balancer's settings are.
    pub fn load_balancer(&self) -> &LoadBalancer {
        &self.load_balancer
    }

    /// Whether Container Insights counts each service's tasks.
    pub fn measures_services(&self) -> bool {
        self.cluster.container_insights != ContainerInsights::Disabled
    }

    /// How many tasks the first delivery starts, of each service that waits for it.
    pub fn first_tasks(&self) -> impl Iterator<Item = (&ServiceName, u32)> {
        let waiting = self.services.iter().filter(|service| service.start_with == StartWith::Delivery);
        waiting.map(|service| (&service.name, service.tasks.desired.get()))
    }
}

impl ContainerInsights {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Enhanced => "enhanced",
            Self::Disabled => "disabled",
        }
    }
}
