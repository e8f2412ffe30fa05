//! The ECS service and the first revision of its task definition.

use aws::ecs_service::{
    Alarms, AlarmsRequired, CapacityProviderStrategy, CapacityProviderStrategyRequired, DeploymentCircuitBreaker,
    DeploymentCircuitBreakerRequired, LoadBalancer, LoadBalancerRequired, NetworkConfiguration, NetworkConfigurationRequired,
};
use aws::ecs_task_definition::{EphemeralStorage, EphemeralStorageRequired, RuntimePlatform, Volume, VolumeRequired};
use aws::{
    EcsClusterReference, EcsService, EcsServiceReference, EcsServiceRequired, EcsTaskDefinition, EcsTaskDefinitionReference,
    EcsTaskDefinitionRequired, SecurityGroupReference,
};
use domain::{AlarmName, Identity};
use terraform::{Address, Addressed, Document, Lifecycle, Resource, Value};

use crate::cluster::{FARGATE, FARGATE_SPOT};
use crate::config::{Architecture, Deployment, Kind, Rollout, Service, Sidecar, StartWith};
use crate::connect::Connection;
use crate::container::writable_paths;
use crate::interface::Variables;
use crate::load_balancer::Entrance;
use crate::roles::Role;

/// What a service stands among.
pub(crate) struct Surroundings<'a> {
    pub(crate) cluster: &'a EcsClusterReference,
    pub(crate) task_definition: &'a EcsTaskDefinitionReference,
    /// Of a web service.
    pub(crate) entrance: Option<&'a Entrance>,
    /// Of one that reaches others or is reached.
    pub(crate) connection: Option<Connection<'a>>,
    pub(crate) execution_role: &'a Role,
    pub(crate) task_role: &'a Role,
    /// The service's own security group, if its settings open ways.
    pub(crate) own_group: Option<&'a SecurityGroupReference>,
    pub(crate) variables: &'a Variables,
}

/// The task definition: size, roles and containers.
pub(crate) fn task_definition(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    containers: Value<String>,
    execution_role: &Role,
    task_role: &Role,
) -> EcsTaskDefinitionReference {
    let architecture = service.architecture;
    let platform = match architecture {
        // What ECS takes where nothing is said.
        Architecture::X86 => None,
        Architecture::Arm64 => {
            Some(RuntimePlatform::new().cpu_architecture(architecture.cpu_architecture()).operating_system_family("LINUX"))
        }
    };
    let storage =
        service.ephemeral_storage_gib.map(|gib| EphemeralStorage::new(EphemeralStorageRequired { size_in_gib: gib.get().into() }));
    document.resource(Resource::new(
        service.label(),
        EcsTaskDefinition::new(EcsTaskDefinitionRequired {
            family: service.full_name(identity).into(),
            container_definitions: containers,
        })
        .requires_compatibilities([FARGATE])
        .network_mode("awsvpc")
        .cpu(service.size.cpu().to_string())
        .memory(service.size.memory().to_string())
        .execution_role_arn(execution_role.role.arn())
        .task_role_arn(task_role.role.arn())
        .volume(volumes(service).into_iter().map(|name| Volume::new(VolumeRequired { name: name.into() })))
        .runtime_platform(platform)
        .ephemeral_storage(storage)
        // A revision that is replaced stays registered: it is what a roll-back goes to.
        .skip_destroy(true),
    ))
}

/// The volumes of a task, all of them empty at its start.
fn volumes(service: &Service) -> Vec<String> {
    let of_sidecar = |sidecar: &Sidecar| sidecar.writable_paths.iter().map(|path| sidecar.volume_name(path)).collect::<Vec<_>>();
    writable_paths(service).into_keys().chain(service.sidecars.iter().flat_map(of_sidecar)).collect()
}

