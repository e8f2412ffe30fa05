//! What a container is made from and started with, as typed and as checked: settings of services, and of what runs beside them in their tasks.

use std::collections::BTreeMap;

use domain::{
    ContainerCheckInterval, ContainerCheckRetries, ContainerCheckTimeout, ContainerPath, ContainerStartPeriod, ContainerUser,
    EnvironmentFileArn, EphemeralStorageGib, ImageRepository, OpenFiles, SecretArn, ServiceName, StopTimeout,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{Problems, SettingPath};

use super::ServiceConfig;

/// Volume and path of each folder in which the agent of ECS Exec writes.
pub(crate) const EXEC_PATHS: [(&str, &str); 3] = [
    ("managed-agents", "/managed-agents"),
    ("var-lib-amazon-ssm", "/var/lib/amazon/ssm"),
    ("var-log-amazon-ssm", "/var/log/amazon/ssm"),
];

/// How many environment files a container reads at the most (ECS Developer Guide, "Pass environment variables to an Amazon ECS container").
const MOST_ENVIRONMENT_FILES: usize = 10;

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

/// What a task has besides CPU and memory.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TaskOptions {
    pub(crate) architecture: Architecture,
    pub(crate) ephemeral_storage_gib: Option<EphemeralStorageGib>,
}

impl ServiceConfig {
    /// What of these settings rules another one out.
    pub(super) fn check_container(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        check_health_check(self.container_health_check.as_ref(), &at("container_health_check"), problems);
        check_ulimits(&self.ulimits, &at("ulimits"), problems);
        check_words(&[("command", &self.command), ("entry_point", &self.entry_point)], at, problems);
        check_environment_files(&self.environment_files, &at("environment_files"), problems);
        match (&self.image, &self.image_credentials) {
            (Some(image), Some(_)) if image.ecr().is_some() => {
                problems
                    .error(at("image_credentials"), format!("`{image}` is in ECR, where ECS logs in with the execution role"))
                    .also(at("image"))
                    .help("take it out: the role gets the right to pull the image, and the repository's policy has to let it");
            }
            (None, Some(_)) => {
                problems
                    .error(at("image_credentials"), "the image comes from the service's own repository, which takes no credentials")
                    .also(at("image_tag"))
                    .help("take it out, or name the repository elsewhere in `image`, such as `image = \"ghcr.io/acme/web\"`");
            }
            (_, None) | (Some(_), Some(_)) => {}
        }
    }

    pub(super) fn image_source(&self) -> ImageSource {
        match &self.image {
            None => ImageSource::Own,
            Some(repository) => {
                ImageSource::Elsewhere { repository: repository.clone(), credentials: self.image_credentials.clone() }
            }
        }
    }
}

/// A container's own health check.
pub(super) fn check_health_check(check: Option<&ContainerHealthCheck>, at: &SettingPath, problems: &mut Problems) {
    let Some(check) = check else { return };
    let [first, rest @ ..] = &check.command[..] else {
        problems
            .error(at.clone().key("command"), "the health check has no command")
            .help("write `command = [\"CMD-SHELL\", \"curl -f http://localhost:8080/health || exit 1\"]`, or take the section out");
        return;
    };
    match (first.as_str(), rest) {
        ("CMD", [_, ..]) | ("CMD-SHELL", [_]) => {}
        ("CMD-SHELL", _) => {
            problems
                .error(at.clone().key("command"), "behind `CMD-SHELL` stands one line for the shell")
                .help("write the line as one string, or `CMD` and each argument by itself");
        }
        ("CMD", []) => {
            problems.error(at.clone().key("command"), "behind `CMD` stands the program").help("write `[\"CMD\", \"<program>\"]`");
        }
        (other, _) => {
            problems
                .error(at.clone().key("command"), format!("ECS takes `CMD` or `CMD-SHELL` first, and `{other}` stands there"))
                .help("put `CMD` before the program and its arguments, or `CMD-SHELL` before one line for the shell");
        }
    }
    if check.timeout_seconds.get() > check.interval_seconds.get() {
        problems
            .error(
                at.clone().key("timeout_seconds"),
                format!(
                    "an answer may take {} s, and every {} s the next question is asked",
                    check.timeout_seconds, check.interval_seconds
                ),
            )
            .also(at.clone().key("interval_seconds"))
            .help("let the timeout be shorter than the interval");
    }
}

pub(super) fn check_ulimits(ulimits: &Ulimits, at: &SettingPath, problems: &mut Problems) {
    let Ulimits { nofile } = ulimits;
    let Some(Ulimit { soft, hard }) = nofile else { return };
    if soft > hard {
        problems
            .error(at.clone().key("nofile").key("soft"), format!("{soft} open files at first are more than the {hard} at the most"))
            .also(at.clone().key("nofile").key("hard"))
            .help(format!("set `soft` to {hard} or less"));
    }
}

/// Commands: ECS takes no empty word for a program.
pub(super) fn check_words(commands: &[(&str, &Vec<String>)], at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    for (setting, words) in commands {
        if words.first().is_some_and(String::is_empty) {
            problems.error(at(setting).index(0), "the program's name is empty").help("name it, or take the setting out");
        }
    }
}

pub(super) fn check_environment_files(files: &[EnvironmentFileArn], at: &SettingPath, problems: &mut Problems) {
    if files.len() > MOST_ENVIRONMENT_FILES {
        problems
            .error(at.clone(), format!("{} environment files are named", files.len()))
            .help(format!("a container reads {MOST_ENVIRONMENT_FILES} at the most"));
    }
    let mut seen: BTreeMap<&EnvironmentFileArn, usize> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        if seen.insert(file, index).is_some() {
            problems.error(at.clone().index(index), format!("`{file}` is named twice")).help("name it once");
        }
    }
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
