//! From the settings as typed to the settings as checked: each section by its own module, and what lies between sections here.

use std::collections::{BTreeMap, BTreeSet};

use domain::{EnvironmentName, Identity, Port, ServiceName, TagKey, limits};
use settings::Problems;

use super::checked::Environment;
use super::config::Config;
use super::refactoring::Refactoring;
use super::{bucket_names, database, owned, services};
use crate::added::AllAdded;
use crate::called::Called;
use crate::own::Own;

/// The tags that every environment has, and `Name`, which the parts of the network have; a user cannot set them to something else. IAM tells keys apart
/// without regard to case (IAM User Guide, "Rules for tagging in IAM and AWS STS").
const OWN_TAGS: [&str; 4] = ["Project", "Environment", "ManagedBy", "Name"];

/// Ours and `Name` count among those that a resource may have.
const MOST_TAGS: usize = limits::TAGS.most - OWN_TAGS.len();

impl Config {
    /// Checks all sections; the environment is of use only when no error was found.
    pub(crate) fn check(self, name: EnvironmentName, problems: &mut Problems) -> Environment {
        self.check_tags(problems);
        self.check_regions(problems);
        self.check_alarms(problems);
        self.check_destruction(problems);
        self.check_between(&name, problems);
        let Self {
            // For the rules, which see the settings as typed.
            purpose: _,
            accept: _,
            project,
            region,
            disaster_recovery_region,
            account_id,
            assume_role,
            prevent_destroy,
            force_destroy,
            tags,
            iam,
            state,
            networking,
            rds,
            ecs,
            mut services,
            mut jobs,
            queues,
            buckets,
            caches,
            monitoring,
            delivery,
            objectives,
            // Read and checked with what is emitted.
            own_terraform: _,
            overrides: _,
            modules: _,
            providers: _,
            // Checked when it is known which addresses there are.
            moved: _,
            import: _,
            removed: _,
        } = self;
        if let Some(role) = &assume_role {
            role.check(account_id.as_ref(), problems);
        }
        let identity = Identity { project, environment: name, region, disaster_recovery_region };
        let state = state.check(problems);
        let of_delivery = (deployments(&services), started(&jobs));
        let load_balancer = load_balancer(&ecs.load_balancer, &services, &networking);
        let networking = networking.check(&identity, tenants(&load_balancer, &ecs, &rds), problems);
        let rds = rds.check(&identity, problems);
        let delivery = delivery.map(|delivery| {
            let (services, jobs) = of_delivery;
            let surroundings = surroundings(&iam, &state, &rds, &identity, assume_role.is_some());
            delivery.check(services, jobs, account_id.as_ref(), surroundings, problems)
        });
        if matches!(rds, rds::Database::None) {
            // Whoever asks for one is told above.
            let of_services = services.values_mut().map(|service| &mut service.database);
            let of_jobs = jobs.values_mut().map(|job| &mut job.database);
            of_services.chain(of_jobs).for_each(|database| *database = Some(ecs::config::DatabaseAccess::None));
        }
        let ports = networking::Ports {
            services: led_to(&services),
            connections: connections(&services),
            database: database::of_network(&rds),
            load_balancer,
        };
        let queues = queues::Queues::check(queues, &identity, problems);
        let encrypted = queues.all().filter(|queue| queue.has_key()).map(|queue| queue.name().clone());
        let buckets = buckets::Buckets::check(buckets, &identity, problems);
        let under_key = buckets.all().filter(|bucket| bucket.has_key()).map(|bucket| bucket.name().clone());
        let caches = caches::Caches::check(caches, &identity, problems);
        let ecs = ecs.check(services, jobs, &identity, problems).with_encrypted_queues(encrypted).with_encrypted_buckets(under_key);
        let ecs = ecs.with_caches(shapes(&caches));
        let monitoring = monitoring.check(problems);
        let subject = subject(&networking, &rds, (&queues, &caches), &ecs, (&state, account_id.as_ref()), &identity);
        monitoring.check_against(&identity, &subject, problems);
        Environment {
            identity,
            account_id,
            assume_role,
            prevent_destroy,
            force_destroy: force_destroy.unwrap_or(!prevent_destroy),
            tags,
            iam,
            state,
            networking,
            ports,
            rds,
            queues,
            buckets,
            caches,
            ecs,
            monitoring,
            subject,
            delivery,
            objectives,
            refactoring: Refactoring::default(),
            own: Own::default(),
            called: Called::default(),
            added: AllAdded::default(),
            overridden: Vec::new(),
        }
    }

