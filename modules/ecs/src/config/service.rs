//! One service: the section `[services.<name>]`, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use domain::{
    BucketAccess, BucketName, CacheName, ContainerName, ContainerPath, ContainerUser, DatabaseLogin, DeregistrationDelay,
    EnvironmentFileArn, EnvironmentVariableName, EphemeralStorageGib, FargateCpu, FargateMemory, FargateSize, GracePeriod,
    HealthCheckInterval, HealthCheckPath, HealthCheckThreshold, HealthCheckTimeout, Identity, ImageRepository, ImageTag, KmsKeyArn,
    LogLevel, Percentage, PolicyArn, PoolSize, Port, QueueName, RetentionDays, SecretArn, SecretSource, ServiceName, SlowStart,
    Stickiness, StopTimeout, StoreName, SuccessCodes, TaskCount, TimeOfDay, TimeZone, Use, VisibilityTimeout, Weekday,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use terraform::OutputPath;

use super::container::{Architecture, ContainerHealthCheck, ContainerOptions, ImageSource, Ulimits};
use super::fed::Fed;
use super::kind::{AppProtocol, Connect, Kind};
use super::rights::{Permission, Way};
use super::routing::Routing;
use super::scaling::{Rollout, Scaling};
use super::sidecar::{DependsOn, LogRouter, OpenTelemetry, RoutedLogs, Sidecar, SidecarConfig};
use super::text;
use super::variable_value::VariableValue;

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
    /// The repository from which the images come, without a tag, where it is not one that is made for the service: of any registry, such as
    /// `ghcr.io/acme/web` or `111122223333.dkr.ecr.eu-central-1.amazonaws.com/web`. An ECR repository of another account has to allow the
    /// service's execution role to pull in its own policy, as has one from which a sidecar comes: the output `image_repository_policies` is
    /// that policy.
    #[serde(default)]
    pub image: Option<ImageRepository>,
    /// The secret in Secrets Manager with which ECS logs in to the registry of `image`, by its ARN: a JSON object with `username` and
    /// `password`. A key of your own that encrypts it belongs into `secret_keys`.
    #[serde(default)]
    pub image_credentials: Option<SecretArn>,
    /// For which processors the image is built: `x86_64`, or `arm64`, which costs about a fifth less.
    #[serde(default)]
    pub architecture: Architecture,
    /// What the container runs instead of the image's `CMD`, the program and each argument by itself.
    #[serde(default)]
    pub command: Vec<String>,
    /// What the container runs instead of the image's `ENTRYPOINT`.
    #[serde(default)]
    pub entry_point: Vec<String>,
    /// The user under whom the container runs instead of the image's, with a group or without: `1000`, `app`, `1000:1000`.
    #[serde(default)]
    pub user: Option<ContainerUser>,
    /// The folder in which the container's program starts, instead of the image's.
    #[serde(default)]
    pub working_directory: Option<ContainerPath>,
    /// How many seconds the container gets to end by itself (`SIGTERM`) before it is killed; without it 30.
    #[serde(default)]
    pub stop_timeout_seconds: Option<StopTimeout>,
    /// How much of the operating system's resources the container may use.
    #[serde(default)]
    pub ulimits: Ulimits,
    /// Whether a small init process runs as the first one, which ends the children that the program leaves behind and passes signals on.
    #[serde(default)]
    pub init_process: bool,
    /// How ECS asks inside the container whether it is well. Without this section only the load balancer asks.
    #[serde(default)]
    pub container_health_check: Option<ContainerHealthCheck>,
    /// Containers beside the service's in each of its tasks, by name.
    #[serde(default)]
    pub sidecars: BTreeMap<ContainerName, SidecarConfig>,
    /// What the service's container waits for before it starts: by sidecar, `start`, `complete`, `success` or `healthy`.
    #[serde(default)]
    pub depends_on: BTreeMap<ContainerName, DependsOn>,
    /// A log router (`FireLens`): the container's log goes by Fluent Bit to where its options say. Without this section it goes to CloudWatch.
    #[serde(default)]
    pub log_router: Option<LogRouter>,
    /// A collector of OpenTelemetry beside the service. Without settings of its own, traces go to X-Ray.
    #[serde(default)]
    pub open_telemetry: Option<OpenTelemetry>,
    /// Storage of a task in GiB, which goes with it: from 21 to 200, paid for beyond 20. Without it there are 20.
    #[serde(default)]
    pub ephemeral_storage_gib: Option<EphemeralStorageGib>,
    /// Files in S3 with a variable a line, `NAME=value`, by their ARNs; their names end in `.env`. What `environment` and `secrets` set comes
    /// first. ECS reads them when a task starts. A key of your own that encrypts them belongs into `secret_keys`.
    #[serde(default)]
    pub environment_files: Vec<EnvironmentFileArn>,
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
    /// Further environment variables: text, or `{ from = "uploads.bucket_name" }` for what a module gives. Nothing secret: they can be read in
    /// the console and in Terraform's state.
    #[serde(default)]
    pub environment: BTreeMap<EnvironmentVariableName, VariableValue>,
    /// Environment variables that are filled when a task starts, by the ARN of a secret in Secrets Manager or of a parameter in Systems
    /// Manager. Of a secret that is a JSON object one value can be taken, and one version: `<ARN>:<JSON key>:<version stage>:<version id>`,
    /// as in `<ARN>:password::`. `{ from = "orders.secret_arn" }` takes the ARN that a module gives.
    #[serde(default)]
    pub secrets: BTreeMap<EnvironmentVariableName, Fed<SecretSource>>,
    /// The KMS keys of your own that encrypt these secrets and parameters, by their ARNs: ECS may decrypt with them. AWS's own keys need no
    /// mention.
    #[serde(default)]
    pub secret_keys: BTreeSet<Fed<KmsKeyArn>>,
    /// S3 buckets whose objects the service may read, write and delete.
    #[serde(default)]
    pub buckets: Vec<BucketName>,
    /// The KMS keys of your own that encrypt these buckets, by their ARNs: the tasks may encrypt and decrypt with them through S3.
    #[serde(default)]
    pub bucket_keys: BTreeSet<KmsKeyArn>,
    /// Managed policies for the task role, by their ARNs: AWS's own or your account's, or what a module gives, `{ from = "orders.policy_arn" }`.
    #[serde(default)]
    pub policy_arns: BTreeSet<Fed<PolicyArn>>,
    /// What the tasks may do in AWS besides: `[[services.<name>.permissions]]`, a statement each, with actions, resources and conditions.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// Whom the tasks may reach besides the database and HTTPS anywhere: `[[services.<name>.egress]]`, each a port with address ranges, prefix
    /// lists or security groups.
    #[serde(default)]
    pub egress: Vec<Way>,
    /// Who may reach the tasks past the load balancer: `[[services.<name>.ingress]]`, in the same form.
    #[serde(default)]
    pub ingress: Vec<Way>,
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
    /// How a new revision takes the place of the old one.
    #[serde(default)]
    pub rollout: Rollout,
    /// When the service runs at all. Without this section it always does.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// For how many seconds a new task gets a growing share of the requests; 0 gives it its full share at once.
    #[serde(default = "no_slow_start")]
    pub slow_start_seconds: SlowStart,
    /// For how many seconds a client's requests keep going to the same task; 0 lets each go to any.
    #[serde(default = "no_stickiness")]
    pub stickiness_seconds: Stickiness,
    /// How the load balancer speaks with the tasks: `http1`, `http2` or `grpc`; the last two under `[ecs.load_balancer.tls]` only. Choose it before
    /// the first apply: another one takes another target group, and under `deployment = "pipeline"` the service stays with the old one.
    #[serde(default)]
    pub protocol: ProtocolVersion,
    /// The queue that the service reads, by its name under `[queues]`: it may receive and delete its messages, finds its address in `QUEUE_URL`, and
    /// has as many tasks as `scaling.backlog_per_task` asks for. Container Insights has to count the tasks.
    #[serde(default)]
    pub queue: Option<QueueName>,
    /// How many seconds handling one message of `queue` takes at the most; the queue's `visibility_timeout_seconds` is checked against it.
    #[serde(default)]
    pub handling_seconds: Option<VisibilityTimeout>,
    /// What else of the environment's the service uses, and may exactly what that takes: `queue.<name>` lets it send to that queue, whose address it
    /// finds in `QUEUE_<NAME>_URL`; `bucket.<name>` read, write and delete that bucket's objects, and `bucket.<name>:read` read them, whose name it
    /// finds in `BUCKET_<NAME>_NAME`; `cache.<name>` reach that cache, which it finds in `CACHE_<NAME>_HOST` and `CACHE_<NAME>_PORT`, as the user in
    /// `CACHE_<NAME>_USER`.
    #[serde(default)]
    pub uses: Vec<Use>,
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

