//! How many tasks run: between the service's least and most, following CPU and memory.

use aws::appautoscaling_policy::{
    TargetTrackingScalingPolicyConfiguration, TargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
    TargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationRequired,
    TargetTrackingScalingPolicyConfigurationRequired,
};
use aws::{
    AppautoscalingPolicy, AppautoscalingPolicyRequired, AppautoscalingTarget, AppautoscalingTargetReference,
    AppautoscalingTargetRequired, EcsClusterReference, EcsServiceReference,
};
use domain::Identity;
use terraform::{Document, Lifecycle, Resource, template};

use crate::config::Service;

/// The bounds, and one target-tracking policy for CPU and one for memory: the higher demand wins.
pub(crate) fn scaling(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    cluster: &EcsClusterReference,
    ecs_service: &EcsServiceReference,
) -> AppautoscalingTargetReference {
    // The schedule's actions set the bounds to nothing and back; Terraform must not undo that in the evening.
    let lifecycle = match service.schedule {
        Some(_) => Lifecycle::new().ignore_changes([AppautoscalingTarget::MIN_CAPACITY, AppautoscalingTarget::MAX_CAPACITY]),
        None => Lifecycle::new(),
    };
    let resource = Resource::new(
        service.label(),
        AppautoscalingTarget::new(AppautoscalingTargetRequired {
            service_namespace: "ecs".into(),
            scalable_dimension: "ecs:service:DesiredCount".into(),
            resource_id: template!["service/", cluster.name(), "/", ecs_service.name()],
            min_capacity: service.tasks.min.get().into(),
            max_capacity: service.tasks.max.get().into(),
        }),
    );
    let target = document.resource(resource.lifecycle(lifecycle));
    for (purpose, metric, percent) in [
        ("cpu", "ECSServiceAverageCPUUtilization", service.scaling.cpu_percent),
        ("memory", "ECSServiceAverageMemoryUtilization", service.scaling.memory_percent),
    ] {
        let metric = TargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification::new(
            TargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationRequired { predefined_metric_type: metric.into() },
        );
        let tracking = TargetTrackingScalingPolicyConfiguration::new(TargetTrackingScalingPolicyConfigurationRequired {
            target_value: percent.get().into(),
        })
        .predefined_metric_specification(metric)
        .scale_in_cooldown(service.scaling.scale_in_cooldown_seconds.get())
        .scale_out_cooldown(service.scaling.scale_out_cooldown_seconds.get());
        document.resource(Resource::new(
            format!("{}_{purpose}", service.label()),
            AppautoscalingPolicy::new(AppautoscalingPolicyRequired {
                name: format!("{}-{purpose}", service.full_name(identity)).into(),
                service_namespace: target.service_namespace().into(),
                scalable_dimension: target.scalable_dimension().into(),
                resource_id: target.resource_id().into(),
            })
            .policy_type("TargetTrackingScaling")
            .target_tracking_scaling_policy_configuration(tracking),
        ));
    }
    target
}
