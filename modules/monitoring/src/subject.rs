//! What the module has to know of the others while it is written; what is known only once they stand is an input.

use std::collections::{BTreeMap, BTreeSet};

use domain::{BucketName, CacheName, QueueName, ServiceName, StorageGib, ZoneLetter};

/// What is watched.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The services.
    pub services: BTreeMap<ServiceName, Service>,
    /// The jobs, for which the caller has to pass [`crate::JobInputs`] too, and [`crate::ScheduleInputs`] where one has a schedule.
    pub jobs: BTreeMap<ServiceName, Job>,
    /// The queues, for which the caller has to pass [`crate::QueueInputs`] too.
    pub queues: BTreeSet<QueueName>,
    /// The caches, for which the caller has to pass [`crate::CacheInputs`] too.
    pub caches: BTreeMap<CacheName, Cache>,
    /// The zones that have a NAT gateway.
    pub nat_zones: BTreeSet<ZoneLetter>,
    /// Whether there is a load balancer, for which the caller has to pass [`crate::LoadBalancerInputs`] too.
    pub has_load_balancer: bool,
    /// The database that the environment makes, if it makes one; for it the caller has to pass [`crate::DatabaseInputs`] too.
    pub database: Option<Database>,
    /// Where Terraform keeps the environment's state. None where that is no object of S3 in the same account and region: its writes
    /// are told in its own only.
    pub state: Option<StateObject>,
}

/// One service.
#[derive(Clone, Debug)]
pub struct Service {
    /// By which AWS knows it.
    pub aws_name: ServiceName,
    /// Whether it is meant to run at all times.
    pub running: Running,
    /// Whether the load balancer leads requests to it.
    pub is_web: bool,
}

/// One job.
#[derive(Clone, Debug)]
pub struct Job {
    /// By which AWS knows it.
    pub aws_name: ServiceName,
    /// Whether EventBridge Scheduler starts it.
    pub has_schedule: bool,
}

/// One cache.
#[derive(Clone, Copy, Debug)]
pub enum Cache {
    /// On so many nodes.
    OnNodes(u32),
    /// One that grows and shrinks by itself.
    Serverless {
        /// How many GB it may hold.
        maximum_gigabytes: u32,
        /// How many processing units a second it may give, where that is limited.
        maximum_ecpus_per_second: Option<u32>,
    },
}

impl Subject {
    /// What writes logs: services and jobs.
    pub(crate) fn writers(&self) -> impl Iterator<Item = &ServiceName> {
        self.services.keys().chain(self.jobs.keys())
    }

    /// Whether some job has a schedule.
    pub(crate) fn has_schedules(&self) -> bool {
        self.jobs.values().any(|job| job.has_schedule)
    }
}

/// Whether a service is meant to run at all times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// At all times: no task at all means that the service is down.
    Always,
    /// At all times, from the pipeline's first delivery on. Container Insights has to measure the cluster.
    OnceDelivered,
    /// There are times without a task: a schedule takes them all, or autoscaling may.
    AtTimes,
}

/// The database instance.
#[derive(Clone, Debug)]
pub struct Database {
    /// The storage that it begins with.
    pub allocated_storage: StorageGib,
    /// How many connections its class accepts at the most, as `domain::InstanceClass::max_connections` gives it.
    pub max_connections: u32,
    /// How much memory its class has.
    pub memory_mib: u32,
    /// Whether its class earns and spends CPU credits.
    pub is_burstable: bool,
    /// Whether a read replica follows it, for which the caller has to pass [`crate::ReplicaInputs`] too.
    pub has_replica: bool,
}

/// The S3 object in which Terraform keeps the environment's state. The bucket has to send its events to EventBridge.
#[derive(Clone, Debug)]
pub struct StateObject {
    /// The bucket.
    pub bucket: BucketName,
    /// The object's key.
    pub key: String,
}
