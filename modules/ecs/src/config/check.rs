//! What one setting of the services rules out in another.

use std::collections::{BTreeMap, BTreeSet};

use domain::names::{NameKind, limited};
use domain::{FargateSize, Identity, RulePriority, ServiceName, SuccessCodes, Use};
use settings::{Problems, SettingPath};

use super::check_kind::{check_names, reaches};
use super::check_load_balancer;
use super::kind::{Connect, Kind, Reach};
use super::queues;
use super::{
    Config, ContainerOptions, Deployment, Ecs, Job, JobConfig, LoadBalancer, ProtocolVersion, Service, ServiceConfig, StartWith,
};
use crate::access_logs;
use crate::container::environment::{PORT, RESERVED};
use crate::load_balancer::target_group_name;

/// Where services and jobs stand.
const SERVICES: &str = "services";
const JOBS: &str = "jobs";

/// What a service cannot be called, because Terraform's addresses would be those of other parts.
const TAKEN_NAMES: [&str; 12] = [
    "access-logs",
    "alerts",
    "bastion",
    "critical",
    "database",
    "delivery",
    "http",
    "https",
    "load-balancer",
    "main",
    "nat",
    "repositories",
];

impl Config {
    /// Checks the sections `[ecs]`, `[services.<name>]` and `[jobs.<name>]` against themselves and each other.
    pub fn check(
        self,
        services: BTreeMap<ServiceName, ServiceConfig>,
        jobs: BTreeMap<ServiceName, JobConfig>,
        identity: &Identity,
        problems: &mut Problems,
    ) -> Ecs {
        let Self { cluster, load_balancer, repositories } = self;
        if services.is_empty() && jobs.is_empty() {
            problems
                .error("services", "no service is set, and no job")
                .help("add a section such as `[services.task-api]`, or `[jobs.report]` for a task that is started and ends");
        }
        name(problems, "project", NameKind::LoadBalancer, &LoadBalancer::name(identity));
        // The account's number is not always known here, and always as long.
        let bucket = format!("{}-{}", access_logs::name_without_account(identity), "0".repeat(12));
        name(problems, "project", NameKind::S3Bucket, &bucket);
        let named = services.keys().map(|name| (SERVICES, name)).chain(jobs.keys().map(|name| (JOBS, name)));
        for (section, taken) in named.filter(|(_, name)| TAKEN_NAMES.contains(&name.as_str())) {
            problems
                .error(
                    SettingPath::from(section).key(taken.as_str()),
                    format!("`{taken}` is the name of a part that every environment has"),
                )
                .help(format!("choose another name; taken are {}", TAKEN_NAMES.join(", ")));
        }
        let jobs_as_services: BTreeMap<ServiceName, ServiceConfig> =
            jobs.iter().map(|(name, job)| (name.clone(), job.as_service(&services))).collect();
        check_aws_names(&services, &jobs_as_services, problems);
        for (name, job) in &jobs {
            job.check_among(name, &services, problems);
        }
        check_load_balancer::check(&load_balancer, &services, identity, problems);
        queues::check(&cluster, SERVICES, &services, problems);
        queues::check(&cluster, JOBS, &jobs_as_services, problems);
        check_names(&services, &jobs_as_services, problems);
        let reaches = reaches(&services);
        let mut priorities: BTreeMap<RulePriority, ServiceName> = BTreeMap::new();
        let services = services
            .into_iter()
            .filter_map(|(name, service)| {
                let at = |setting: &str| SettingPath::from(format!("services.{name}.{setting}").as_str());
                let priority = service.routing.as_ref().map(|routing| routing.priority);
                if let Some(other) = priority.and_then(|priority| priorities.insert(priority, name.clone())) {
                    problems
                        .error(at("routing.priority"), format!("services `{other}` and `{name}` have the same priority"))
                        .also(format!("services.{other}.routing.priority").as_str())
                        .help("give each service a priority of its own: of two rules that match, the lower one wins");
                }
                service.check(SERVICES, name, &reaches, &load_balancer, identity, problems)
            })
            .collect();
        let jobs = jobs_as_services
            .into_iter()
            .zip(jobs.into_values())
            .filter_map(|((name, service), job)| {
                let mut task = service.check(JOBS, name, &BTreeSet::new(), &load_balancer, identity, problems)?;
                if let Some(source) = job.source_of_service() {
                    task.image = source;
                }
                Some(Job { task, tag_of: job.tag_of(), schedule: job.schedule })
            })
            .collect();
        Ecs {
            cluster,
            load_balancer,
            repositories,
            services,
            jobs,
            encrypted_queues: BTreeSet::new(),
            encrypted_stores: BTreeSet::new(),
            caches: BTreeMap::new(),
        }
    }
}

