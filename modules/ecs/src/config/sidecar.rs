//! What runs beside a service's container in its tasks: sidecars of the user's, a log router, a collector of OpenTelemetry, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ContainerName, ContainerPath, ContainerUser, CpuUnits, EnvironmentVariableName, FargateSize, ImageReference, MemoryMib,
    SecretArn, SecretSource, StopTimeout, limits,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{Problems, SettingPath};

use super::container::{EXEC_PATHS, check_health_check, check_words};

use super::{ContainerHealthCheck, ContainerOptions, Fed, ServiceConfig, VariableValue, text};

/// The log router's container.
pub(crate) const LOG_ROUTER: &str = "log-router";
/// The collector's container.
pub(crate) const COLLECTOR: &str = "otel-collector";

/// What the collector gets as its configuration where none is set: traces from the service's tasks to X-Ray.
///
/// AWS Distro for OpenTelemetry, "Setting up AWS Distro for OpenTelemetry Collector in Amazon ECS": the variable `AOT_CONFIG_CONTENT`.
const TRACES_TO_X_RAY: &str = "receivers:\n  otlp:\n    protocols:\n      grpc:\n        endpoint: 0.0.0.0:4317\n      http:\n        endpoint: 0.0.0.0:4318\nprocessors:\n  batch:\nexporters:\n  awsxray:\nservice:\n  pipelines:\n    traces:\n      receivers: [otlp]\n      processors: [batch]\n      exporters: [awsxray]\n";

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
    fn new(name: &str, image: ImageReference) -> Self {
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

impl ServiceConfig {
    /// All containers beside the service's: those of the user's first, then those that other settings bring.
    pub(super) fn sidecars(&self) -> Vec<Sidecar> {
        let mut sidecars: Vec<Sidecar> = self.sidecars.iter().map(|(name, settings)| of_settings(name, settings)).collect();
        if let Some(OpenTelemetry { image, memory, config }) = &self.open_telemetry {
            let mut sidecar = Sidecar::new(COLLECTOR, image.clone());
            sidecar.memory = Some(*memory);
            // A service answers without its traces.
            sidecar.essential = false;
            let config = config.clone().unwrap_or_else(|| TRACES_TO_X_RAY.to_owned());
            sidecar.environment.insert("AOT_CONFIG_CONTENT".to_owned(), config.into());
            sidecars.push(sidecar);
        }
        if let Some(LogRouter { options: _, secrets: _, image, memory }) = &self.log_router {
            let mut sidecar = Sidecar::new(LOG_ROUTER, image.clone());
            sidecar.memory = Some(*memory);
            sidecar.routes_logs = true;
            // It does not start with a read-only root (fluent/fluent-bit#7308), and reads the other containers' logs as root.
            sidecar.read_only = false;
            sidecar.options.user = Some(text("0"));
            sidecars.push(sidecar);
        }
        sidecars
    }

    /// Where the service's logs go by a log router.
    pub(super) fn routed_logs(&self) -> Option<RoutedLogs> {
        self.log_router.as_ref().map(|router| RoutedLogs { options: router.options.clone(), secrets: router.secrets.clone() })
    }

    /// Checks the containers beside each other and against the task.
    pub(super) fn check_sidecars(
        &self,
        own_name: &str,
        size: FargateSize,
        at: &dyn Fn(&str) -> SettingPath,
        problems: &mut Problems,
    ) {
        for (name, sidecar) in &self.sidecars {
            let here = at("sidecars").key(name.as_str());
            if name.as_str() == own_name {
                problems
                    .error(here.clone(), format!("`{name}` is the name of the service's own container"))
                    .help("choose another name for the sidecar");
            }
            let taken = [
                (LOG_ROUTER, "log_router", self.log_router.is_some()),
                (COLLECTOR, "open_telemetry", self.open_telemetry.is_some()),
            ];
            if let Some((_, setting, _)) = taken.iter().find(|(taken, _, is_set)| *is_set && *taken == name.as_str()) {
                problems
                    .error(here.clone(), format!("`{setting}` brings a container of the name `{name}`"))
                    .also(at(setting))
                    .help("choose another name for the sidecar");
            }
            if sidecar.image_credentials.is_some() && sidecar.image.ecr().is_some() {
                problems
                    .error(
                        here.clone().key("image_credentials"),
                        format!("`{}` is in ECR, where ECS logs in with the execution role", sidecar.image),
                    )
                    .also(here.clone().key("image"))
                    .help("take it out: the role gets the right to pull the image, and the repository's policy has to let it");
            }
            check_health_check(sidecar.health_check.as_ref(), &here.clone().key("health_check"), problems);
            check_words(
                &[("command", &sidecar.command), ("entry_point", &sidecar.entry_point)],
                &|setting| here.clone().key(setting),
                problems,
            );
            for variable in sidecar.secrets.keys().filter(|variable| sidecar.environment.contains_key(variable)) {
                problems
                    .error(
                        here.clone().key("environment").key(variable.as_str()),
                        format!("`{variable}` is a plain variable and a secret at once"),
                    )
                    .also(here.clone().key("secrets").key(variable.as_str()))
                    .help("keep it in `secrets`, or in `environment` when it is not secret");
            }
        }
        if self.log_router.as_ref().is_some_and(|router| !router.options.contains_key("Name")) {
            problems
                .error(at("log_router.options"), "the options name no plugin of Fluent Bit's")
                .help("add `Name`, as in `{ Name = \"cloudwatch_logs\", … }` or `{ Name = \"datadog\", … }`");
        }
        let sidecars = self.sidecars();
        let containers = sidecars.len() + 1;
        if containers > limits::CONTAINERS.most {
            problems
                .error(at("sidecars"), format!("a task would have {containers} containers, the service's own among them"))
                .help(format!("ECS takes {} at the most: take some out, or let another service run them", limits::CONTAINERS.most));
        }
        self.check_volumes(&sidecars, at, problems);
        self.check_order(own_name, &sidecars, at, problems);
        check_resources(&sidecars, size, at, problems);
    }

    /// ECS refuses two volumes of one name, and they are called after the folders.
    fn check_volumes(&self, sidecars: &[Sidecar], at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let of_agent = EXEC_PATHS.iter().filter(|_| self.execute_command);
        let mut volumes: BTreeMap<String, (SettingPath, String)> =
            of_agent.map(|(volume, path)| ((*volume).to_owned(), (at("execute_command"), (*path).to_owned()))).collect();
        let own = self.writable_paths.iter().map(|path| (at("writable_paths"), path, path.volume_name()));
        let beside = sidecars.iter().flat_map(|sidecar| {
            let here = at("sidecars").key(sidecar.name.as_str()).key("writable_paths");
            sidecar.writable_paths.iter().map(move |path| (here.clone(), path, sidecar.volume_name(path)))
        });
        for (setting, path, volume) in own.chain(beside) {
            match volumes.get(&volume) {
                // The agent's own folders may be named as well.
                Some((_, same)) if *same == path.as_str() && self.execute_command && setting == at("writable_paths") => {}
                Some((other, _)) => {
                    let in_one_list = setting == *other;
                    let problem = problems
                        .error(setting, format!("`{path}` and another path would share the volume `{volume}`"))
                        .help(if in_one_list { "name the folder above both" } else { "name the folder above it, or another one" });
                    if !in_one_list {
                        problem.also(other.clone());
                    }
                }
                None => {
                    volumes.insert(volume, (setting, path.to_string()));
                }
            }
        }
    }

    fn check_order(&self, own_name: &str, sidecars: &[Sidecar], at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let own: BTreeMap<String, DependsOn> = self.depends_on.iter().map(|(name, on)| (name.to_string(), *on)).collect();
        let mut waits: BTreeMap<&str, &BTreeMap<String, DependsOn>> =
            sidecars.iter().map(|sidecar| (sidecar.name.as_str(), &sidecar.depends_on)).collect();
        waits.insert(own_name, &own);
        let find = |name: &str| sidecars.iter().find(|sidecar| sidecar.name == name);
        for (waiting, others) in &waits {
            let here = |other: &str| {
                if *waiting == own_name {
                    at("depends_on").key(other)
                } else {
                    at("sidecars").key(*waiting).key("depends_on").key(other)
                }
            };
            for (other, on) in *others {
                let (essential, has_check) = match find(other) {
                    Some(sidecar) => (sidecar.essential, sidecar.options.health_check.is_some()),
                    None if other == own_name => (true, self.container_health_check.is_some()),
                    None => {
                        let known: Vec<String> =
                            waits.keys().filter(|known| *known != waiting).map(|known| format!("`{known}`")).collect();
                        problems
                            .error(here(other), format!("there is no container `{other}` in the task"))
                            .help(format!("the others are {}", known.join(", ")));
                        continue;
                    }
                };
                match on {
                    DependsOn::Healthy if !has_check => {
                        problems
                            .error(here(other), format!("`{other}` has no health check of its own, so it never becomes healthy"))
                            .help("give it one (`health_check`; the service's own is `container_health_check`), or wait for its `start`");
                    }
                    DependsOn::Complete | DependsOn::Success if essential => {
                        problems
                            .error(
                                here(other),
                                format!("`{other}` is essential: the task ends when it does, and nobody is left to wait for it"),
                            )
                            .help("set `essential = false` for it");
                    }
                    DependsOn::Start | DependsOn::Complete | DependsOn::Success | DependsOn::Healthy => {}
                }
            }
            if reaches(waiting, waiting, &waits, &mut BTreeSet::new()) {
                problems
                    .error(
                        if *waiting == own_name { at("depends_on") } else { at("sidecars").key(*waiting).key("depends_on") },
                        format!("`{waiting}` waits for itself in the end"),
                    )
                    .help("take one of the dependencies out");
            }
        }
    }
}

/// Whether one container waits for another, perhaps by way of others.
fn reaches<'a>(
    from: &'a str,
    to: &str,
    waits: &BTreeMap<&'a str, &'a BTreeMap<String, DependsOn>>,
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    let Some(others) = waits.get(from) else { return false };
    others.keys().any(|other| other == to || (seen.insert(other) && reaches(other, to, waits, seen)))
}

