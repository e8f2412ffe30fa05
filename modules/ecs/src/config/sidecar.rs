//! What runs beside a service's container in its tasks: sidecars of the user's, a log router, a collector of OpenTelemetry, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ContainerName, ContainerPath, ContainerUser, CpuUnits, EnvironmentVariableName, ImageReference, MemoryMib, SecretArn,
    SecretSource, StopTimeout,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ContainerHealthCheck, ContainerOptions, Fed, VariableValue, text};

/// The log router's container.
pub(crate) const LOG_ROUTER: &str = "log-router";
/// The collector's container.
pub(crate) const COLLECTOR: &str = "otel-collector";

/// What the collector gets as its configuration where none is set: traces from the service's tasks to X-Ray.
///
/// AWS Distro for OpenTelemetry, "Setting up AWS Distro for OpenTelemetry Collector in Amazon ECS": the variable `AOT_CONFIG_CONTENT`.
pub(super) const TRACES_TO_X_RAY: &str = "receivers:\n  otlp:\n    protocols:\n      grpc:\n        endpoint: 0.0.0.0:4317\n      http:\n        endpoint: 0.0.0.0:4318\nprocessors:\n  batch:\nexporters:\n  awsxray:\nservice:\n  pipelines:\n    traces:\n      receivers: [otlp]\n      processors: [batch]\n      exporters: [awsxray]\n";

/// A container beside the service's in each of its tasks. They share the task's network: it is reached as `localhost`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SidecarConfig {
    /// The image, with its tag or digest.
    pub image: ImageReference,
    /// The secret in Secrets Manager with which ECS logs in to the image's registry, by its ARN.
    #[serde(default)]
    pub image_credentials: Option<SecretArn>,
    /// Whether the task ends when this container does.
    #[serde(default = "yes")]
    pub essential: bool,
    /// How many of the task's CPU units are kept for it; without it, it shares them with the others.
    #[serde(default)]
    pub cpu: Option<CpuUnits>,
    /// How many MiB of the task's memory it may use at the most; without it, all that is there.
    #[serde(default)]
    pub memory: Option<MemoryMib>,
    /// What it waits for before it starts: by container, the service's own or another sidecar, `start`, `complete`, `success` or `healthy`.
    #[serde(default)]
    pub depends_on: BTreeMap<ContainerName, DependsOn>,
    /// Environment variables. Nothing secret: they can be read in the console and in Terraform's state.
    #[serde(default)]
    pub environment: BTreeMap<EnvironmentVariableName, VariableValue>,
    /// Environment variables that are filled when a task starts, by the ARN of a secret or of a parameter, as those of the service.
    #[serde(default)]
    pub secrets: BTreeMap<EnvironmentVariableName, Fed<SecretSource>>,
    /// What it runs instead of the image's `CMD`.
    #[serde(default)]
    pub command: Vec<String>,
    /// What it runs instead of the image's `ENTRYPOINT`.
    #[serde(default)]
    pub entry_point: Vec<String>,
    /// The user under whom it runs instead of the image's.
    #[serde(default)]
    pub user: Option<ContainerUser>,
    /// How many seconds it gets to end by itself before it is killed; without it 30.
    #[serde(default)]
    pub stop_timeout_seconds: Option<StopTimeout>,
    /// How ECS asks inside it whether it is well.
    #[serde(default)]
    pub health_check: Option<ContainerHealthCheck>,
    /// Whether its root file system is read-only. Agents that write all over their image need `false`.
    #[serde(default = "yes")]
    pub read_only: bool,
    /// Folders that it may write to; each task begins with empty ones.
    #[serde(default)]
    pub writable_paths: BTreeSet<ContainerPath>,
}

/// What a container waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DependsOn {
    /// The other one was started.
    Start,
    /// The other one has ended, whatever came of it.
    Complete,
    /// The other one has ended well.
    Success,
    /// The other one's own health check says that it is well.
    Healthy,
}