/// The service: a rolling update without a gap, and back again by itself when the new tasks do not come up.
pub(crate) fn service(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    surroundings: Surroundings,
) -> EcsServiceReference {
    let Surroundings { cluster, task_definition, entrance, connection, execution_role, task_role, own_group, variables } =
        surroundings;
    let policies = [&execution_role.policy, &task_role.policy].into_iter().flatten().map(|policy| policy as &dyn Addressed);
    let policies = policies.chain(task_role.attached.iter().map(|attachment| attachment as &dyn Addressed));
    // The autoscaler owns the count, or the first delivery sets it; what stands here only starts it.
    let counts_itself = service.scaling.enabled || service.start_with == StartWith::Delivery;
    let mut owned_by_others = if counts_itself { vec![EcsService::DESIRED_COUNT.name()] } else { Vec::new() };
    match service.deployment {
        // With the revision goes the port on which its container listens: ECS refuses one that the running revision has not.
        Deployment::Pipeline => owned_by_others.extend([EcsService::TASK_DEFINITION.name(), EcsService::LOAD_BALANCER.name()]),
        Deployment::Terraform => {}
    }
    let Rollout { minimum_healthy_percent, maximum_percent, rollback_alarms, heed_alarms } = &service.rollout;
    // Without names there is nothing to write: the provider refuses an empty list, and ECS keeps what it was told before.
    let alarms = (!rollback_alarms.is_empty()).then(|| {
        Alarms::new(AlarmsRequired {
            alarm_names: rollback_alarms.iter().map(AlarmName::as_str).collect::<Vec<_>>().into(),
            enable: (*heed_alarms).into(),
            rollback: (*heed_alarms).into(),
        })
    });
    let groups: Vec<Value<String>> = std::iter::once((&variables.ecs_security_group_id).into())
        .chain(connection.as_ref().map(|connection| connection.security_group(service).into()))
        .chain(own_group.map(|group| group.id().into()))
        .collect();
    let web = match (&service.kind, entrance) {
        (Kind::Web(web), Some(entrance)) => Some((web, entrance)),
        (Kind::Web(_) | Kind::Internal(_) | Kind::Worker, _) => None,
    };
    let before: Vec<Address> = connection.iter().flat_map(Connection::waits_for).collect();
    document.resource(
        Resource::new(
            service.label(),
            EcsService::new(EcsServiceRequired { name: service.ecs_service_name(identity).into() })
                .cluster(cluster.id())
                .task_definition(task_definition.arn())
                .desired_count(first_tasks(service))
                .capacity_provider_strategy(strategy(service))
                // Without it the provider replaces the service when the share of Spot changes.
                .force_new_deployment(true)
                .deployment_minimum_healthy_percent(minimum_healthy_percent.get())
                .deployment_maximum_percent(maximum_percent.get())
                .alarms(alarms)
                .deployment_circuit_breaker(DeploymentCircuitBreaker::new(DeploymentCircuitBreakerRequired {
                    enable: true.into(),
                    rollback: true.into(),
                }))
                .availability_zone_rebalancing("ENABLED")
                .enable_execute_command(service.execute_command)
                .enable_ecs_managed_tags(true)
                .propagate_tags("SERVICE")
                // ECS refuses it without a load balancer.
                .health_check_grace_period_seconds(web.map(|_| service.health_check.grace_period_seconds.get()))
                .load_balancer(web.map(|(web, entrance)| {
                    LoadBalancer::new(LoadBalancerRequired {
                        container_name: service.aws_name.as_str().into(),
                        container_port: web.port.get().into(),
                    })
                    .target_group_arn(entrance.target_group.arn())
                }))
                .service_connect_configuration(connection.as_ref().map(|connection| connection.configuration(identity, service)))
                .network_configuration(
                    NetworkConfiguration::new(NetworkConfigurationRequired { subnets: (&variables.private_subnet_ids).into() })
                        .security_groups(groups)
                        .assign_public_ip(false),
                ),
        )
        // ECS refuses a target group that no load balancer uses yet, and only the rule makes the connection; and a task that starts
        // before its roles may do anything fails.
        .depends_on(
            entrance
                .map(|entrance| &entrance.listener_rule as &dyn Addressed)
                .into_iter()
                .chain(policies)
                .chain(before.iter().map(|it| it as _)),
        )
        .lifecycle(Lifecycle::new().ignore_changes(owned_by_others)),
    )
}

/// How many tasks the service begins with.
///
/// One without a task stays so although autoscaling's least is higher: only a scale-out brings it up to that, and for that nothing is
/// measured (ECS Developer Guide, "Automatically scale your Amazon ECS service", considerations). If AWS did otherwise, it would be as with
/// `start_with = "apply"`.
pub(crate) fn first_tasks(service: &Service) -> u32 {
    match service.start_with {
        StartWith::Apply => service.tasks.desired.get(),
        StartWith::Delivery => 0,
    }
}

/// How many of the tasks run on Spot: the weights are percentages.
fn strategy(service: &Service) -> Vec<CapacityProviderStrategy> {
    let spot = service.spot_percent.get();
    let of = |provider: &str, weight: u32| {
        let required = CapacityProviderStrategyRequired { capacity_provider: provider.into() };
        (weight > 0).then(|| CapacityProviderStrategy::new(required).weight(weight))
    };
    [of(FARGATE, 100 - spot), of(FARGATE_SPOT, spot)].into_iter().flatten().collect()
}
