//! What a container is made from and started with, as typed and as checked: settings of services, and of what runs beside them in their tasks.

use domain::{
    ContainerCheckInterval, ContainerCheckRetries, ContainerCheckTimeout, ContainerPath, ContainerStartPeriod, ContainerUser,
    EnvironmentFileArn, ImageRepository, OpenFiles, SecretArn, ServiceName, StopTimeout,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Volume and path of each folder in which the agent of ECS Exec writes.
pub(crate) const EXEC_PATHS: [(&str, &str); 3] = [
    ("managed-agents", "/managed-agents"),
    ("var-lib-amazon-ssm", "/var/lib/amazon/ssm"),
    ("var-log-amazon-ssm", "/var/log/amazon/ssm"),
];

/// For which processors the images are built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Architecture {
    /// Intel's and AMD's.
    #[default]
    #[serde(rename = "x86_64")]
    X86,
    /// AWS's Graviton: about a fifth cheaper.
    #[serde(rename = "arm64")]
    Arm64,
}

/// How much of the operating system's resources a container's programs may use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ulimits {
    /// How many files may be open at a time. Without it Fargate allows 65,535.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nofile: Option<Ulimit>,
}

/// A limit that programs may raise themselves up to another one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ulimit {
    /// What holds at first.
    pub soft: OpenFiles,
    /// How far a program may raise it.
    pub hard: OpenFiles,
}

/// How ECS asks inside the container whether it is well; the load balancer's question comes on top.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContainerHealthCheck {
    /// The command, as ECS takes it: `CMD` and the program with its arguments, or `CMD-SHELL` and one line for the container's shell. The
    /// container is well when it ends with 0.
    #[schemars(extend("examples" = [["CMD-SHELL", "curl -f http://localhost:8080/health || exit 1"]]))]
    pub command: Vec<String>,
    /// How many seconds lie between two of them.
    #[serde(default = "interval")]
    pub interval_seconds: ContainerCheckInterval,
    /// How many seconds one may take.
    #[serde(default = "timeout")]
    pub timeout_seconds: ContainerCheckTimeout,
    /// After how many bad answers in a row the container counts as ill.
    #[serde(default = "retries")]
    pub retries: ContainerCheckRetries,
    /// For how many seconds after the start bad answers do not count.
    #[serde(default = "start_period")]
    pub start_period_seconds: ContainerStartPeriod,
}

/// Where a service's images come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ImageSource {
    /// From the repository that is made for the service.
    Own,
    /// From that of the service whose image a job runs.
    OfService(ServiceName),
    /// From another one.
    Elsewhere {
        repository: ImageRepository,
        /// With what ECS logs in there.
        credentials: Option<SecretArn>,
    },
}

/// What a container is started with, beyond its image and its variables.
#[derive(Clone, Debug, Default)]
pub(crate) struct ContainerOptions {
    pub(crate) command: Vec<String>,
    pub(crate) entry_point: Vec<String>,
    pub(crate) user: Option<ContainerUser>,
    pub(crate) working_directory: Option<ContainerPath>,
    pub(crate) stop_timeout_seconds: Option<StopTimeout>,
    pub(crate) ulimits: Ulimits,
    pub(crate) init_process: bool,
    pub(crate) health_check: Option<ContainerHealthCheck>,
    pub(crate) environment_files: Vec<EnvironmentFileArn>,
}

impl Architecture {
    /// As ECS names it (ECS API Reference, `RuntimePlatform`).
    pub(crate) fn cpu_architecture(self) -> &'static str {
        match self {
            Self::X86 => "X86_64",
            Self::Arm64 => "ARM64",
        }
    }
}

fn interval() -> ContainerCheckInterval {
    ContainerCheckInterval::of::<30>()
}

fn timeout() -> ContainerCheckTimeout {
    ContainerCheckTimeout::of::<5>()
}

fn retries() -> ContainerCheckRetries {
    ContainerCheckRetries::of::<3>()
}

fn start_period() -> ContainerStartPeriod {
    ContainerStartPeriod::of::<0>()
}