/// A log router: what the service's container writes goes to Fluent Bit (`FireLens`), which sends it where the options say.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogRouter {
    /// The options of Fluent Bit's output: `Name` is the plugin, the others are its own, as in `{ Name = "datadog", Host = "…", TLS = "on" }`.
    #[schemars(extend("examples" = [{ "Name": "datadog", "Host": "http-intake.logs.datadoghq.eu", "TLS": "on" }]))]
    pub options: BTreeMap<String, String>,
    /// Options that are filled when a task starts, by the ARN of a secret or of a parameter, as in `{ apikey = "<ARN>" }`.
    #[serde(default)]
    pub secrets: BTreeMap<String, SecretSource>,
    /// The image of Fluent Bit.
    #[serde(default = "fluent_bit")]
    pub image: ImageReference,
    /// How many MiB of the task's memory it may use at the most.
    #[serde(default = "router_memory")]
    pub memory: MemoryMib,
}

/// A collector of OpenTelemetry: the service sends to `localhost`, on 4317 (gRPC) and 4318 (HTTP), and finds that in
/// `OTEL_EXPORTER_OTLP_ENDPOINT`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenTelemetry {
    /// The image of AWS's distribution of the collector.
    #[serde(default = "collector")]
    pub image: ImageReference,
    /// How many MiB of the task's memory it may use at the most.
    #[serde(default = "collector_memory")]
    pub memory: MemoryMib,
    /// The collector's configuration, as YAML. Without it traces go to X-Ray, and the tasks get the right to send them; what another one
    /// needs belongs into `permissions`.
    #[serde(default)]
    pub config: Option<String>,
}

/// A checked container beside the service's.
#[derive(Clone, Debug)]
pub(crate) struct Sidecar {
    pub(crate) name: String,
    pub(crate) image: ImageReference,
    pub(crate) credentials: Option<SecretArn>,
    pub(crate) essential: bool,
    pub(crate) cpu: Option<CpuUnits>,
    pub(crate) memory: Option<MemoryMib>,
    pub(crate) depends_on: BTreeMap<String, DependsOn>,
    pub(crate) environment: BTreeMap<String, VariableValue>,
    pub(crate) secrets: BTreeMap<String, Fed<SecretSource>>,
    pub(crate) options: ContainerOptions,
    pub(crate) read_only: bool,
    pub(crate) writable_paths: BTreeSet<ContainerPath>,
    /// Whether the logs of the service's container go to it.
    pub(crate) routes_logs: bool,
}

/// Where the logs of the service's container go besides CloudWatch: options in plain text, and secret ones.
#[derive(Clone, Debug)]
pub(crate) struct RoutedLogs {
    pub(crate) options: BTreeMap<String, String>,
    pub(crate) secrets: BTreeMap<String, SecretSource>,
}

impl DependsOn {
    /// As ECS names it (ECS API Reference, `ContainerDependency`).
    pub(crate) fn condition(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Complete => "COMPLETE",
            Self::Success => "SUCCESS",
            Self::Healthy => "HEALTHY",
        }
    }
}

impl Sidecar {
    pub(super) fn new(name: &str, image: ImageReference) -> Self {
        Self {
            name: name.to_owned(),
            image,
            credentials: None,
            essential: true,
            cpu: None,
            memory: None,
            depends_on: BTreeMap::new(),
            environment: BTreeMap::new(),
            secrets: BTreeMap::new(),
            options: ContainerOptions::default(),
            read_only: true,
            writable_paths: BTreeSet::new(),
            routes_logs: false,
        }
    }

    /// The name of the volume that is mounted at one of its paths.
    pub(crate) fn volume_name(&self, path: &ContainerPath) -> String {
        format!("{}-{}", self.name, path.volume_name())
    }
}

fn yes() -> bool {
    true
}

fn fluent_bit() -> ImageReference {
    text("public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.3")
}

fn collector() -> ImageReference {
    text("public.ecr.aws/aws-observability/aws-otel-collector:v0.48.0")
}

fn router_memory() -> MemoryMib {
    MemoryMib::of::<64>()
}

fn collector_memory() -> MemoryMib {
    MemoryMib::of::<128>()
}
