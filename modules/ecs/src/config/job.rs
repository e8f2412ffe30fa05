//! One job: the section `[jobs.<name>]`, as typed and as checked. Its container is that of a service, and so are the rules for it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    BucketName, ContainerName, ContainerPath, ContainerUser, DeregistrationDelay, EnvironmentFileArn, EnvironmentVariableName,
    EphemeralStorageGib, EventAge, FargateCpu, FargateMemory, ImageRepository, ImageTag, KmsKeyArn, LogLevel, Percentage,
    PolicyArn, RetentionDays, RetryAttempts, ScheduleExpression, SecretArn, SecretSource, ServiceName, SlowStart, Stickiness,
    StopTimeout, TaskCount, TimeZone, Use,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{Problems, SettingPath};

use super::container::{Architecture, ImageSource, Ulimits};
use super::fed::Fed;
use super::rights::{Permission, Way};
use super::scaling::{Rollout, Scaling};
use super::service::{
    DatabaseAccess, DatabasePool, Deployment, HealthCheck, ProtocolVersion, Service, ServiceConfig, StartWith, Tasks, default_cpu,
    default_log_level, default_memory, default_retention,
};
use super::sidecar::{DependsOn, LogRouter, OpenTelemetry, SidecarConfig};
use super::variable_value::VariableValue;