    fn check_tags(&self, problems: &mut Problems) {
        for key in self.tags.keys() {
            if let Some(own) = OWN_TAGS.into_iter().find(|own| own.eq_ignore_ascii_case(key.as_str())) {
                problems
                    .error(settings::SettingPath::from("tags").key(key.as_str()), format!("the tag `{own}` is set already"))
                    .help("choose another key");
            }
        }
        let mut seen: BTreeMap<String, &TagKey> = BTreeMap::new();
        for key in self.tags.keys() {
            let at = settings::SettingPath::from("tags").key(key.as_str());
            if let Some(other) = seen.insert(key.as_str().to_lowercase(), key) {
                problems
                    .error(
                        at.clone(),
                        format!("`{other}` and `{key}` are one key to IAM, which tells keys apart without regard to case"),
                    )
                    .also(settings::SettingPath::from("tags").key(other.as_str()))
                    .help("keep one of them");
            }
        }
        if self.tags.len() > MOST_TAGS {
            problems
                .error("tags", format!("{} tags are set", self.tags.len()))
                .help(format!("AWS allows 50 on a resource, of which {MOST_TAGS} are yours"));
        }
    }

    fn check_alarms(&self, problems: &mut Problems) {
        for name in self.monitoring.alarms.by_service.keys().filter(|name| !self.services.contains_key(*name)) {
            let known: Vec<String> = self.services.keys().map(|known| format!("`{known}`")).collect();
            problems
                .error(
                    settings::SettingPath::from("monitoring.alarms.by_service").key(name.as_str()),
                    format!("there is no service `{name}`"),
                )
                .help(format!("the services are {}", known.join(", ")));
        }
        for (name, own) in &self.monitoring.alarms.by_service {
            let is_quiet = self.services.get(name).is_some_and(|service| service.routing.is_none());
            if let Some(setting) = own.of_load_balancer().filter(|_| is_quiet) {
                problems
                    .error(
                        settings::SettingPath::from("monitoring.alarms.by_service").key(name.as_str()).key(setting),
                        format!("the load balancer measures it, which leads nobody to `{name}`"),
                    )
                    .help("take it out; a service without `routing` has the alarms `ecs_cpu_percent` and `ecs_memory_percent`");
            }
        }
    }

    /// What sections say of one another.
    fn check_between(&self, name: &EnvironmentName, problems: &mut Problems) {
        services::check(self, problems);
        database::check(self, problems);
        owned::check(self, problems);
        bucket_names::check(self, name, problems);
        crate::called::check_settings(self, problems);
    }

    fn check_destruction(&self, problems: &mut Problems) {
        if self.prevent_destroy && self.force_destroy == Some(true) {
            problems
                .error("force_destroy", "Terraform refuses every plan that would destroy a bucket or a repository, full or empty")
                .also("prevent_destroy")
                .help("set `prevent_destroy = false` when the environment is to go, or take `force_destroy` out");
        }
    }

    fn check_regions(&self, problems: &mut Problems) {
        if self.region == self.disaster_recovery_region {
            problems
                .error("disaster_recovery_region", format!("`{}` is the region that it has to stand in for", self.region))
                .also("region")
                .help("choose another region");
        }
    }
}

