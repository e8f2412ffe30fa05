//! How many tasks run: between the service's least and most, following CPU and memory.

use aws::appautoscaling_policy::{
    TargetTrackingScalingPolicyConfiguration,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification as CustomizedMetric,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationDimensions as Dimension,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationDimensionsRequired as DimensionRequired,
    TargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification as PredefinedMetric,
    TargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationRequired as PredefinedMetricRequired,
    TargetTrackingScalingPolicyConfigurationRequired,
};
use aws::{
    AppautoscalingPolicy, AppautoscalingPolicyRequired, AppautoscalingTarget, AppautoscalingTargetReference,
    AppautoscalingTargetRequired, EcsClusterReference, EcsServiceReference, LbTargetGroupReference,
};
use domain::{Identity, MetricText};
use terraform::{Document, Lifecycle, Resource, Value, template};

use crate::config::{Kind, ScalingMetric, Service};

/// The bounds, and a target-tracking policy for each thing that is measured: the highest demand wins.
pub(crate) fn scaling(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    cluster: &EcsClusterReference,
    ecs_service: &EcsServiceReference,
    entrance: Option<(&Value<String>, &LbTargetGroupReference)>,
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
    let scaling = &service.scaling;
    let mut policies: Vec<(String, TargetTrackingScalingPolicyConfiguration)> = Vec::new();
    // Of a worker on a queue the queue decides: a task's use of CPU, which is never nothing, would keep the last one for ever.
    let follows_queue = matches!(service.kind, Kind::Worker) && service.queue.is_some();
    for (purpose, metric, percent) in [
        ("cpu", "ECSServiceAverageCPUUtilization", scaling.cpu_percent),
        ("memory", "ECSServiceAverageMemoryUtilization", scaling.memory_percent),
    ] {
        if percent.get() > 0 && !follows_queue {
            policies.push((purpose.to_owned(), tracking(percent.get()).predefined_metric_specification(predefined(metric))));
        }
    }
    if let (Some(requests), Some((load_balancer_arn_suffix, target_group))) = (scaling.requests_per_task, entrance) {
        // Application Auto Scaling API Reference, `PredefinedMetricSpecification`: where the requests are counted.
        let label = template![load_balancer_arn_suffix, "/", target_group.arn_suffix()];
        let metric = predefined("ALBRequestCountPerTarget").resource_label(label);
        policies.push(("requests".to_owned(), tracking(requests.get()).predefined_metric_specification(metric)));
    }
    for (name, metric) in &scaling.metrics {
        policies
            .push((format!("metric-{name}"), tracking(metric.target.get()).customized_metric_specification(customized(metric))));
    }
    for (purpose, tracking) in policies {
        let tracking = tracking
            .scale_in_cooldown(scaling.scale_in_cooldown_seconds.get())
            .scale_out_cooldown(scaling.scale_out_cooldown_seconds.get());
        document.resource(Resource::new(
            format!("{}_{}", service.label(), purpose.replace('-', "_")),
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

fn tracking(target: u32) -> TargetTrackingScalingPolicyConfiguration {
    TargetTrackingScalingPolicyConfiguration::new(TargetTrackingScalingPolicyConfigurationRequired { target_value: target.into() })
}

fn predefined(metric: &str) -> PredefinedMetric {
    PredefinedMetric::new(PredefinedMetricRequired { predefined_metric_type: metric.into() })
}

/// A metric of the user's.
fn customized(metric: &ScalingMetric) -> CustomizedMetric {
    let ScalingMetric { namespace, metric, statistic, dimensions, target: _ } = metric;
    let dimension = |(name, value): (&MetricText, &MetricText)| {
        Dimension::new(DimensionRequired { name: name.as_str().into(), value: value.as_str().into() })
    };
    CustomizedMetric::new()
        .namespace(namespace.as_str())
        .metric_name(metric.as_str())
        .statistic(statistic.as_str())
        .dimensions(dimensions.iter().map(dimension))
}