/// How the load balancer speaks with tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProtocolVersion {
    /// HTTP/1.1.
    #[default]
    Http1,
    /// HTTP/2.
    Http2,
    /// gRPC, over HTTP/2.
    Grpc,
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

/// When the service runs: on these days between these times, and not at all otherwise.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// When its tasks are started, on each of the days.
    #[schemars(extend("examples" = ["07:00"]))]
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

/// How the load balancer asks whether a task is well.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HealthCheck {
    /// The path that answers with one of the codes of success when all is well. Of a service that speaks gRPC it is a method,
    /// `/<package>.<service>/<method>`, and `/health` stands for gRPC's own `/grpc.health.v1.Health/Check`.
    pub path: HealthCheckPath,
    /// The codes by which an answer counts as good: one, several or a range, as `200`, `200,204`, `200-399`. Without them 200; of gRPC 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_codes: Option<SuccessCodes>,
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
    /// What holds as it was typed. What checking makes another thing of stands below under the same name, and hides it.
    pub(crate) typed: ServiceConfig,
    /// By which Terraform's addresses and the settings know it.
    pub(crate) name: ServiceName,
    /// By which AWS knows it.
    pub(crate) aws_name: ServiceName,
    pub(crate) image: ImageSource,
    pub(crate) container: ContainerOptions,
    pub(crate) kind: Kind,
    pub(crate) connect: Option<Connect>,
    /// To which it sends; `queue` is the one that it reads.
    pub(crate) sends_to: BTreeSet<QueueName>,
    /// The environment's buckets that it uses, and what it does with their objects.
    pub(crate) stores: BTreeMap<StoreName, BucketAccess>,
    /// The caches that it reaches.
    pub(crate) caches: BTreeSet<CacheName>,
    pub(crate) size: FargateSize,
    pub(crate) database: DatabaseAccess,
    pub(crate) sidecars: Vec<Sidecar>,
    /// What the service's own container waits for.
    pub(crate) depends_on: BTreeMap<String, DependsOn>,
    pub(crate) routed_logs: Option<RoutedLogs>,
}