/// The ports to which the load balancer connects.
fn led_to(services: &BTreeMap<ServiceName, ecs::ServiceConfig>) -> BTreeSet<Port> {
    let web = services.values().filter(|service| service.routing.is_some());
    web.flat_map(|service| [service.port, service.previous_port]).flatten().collect()
}

/// Which services connect to which others, in the words of the network.
fn connections(services: &BTreeMap<ServiceName, ecs::ServiceConfig>) -> BTreeSet<networking::Connection> {
    let member = |name: &ServiceName| networking::Member {
        name: name.clone(),
        aws_name: services.get(name).and_then(|service| service.aws_name.as_ref()).unwrap_or(name).clone(),
    };
    let connections = ecs::reaches(services).into_iter().flat_map(|ecs::Reach { from, to }| {
        let ports = services.get(&to).map(|service| [service.port, service.previous_port]).into_iter().flatten().flatten();
        ports.map(|port| networking::Connection { from: member(&from), to: member(&to), port }).collect::<Vec<_>>()
    });
    connections.collect()
}

/// What is to stand in the network.
fn tenants(load_balancer: &networking::LoadBalancer, ecs: &ecs::Config, rds: &rds::Section) -> networking::Tenants {
    let is_own = matches!(load_balancer, networking::LoadBalancer::Own { .. });
    networking::Tenants { public_load_balancer: is_own && !ecs.load_balancer.internal, database: rds.own().is_some() }
}

/// Where the services' requests come from, in the words of the network.
fn load_balancer(
    load_balancer: &ecs::config::LoadBalancer,
    services: &BTreeMap<ServiceName, ecs::ServiceConfig>,
    networking: &networking::Config,
) -> networking::LoadBalancer {
    if let Some(existing) = &load_balancer.existing {
        let group = existing.security_group_id.clone();
        return networking::LoadBalancer::Existing { group, is_let_out: existing.let_out_to_tasks };
    }
    if !load_balancer.is_there(ecs::has_web_service(services)) {
        return networking::LoadBalancer::None;
    }
    let own = || if load_balancer.internal { networking.ranges().collect() } else { BTreeSet::new() };
    let callers = if load_balancer.allowed_cidrs.is_empty() { own() } else { load_balancer.allowed_cidrs.clone() };
    networking::LoadBalancer::Own { callers }
}

/// The caches, in the words of the services.
fn shapes(caches: &caches::Caches) -> BTreeMap<domain::CacheName, ecs::CacheShape> {
    let shape = |cache: &caches::Cache| ecs::CacheShape {
        port: cache.port(),
        reader_port: cache.reader_port(),
        asks_by_iam: cache.asks_by_iam(),
        is_serverless: cache.nodes().is_none(),
    };
    caches.all().map(|cache| (cache.name().clone(), shape(cache))).collect()
}

/// Who puts each service's images into service, in the words of delivery.
fn deployments(services: &BTreeMap<ServiceName, ecs::ServiceConfig>) -> BTreeMap<ServiceName, delivery::Service> {
    let of = |service: &ecs::ServiceConfig| delivery::Service {
        deployment: deployment(service.deployment),
        is_pushed: service.image.is_none(),
    };
    services.iter().map(|(name, service)| (name.clone(), of(service))).collect()
}

/// What the pipeline does for each job, in the words of delivery.
fn started(jobs: &BTreeMap<ServiceName, ecs::JobConfig>) -> BTreeMap<ServiceName, delivery::Job> {
    let of = |job: &ecs::JobConfig| delivery::Job {
        deployment: deployment(job.deployment),
        is_pushed: job.is_pushed(),
        is_started: job.schedule.is_none(),
    };
    jobs.iter().map(|(name, job)| (name.clone(), of(job))).collect()
}

