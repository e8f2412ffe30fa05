//! One service: the section `[services.<name>]`, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    BucketName, ContainerPath, CooldownSeconds, DatabaseLogin, DeregistrationDelay, EnvironmentVariableName, FargateCpu,
    FargateMemory, FargateSize, GracePeriod, HealthCheckInterval, HealthCheckPath, HealthCheckThreshold, HealthCheckTimeout,
    HostPattern, Identity, ImageTag, KmsKeyArn, LogLevel, PathPattern, Percentage, PoolSize, Port, PositivePercentage,
    RetentionDays, RulePriority, SecretSource, ServiceName, SlowStart, Stickiness, TaskCount, TimeOfDay, TimeZone, Weekday,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::{AppProtocol, Connect, Kind};
use super::text;

/// One service, as its section says it: a web service has `port` and `routing`, an internal one `port` and `reached_by`, a worker neither.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceConfig {
    /// The name that the service had before: Terraform then takes what it has under that name for this service's. The setting may
    /// stay, and can go when every environment was applied with it.
    #[serde(default)]
    pub renamed_from: Option<ServiceName>,
    /// The name that repository, log group, roles, target group, task definition, container and ECS service carry in AWS, where it
    /// is not the service's own. AWS renames none of them: a service that is renamed keeps them by its old name here.
    #[serde(default)]
    pub aws_name: Option<ServiceName>,
    /// The tag of the image with which the service starts. Under `deployment = "pipeline"` only the first revision uses it.
    pub image_tag: ImageTag,
    /// Who rolls out new images: `pipeline` registers task definitions itself and Terraform leaves them alone; under `terraform`
    /// the variable `<service>_image_tag` says what runs.
    #[serde(default)]
    pub deployment: Deployment,
    /// What starts the first tasks: `apply` does, and the image has to be in the repository by then; with `delivery` the service waits
    /// without a task, and without an alarm, until the pipeline delivers the first image and starts as many as `tasks.desired`.
    #[serde(default)]
    pub start_with: StartWith,
    /// The port on which the container listens.
    #[serde(default)]
    pub port: Option<Port>,
    /// While `port` is changed: the one of before. Both are open, so that the tasks that still listen on it keep answering; take it out
    /// when none does.
    #[serde(default)]
    pub previous_port: Option<Port>,
    /// CPU units of a task; 1024 are one virtual CPU.
    #[serde(default = "default_cpu")]
    pub cpu: FargateCpu,
    /// Memory of a task in MiB.
    #[serde(default = "default_memory")]
    pub memory: FargateMemory,
    /// What share of the tasks runs on Spot capacity, in percent: cheaper, and AWS may stop them with two minutes' notice.
    #[serde(default = "no_spot")]
    pub spot_percent: Percentage,
    /// From which level on the service writes log lines.
    #[serde(default = "default_log_level")]
    pub log_level: LogLevel,
    /// How many days the service's log is kept.
    #[serde(default = "default_retention")]
    pub log_retention_days: RetentionDays,
    /// Further environment variables. Nothing secret: they can be read in the console and in Terraform's state.
    #[serde(default)]
    pub environment: BTreeMap<EnvironmentVariableName, String>,
    /// Environment variables that are filled when a task starts, by the ARN of a secret in Secrets Manager or of a parameter in Systems
    /// Manager. Of a secret that is a JSON object one value can be taken, and one version: `<ARN>:<JSON key>:<version stage>:<version id>`,
    /// as in `<ARN>:password::`.
    #[serde(default)]
    pub secrets: BTreeMap<EnvironmentVariableName, SecretSource>,
    /// The KMS keys of your own that encrypt these secrets and parameters, by their ARNs: ECS may decrypt with them. AWS's own keys need no
    /// mention.
    #[serde(default)]
    pub secret_keys: BTreeSet<KmsKeyArn>,
    /// S3 buckets whose objects the service may read, write and delete.
    #[serde(default)]
    pub buckets: Vec<BucketName>,
    /// The KMS keys of your own that encrypt these buckets, by their ARNs: the tasks may encrypt and decrypt with them through S3.
    #[serde(default)]
    pub bucket_keys: BTreeSet<KmsKeyArn>,
    /// How the service's tasks reach the database: `master` gives them the master user's password; `{ iam = "<user>" }` lets them log in
    /// as that user with a token of IAM's; `none` gives them nothing. Without this setting `master`, or `none` where there is no database.
    #[serde(default)]
    pub database: Option<DatabaseAccess>,
    /// Folders that the tasks may write to, such as `/tmp`: all others are read-only. Each task begins with empty ones, and what it writes goes
    /// with it. A folder belongs to root, unless the image makes it for another user and names it as a `VOLUME`.
    #[serde(default)]
    pub writable_paths: BTreeSet<ContainerPath>,
    /// Whether a person may open a shell in a running task (ECS Exec). Without NAT gateways it takes the interface endpoint `ssm-messages`.
    #[serde(default)]
    pub execute_command: bool,
    /// How many seconds a task that leaves still gets to finish its requests.
    #[serde(default = "default_deregistration_delay")]
    pub deregistration_delay_seconds: DeregistrationDelay,
    /// How many tasks run.
    pub tasks: Tasks,
    /// When the number of tasks changes.
    #[serde(default)]
    pub scaling: Scaling,
    /// When the service runs at all. Without this section it always does.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// For how many seconds a new task gets a growing share of the requests; 0 gives it its full share at once.
    #[serde(default = "no_slow_start")]
    pub slow_start_seconds: SlowStart,
    /// For how many seconds a client's requests keep going to the same task; 0 lets each go to any.
    #[serde(default = "no_stickiness")]
    pub stickiness_seconds: Stickiness,
    /// Which requests reach the service. A service with `port` and `routing` is a web service; one with `port` alone is internal, and reached by
    /// those that `reached_by` names; one with neither is a worker, to which nobody connects.
    #[serde(default)]
    pub routing: Option<Routing>,
    /// The services that reach this one inside the network, under `<this service's name>:<port>` (ECS Service Connect). Nobody else can.
    #[serde(default)]
    pub reached_by: Vec<ServiceName>,
    /// The services that this one reaches: the same, said by the other side. A proxy runs beside the container in every service that reaches or
    /// is reached; AWS advises 256 CPU units and 64 MiB more for it.
    #[serde(default)]
    pub reaches: Vec<ServiceName>,
    /// What the service speaks with those that reach it; without this setting `http`. ECS does not change it in a service that stands: a
    /// service of another name takes its place.
    #[serde(default)]
    pub app_protocol: Option<AppProtocol>,
    /// How the load balancer asks whether a task is well.
    #[serde(default)]
    pub health_check: HealthCheck,
    /// The service's connections to the database.
    #[serde(default)]
    pub database_pool: DatabasePool,
}