impl Deref for Service {
    type Target = ServiceConfig;

    fn deref(&self) -> &ServiceConfig {
        &self.typed
    }
}

impl Service {
    /// Whether its tasks need a security group of their own beside the one that all share.
    pub(crate) fn opens_ways(&self) -> bool {
        !self.egress.is_empty() || !self.ingress.is_empty() || !self.caches.is_empty()
    }

    /// Every secret and parameter that ECS reads when it starts a task, whichever container's it is.
    pub(crate) fn all_secrets(&self) -> impl Iterator<Item = &SecretSource> {
        let of_logs = self.routed_logs.iter().flat_map(|logs| logs.secrets.values());
        self.secrets_of_containers().filter_map(Fed::here).chain(of_logs)
    }

    /// Those of them that modules give.
    pub(crate) fn fed_secrets(&self) -> BTreeSet<&OutputPath> {
        self.secrets_of_containers().filter_map(Fed::from).collect()
    }

    fn secrets_of_containers(&self) -> impl Iterator<Item = &Fed<SecretSource>> {
        self.secrets.values().chain(self.sidecars.iter().flat_map(|sidecar| sidecar.secrets.values()))
    }

    /// Whether an image of its tasks comes from a repository of ECR that this environment does not have.
    pub(crate) fn pulls_elsewhere(&self) -> bool {
        let own = matches!(&self.image, ImageSource::Elsewhere { repository, .. } if repository.ecr().is_some());
        own || self.sidecars.iter().any(|sidecar| sidecar.image.ecr().is_some())
    }

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
        let version = match self.protocol {
            ProtocolVersion::Http1 => "",
            ProtocolVersion::Http2 => "-h2",
            ProtocolVersion::Grpc => "-grpc",
        };
        format!("{}-{port}{version}", self.full_name(identity))
    }

    /// The queues that it reads or sends to.
    pub(crate) fn queues(&self) -> impl Iterator<Item = &QueueName> {
        self.queue.iter().chain(&self.sends_to)
    }

    /// `/ecs/task-api-prod`.
    pub(crate) fn log_group_name(&self, identity: &Identity) -> String {
        format!("/ecs/{}", self.full_name(identity))
    }
}

impl ProtocolVersion {
    /// As Elastic Load Balancing names it.
    pub(crate) fn as_argument(self) -> &'static str {
        match self {
            Self::Http1 => "HTTP1",
            Self::Http2 => "HTTP2",
            Self::Grpc => "GRPC",
        }
    }
}

impl HealthCheck {
    /// The path that is asked for.
    pub(crate) fn path(&self, protocol: ProtocolVersion) -> &str {
        match protocol {
            // A method of gRPC has a package and a service before it, so that `/health` is none.
            ProtocolVersion::Grpc if self.path.as_str() == "/health" => "/grpc.health.v1.Health/Check",
            ProtocolVersion::Http1 | ProtocolVersion::Http2 | ProtocolVersion::Grpc => self.path.as_str(),
        }
    }

    /// The codes by which an answer counts as good.
    pub(crate) fn success_codes(&self, protocol: ProtocolVersion) -> &str {
        match (&self.success_codes, protocol) {
            (Some(codes), _) => codes.as_str(),
            (None, ProtocolVersion::Grpc) => "0",
            (None, ProtocolVersion::Http1 | ProtocolVersion::Http2) => "200",
        }
    }
}

impl Default for HealthCheck {
    fn default() -> Self {
        Self {
            path: text("/health"),
            success_codes: None,
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

pub(super) fn default_cpu() -> FargateCpu {
    FargateCpu::of::<256>()
}

pub(super) fn default_memory() -> FargateMemory {
    FargateMemory::of::<512>()
}

fn no_spot() -> Percentage {
    Percentage::of::<0>()
}

pub(super) fn default_log_level() -> LogLevel {
    LogLevel::Info
}

pub(super) fn default_retention() -> RetentionDays {
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