/// What lies around delivery, in its words.
fn surroundings(
    iam: &super::iam::Iam,
    state: &state::Kept,
    rds: &rds::Database,
    identity: &Identity,
    assumes_role: bool,
) -> delivery::Surroundings {
    delivery::Surroundings {
        boundary: iam.permissions_boundary.clone(),
        path: iam.path.clone(),
        state: state.in_bucket().map(|state| object_of_state(state, identity)),
        assumes_role,
        plan_reads_password: rds.has_read_replica(),
        database: rds.own().map(|rds| rds.identifier().to_owned()),
    }
}

/// The state in its bucket, in the words of delivery.
fn object_of_state(state: &state::State, identity: &Identity) -> delivery::StateObject {
    delivery::StateObject {
        bucket: state.bucket.clone(),
        region: state.region,
        key: state.key(identity),
        kms_key: match &state.encryption {
            state::Encryption::Aes256 => None,
            state::Encryption::Kms(key) => Some(key.clone()),
        },
        lock_file: state.locking.in_bucket(),
        lock_table: state.locking.table().cloned(),
        role: state.assume_role_arn.clone(),
    }
}

fn deployment(deployment: ecs::config::Deployment) -> delivery::Deployment {
    match deployment {
        ecs::config::Deployment::Pipeline => delivery::Deployment::Pipeline,
        ecs::config::Deployment::Terraform => delivery::Deployment::Terraform,
    }
}

/// What monitoring watches: from the other sections, as they were checked.
fn subject(
    networking: &networking::Networking,
    rds: &rds::Database,
    (queues, caches): (&queues::Queues, &caches::Caches),
    ecs: &ecs::Ecs,
    (state, account_id): (&state::Kept, Option<&domain::AccountId>),
    identity: &Identity,
) -> monitoring::Subject {
    let web: BTreeSet<&ServiceName> = ecs.web_services().collect();
    let services = ecs.services().map(|(name, aws_name, running)| {
        let running = match running {
            ecs::Running::Always => monitoring::Running::Always,
            ecs::Running::AtTimes => monitoring::Running::AtTimes,
            // Only Container Insights counts how many tasks are wanted.
            ecs::Running::OnceDelivered if ecs.measures_services() => monitoring::Running::OnceDelivered,
            ecs::Running::OnceDelivered => monitoring::Running::AtTimes,
        };
        (name.clone(), monitoring::Service { aws_name: aws_name.clone(), running, is_web: web.contains(name) })
    });
    let jobs = ecs
        .jobs()
        .map(|(name, aws_name, has_schedule)| (name.clone(), monitoring::Job { aws_name: aws_name.clone(), has_schedule }));
    monitoring::Subject {
        services: services.collect(),
        jobs: jobs.collect(),
        queues: queues.all().map(|queue| queue.name().clone()).collect(),
        caches: caches.all().map(|cache| (cache.name().clone(), watched(cache))).collect(),
        nat_zones: networking.nat_zones().clone(),
        has_load_balancer: ecs.has_load_balancer(),
        database: rds.own().map(|rds| monitoring::Database {
            allocated_storage: rds.allocated_storage(),
            max_connections: rds.instance_class.max_connections(),
            memory_mib: rds.instance_class.memory_mib(),
            is_burstable: rds.instance_class.is_burstable(),
            has_replica: rds.has_read_replica(),
        }),
        // S3 sends an object's events to EventBridge in the bucket's account and region only (S3 User Guide, "Using EventBridge").
        state: state
            .in_bucket()
            .filter(|state| state.region == identity.region && !state.is_of_another_account(account_id))
            .map(|state| monitoring::StateObject { bucket: state.bucket.clone(), key: state.key(identity) }),
    }
}

/// A cache, in the words of monitoring.
fn watched(cache: &caches::Cache) -> monitoring::Cache {
    match cache.nodes() {
        Some(nodes) => monitoring::Cache::OnNodes(nodes),
        None => monitoring::Cache::Serverless {
            maximum_gigabytes: cache.maximum_gigabytes(),
            maximum_ecpus_per_second: cache.maximum_ecpus_per_second(),
        },
    }
}
