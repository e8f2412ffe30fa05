//! The services: load balancer, cluster, repositories, roles, task definitions, scaling.
//!
//! Third in the one-way flow networking → rds → ecs → monitoring, delivery. The module knows the network and the database by its inputs only.

mod access_logs;
mod cluster;
pub mod config;
mod connect;
mod container;
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

use aws::{
    CloudwatchLogGroupReference, EcrRepositoryReference, EcsClusterReference, EcsServiceReference, EcsTaskDefinitionReference,
    IamRoleReference, KmsKeyReference, LbListenerReference, LbReference,
};
use domain::Identity;
use terraform::{Map, Module, Settings, template};

pub use config::{Config, Ecs, Reach, Running, ServiceConfig, reaches};
pub use facts::facts;
pub use image_tags::image_tags;
pub use interface::{ConnectInputs, IamInputs, Inputs, Outputs, References, ReplicaInputs};

use config::{Kind, Service};
use connect::{Connection, Network};
use interface::{IamVariables, ReplicaVariables, Variables};
use load_balancer::Entrance;

/// What all services share.
struct Shared<'a> {
    variables: &'a Variables,
    replica: Option<ReplicaVariables>,
    iam: Option<Iam>,
    network: Option<Network>,
    cluster: EcsClusterReference,
    listener: LbListenerReference,
    repositories_key: KmsKeyReference,
    logs_key: KmsKeyReference,
}

/// What logging in to the database by IAM takes.
pub(crate) struct Iam {
    pub(crate) variables: IamVariables,
    /// The instances by the names under which their identifiers are passed.
    pub(crate) instances: Vec<&'static str>,
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

/// The module's documents; of a database with a read replica the caller has to pass [`ReplicaInputs`] too, and with
/// [`Ecs::logs_in_by_iam`] [`IamInputs`],
/// with [`Ecs::connects_services`] [`ConnectInputs`].
pub fn module(identity: &Identity, ecs: &Ecs, database_has_replica: bool) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));
    let replica = database_has_replica.then(|| ReplicaInputs::declare(module.document("variables")));

    let iam = ecs.logs_in_by_iam().then(|| Iam {
        variables: IamInputs::declare(module.document("variables")),
        instances: INSTANCES.into_iter().take(if database_has_replica { 2 } else { 1 }).collect(),
    });

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
    let shared = Shared { variables: &variables, replica, iam, network, cluster, listener, repositories_key, logs_key };
    let made: Vec<(&Service, Made)> =
        ecs.services.iter().map(|service| (service, add_service(&mut module, identity, ecs, &shared, service))).collect();
    if settings.tls.is_some() {
        tls::redirect(
            module.document("load_balancer"),
            &load_balancer,
            made.iter().filter_map(|(_, made)| Some(&made.entrance.as_ref()?.listener_rule)),
        );
    }

    outputs(&shared, settings, &load_balancer, &made).declare(module.document("outputs"));
    module
}

/// One service, from its repository to its scaling.
fn add_service(module: &mut Module, identity: &Identity, ecs: &Ecs, shared: &Shared, service: &Service) -> Made {
    let Shared { variables, replica, iam, network, cluster, listener, repositories_key, logs_key } = shared;
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
    let containers = container::definitions(identity, service, image, &log_group.name(), variables, replica.as_ref());
    let roles = module.document("roles");
    let execution_role = roles::execution_role(roles, identity, service, &repository, &log_group, variables);
    let task_role = roles::task_role(roles, identity, service, variables, iam.as_ref());
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

fn outputs(shared: &Shared, settings: &config::LoadBalancer, load_balancer: &LbReference, made: &[(&Service, Made)]) -> Outputs {
    let by_service = |of: fn(&Made) -> terraform::Expression<String>| {
        made.iter().map(|(service, made)| (service.name.as_str(), of(made))).collect::<Map<String>>().into()
    };
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
        target_group_arn_suffixes: made
            .iter()
            .filter_map(|(service, made)| Some((service.name.as_str(), made.entrance.as_ref()?.target_group.arn_suffix())))
            .collect::<Map<String>>()
            .into(),
        repository_urls: by_service(|made| made.repository.repository_url()),
        repository_arns: by_service(|made| made.repository.arn()),
        log_group_names: by_service(|made| made.log_group.name()),
    }
}
