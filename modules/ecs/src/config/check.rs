//! What one setting of the services rules out in another.

use std::collections::{BTreeMap, BTreeSet};

use domain::limits::{self, Limit};
use domain::names::{NameKind, limited};
use domain::{FargateSize, Identity, RulePriority, ServiceName};
use settings::{Problems, SettingPath};

use super::kind::{self, Connect, Kind, Reach, reaches};
use super::{Config, Deployment, Ecs, LoadBalancer, Service, ServiceConfig, StartWith};
use crate::access_logs;
use crate::container::environment::RESERVED;

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
    /// Checks the sections `[ecs]` and `[services.<name>]` against themselves and each other.
    pub fn check(self, services: BTreeMap<ServiceName, ServiceConfig>, identity: &Identity, problems: &mut Problems) -> Ecs {
        let Self { cluster, load_balancer, repositories } = self;
        if services.is_empty() {
            problems.error("services", "no service is set").help("add a section such as `[services.task-api]`");
        }
        name(problems, "project", NameKind::LoadBalancer, &LoadBalancer::name(identity));
        // The account's number is not always known here, and always as long.
        let bucket = format!("{}-{}", access_logs::name_without_account(identity), "0".repeat(12));
        name(problems, "project", NameKind::S3Bucket, &bucket);
        for taken in services.keys().filter(|name| TAKEN_NAMES.contains(&name.as_str())) {
            problems
                .error(
                    SettingPath::from("services").key(taken.as_str()),
                    format!("`{taken}` is the name of a part that every environment has"),
                )
                .help(format!("choose another name; taken are {}", TAKEN_NAMES.join(", ")));
        }
        check_aws_names(&services, problems);
        check_certificate(&load_balancer, problems);
        kind::check_names(&services, problems);
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
                service.check(name, &reaches, identity, problems)
            })
            .collect();
        Ecs { cluster, load_balancer, repositories, services }
    }
}

/// AWS has one thing of a name: two services that carry one name there would each be half of it.
fn check_aws_names(services: &BTreeMap<ServiceName, ServiceConfig>, problems: &mut Problems) {
    let mut carried: BTreeMap<&ServiceName, &ServiceName> = services.keys().map(|name| (name, name)).collect();
    carried.retain(|_, service| services[*service].aws_name.is_none());
    for (name, settings) in services {
        let Some(aws_name) = &settings.aws_name else { continue };
        if let Some(other) = carried.insert(aws_name, name) {
            problems
                .error(
                    SettingPath::from("services").key(name.as_str()).key("aws_name"),
                    format!("service `{other}` carries the name `{aws_name}` in AWS as well"),
                )
                .help("give each service a name of its own");
        }
    }
}

/// The names in the certificate.
fn check_certificate(load_balancer: &LoadBalancer, problems: &mut Problems) {
    const DOMAIN: &str = "ecs.load_balancer.tls.domain";
    const ALTERNATIVES: &str = "ecs.load_balancer.tls.alternative_domains";
    let Some(tls) = &load_balancer.tls else { return };
    let length = tls.domain.as_str().len();
    if length > limits::FIRST_CERTIFICATE_NAME.most {
        problems
            .error(
                DOMAIN,
                format!("the certificate's first name has {length} characters, and {} fit", limits::FIRST_CERTIFICATE_NAME.most),
            )
            .help("name a shorter domain here, and this one under `alternative_domains`, where 253 fit");
    }
    let names = tls.domains().count();
    let Limit { most, quota, .. } = limits::CERTIFICATE_NAMES;
    if names > limits::CERTIFICATE_NAMES_AT_THE_MOST.most {
        problems
            .error(
                ALTERNATIVES,
                format!("{names} names are set, and a certificate has {} at the most", limits::CERTIFICATE_NAMES_AT_THE_MOST.most),
            )
            .also(DOMAIN)
            .help("take some out");
    } else if names > most {
        problems
            .warning(ALTERNATIVES, format!("{names} names are set, and AWS gives a certificate {most} unless asked for more"))
            .also(DOMAIN)
            .help(format!("have the quota \"{}\" raised before the apply", quota.unwrap_or_default()));
    }
}

