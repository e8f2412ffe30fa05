//! The services: load balancer, cluster, repositories, roles, task definitions, scaling.
//!
//! Third in the one-way flow networking → rds → ecs → monitoring, delivery. The module knows the network and the database by its inputs only.

mod access_logs;
mod backlog;
mod cluster;
pub mod config;
mod connect;
mod container;
mod container_options;
mod database;
mod facts;
mod firewall;
mod front;
mod image_tags;
mod interface;
mod job;
mod load_balancer;
mod logs;
mod repository;
mod roles;
mod rules;
mod scaling;
mod schedule;
mod service;
mod sidecar;
mod stores;
mod tls;
mod ways;

pub(crate) use stores::{BucketAccess, CacheAccess, QueueAccess, Stores};

use aws::{
    CloudwatchLogGroupReference, EcrRepositoryReference, EcsClusterReference, EcsServiceReference, EcsTaskDefinitionReference,
    KmsKeyReference, LbTargetGroupReference, SecurityGroupReference,
};
use config::{ImageSource, Job, Kind, Service};
use connect::{Connection, Network};
use database::Database;
use domain::{Identity, ServiceName};
use front::Front;
use interface::Variables;
use job::Scheduled;
use load_balancer::Entrance;
use roles::Role;
use terraform::{Address, Map, Module, ProviderReference, Settings, Value, template};

pub use config::{CacheShape, Config, Ecs, JobConfig, Reach, Running, ServiceConfig, has_web_service, reaches};
pub use container::MAX_OPEN_CONNECTIONS;
pub use database::{DatabaseShape, INSTANCES};
pub use facts::facts;
pub use image_tags::image_tags;
pub use interface::{
    BucketInputs, BucketKeyInputs, CacheIamInputs, CacheInputs, ConnectInputs, DatabaseInputs, DnsOutputs, DnsReferences,
    ElsewhereOutputs, ElsewhereReferences, FrontInputs, FrontOutputs, FrontReferences, IamInputs, Inputs, JobOutputs,
    JobReferences, Outputs, QueueInputs, QueueKeyInputs, References, ReplicaInputs, ScheduleOutputs, ScheduleReferences,
    SecretInputs, SecretKeyInputs,
};

/// What all services share.
struct Shared<'a> {
    variables: &'a Variables,
    /// The database, if there is one.
    database: Option<Database>,
    network: Option<Network>,
    stores: Stores,
    cluster: EcsClusterReference,
    /// None where requests are led to nothing.
    front: Option<Front>,
    /// None where every service's images come from elsewhere.
    repositories_key: Option<KmsKeyReference>,
    logs_key: KmsKeyReference,
}

/// What a task is started from, a service's or a job's.
struct MadeTask {
    task_definition: EcsTaskDefinitionReference,
    execution_role: Role,
    task_role: Role,
    /// Of its own; none where the images come from elsewhere.
    repository: Option<EcrRepositoryReference>,
    log_group: CloudwatchLogGroupReference,
    /// Its own security group, if its settings open ways.
    own_group: Option<SecurityGroupReference>,
}

/// What a service brings to the outputs.
struct Made {
    task: MadeTask,
    ecs_service: EcsServiceReference,
    entrance: Option<Entrance>,
}

/// What a job brings to the outputs.
struct MadeJob {
    task: MadeTask,
    run_command: Value<String>,
    scheduled: Option<Scheduled>,
}

