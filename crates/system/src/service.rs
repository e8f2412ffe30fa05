//! ECS services, each with what belongs to it: task definition, target group, autoscaling.

use aws::appautoscaling_scheduled_action::ScalableTargetAction;
use aws::ecs_service::{
    LoadBalancer, NetworkConfiguration, ServiceConnectConfiguration, ServiceConnectConfigurationService as Offered,
    ServiceConnectConfigurationServiceClientAlias as ClientAlias,
};
use aws::{
    AppautoscalingPolicy, AppautoscalingScheduledAction, AppautoscalingTarget, EcsService, EcsTaskDefinition, LbTargetGroup,
};
use terraform::ArgumentName;
use terraform::read::argument::elements;
use terraform::read::{Read, View};

use crate::read::{number, zones};
use crate::resources::Resources;

/// An ECS service.
pub struct Service<'a> {
    /// The service.
    pub view: View<'a, EcsService>,
    /// What its tasks are.
    pub definition: Option<View<'a, EcsTaskDefinition>>,
    /// The load balancer's target group.
    pub target_group: Option<View<'a, LbTargetGroup>>,
    /// Between which numbers of tasks it scales.
    pub scaling: Option<View<'a, AppautoscalingTarget>>,
    /// What moves these numbers, and when.
    pub schedule: Vec<View<'a, AppautoscalingScheduledAction>>,
    /// By what it scales.
    pub policies: Vec<View<'a, AppautoscalingPolicy>>,
}

pub(crate) fn services<'a>(resources: &Resources<'a>) -> Vec<Service<'a>> {
    let service = |view: View<'a, EcsService>| {
        let name = view.get(EcsService::NAME).text();
        let is_its = |namespace: &Read<'_, String>, id: &Read<'_, String>| {
            let id = id.text();
            namespace.is("ecs") && name.is_some() && id.as_deref().and_then(|id| id.rsplit('/').next()) == name.as_deref()
        };
        Service {
            view,
            definition: view.get(EcsService::TASK_DEFINITION).leads_to(),
            target_group: view.blocks(EcsService::LOAD_BALANCER).find_map(|it| it.get(LoadBalancer::TARGET_GROUP_ARN).leads_to()),
            scaling: resources
                .of::<AppautoscalingTarget>()
                .find(|it| is_its(&it.get(AppautoscalingTarget::SERVICE_NAMESPACE), &it.get(AppautoscalingTarget::RESOURCE_ID))),
            schedule: resources
                .of::<AppautoscalingScheduledAction>()
                .filter(|it| {
                    let id = it.get(AppautoscalingScheduledAction::RESOURCE_ID);
                    is_its(&it.get(AppautoscalingScheduledAction::SERVICE_NAMESPACE), &id)
                })
                .collect(),
            policies: resources
                .of::<AppautoscalingPolicy>()
                .filter(|it| is_its(&it.get(AppautoscalingPolicy::SERVICE_NAMESPACE), &it.get(AppautoscalingPolicy::RESOURCE_ID)))
                .collect(),
        }
    };
    resources.of().map(service).collect()
}

/// What a service is, as its block has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A load balancer leads requests to it, or should.
    Web,
    /// Other services reach it by Service Connect.
    Internal,
    /// Nobody connects to it.
    Worker,
}

impl Service<'_> {
    /// What it is.
    pub fn kind(&self) -> Kind {
        match self.offered_port() {
            _ if self.view.block(EcsService::LOAD_BALANCER).is_some() => Kind::Web,
            Some(_) => Kind::Internal,
            // One that listens is to be reached, whether a load balancer stands in front or is missing.
            None if self.listens() => Kind::Web,
            None => Kind::Worker,
        }
    }

    /// Whether a container of its tasks listens on a port.
    fn listens(&self) -> bool {
        let containers = self.definition.and_then(|it| it.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).text());
        containers.is_none_or(|containers| containers.contains("\"containerPort\""))
    }

    /// The port on which other services reach it by Service Connect.
    pub fn offered_port(&self) -> Option<u64> {
        let connect = self.view.block(EcsService::SERVICE_CONNECT_CONFIGURATION)?;
        let mut aliases = connect.blocks(ServiceConnectConfiguration::SERVICE).filter_map(|it| it.block(Offered::CLIENT_ALIAS));
        aliases.find_map(|it| it.get(ClientAlias::PORT).literal())
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.view.get(EcsService::NAME).literal().unwrap_or_default()
    }

    /// What its settings call it, as far as its container tells: the one that answers requests, or without a load balancer the first.
    pub fn called(&self) -> String {
        let document = self.definition.and_then(|it| it.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document());
        let first = || document.as_ref().and_then(|containers| containers[0]["name"].as_str().map(str::to_owned));
        let own = self.view.blocks(EcsService::LOAD_BALANCER).find_map(|it| it.get(LoadBalancer::CONTAINER_NAME).literal());
        own.or_else(first).unwrap_or_else(|| self.name())
    }

    /// The containers in its tasks beside the one that answers requests.
    pub fn containers_beside(&self) -> Vec<String> {
        let document = self.definition.and_then(|it| it.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document());
        let names = document.iter().flat_map(elements).filter_map(|container| container["name"].as_str());
        let own = self.view.blocks(EcsService::LOAD_BALANCER).find_map(|it| it.get(LoadBalancer::CONTAINER_NAME).literal());
        // Without a load balancer the first one is the service's.
        match own {
            Some(own) => names.filter(|name| *name != own).map(str::to_owned).collect(),
            None => names.skip(1).map(str::to_owned).collect(),
        }
    }

    /// In how many availability zones its tasks run.
    pub fn zones(&self) -> usize {
        let networks = self.view.blocks(EcsService::NETWORK_CONFIGURATION);
        networks.map(|network| zones(&network.get(NetworkConfiguration::SUBNETS)).len()).sum()
    }

    /// The fewest and the most tasks between which it scales; nothing where it does not scale.
    pub fn limits(&self) -> Option<(u64, u64)> {
        let limits = self.scaling?;
        limits.get(AppautoscalingTarget::MIN_CAPACITY).literal().zip(limits.get(AppautoscalingTarget::MAX_CAPACITY).literal())
    }

    /// The fewest tasks that run at any hour: the autoscaler's least, or less by schedule.
    pub fn fewest_tasks(&self) -> u64 {
        let usual = self.scaling.and_then(|it| it.get(AppautoscalingTarget::MIN_CAPACITY).literal());
        let actions = self.schedule.iter().flat_map(|it| it.blocks(AppautoscalingScheduledAction::SCALABLE_TARGET_ACTION));
        let by_schedule = actions.filter_map(|it| number(&it.get(ScalableTargetAction::MIN_CAPACITY)));
        let least = usual.into_iter().chain(by_schedule).min();
        least.or_else(|| self.view.get(EcsService::DESIRED_COUNT).literal()).unwrap_or(0)
    }

    /// Whether Terraform leaves an argument as it stands in AWS.
    pub fn ignores<T>(&self, argument: ArgumentName<EcsService, T>) -> bool {
        let lifecycle = elements(&self.view.written()["lifecycle"]).iter();
        let ignored = lifecycle.flat_map(|it| elements(&it["ignore_changes"]));
        ignored.into_iter().any(|it| it == argument.as_str())
    }
}