impl ServiceConfig {
    fn check(
        self,
        service_name: ServiceName,
        reaches: &BTreeSet<Reach>,
        identity: &Identity,
        problems: &mut Problems,
    ) -> Option<Service> {
        let at = |setting: &str| SettingPath::from(format!("services.{service_name}.{setting}").as_str());
        self.check_counts(&at, problems);
        self.check_ports(&at, problems);
        self.check_schedule(&at, problems);
        self.check_start(&at, problems);
        self.check_routing(&at, problems);
        self.check_patterns(&at, problems);
        self.check_environment(&at, problems);
        let kind = Kind::of(&service_name, &self, reaches, problems);
        let connect = Connect::of(&service_name, &self, reaches);
        let size = FargateSize::new(self.cpu, self.memory)
            .map_err(|error| {
                problems.error(at("memory"), error.to_string()).also(at("cpu"));
            })
            .ok()?;
        let Self {
            // What it was called before is the matter of addresses, which are known when everything is made.
            renamed_from: _,
            aws_name,
            image_tag,
            deployment,
            start_with,
            // They make the service's kind and its part in Service Connect; the network opens the ports.
            port: _,
            previous_port: _,
            routing: _,
            reached_by: _,
            reaches: _,
            app_protocol: _,
            cpu: _,
            memory: _,
            spot_percent,
            log_level,
            log_retention_days,
            environment,
            secrets,
            secret_keys,
            buckets,
            bucket_keys,
            database,
            writable_paths,
            execute_command,
            deregistration_delay_seconds,
            tasks,
            scaling,
            schedule,
            slow_start_seconds,
            stickiness_seconds,
            health_check,
            database_pool,
        } = self;
        let service = Service {
            name: service_name.clone(),
            aws_name: aws_name.unwrap_or_else(|| service_name.clone()),
            image_tag,
            deployment,
            start_with,
            kind: kind?,
            connect,
            size,
            spot_percent,
            log_level,
            log_retention_days,
            environment,
            secrets,
            secret_keys,
            buckets,
            bucket_keys,
            database: database.unwrap_or_default(),
            writable_paths,
            execute_command,
            deregistration_delay_seconds,
            tasks,
            scaling,
            schedule,
            slow_start_seconds,
            stickiness_seconds,
            health_check,
            database_pool,
        };
        let section = format!("services.{service_name}");
        if let Kind::Web(web) = &service.kind {
            name(problems, &section, NameKind::TargetGroup, &service.target_group_name(identity, web.port));
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
    }

    fn check_routing(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let Some(routing) = &self.routing else { return };
        let (paths, hosts) = (routing.paths.len(), routing.hosts.len());
        if paths + hosts == 0 {
            problems
                .error(at("routing"), "the service has neither a path nor a host, so no request reaches it")
                .help("set `paths = [\"/*\"]` for every request, or `hosts`");
        }
        // Elastic Load Balancing User Guide, "Quotas for your Application Load Balancers": condition values per rule.
        if paths + hosts > limits::RULE_VALUES.most {
            problems
                .error(at("routing"), format!("{paths} paths and {hosts} hosts are {} patterns", paths + hosts))
                .help(format!("one rule of the load balancer takes {} patterns at the most", limits::RULE_VALUES.most));
        }
    }

    fn check_patterns(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let Some(routing) = &self.routing else { return };
        let hosts = routing.hosts.iter().map(|host| ("hosts", host.as_str().to_ascii_lowercase()));
        let patterns: Vec<(&str, String)> =
            routing.paths.iter().map(|path| ("paths", path.as_str().to_owned())).chain(hosts).collect();
        let wildcards: usize = patterns.iter().map(|(_, pattern)| pattern.matches(['*', '?']).count()).sum();
        if wildcards > limits::RULE_WILDCARDS.most {
            problems
                .error(at("routing"), format!("the patterns have {wildcards} wildcards"))
                .help(format!("one rule of the load balancer takes {} at the most", limits::RULE_WILDCARDS.most));
        }
        for (place, (setting, pattern)) in patterns.iter().enumerate() {
            if patterns[..place].iter().any(|(other, same)| other == setting && same == pattern) {
                problems.error(at(&format!("routing.{setting}")), format!("`{pattern}` is named twice")).help("name it once");
            }
        }
    }

    fn check_environment(&self, at: &dyn Fn(&str) -> SettingPath, problems: &mut Problems) {
        let named =
            self.environment.keys().map(|name| (name, "environment")).chain(self.secrets.keys().map(|name| (name, "secrets")));
        for (name, section) in named {
            if RESERVED.contains(&name.as_str()) {
                problems
                    .error(at(&format!("{section}.{name}")), format!("`{name}` is set for every service already"))
                    .help(format!("choose another name; taken are {}", RESERVED.join(", ")));
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
        } else {
            "shorten the project's or the environment's name"
        };
        problems.error(setting, error.to_string()).help(help);
    }
}