/// The module's documents; with [`Ecs::has_load_balancer`] the caller has to pass [`FrontInputs`] too, with a database he has to pass [`DatabaseInputs`] too and what its shape asks for, with
/// [`Ecs::logs_in_by_iam`] [`IamInputs`], with [`Ecs::connects_services`] [`ConnectInputs`], with
/// [`Ecs::uses_queues`] [`QueueInputs`], with [`Ecs::uses_queue_key`] [`QueueKeyInputs`], with [`Ecs::uses_buckets`] [`BucketInputs`], with
/// [`Ecs::uses_bucket_key`] [`BucketKeyInputs`], with [`Ecs::uses_caches`] [`CacheInputs`], and with [`Ecs::uses_iam_caches`] [`CacheIamInputs`]; with
/// [`Ecs::zone_provider`] the provider's configuration of that alias.
pub fn module(identity: &Identity, ecs: &Ecs, database: Option<DatabaseShape>) -> Module {
    let mut module = Module::new();
    let aliases = ecs.zone_provider().into_iter().map(|alias| ProviderReference::aliased("aws", alias));
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider(aliases)));
    let variables = Inputs::declare(module.document("variables"));
    let database = database.map(|shape| Database::declare(&mut module, ecs, shape));

    let settings = &ecs.load_balancer;
    let front = ecs.has_load_balancer().then(|| Front::of(&mut module, identity, settings, &variables));
    let cluster = cluster::cluster(module.document("cluster"), identity, &ecs.cluster);
    let has_repositories = ecs.tasks().any(|task| task.image == ImageSource::Own);
    let repositories_key =
        has_repositories.then(|| repository::key(module.document("repositories"), identity, &ecs.repositories, &variables));
    let logs_key = logs::key(module.document("logs"), identity, &variables);
    let network = ecs.connects_services().then(|| {
        let variables = ConnectInputs::declare(module.document("variables"));
        connect::network(module.document("cluster"), identity, variables)
    });
    let queues = ecs.uses_queues().then(|| QueueAccess {
        variables: QueueInputs::declare(module.document("variables")),
        key: ecs.uses_queue_key().then(|| QueueKeyInputs::declare(module.document("variables"))),
        encrypted: ecs.encrypted_queues.clone(),
    });
    let buckets = ecs.uses_buckets().then(|| BucketAccess {
        variables: BucketInputs::declare(module.document("variables")),
        key: ecs.uses_bucket_key().then(|| BucketKeyInputs::declare(module.document("variables"))),
        encrypted: ecs.encrypted_stores.clone(),
    });
    let caches = ecs.uses_caches().then(|| CacheAccess {
        variables: CacheInputs::declare(module.document("variables")),
        iam: ecs.uses_iam_caches().then(|| CacheIamInputs::declare(module.document("variables"))),
        shapes: ecs.caches.clone(),
    });
    let shared = Shared {
        variables: &variables,
        database,
        network,
        stores: Stores { queues, buckets, caches },
        cluster,
        front,
        repositories_key,
        logs_key,
    };
    let made: Vec<(&Service, Made)> =
        ecs.services.iter().map(|service| (service, add_service(&mut module, identity, ecs, &shared, service))).collect();
    let jobs: Vec<(&Job, MadeJob)> = ecs.jobs.iter().map(|job| (job, add_job(&mut module, identity, ecs, &shared, job))).collect();
    if let Some(front) = &shared.front {
        for (name, rule) in &settings.rules {
            let answer = rules::answer(name, rule, &front.listener_arn);
            module.document("load_balancer").resource(front.rule(answer));
        }
        front.outputs(settings).declare(module.document("outputs"));
    }

    let tasks: Vec<(&ServiceName, &MadeTask)> = made
        .iter()
        .map(|(service, made)| (&service.name, &made.task))
        .chain(jobs.iter().map(|(job, made)| (&job.task.name, &made.task)))
        .collect();
    outputs(&shared, &made, &tasks).declare(module.document("outputs"));
    outputs_of_jobs(&mut module, &jobs);
    if let Some(tls) = ecs.awaited_records() {
        DnsOutputs { certificate_validation_records: tls::records_elsewhere(tls).into() }.declare(module.document("outputs"));
    }
    if ecs.pulls_from_other_accounts() {
        let policies = ecs.tasks().zip(&tasks).filter_map(|(task, (name, made))| {
            Some((name.as_str(), repository::policy_elsewhere(task, &made.execution_role.role)?))
        });
        let image_repository_policies = policies.collect::<Map<String>>().into();
        ElsewhereOutputs { image_repository_policies }.declare(module.document("outputs"));
    }
    module
}