/// Who rolls out new images.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Deployment {
    /// The delivery pipeline registers task definitions; Terraform leaves them alone.
    #[default]
    Pipeline,
    /// Terraform does, from the variable that holds the image's tag.
    Terraform,
}

/// How a service's tasks reach the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DatabaseAccess {
    /// As the master user: a task gets the password when it starts, and may read the secret again for the next one.
    #[default]
    Master,
    /// As this user, with a token of IAM's instead of a password. `rds.iam_database_authentication` has to be on, and the master user makes
    /// the user first: `CREATE USER <user>; GRANT rds_iam TO <user>;`.
    Iam(DatabaseLogin),
    /// Not at all.
    None,
}

/// What starts a service's first tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StartWith {
    /// The apply that makes the service.
    #[default]
    Apply,
    /// The pipeline's first delivery.
    Delivery,
}

/// How many tasks run.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    /// How many at first; afterwards the autoscaler decides.
    pub desired: TaskCount,
    /// How many at the least.
    pub min: TaskCount,
    /// How many at the most.
    pub max: TaskCount,
}

/// When the number of tasks changes.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Scaling {
    /// The average CPU use, in percent, around which the number of tasks is kept.
    pub cpu_percent: PositivePercentage,
    /// The average memory use, in percent, around which the number of tasks is kept.
    pub memory_percent: PositivePercentage,
    /// How many seconds pass after tasks were taken away before more are.
    pub scale_in_cooldown_seconds: CooldownSeconds,
    /// How many seconds pass after tasks were added before more are.
    pub scale_out_cooldown_seconds: CooldownSeconds,
}

/// When the service runs: on these days between these times, and not at all otherwise.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// When its tasks are started, on each of the days.
    pub start: TimeOfDay,
    /// When they are stopped.
    pub stop: TimeOfDay,
    /// The first day of the week on which the service runs.
    #[serde(default = "monday")]
    pub first_day: Weekday,
    /// The last day of the week on which the service runs.
    #[serde(default = "friday")]
    pub last_day: Weekday,
    /// The time zone of both times.
    pub time_zone: TimeZone,
}

/// Which requests reach the service.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// The place of the service's rule among all: the lowest that matches wins. Leave gaps, so that a service fits in front.
    pub priority: RulePriority,
    /// The paths, with `*` and `?` as wildcards; any of them.
    #[serde(default)]
    pub paths: Vec<PathPattern>,
    /// The host names, with `*` and `?` as wildcards; any of them.
    #[serde(default)]
    pub hosts: Vec<HostPattern>,
}

/// How the load balancer asks whether a task is well.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HealthCheck {
    /// The path that answers 200 when all is well.
    pub path: HealthCheckPath,
    /// How many seconds lie between two questions.
    pub interval_seconds: HealthCheckInterval,
    /// How many seconds an answer may take.
    pub timeout_seconds: HealthCheckTimeout,
    /// After how many good answers in a row a task counts as well.
    pub healthy_threshold: HealthCheckThreshold,
    /// After how many bad answers in a row a task counts as ill.
    pub unhealthy_threshold: HealthCheckThreshold,
    /// For how many seconds after its start a task is not stopped for bad answers.
    pub grace_period_seconds: GracePeriod,
}