/// One job: a task that is started, does its work and ends. With `schedule` EventBridge Scheduler starts it; without, a person or a pipeline
/// does, as with a database migration before a deployment: the output `job_run_commands` has the command.
///
/// Neither ECS nor Scheduler ends a task that takes too long: give the job its limit by its command, as in `["timeout", "3600", "report"]`, whose
/// exit code 124 is told as any other failure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobConfig {
    /// When the job is started. Without this section it is started by hand or by a pipeline.
    #[serde(default)]
    pub schedule: Option<JobSchedule>,
    /// The tag of the image. With `image_of` it can be left out: then it is the service's, and where Terraform rolls both out, whatever the variable
    /// `<service>_image_tag` says.
    #[serde(default)]
    pub image_tag: Option<ImageTag>,
    /// The service whose repository the image is taken from, by its name under `[services]`: for a job that is a command of the service's own
    /// image. Without `image_of` and `image` the job has a repository of its own.
    #[serde(default)]
    pub image_of: Option<ServiceName>,
    /// The repository from which the images come, without a tag, where it is not one that is made here, as of a service.
    #[serde(default)]
    pub image: Option<ImageRepository>,
    /// The secret in Secrets Manager with which ECS logs in to the registry of `image`, by its ARN.
    #[serde(default)]
    pub image_credentials: Option<SecretArn>,
    /// What the container runs instead of the image's `CMD`, the program and each argument by itself.
    #[serde(default)]
    pub command: Vec<String>,
    /// What the container runs instead of the image's `ENTRYPOINT`.
    #[serde(default)]
    pub entry_point: Vec<String>,
    /// CPU units of the task; 1024 are one virtual CPU.
    #[serde(default = "default_cpu")]
    pub cpu: FargateCpu,
    /// Memory of the task in MiB.
    #[serde(default = "default_memory")]
    pub memory: FargateMemory,
    /// For which processors the image is built: `x86_64`, or `arm64`, which costs about a fifth less.
    #[serde(default)]
    pub architecture: Architecture,
    /// Environment variables. Nothing secret: they can be read in the console and in Terraform's state.
    #[serde(default)]
    pub environment: BTreeMap<EnvironmentVariableName, VariableValue>,
    /// Environment variables that are filled when the task starts, by the ARN of a secret in Secrets Manager or of a parameter in Systems
    /// Manager, as of a service, or by `{ from = "orders.secret_arn" }`.
    #[serde(default)]
    pub secrets: BTreeMap<EnvironmentVariableName, Fed<SecretSource>>,
    /// The KMS keys of your own that encrypt these secrets and parameters, by their ARNs.
    #[serde(default)]
    pub secret_keys: BTreeSet<Fed<KmsKeyArn>>,
    /// Files in S3 with a variable a line, `NAME=value`, by their ARNs; their names end in `.env`.
    #[serde(default)]
    pub environment_files: Vec<EnvironmentFileArn>,
    /// How the job's task reaches the database: `master`, `{ iam = "<user>" }` or `none`, as of a service. Without this setting `master`, or `none`
    /// where there is no database.
    #[serde(default)]
    pub database: Option<DatabaseAccess>,
    /// The task's connections to the database.
    #[serde(default)]
    pub database_pool: DatabasePool,
    /// What else of the environment's the job uses, and may exactly what that takes: `queue.<name>` lets it send to that queue, `bucket.<name>`
    /// read, write and delete that bucket's objects, `bucket.<name>:read` read them, and `cache.<name>` reach that cache.
    #[serde(default)]
    pub uses: Vec<Use>,
    /// S3 buckets whose objects the job may read, write and delete.
    #[serde(default)]
    pub buckets: Vec<BucketName>,
    /// The KMS keys of your own that encrypt these buckets, by their ARNs.
    #[serde(default)]
    pub bucket_keys: BTreeSet<KmsKeyArn>,
    /// What the task may do in AWS besides: `[[jobs.<name>.permissions]]`, a statement each, with actions, resources and conditions.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// Managed policies for the task role, by their ARNs: AWS's own or your account's, or what a module gives, `{ from = "orders.policy_arn" }`.
    #[serde(default)]
    pub policy_arns: BTreeSet<Fed<PolicyArn>>,
    /// Whom the task may reach besides the database and HTTPS anywhere: `[[jobs.<name>.egress]]`, each a port with address ranges, prefix lists
    /// or security groups.
    #[serde(default)]
    pub egress: Vec<Way>,
    /// Folders that the task may write to, such as `/tmp`: all others are read-only.
    #[serde(default)]
    pub writable_paths: BTreeSet<ContainerPath>,
    /// Storage of the task in GiB, which goes with it: from 21 to 200, paid for beyond 20. Without it there are 20.
    #[serde(default)]
    pub ephemeral_storage_gib: Option<EphemeralStorageGib>,
    /// The user under whom the container runs instead of the image's, with a group or without.
    #[serde(default)]
    pub user: Option<ContainerUser>,
    /// Containers beside the job's in its task, by name, as of a service: `[jobs.<name>.sidecars.<name>]`. The task ends with the job's container,
    /// whatever they do, and whether the job has failed is what that one says.
    #[serde(default)]
    pub sidecars: BTreeMap<ContainerName, SidecarConfig>,
    /// What the job's container waits for before it starts, by sidecar, as of a service: `start`, `complete`, `success` or `healthy`.
    #[serde(default)]
    pub depends_on: BTreeMap<ContainerName, DependsOn>,
    /// Sends the job's logs elsewhere than to CloudWatch, by Fluent Bit (`FireLens`), as of a service.
    #[serde(default)]
    pub log_router: Option<LogRouter>,
    /// A collector of OpenTelemetry in the task, as of a service.
    #[serde(default)]
    pub open_telemetry: Option<OpenTelemetry>,
    /// The folder in which the container's program starts, instead of the image's.
    #[serde(default)]
    pub working_directory: Option<ContainerPath>,
    /// How many seconds the container gets to end by itself (`SIGTERM`) when somebody stops the task; without it 30.
    #[serde(default)]
    pub stop_timeout_seconds: Option<StopTimeout>,
    /// From which level on the job writes log lines.
    #[serde(default = "default_log_level")]
    pub log_level: LogLevel,
    /// How many days the job's log is kept.
    #[serde(default = "default_retention")]
    pub log_retention_days: RetentionDays,
    /// Who says which image runs: under `terraform` the variable `<job>_image_tag` does; under `pipeline` the pipeline registers task definitions
    /// itself, and what is started is the newest one; `synth pipeline` has a job with `image_of` and without a schedule run to its end before each
    /// deployment of that service, with the image that is to be deployed. An apply that changes the task definition registers one with `image_tag`.
    #[serde(default = "by_terraform")]
    pub deployment: Deployment,
    /// The name that the job had before: Terraform then takes what it has under that name for this job's. The setting may stay, and can go when
    /// every environment was applied with it.
    #[serde(default)]
    pub renamed_from: Option<ServiceName>,
    /// The name that repository, log group, roles, schedule, queue and task definition carry in AWS, where it is not the job's own. A job that is
    /// renamed keeps them by its old name here.
    #[serde(default)]
    pub aws_name: Option<ServiceName>,
}