/// AWS has one thing of a name: two services that carry one name there would each be half of it.
fn check_aws_names(
    services: &BTreeMap<ServiceName, ServiceConfig>,
    jobs: &BTreeMap<ServiceName, ServiceConfig>,
    problems: &mut Problems,
) {
    let all = || {
        let services = services.iter().map(|(name, settings)| (SERVICES, "service", name, settings));
        services.chain(jobs.iter().map(|(name, settings)| (JOBS, "job", name, settings)))
    };
    let unnamed = all().filter(|(_, _, _, settings)| settings.aws_name.is_none());
    let mut carried: BTreeMap<&ServiceName, (&str, &ServiceName)> =
        unnamed.map(|(_, word, name, _)| (name, (word, name))).collect();
    for (section, word, name, settings) in all() {
        let Some(aws_name) = &settings.aws_name else { continue };
        if let Some((other_word, other)) = carried.insert(aws_name, (word, name)) {
            problems
                .error(
                    SettingPath::from(section).key(name.as_str()).key("aws_name"),
                    format!("{other_word} `{other}` carries the name `{aws_name}` in AWS as well"),
                )
                .help(format!("give each {word} a name of its own"));
        }
    }
}

impl ServiceConfig {
    fn check(
        self,
        section: &str,
        service_name: ServiceName,
        reaches: &BTreeSet<Reach>,
        load_balancer: &LoadBalancer,
        identity: &Identity,
        problems: &mut Problems,
    ) -> Option<Service> {
        let at = |setting: &str| SettingPath::from(format!("{section}.{service_name}.{setting}").as_str());
        self.check_counts(&at, problems);
        self.check_ports(&at, problems);
        self.check_schedule(&at, problems);
        self.check_start(&at, problems);
        if let Some(routing) = &self.routing {
            routing.check("the service", &at("routing"), problems);
        }
        self.check_protocol(load_balancer, &at, problems);
        self.check_environment(section, &at, problems);
        let kind = Kind::of(&service_name, &self, reaches, problems);
        let connect = Connect::of(&service_name, &self, reaches);
        self.check_container(&at, problems);
        self.check_rights(&at, problems);
        self.check_scaling(&at, problems);
        self.check_rollout(&at, problems);
        let image = self.image_source();
        let size = FargateSize::new(self.cpu, self.memory)
            .map_err(|error| {
                problems.error(at("memory"), error.to_string()).also(at("cpu"));
            })
            .ok()?;
        let own_name = self.aws_name.as_ref().unwrap_or(&service_name).to_string();
        self.check_sidecars(&own_name, size, &at, problems);
        self.check_what_is_sent(&at, problems);
        let (sidecars, routed_logs) = (self.sidecars(), self.routed_logs());
        let (mut sends_to, mut stores, mut caches) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
        for used in self.uses.iter().cloned() {
            match used {
                Use::Queue(name) => drop(sends_to.insert(name)),
                Use::Bucket(name, access) => drop(stores.insert(name, access)),
                Use::Cache(name) => drop(caches.insert(name)),
            }
        }
        let service = Service {
            name: service_name.clone(),
            aws_name: self.aws_name.clone().unwrap_or_else(|| service_name.clone()),
            image,
            container: ContainerOptions {
                command: self.command.clone(),
                entry_point: self.entry_point.clone(),
                user: self.user.clone(),
                working_directory: self.working_directory.clone(),
                stop_timeout_seconds: self.stop_timeout_seconds,
                ulimits: self.ulimits.clone(),
                init_process: self.init_process,
                health_check: self.container_health_check.clone(),
                environment_files: self.environment_files.clone(),
            },
            kind: kind?,
            connect,
            sends_to,
            stores,
            caches,
            size,
            database: self.database.clone().unwrap_or_default(),
            sidecars,
            depends_on: self.depends_on.iter().map(|(name, on)| (name.to_string(), *on)).collect(),
            routed_logs,
            typed: self,
        };
        let section = format!("{section}.{service_name}");
        if let Kind::Web(web) = &service.kind {
            let group = target_group_name(identity, &service, web.port, load_balancer);
            name(problems, &section, NameKind::TargetGroup, &group);
        }
        name(problems, &section, NameKind::IamRole, &service.role_name(identity, "execution"));
        Some(service)
    }