/// The service's connections to the database, for each task.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DatabasePool {
    /// How many connections a task opens at the most.
    pub max_open: PoolSize,
    /// How many of them it keeps when there is nothing to do.
    pub max_idle: PoolSize,
}

/// A checked service.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// By which Terraform's addresses and the settings know it.
    pub(crate) name: ServiceName,
    /// By which AWS knows it.
    pub(crate) aws_name: ServiceName,
    pub(crate) image_tag: ImageTag,
    pub(crate) deployment: Deployment,
    pub(crate) start_with: StartWith,
    pub(crate) kind: Kind,
    pub(crate) connect: Option<Connect>,
    pub(crate) size: FargateSize,
    pub(crate) spot_percent: Percentage,
    pub(crate) log_level: LogLevel,
    pub(crate) log_retention_days: RetentionDays,
    pub(crate) environment: BTreeMap<EnvironmentVariableName, String>,
    pub(crate) secrets: BTreeMap<EnvironmentVariableName, SecretSource>,
    pub(crate) secret_keys: BTreeSet<KmsKeyArn>,
    pub(crate) buckets: Vec<BucketName>,
    pub(crate) bucket_keys: BTreeSet<KmsKeyArn>,
    pub(crate) database: DatabaseAccess,
    pub(crate) writable_paths: BTreeSet<ContainerPath>,
    pub(crate) execute_command: bool,
    pub(crate) deregistration_delay_seconds: DeregistrationDelay,
    pub(crate) tasks: Tasks,
    pub(crate) scaling: Scaling,
    pub(crate) schedule: Option<Schedule>,
    pub(crate) slow_start_seconds: SlowStart,
    pub(crate) stickiness_seconds: Stickiness,
    pub(crate) health_check: HealthCheck,
    pub(crate) database_pool: DatabasePool,
}

impl Service {
    /// The name that Terraform's addresses carry: `task_api`.
    pub(crate) fn label(&self) -> String {
        self.name.label()
    }

    /// `task-api-prod`.
    pub(crate) fn full_name(&self, identity: &Identity) -> String {
        identity.service_named(&self.aws_name, None)
    }

    /// `task-api-service-prod`.
    pub(crate) fn ecs_service_name(&self, identity: &Identity) -> String {
        identity.service_named(&self.aws_name, Some("service"))
    }

    /// `task-api-execution-prod`.
    pub(crate) fn role_name(&self, identity: &Identity, purpose: &str) -> String {
        identity.service_named(&self.aws_name, Some(purpose))
    }

    /// `task-api-prod-8080`.
    pub(crate) fn target_group_name(&self, identity: &Identity, port: Port) -> String {
        format!("{}-{port}", self.full_name(identity))
    }

    /// `/ecs/task-api-prod`.
    pub(crate) fn log_group_name(&self, identity: &Identity) -> String {
        format!("/ecs/{}", self.full_name(identity))
    }
}

impl Default for Scaling {
    fn default() -> Self {
        Self {
            cpu_percent: PositivePercentage::of::<70>(),
            memory_percent: PositivePercentage::of::<80>(),
            scale_in_cooldown_seconds: CooldownSeconds::of::<300>(),
            scale_out_cooldown_seconds: CooldownSeconds::of::<60>(),
        }
    }
}

impl Default for HealthCheck {
    fn default() -> Self {
        Self {
            path: text("/health"),
            interval_seconds: HealthCheckInterval::of::<30>(),
            timeout_seconds: HealthCheckTimeout::of::<5>(),
            healthy_threshold: HealthCheckThreshold::of::<2>(),
            unhealthy_threshold: HealthCheckThreshold::of::<3>(),
            grace_period_seconds: GracePeriod::of::<60>(),
        }
    }
}

impl Default for DatabasePool {
    fn default() -> Self {
        Self { max_open: PoolSize::of::<25>(), max_idle: PoolSize::of::<10>() }
    }
}

fn default_cpu() -> FargateCpu {
    FargateCpu::of::<256>()
}

fn default_memory() -> FargateMemory {
    FargateMemory::of::<512>()
}

fn no_spot() -> Percentage {
    Percentage::of::<0>()
}

fn default_log_level() -> LogLevel {
    LogLevel::Info
}

fn default_retention() -> RetentionDays {
    RetentionDays::of::<30>()
}

fn no_slow_start() -> SlowStart {
    SlowStart::of::<0>()
}

fn no_stickiness() -> Stickiness {
    Stickiness::of::<0>()
}

fn monday() -> Weekday {
    Weekday::Monday
}

fn friday() -> Weekday {
    Weekday::Friday
}

fn default_deregistration_delay() -> DeregistrationDelay {
    DeregistrationDelay::of::<30>()
}