/// When EventBridge Scheduler starts the job.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobSchedule {
    /// `cron(<minutes> <hours> <day of month> <month> <day of week> <year>)` with one of the days `?`, `rate(<number> <unit>)`, or `at(<moment>)`
    /// for once.
    pub expression: ScheduleExpression,
    /// The time zone in which it is read. Where its clocks change, a time that comes twice starts the job once, and one that is left out not at all.
    #[serde(default = "utc")]
    pub time_zone: TimeZone,
    /// Whether it starts the job at all; `false` pauses it.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// How often Scheduler tries again to start the task when ECS refuses, as when there is no capacity. A task that has started and fails is not
    /// started again.
    #[serde(default = "three")]
    pub maximum_retry_attempts: RetryAttempts,
    /// After how many seconds it tries no more: what was to be started then lies in the queue of what was not started, and somebody gets a mail.
    #[serde(default = "an_hour")]
    pub maximum_event_age_seconds: EventAge,
}

/// A checked job.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// What runs, as if it were a worker's.
    pub(crate) task: Service,
    /// The service whose tag its image has, where it has none of its own.
    pub(crate) tag_of: Option<ServiceName>,
    pub(crate) schedule: Option<JobSchedule>,
}

impl JobConfig {
    /// Whether its images come from a repository of its own, to which a pipeline pushes them.
    pub fn is_pushed(&self) -> bool {
        self.image.is_none() && self.image_of.is_none()
    }

    /// The service that it would be: a worker of one task, whose rules hold for a job too.
    pub fn as_service(&self, services: &BTreeMap<ServiceName, ServiceConfig>) -> ServiceConfig {
        let image_tag = self.tag_among(services);
        let Self {
            schedule: _,
            image_tag: _,
            image_of: _,
            image,
            image_credentials,
            command,
            entry_point,
            cpu,
            memory,
            architecture,
            environment,
            secrets,
            secret_keys,
            environment_files,
            database,
            database_pool,
            uses,
            buckets,
            bucket_keys,
            permissions,
            policy_arns,
            egress,
            writable_paths,
            ephemeral_storage_gib,
            user,
            sidecars,
            depends_on,
            log_router,
            open_telemetry,
            working_directory,
            stop_timeout_seconds,
            log_level,
            log_retention_days,
            deployment,
            renamed_from,
            aws_name,
        } = self.clone();
        let one = TaskCount::of::<1>();
        ServiceConfig {
            image_tag,
            image,
            image_credentials,
            command,
            entry_point,
            cpu,
            memory,
            architecture,
            environment,
            secrets,
            secret_keys,
            environment_files,
            database,
            database_pool,
            uses,
            buckets,
            bucket_keys,
            permissions,
            policy_arns,
            egress,
            writable_paths,
            ephemeral_storage_gib,
            user,
            sidecars,
            depends_on,
            log_router,
            open_telemetry,
            working_directory,
            stop_timeout_seconds,
            log_level,
            log_retention_days,
            deployment,
            renamed_from,
            aws_name,
            tasks: Tasks { desired: one, min: one, max: one },
            // What only a service has.
            ulimits: Ulimits::default(),
            init_process: false,
            container_health_check: None,
            start_with: StartWith::Apply,
            port: None,
            previous_port: None,
            spot_percent: Percentage::of::<0>(),
            ingress: Vec::new(),
            execute_command: false,
            deregistration_delay_seconds: DeregistrationDelay::of::<30>(),
            scaling: Scaling::default(),
            rollout: Rollout::default(),
            schedule: None,
            slow_start_seconds: SlowStart::of::<0>(),
            stickiness_seconds: Stickiness::of::<0>(),
            protocol: ProtocolVersion::default(),
            queue: None,
            handling_seconds: None,
            routing: None,
            reached_by: Vec::new(),
            reaches: Vec::new(),
            app_protocol: None,
            health_check: HealthCheck::default(),
        }
    }

