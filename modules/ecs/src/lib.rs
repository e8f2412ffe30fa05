//! The services: load balancer, cluster, repositories, roles, task definitions, scaling.
//!
//! Third in the one-way flow networking → rds → ecs → monitoring, delivery. The module knows the network and the database by its inputs only.

mod access_logs;
mod cluster;
pub mod config;
mod connect;
mod container;
mod database;
mod facts;
mod firewall;
mod image_tags;
mod interface;
mod load_balancer;
mod logs;
mod repository;
mod roles;
mod scaling;
mod schedule;
mod service;
mod tls;

use aws::private_bucket::PrivateBucketReference;
use aws::{
    CloudwatchLogGroupReference, EcrRepositoryReference, EcsClusterReference, EcsServiceReference, EcsTaskDefinitionReference,
    IamRoleReference, KmsKeyReference, LbListenerReference, LbReference, LbTargetGroupReference,
};
use domain::Identity;
use terraform::{Map, Module, Settings, template};

pub use config::{Config, Ecs, Reach, Running, ServiceConfig, reaches};
pub use database::DatabaseShape;
pub use facts::facts;
pub use image_tags::image_tags;
pub use interface::{
    ConnectInputs, DatabaseInputs, IamInputs, Inputs, Outputs, References, ReplicaInputs, SecretInputs, SecretKeyInputs,
};

use config::{Kind, Service};
use connect::{Connection, Network};
use database::Database;
use interface::Variables;
use load_balancer::Entrance;

/// What all services share.
struct Shared<'a> {
    variables: &'a Variables,
    /// The database, if there is one.
    database: Option<Database>,
    network: Option<Network>,
    cluster: EcsClusterReference,
    listener: LbListenerReference,
    repositories_key: KmsKeyReference,
    logs_key: KmsKeyReference,
}

/// The database's instance, and its read replica, as [`IamInputs`] names them.
pub const INSTANCES: [&str; 2] = ["main", "replica"];

/// What a service brings to the outputs.
struct Made {
    ecs_service: EcsServiceReference,
    task_definition: EcsTaskDefinitionReference,
    execution_role: IamRoleReference,
    task_role: IamRoleReference,
    entrance: Option<Entrance>,
    repository: EcrRepositoryReference,
    log_group: CloudwatchLogGroupReference,
}

/// The module's documents; with a database the caller has to pass [`DatabaseInputs`] too and what its shape asks for, with
/// [`Ecs::logs_in_by_iam`] [`IamInputs`], and with [`Ecs::connects_services`] [`ConnectInputs`].
pub fn module(identity: &Identity, ecs: &Ecs, database: Option<DatabaseShape>) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));
    let database = database.map(|shape| Database::declare(&mut module, ecs, shape));

    let settings = &ecs.load_balancer;
    let logs = settings
        .access_logs
        .enabled
        .then(|| access_logs::bucket(module.document("access_logs"), identity, &settings.access_logs, &variables));
    let document = module.document("load_balancer");
    let load_balancer = load_balancer::load_balancer(document, identity, settings, logs.as_ref(), &variables);
    let listener = match &settings.tls {
        Some(tls) => tls::listener(document, &load_balancer, tls),
        None => load_balancer::http_listener(document, &load_balancer),
    };
    if let Some(firewall) = &settings.firewall {
        firewall::firewall(module.document("firewall"), identity, &load_balancer, firewall);
    }
    let cluster = cluster::cluster(module.document("cluster"), identity, &ecs.cluster);
    let repositories_key = repository::key(module.document("repositories"), identity, &ecs.repositories, &variables);
    let logs_key = logs::key(module.document("logs"), identity, &variables);
    let network = ecs.connects_services().then(|| {
        let variables = ConnectInputs::declare(module.document("variables"));
        connect::network(module.document("cluster"), identity, variables)
    });
    let shared = Shared { variables: &variables, database, network, cluster, listener, repositories_key, logs_key };
    let made: Vec<(&Service, Made)> =
        ecs.services.iter().map(|service| (service, add_service(&mut module, identity, ecs, &shared, service))).collect();
    let redirect = settings.tls.is_some().then(|| {
        let rules = made.iter().filter_map(|(_, made)| Some(&made.entrance.as_ref()?.listener_rule));
        tls::redirect(module.document("load_balancer"), &load_balancer, rules)
    });

    let front = Front { load_balancer, redirect, access_logs: logs };
    outputs(&shared, settings, &front, &made).declare(module.document("outputs"));
    module
}

