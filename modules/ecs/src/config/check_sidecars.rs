//! Tells which containers run beside a service's own, and checks them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ContainerName, CpuUnits, FargateSize, MemoryMib, limits};
use settings::{Problems, SettingPath};

use super::check_container::{check_health_check, check_words};
use super::container::EXEC_PATHS;
use super::sidecar::{
    COLLECTOR, DependsOn, LOG_ROUTER, LogRouter, OpenTelemetry, RoutedLogs, Sidecar, SidecarConfig, TRACES_TO_X_RAY,
};
use super::{ContainerOptions, ServiceConfig, text};

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
                    .error(here.clone(), format!("`{name}` is the name of the main container"))
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
                .error(at("sidecars"), format!("a task would have {containers} containers, the main one among them"))
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
                            .help("give it one (`health_check`; the main container's is `container_health_check`), or wait for its `start`");
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
pub(super) fn reaches<'a>(
    from: &'a str,
    to: &str,
    waits: &BTreeMap<&'a str, &'a BTreeMap<String, DependsOn>>,
    seen: &mut BTreeSet<&'a str>,
) -> bool {
    let Some(others) = waits.get(from) else { return false };
    others.keys().any(|other| other == to || (seen.insert(other) && reaches(other, to, waits, seen)))
}

/// ECS refuses a task whose containers ask for more than it has (ECS API Reference, `ContainerDefinition`, `cpu` and `memory`).
pub(super) fn check_resources(sidecars: &[Sidecar], size: FargateSize, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
    let sum = |of: fn(&Sidecar) -> Option<u32>| sidecars.iter().filter_map(of).sum::<u32>();
    let (cpu, memory) = (sum(|it| it.cpu.map(CpuUnits::get)), sum(|it| it.memory.map(MemoryMib::get)));
    if cpu >= size.cpu().get() {
        problems
            .error(
                at("cpu"),
                format!("the sidecars keep {cpu} of the task's {} CPU units, and leave the main container none", size.cpu()),
            )
            .also(at("sidecars"))
            .help("give the task more `cpu`, or the sidecars less");
    }
    if memory >= size.memory().get() {
        problems
            .error(
                at("memory"),
                format!("the sidecars may use {memory} of the task's {} MiB, and leave the main container none", size.memory()),
            )
            .also(at("sidecars"))
            .help("give the task more `memory`, or the sidecars less");
    }
}

pub(super) fn of_settings(name: &ContainerName, settings: &SidecarConfig) -> Sidecar {
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