/// What a task is started from: repository, log group, roles, task definition, its own security group.
fn add_task(
    module: &mut Module,
    identity: &Identity,
    ecs: &Ecs,
    shared: &Shared,
    task: &Service,
    document: &'static str,
) -> MadeTask {
    let Shared { variables, database, stores, repositories_key, logs_key, .. } = shared;
    let database = database.as_ref();
    let repository = repositories_key
        .as_ref()
        .filter(|_| task.image == ImageSource::Own)
        .map(|key| repository::repository(module.document("repositories"), identity, &ecs.repositories, task, key));
    let log_group = logs::log_group(module.document("logs"), identity, task, logs_key);
    let pulled = match &task.image {
        ImageSource::Own => repository.clone(),
        ImageSource::OfService(service) => {
            Some(EcrRepositoryReference::from(Address::managed("aws_ecr_repository", service.label())))
        }
        ImageSource::Elsewhere { .. } => None,
    };
    let tag = variables.image_tags.key(task.name.as_str());
    let image = match (&task.image, &pulled) {
        (ImageSource::Elsewhere { repository, .. }, _) => template![repository.to_string(), ":", tag],
        (ImageSource::Own | ImageSource::OfService(_), Some(repository)) => template![repository.repository_url(), ":", tag],
        (ImageSource::Own | ImageSource::OfService(_), None) => {
            unreachable!("what has no repository elsewhere has one here")
        }
    };
    let containers = container::definitions(identity, task, image, &log_group.name(), database, stores);
    let roles = module.document("roles");
    let execution_role = roles::execution_role(roles, identity, task, pulled.as_ref(), &log_group, (variables, database));
    let task_role = roles::task_role(roles, identity, task, variables, database, stores);
    let task_definition =
        service::task_definition(module.document(document), identity, task, containers, &execution_role, &task_role);
    let own_group = task.opens_ways().then(|| {
        let caches = stores.caches.as_ref();
        ways::security_group(module.document("security_groups"), identity, task, caches, variables)
    });
    MadeTask { task_definition, execution_role, task_role, repository, log_group, own_group }
}

/// One service, from its repository to its scaling.
fn add_service(module: &mut Module, identity: &Identity, ecs: &Ecs, shared: &Shared, service: &Service) -> Made {
    let Shared { variables, network, stores, cluster, front, .. } = shared;
    let entrance = match (&service.kind, front) {
        (Kind::Web(web), Some(front)) => {
            let document = module.document("load_balancer");
            let target_group = load_balancer::target_group(document, identity, service, web, &ecs.load_balancer, variables);
            let rule = load_balancer::listener_rule(service, &web.routing, &front.listener_arn, &target_group);
            let listener_rule = document.resource(front.rule(rule));
            Some(Entrance { target_group, listener_rule })
        }
        // A web service is what there is a load balancer for.
        (Kind::Web(_) | Kind::Internal(_) | Kind::Worker, _) => None,
    };
    let task = add_task(module, identity, ecs, shared, service, "services");
    let connection = service.connect.as_ref().zip(network.as_ref());
    let connection = connection.map(|(connect, network)| Connection { connect, network, log_group: task.log_group.name() });
    let surroundings = service::Surroundings {
        cluster,
        task_definition: &task.task_definition,
        entrance: entrance.as_ref(),
        connection,
        execution_role: &task.execution_role,
        task_role: &task.task_role,
        own_group: task.own_group.as_ref(),
        variables,
    };
    let ecs_service = service::service(module.document("services"), identity, service, surroundings);
    let scaling = module.document("scaling");
    let target = service.scaling.enabled.then(|| {
        scaling::scaling(
            scaling,
            identity,
            service,
            cluster,
            &ecs_service,
            entrance.as_ref().zip(front.as_ref()).map(|(entrance, front)| (&front.arn_suffix, &entrance.target_group)),
        )
    });
    if let (Some(queue), Some(queues), Some(target)) = (&service.queue, &stores.queues, &target) {
        let name = queues.variables.queue_names.key(queue.as_str());
        backlog::scaling(scaling, identity, service, &name, (cluster, &ecs_service), target);
    }
    if let (Some(schedule), Some(target)) = (&service.schedule, target) {
        schedule::schedule(scaling, identity, service, schedule, &target);
    }
    Made { task, ecs_service, entrance }
}