    fn check_counts(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let super::Tasks { desired, min, max } = &self.tasks;
        if min > max {
            problems
                .error(at("tasks.min"), format!("at least {min} tasks and at most {max} contradict each other"))
                .also(at("tasks.max"))
                .help(format!("set `max` to {min} or more, or `min` to {max} or less"));
        } else if desired < min || desired > max {
            problems
                .error(at("tasks.desired"), format!("{desired} tasks are not between the least ({min}) and the most ({max})"))
                .also(at(if desired < min { "tasks.min" } else { "tasks.max" }))
                .help(format!("the autoscaler would change it at once: choose a number from {min} to {max}"));
        }
        if self.database_pool.max_idle > self.database_pool.max_open {
            problems
                .error(
                    at("database_pool.max_idle"),
                    format!(
                        "{} idle connections are more than the {} open ones",
                        self.database_pool.max_idle, self.database_pool.max_open
                    ),
                )
                .also(at("database_pool.max_open"))
                .help("keep at most as many idle connections as are opened");
        }
        // Elastic Load Balancing refuses a timeout that is not smaller (API reference, CreateTargetGroup).
        if self.health_check.timeout_seconds.get() >= self.health_check.interval_seconds.get() {
            problems
                .error(
                    at("health_check.timeout_seconds"),
                    format!(
                        "an answer may take {} s, and every {} s the next question is asked",
                        self.health_check.timeout_seconds, self.health_check.interval_seconds
                    ),
                )
                .also(at("health_check.interval_seconds"))
                .help("let the timeout be shorter than the interval");
        }
    }

    fn check_ports(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        if let (Some(previous), Some(port)) = (self.previous_port, self.port)
            && previous == port
        {
            problems
                .error(at("previous_port"), format!("`{port}` is the port of now as well"))
                .also(at("port"))
                .help("take it out, or set the port on which the running tasks listen");
        }
    }

    fn check_schedule(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let Some(schedule) = &self.schedule else { return };
        if schedule.start.minutes() >= schedule.stop.minutes() {
            problems
                .error(at("schedule.start"), format!("the service would start at {} and stop at {}", schedule.start, schedule.stop))
                .also(at("schedule.stop"))
                .help("let it start before it stops, on the same day");
        }
        if self.tasks.min.get() == 0 {
            problems
                .error(at("schedule"), "the schedule brings the service back to its least number of tasks, which is none")
                .also(at("tasks.min"))
                .help("set `min` to 1 or more, or take the schedule out");
        }
    }

    fn check_start(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        match (self.start_with, self.deployment) {
            (StartWith::Apply, _) => return,
            (StartWith::Delivery, Deployment::Pipeline) => {}
            (StartWith::Delivery, Deployment::Terraform) => {
                problems
                    .error(at("start_with"), "Terraform rolls out the images, so no delivery ever starts the first tasks")
                    .also(at("deployment"))
                    .help("set `deployment = \"pipeline\"`, or take `start_with` out and push the image before the apply");
            }
        }
        if self.schedule.is_some() {
            problems
                .error(at("start_with"), "the schedule starts the tasks, whether there is an image by then or not")
                .also(at("schedule"))
                .help("take one of the two out");
        }
        if self.scaling.enabled && self.queue.is_some() {
            problems
                .error(at("start_with"), "messages that wait start the tasks, whether there is an image by then or not")
                .also(at("queue"))
                .help("take `start_with` out and push the first image before the apply, or set `scaling.enabled = false`");
        }
    }