/// ECS refuses a task whose containers ask for more than it has (ECS API Reference, `ContainerDefinition`, `cpu` and `memory`).
fn check_resources(sidecars: &[Sidecar], size: FargateSize, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    let sum = |of: fn(&Sidecar) -> Option<u32>| sidecars.iter().filter_map(of).sum::<u32>();
    let (cpu, memory) = (sum(|it| it.cpu.map(CpuUnits::get)), sum(|it| it.memory.map(MemoryMib::get)));
    if cpu >= size.cpu().get() {
        problems
            .error(
                at("cpu"),
                format!("the containers beside the service's keep {cpu} of the task's {} CPU units, and leave it none", size.cpu()),
            )
            .also(at("sidecars"))
            .help("give the task more `cpu`, or the sidecars less");
    }
    if memory >= size.memory().get() {
        problems
            .error(
                at("memory"),
                format!(
                    "the containers beside the service's may use {memory} of the task's {} MiB, and leave it none",
                    size.memory()
                ),
            )
            .also(at("sidecars"))
            .help("give the task more `memory`, or the sidecars less");
    }
}

fn of_settings(name: &ContainerName, settings: &SidecarConfig) -> Sidecar {
    let SidecarConfig {
        image,
        image_credentials,
        essential,
        cpu,
        memory,
        depends_on,
        environment,
        secrets,
        command,
        entry_point,
        user,
        stop_timeout_seconds,
        health_check,
        read_only,
        writable_paths,
    } = settings.clone();
    Sidecar {
        name: name.to_string(),
        image,
        credentials: image_credentials,
        essential,
        cpu,
        memory,
        depends_on: depends_on.into_iter().map(|(name, on)| (name.to_string(), on)).collect(),
        environment: environment.into_iter().map(|(name, value)| (name.to_string(), value)).collect(),
        secrets: secrets.into_iter().map(|(name, source)| (name.to_string(), source)).collect(),
        options: ContainerOptions { command, entry_point, user, stop_timeout_seconds, health_check, ..ContainerOptions::default() },
        read_only,
        writable_paths,
        routes_logs: false,
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