    /// Checks the job among the services, whose names and images it may use.
    pub(super) fn check_among(&self, name: &ServiceName, services: &BTreeMap<ServiceName, ServiceConfig>, problems: &mut Problems) {
        let section = SettingPath::from("jobs").key(name.as_str());
        let at = |setting: &str| section.clone().key(setting);
        if services.contains_key(name) {
            problems
                .error(
                    section.clone(),
                    format!("there is a service `{name}` as well, and what belongs to both would have one name"),
                )
                .also(SettingPath::from("services").key(name.as_str()))
                .help("give one of them another name");
        }
        if self.image_tag.is_none() && self.image_of.is_none() {
            let help = match services.keys().next() {
                Some(service) => {
                    format!("write `image_tag = \"1.0.0\"`, or `image_of = \"{service}\"` for a command of a service's own image")
                }
                None => "write `image_tag = \"1.0.0\"` (the tag of the image)".to_owned(),
            };
            problems.error(at("image_tag"), format!("`{}` is missing", at("image_tag"))).help(help);
        }
        let Some(service) = &self.image_of else { return };
        if self.image.is_some() {
            problems
                .error(at("image_of"), "the image would come from two repositories")
                .also(at("image"))
                .help("take one of the two out");
        }
        let Some(named) = services.get(service) else {
            let known: Vec<String> = services.keys().map(|known| format!("`{known}`")).collect();
            problems
                .error(at("image_of"), format!("there is no service `{service}`"))
                .help(format!("the services are {}", known.join(", ")));
            return;
        };
        if let Some(image) = &named.image {
            problems
                .error(at("image_of"), format!("`{service}` has no repository here: its images come from `{image}`"))
                .also(SettingPath::from("services").key(service.as_str()).key("image"))
                .help(format!("write `image = \"{image}\"` instead"));
        }
    }

    /// The service whose tag its image has, where it has none of its own.
    pub(super) fn tag_of(&self) -> Option<ServiceName> {
        self.image_of.clone().filter(|_| self.image_tag.is_none())
    }

    /// The tag of its image; where there is none, which is a fault, some tag.
    fn tag_among(&self, services: &BTreeMap<ServiceName, ServiceConfig>) -> ImageTag {
        let of_service = || services.get(self.image_of.as_ref()?).map(|service| service.image_tag.clone());
        self.image_tag.clone().or_else(of_service).unwrap_or_else(|| "0".parse().expect("a tag in the code is of its type's form"))
    }

    /// Where its images come from, if that is a service's repository.
    pub(super) fn source_of_service(&self) -> Option<ImageSource> {
        self.image_of.clone().map(ImageSource::OfService)
    }
}

fn by_terraform() -> Deployment {
    Deployment::Terraform
}

fn utc() -> TimeZone {
    TimeZone::UTC
}

fn yes() -> bool {
    true
}

fn three() -> RetryAttempts {
    RetryAttempts::of::<3>()
}

fn an_hour() -> EventAge {
    EventAge::of::<3600>()
}
