//! What a change does to a service that runs: by which port and protocol others reach it, and whether it is there.

use std::collections::BTreeSet;

use aws::ecs_service::{Alarms, LoadBalancer, ServiceConnectConfiguration, ServiceConnectConfigurationService};
use aws::{EcsService, EcsTaskDefinition, LbListenerRule, LbTargetGroup};
use terraform::json::Json;
use terraform::read::{Documents, View};

use super::Consequence;
use super::network::is_other_vpc;
use super::pairs::{gone, ignores, is_replaced, on_both};

/// How a revision gets to a service that the pipeline rolls out, by Terraform and once.
pub(super) const BY_TERRAFORM: &str =
    "set the service's `deployment = \"terraform\"`, with the image that runs as `image_tag`, apply, and then set it back";

/// Whether the pipeline rolls the service out, so that Terraform leaves the running revision as it is.
pub(super) fn is_by_pipeline(service: View<'_, EcsService>) -> bool {
    ignores(service.resource(), EcsService::TASK_DEFINITION.as_str())
}

/// The port's name by which Service Connect makes a service reachable.
fn offered(service: View<'_, EcsService>) -> Option<String> {
    let connect = service.block(EcsService::SERVICE_CONNECT_CONFIGURATION)?;
    connect.block(ServiceConnectConfiguration::SERVICE)?.get(ServiceConnectConfigurationService::PORT_NAME).text()
}

/// Service Connect names a port that the running revision has to have (ECS API Reference, `ServiceConnectService`, `portName`).
pub(super) fn reached_by_name(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let is_new = |(before, now): &(View<'_, EcsService>, View<'_, EcsService>)| {
        let now_offered = offered(*now);
        is_by_pipeline(*now) && is_by_pipeline(*before) && now_offered.is_some() && offered(*before) != now_offered
    };
    let told = on_both::<EcsService>(old, new).filter(is_new).map(|(_, now)| {
        let what = "the pipeline rolls out, so the running revision keeps its port without the name that Service Connect asks for, ECS refuses \
                    the service's change, and the apply fails there";
        Consequence::new(now.address(), what, BY_TERRAFORM)
    });
    told.collect()
}

/// What a container speaks is fixed for Service Connect when the service is made (aws/containers-roadmap#2378).
pub(super) fn spoken(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let protocols = |definition: View<'_, EcsTaskDefinition>| -> Option<Vec<(Option<String>, Option<String>)>> {
        let containers = definition.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document()?;
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let ports = containers.as_array()?.iter().flat_map(|it| it["portMappings"].as_array().into_iter().flatten());
        Some(ports.filter(|port| port["name"].is_string()).map(|port| (text(&port["name"]), text(&port["appProtocol"]))).collect())
    };
    let mut told = Vec::new();
    for (before, now) in on_both::<EcsTaskDefinition>(old, new) {
        let (Some(before), Some(after)) = (protocols(before), protocols(now)) else { continue };
        let changed = after.iter().any(|(name, spoken)| before.iter().any(|(known, was)| known == name && was != spoken));
        let of = |service: &View<'_, EcsService>| {
            (service.resource().module, service.resource().label) == (now.resource().module, now.resource().label)
        };
        if let Some(service) = new.resources_of::<EcsService>().find(of).filter(|_| changed) {
            let what = "ECS changes what a service speaks by Service Connect for none that stands, and refuses the revision";
            let instead = "make a service of another name that speaks it, lead the others there, and take this one out";
            told.push(Consequence::new(service.address(), what, instead));
        }
    }
    told
}

/// A running service comes behind the load balancer or leaves it, and Terraform leaves that to the pipeline.
pub(super) fn behind_load_balancer(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let group = |service: View<'_, EcsService>| {
        service.block(EcsService::LOAD_BALANCER).map(|it| it.get(LoadBalancer::TARGET_GROUP_ARN).text())
    };
    let mut told = Vec::new();
    for (before, now) in on_both::<EcsService>(old, new).filter(|(_, now)| ignores(now.resource(), "load_balancer")) {
        match (group(before), group(now)) {
            (None, Some(_)) => told.push(Consequence::new(
                now.address(),
                "the pipeline rolls out, so Terraform does not register the running service with its new target group: the rule leads to no task",
                BY_TERRAFORM,
            )),
            (Some(_), None) => told.push(Consequence::new(
                now.address(),
                "the pipeline rolls out, so the service stays registered with a target group that goes, starts no further task, and requests for \
                 its paths go to the next rule that matches, or are answered with 404",
                BY_TERRAFORM,
            )),
            _ => {}
        }
    }
    told
}