    fn check_protocol(&self, load_balancer: &LoadBalancer, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        // What others have of it they are told to take out.
        if self.routing.is_none() {
            return;
        }
        let (codes, protocol) = (&self.health_check.success_codes, self.protocol);
        let (first, last) = if protocol == ProtocolVersion::Grpc { (0, 99) } else { (200, 499) };
        if let Some(code) = codes.iter().flat_map(SuccessCodes::codes).find(|code| !(first..=last).contains(code)) {
            problems
                .error(at("health_check.success_codes"), format!("{code} is none of the codes that a health check takes"))
                .help(format!("name codes from {first} to {last}"));
        }
        if protocol == ProtocolVersion::Http1 {
            return;
        }
        if load_balancer.tls.is_none() {
            // Elastic Load Balancing User Guide, "Target groups for your Application Load Balancers", protocol version.
            problems
                .error(
                    at("protocol"),
                    "a load balancer speaks HTTP/2 and gRPC with tasks only behind a listener with TLS, and there is none",
                )
                .also("ecs.load_balancer.tls")
                .help("add `[ecs.load_balancer.tls]` with a domain, or set `protocol = \"http1\"`");
        }
        let path = self.health_check.path(protocol);
        let is_method = path.matches('/').count() == 2 && !path.contains('?');
        if protocol == ProtocolVersion::Grpc && !is_method {
            problems
                .error(at("health_check.path"), format!("`{path}` is no method of gRPC"))
                .also(at("protocol"))
                .help("write `/<package>.<service>/<method>`, or take it out: then it is `/grpc.health.v1.Health/Check`");
        }
    }

    fn check_environment(&self, section: &str, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let named =
            self.environment.keys().map(|name| (name, "environment")).chain(self.secrets.keys().map(|name| (name, "secrets")));
        let used = queues::variables(self);
        let named: Vec<_> = named.collect();
        for (name, section, held) in named.iter().filter_map(|(name, section)| Some((name, section, used.get(name.as_str())?))) {
            problems.error(at(&format!("{section}.{name}")), format!("`{name}` holds {held}")).help("choose another name");
        }
        // Nobody connects to a job, so that it has no port to be told.
        let is_taken = |name: &str| RESERVED.contains(&name) && !(section == JOBS && name == PORT);
        let word = if section == JOBS { "job" } else { "service" };
        for (name, table) in named {
            if is_taken(name.as_str()) {
                let taken: Vec<&str> = RESERVED.into_iter().filter(|name| is_taken(name)).collect();
                problems
                    .error(at(&format!("{table}.{name}")), format!("`{name}` is set for every {word} already"))
                    .help(format!("choose another name; taken are {}", taken.join(", ")));
            }
        }
        for name in self.secrets.keys().filter(|name| self.environment.contains_key(name)) {
            problems
                .error(at(&format!("environment.{name}")), format!("`{name}` is a plain variable and a secret at once"))
                .also(at(&format!("secrets.{name}")))
                .help("keep it in `secrets`, or in `environment` when it is not secret");
        }
    }
}

/// Reports a name that is longer than AWS takes, at the setting that makes it long.
fn name(problems: &mut Problems, setting: &str, kind: NameKind, name: &str) {
    if let Err(error) = limited(kind, name) {
        let help = if setting.starts_with("services.") {
            "shorten the project's, the environment's or the service's name, or set `aws_name`: a shorter name for AWS alone"
        } else if setting.starts_with("jobs.") {
            "shorten the project's, the environment's or the job's name, or set `aws_name`: a shorter name for AWS alone"
        } else {
            "shorten the project's or the environment's name"
        };
        problems.error(setting, error.to_string()).help(help);
    }
}