/// One service, from its repository to its scaling.
fn add_service(module: &mut Module, identity: &Identity, ecs: &Ecs, shared: &Shared, service: &Service) -> Made {
    let Shared { variables, database, network, cluster, listener, repositories_key, logs_key } = shared;
    let database = database.as_ref();
    let repository =
        repository::repository(module.document("repositories"), identity, &ecs.repositories, service, repositories_key);
    let log_group = logs::log_group(module.document("logs"), identity, service, logs_key);
    let entrance = match &service.kind {
        Kind::Web(web) => {
            let document = module.document("load_balancer");
            let target_group = load_balancer::target_group(document, identity, service, web, variables);
            let listener_rule = load_balancer::listener_rule(document, service, &web.routing, listener, &target_group);
            Some(Entrance { target_group, listener_rule })
        }
        Kind::Internal(_) | Kind::Worker => None,
    };
    let connection = service.connect.as_ref().zip(network.as_ref());
    let connection = connection.map(|(connect, network)| Connection { connect, network, log_group: log_group.name() });

    let image = template![repository.repository_url(), ":", variables.image_tags.key(service.name.as_str())];
    let containers = container::definitions(identity, service, image, &log_group.name(), database);
    let roles = module.document("roles");
    let execution_role = roles::execution_role(roles, identity, service, &repository, &log_group, (variables, database));
    let task_role = roles::task_role(roles, identity, service, variables, database);
    let services = module.document("services");
    let task_definition = service::task_definition(services, identity, service, containers, &execution_role, &task_role);
    let (execution, task) = (execution_role.role.clone(), task_role.role.clone());
    let surroundings = service::Surroundings {
        cluster,
        task_definition: task_definition.clone(),
        entrance: entrance.as_ref(),
        connection,
        execution_role,
        task_role,
        variables,
    };
    let ecs_service = service::service(services, identity, service, surroundings);
    let scaling = module.document("scaling");
    let target = scaling::scaling(scaling, identity, service, cluster, &ecs_service);
    if let Some(schedule) = &service.schedule {
        schedule::schedule(scaling, identity, service, schedule, &target);
    }
    Made { ecs_service, task_definition, execution_role: execution, task_role: task, entrance, repository, log_group }
}

/// What stands before the services.
struct Front {
    load_balancer: LbReference,
    /// The listener that sends everybody to TLS, where there is a domain.
    redirect: Option<LbListenerReference>,
    access_logs: Option<PrivateBucketReference>,
}

fn outputs(shared: &Shared, settings: &config::LoadBalancer, front: &Front, made: &[(&Service, Made)]) -> Outputs {
    let Front { load_balancer, redirect, access_logs } = front;
    let by_service = |of: fn(&Made) -> terraform::Expression<String>| {
        made.iter().map(|(service, made)| (service.name.as_str(), of(made))).collect::<Map<String>>().into()
    };
    let of_target_groups = |of: fn(&LbTargetGroupReference) -> terraform::Expression<String>| {
        let groups =
            made.iter().filter_map(|(service, made)| Some((service.name.as_str(), of(&made.entrance.as_ref()?.target_group))));
        groups.collect::<Map<String>>().into()
    };
    let listeners = match redirect {
        Some(redirect) => vec![("http", redirect.arn()), ("https", shared.listener.arn())],
        None => vec![("http", shared.listener.arn())],
    };
    let listeners = listeners.into_iter();
    Outputs {
        cluster_name: shared.cluster.name().into(),
        cluster_arn: shared.cluster.arn().into(),
        service_names: by_service(|made| made.ecs_service.name()),
        // The provider's id of a service is its ARN; an attribute of that name is there from 6 on only.
        service_arns: by_service(|made| made.ecs_service.id()),
        task_definition_families: by_service(|made| made.task_definition.family()),
        execution_role_arns: by_service(|made| made.execution_role.arn()),
        task_role_arns: by_service(|made| made.task_role.arn()),
        url: settings
            .tls
            .as_ref()
            .map_or_else(|| template!["http://", load_balancer.dns_name()], |tls| format!("https://{}", tls.domain).into()),
        load_balancer_dns_name: load_balancer.dns_name().into(),
        load_balancer_arn_suffix: load_balancer.arn_suffix().into(),
        target_group_arn_suffixes: of_target_groups(LbTargetGroupReference::arn_suffix),
        repository_urls: by_service(|made| made.repository.repository_url()),
        repository_arns: by_service(|made| made.repository.arn()),
        log_group_names: by_service(|made| made.log_group.name()),
        log_group_arns: by_service(|made| made.log_group.arn()),
        execution_role_names: by_service(|made| made.execution_role.name()),
        task_role_names: by_service(|made| made.task_role.name()),
        repository_names: by_service(|made| made.repository.name()),
        target_group_arns: of_target_groups(LbTargetGroupReference::arn),
        load_balancer_arn: load_balancer.arn().into(),
        load_balancer_zone_id: load_balancer.zone_id().into(),
        listener_arn: shared.listener.arn().into(),
        listener_arns: listeners.collect::<Map<String>>().into(),
        key_arns: [("repositories", shared.repositories_key.arn()), ("logs", shared.logs_key.arn())].into(),
        bucket_names: access_logs.iter().map(|logs| ("access_logs", logs.bucket.id())).collect::<Map<String>>().into(),
    }
}