/// A service that stays, and that those who asked for it find no more: by the load balancer, or by its name.
pub(super) fn found_no_more(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let is_led = |service: View<'_, EcsService>| service.block(EcsService::LOAD_BALANCER).is_some();
    let mut told = Vec::new();
    for (before, now) in on_both::<EcsService>(old, new) {
        let loses_name = offered(before).is_some() && offered(now).is_none();
        // What the pipeline has to do with that is told with it.
        let loses_requests = is_led(before) && !is_led(now) && !ignores(now.resource(), "load_balancer");
        let requests = "requests for its paths go to the next rule that matches, or are answered with 404";
        let what = match (loses_requests, loses_name) {
            (true, _) if offered(now).is_some() => {
                format!("{requests}: the services that reach it by its name find it, and nobody else")
            }
            (true, _) => format!("{requests}: nobody finds it any more"),
            (false, true) => "no other service finds it by its name any more, and those that still ask for it fail".to_owned(),
            (false, false) => continue,
        };
        told.push(Consequence::new(now.address(), what, "deliver those first that ask for it no more"));
    }
    told
}

/// Another target group stands in the place of one: it is empty when the rule turns to it.
pub(super) fn target_group(old: &Documents, new: &Documents) -> Vec<Consequence> {
    if is_other_vpc(old, new) {
        return Vec::new();
    }
    let mut told = Vec::new();
    for (before, now) in on_both::<LbTargetGroup>(old, new) {
        if !is_replaced(before, now) {
            continue;
        }
        let what = match service_of(new, now).filter(|service| ignores(service.resource(), "load_balancer")) {
            Some(_) => {
                "another target group takes its place, and the pipeline rolls out, so that the service stays registered with the old one: the \
                        rule leads to no task, until somebody does it by hand"
            }
            None => {
                "another target group takes its place, in which no task is well yet when the rule turns to it: requests are answered with 503"
            }
        };
        let instead =
            "make a service of another name beside it, give it the `routing` when its tasks are well, and take this one out";
        told.push(Consequence::new(now.address(), what, instead));
    }
    told
}

fn service_of<'a>(documents: &'a Documents, group: View<'_, LbTargetGroup>) -> Option<View<'a, EcsService>> {
    let address = group.address();
    documents.resources_of::<EcsService>().find(|service| {
        let named = service.block(EcsService::LOAD_BALANCER).and_then(|it| it.get(LoadBalancer::TARGET_GROUP_ARN).target());
        named.as_ref() == Some(&address)
    })
}

/// A service that goes: who asks for it is answered by another one, or not at all.
pub(super) fn taken_out(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let rules: BTreeSet<_> = gone::<LbListenerRule>(old, new).map(|rule| rule.address()).collect();
    let mut told = Vec::new();
    for service in gone::<EcsService>(old, new) {
        let group = service.block(EcsService::LOAD_BALANCER).and_then(|it| it.get(LoadBalancer::TARGET_GROUP_ARN).target());
        let is_routed =
            old.all().any(|it| rules.contains(&it.address()) && group.as_ref().is_some_and(|group| it.needs().contains(group)));
        let requests =
            if is_routed { ", and requests for its paths go to the next rule that matches, or are answered with 404" } else { "" };
        told.push(Consequence::new(
            service.address(),
            format!("its tasks stop{requests}"),
            "lead those who ask for it elsewhere first",
        ));
    }
    told
}

/// Alarms of a rollout of which nothing is said any more: the provider leaves them out of its request, and ECS keeps them (aws/copilot-cli#4565,
/// aws/aws-cdk#25840).
pub(super) fn rollback_alarms(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let are_heeded =
        |service: View<'_, EcsService>| service.block(EcsService::ALARMS).is_some_and(|it| it.get(Alarms::ENABLE).is_true());
    let is_silent = |(before, now): &(View<'_, EcsService>, View<'_, EcsService>)| {
        are_heeded(*before) && now.block(EcsService::ALARMS).is_none()
    };
    let told = on_both::<EcsService>(old, new).filter(is_silent).map(|(_, now)| {
        Consequence::new(
            now.address(),
            "ECS keeps the alarms of a rollout of which nothing is said any more, and goes on ending rollouts by them",
            "leave their names in `rollback_alarms` and set `rollout.heed_alarms = false`, which may stay",
        )
    });
    told.collect()
}