/// One job, from its repository to its schedule.
fn add_job(module: &mut Module, identity: &Identity, ecs: &Ecs, shared: &Shared, job: &Job) -> MadeJob {
    let task = add_task(module, identity, ecs, shared, &job.task, "jobs");
    let surroundings = job::Surroundings {
        cluster: &shared.cluster,
        task_definition: &task.task_definition,
        execution_role: &task.execution_role,
        task_role: &task.task_role,
        own_group: task.own_group.as_ref(),
        variables: shared.variables,
    };
    let run_command = job::run_command(identity, &surroundings);
    let scheduled =
        job.schedule.as_ref().map(|schedule| job::schedule(module.document("jobs"), identity, job, schedule, &surroundings));
    MadeJob { task, run_command, scheduled }
}

fn outputs_of_jobs(module: &mut Module, jobs: &[(&Job, MadeJob)]) {
    if jobs.is_empty() {
        return;
    }
    let commands = jobs.iter().map(|(job, made)| (job.task.name.as_str(), made.run_command.clone())).collect::<Map<String>>();
    let families = jobs.iter().map(|(job, made)| (job.task.name.as_str(), made.task.task_definition.family()));
    JobOutputs { job_run_commands: commands.into(), job_families: families.collect::<Map<String>>().into() }
        .declare(module.document("outputs"));
    let of_scheduled = |of: fn(&Scheduled) -> terraform::Expression<String>| {
        let scheduled = jobs.iter().filter_map(|(job, made)| Some((job.task.name.as_str(), of(made.scheduled.as_ref()?))));
        scheduled.collect::<Map<String>>().into()
    };
    if jobs.iter().any(|(_, made)| made.scheduled.is_some()) {
        let outputs = ScheduleOutputs {
            schedule_group_names: of_scheduled(|it| it.group.name()),
            undelivered_queue_names: of_scheduled(|it| it.undelivered.name()),
        };
        outputs.declare(module.document("outputs"));
    }
}

fn outputs(shared: &Shared, made: &[(&Service, Made)], tasks: &[(&ServiceName, &MadeTask)]) -> Outputs {
    let by_service = |of: fn(&Made) -> terraform::Expression<String>| {
        made.iter().map(|(service, made)| (service.name.as_str(), of(made))).collect::<Map<String>>().into()
    };
    let by_task = |of: fn(&MadeTask) -> terraform::Expression<String>| {
        tasks.iter().map(|(name, task)| (name.as_str(), of(task))).collect::<Map<String>>().into()
    };
    let of_repositories = |of: fn(&EcrRepositoryReference) -> terraform::Expression<String>| {
        let own = tasks.iter().filter_map(|(name, task)| Some((name.as_str(), of(task.repository.as_ref()?))));
        own.collect::<Map<String>>().into()
    };
    let of_target_groups = |of: fn(&LbTargetGroupReference) -> terraform::Expression<String>| {
        let groups =
            made.iter().filter_map(|(service, made)| Some((service.name.as_str(), of(&made.entrance.as_ref()?.target_group))));
        groups.collect::<Map<String>>().into()
    };
    let keys = shared.repositories_key.iter().map(|key| ("repositories", key.arn())).chain([("logs", shared.logs_key.arn())]);
    Outputs {
        cluster_name: shared.cluster.name().into(),
        cluster_arn: shared.cluster.arn().into(),
        service_names: by_service(|made| made.ecs_service.name()),
        // The provider's id of a service is its ARN; an attribute of that name is there from 6 on only.
        service_arns: by_service(|made| made.ecs_service.id()),
        task_definition_families: by_task(|task| task.task_definition.family()),
        execution_role_arns: by_task(|task| task.execution_role.role.arn()),
        task_role_arns: by_task(|task| task.task_role.role.arn()),
        target_group_arn_suffixes: of_target_groups(LbTargetGroupReference::arn_suffix),
        repository_urls: of_repositories(EcrRepositoryReference::repository_url),
        repository_arns: of_repositories(EcrRepositoryReference::arn),
        log_group_names: by_task(|task| task.log_group.name()),
        log_group_arns: by_task(|task| task.log_group.arn()),
        execution_role_names: by_task(|task| task.execution_role.role.name()),
        task_role_names: by_task(|task| task.task_role.role.name()),
        repository_names: of_repositories(EcrRepositoryReference::name),
        target_group_arns: of_target_groups(LbTargetGroupReference::arn),
        key_arns: keys.collect::<Map<String>>().into(),
        bucket_names: shared.front.as_ref().map(Front::bucket_names).unwrap_or_default().into(),
    }
}
