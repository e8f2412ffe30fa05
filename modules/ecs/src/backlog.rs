//! How many tasks read a queue: as many as what waits there asks for, from none on.
//!
//! Amazon EC2 Auto Scaling User Guide, "Scaling policy based on Amazon SQS", and Application Auto Scaling User Guide, "Create a target tracking
//! scaling policy … using metric math": the target is how much waits for each task.

use aws::appautoscaling_policy::{
    StepScalingPolicyConfiguration, StepScalingPolicyConfigurationStepAdjustment,
    StepScalingPolicyConfigurationStepAdjustmentRequired, TargetTrackingScalingPolicyConfiguration,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecification as Specification,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetrics as Metrics,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStat as Stat,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetric as Metric,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetricDimensions as Dimension,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetricDimensionsRequired as DimensionRequired,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatMetricRequired as MetricRequired,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsMetricStatRequired as StatRequired,
    TargetTrackingScalingPolicyConfigurationCustomizedMetricSpecificationMetricsRequired as MetricsRequired,
    TargetTrackingScalingPolicyConfigurationRequired,
};
use aws::cloudwatch_metric_alarm::{MetricQuery, MetricQueryMetric, MetricQueryMetricRequired, MetricQueryRequired};
use aws::{
    AppautoscalingPolicy, AppautoscalingPolicyReference, AppautoscalingPolicyRequired, AppautoscalingTargetReference,
    CloudwatchMetricAlarm, CloudwatchMetricAlarmRequired, EcsClusterReference, EcsServiceReference,
};
use domain::Identity;
use terraform::{Document, Expression, Map, Resource, Value};

use crate::config::Service;

/// What is counted, in the order in which the formulas name them.
struct Counted {
    id: &'static str,
    namespace: &'static str,
    metric: &'static str,
    stat: &'static str,
    dimensions: Vec<(&'static str, Value<String>)>,
}

const MINUTE: u32 = 60;

/// What waits and what is being handled, for each task. That what is being handled counts keeps the last task until it is done; without a task
/// it all waits for one.
const FOR_EACH_TASK: &str = "(waiting + handled) / IF(tasks < 1, 1, tasks)";

/// What waits while no task runs.
const FOR_NOBODY: &str = "IF(tasks < 1, waiting, 0)";

/// The target, and where the service may have no task the step from none to the first: a target is reached only when so much waits that one task
/// is not enough.
pub(crate) fn scaling(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    queue: &Expression<String>,
    (cluster, ecs_service): (&EcsClusterReference, &EcsServiceReference),
    target: &AppautoscalingTargetReference,
) {
    let counted = counted(queue, cluster, ecs_service);
    let mut metrics: Vec<Metrics> = counted.iter().map(tracked).collect();
    metrics.push(
        Metrics::new(MetricsRequired { id: "backlog".into() })
            .label("messages for each task")
            .expression(FOR_EACH_TASK)
            .return_data(true),
    );
    let tracking = TargetTrackingScalingPolicyConfiguration::new(TargetTrackingScalingPolicyConfigurationRequired {
        target_value: service.scaling.backlog().get().into(),
    })
    .customized_metric_specification(Specification::new().metrics(metrics))
    .scale_in_cooldown(service.scaling.scale_in_cooldown_seconds.get())
    .scale_out_cooldown(service.scaling.scale_out_cooldown_seconds.get());
    policy(document, identity, service, "backlog", target, |policy| {
        policy.policy_type("TargetTrackingScaling").target_tracking_scaling_policy_configuration(tracking)
    });
    if service.tasks.min.get() == 0 {
        first_task(document, identity, service, &counted, target);
    }
}

fn first_task(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    counted: &[Counted],
    target: &AppautoscalingTargetReference,
) {
    let step = StepScalingPolicyConfigurationStepAdjustment::new(StepScalingPolicyConfigurationStepAdjustmentRequired {
        scaling_adjustment: 1_u32.into(),
    })
    .metric_interval_lower_bound("0");
    let stepping = StepScalingPolicyConfiguration::new()
        .adjustment_type("ChangeInCapacity")
        .metric_aggregation_type("Maximum")
        .cooldown(service.scaling.scale_out_cooldown_seconds.get())
        .step_adjustment([step]);
    let policy = policy(document, identity, service, "first-task", target, |policy| {
        policy.policy_type("StepScaling").step_scaling_policy_configuration(stepping)
    });
    let queries = counted.iter().filter(|it| FOR_NOBODY.contains(it.id)).map(queried);
    let formula = MetricQuery::new(MetricQueryRequired { id: "forsaken".into() })
        .label("messages that no task reads")
        .expression(FOR_NOBODY)
        .return_data(true);
    document.resource(Resource::new(
        format!("{}_first_task", service.label()),
        CloudwatchMetricAlarm::new(CloudwatchMetricAlarmRequired {
            alarm_name: identity.service_named(&service.aws_name, Some("first-task")).into(),
            comparison_operator: "GreaterThanOrEqualToThreshold".into(),
            evaluation_periods: 1_u32.into(),
        })
        .alarm_description(format!(
            "{}: messages wait and no task runs. Autoscaling starts the first one; nobody has to do anything.",
            service.name
        ))
        .threshold(1)
        .treat_missing_data("notBreaching")
        .metric_query(queries.chain([formula]))
        .alarm_actions([policy.arn()]),
    ));
}

fn policy(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    purpose: &str,
    target: &AppautoscalingTargetReference,
    kind: impl FnOnce(AppautoscalingPolicy) -> AppautoscalingPolicy,
) -> AppautoscalingPolicyReference {
    let policy = AppautoscalingPolicy::new(AppautoscalingPolicyRequired {
        name: format!("{}-{purpose}", service.full_name(identity)).into(),
        service_namespace: target.service_namespace().into(),
        scalable_dimension: target.scalable_dimension().into(),
        resource_id: target.resource_id().into(),
    });
    document.resource(Resource::new(format!("{}_{}", service.label(), purpose.replace('-', "_")), kind(policy)))
}

/// Only Container Insights counts tasks when there are none.
fn counted(queue: &Expression<String>, cluster: &EcsClusterReference, service: &EcsServiceReference) -> [Counted; 3] {
    let of_queue =
        |id, metric| Counted { id, namespace: "AWS/SQS", metric, stat: "Maximum", dimensions: vec![("QueueName", queue.into())] };
    [
        of_queue("waiting", "ApproximateNumberOfMessagesVisible"),
        of_queue("handled", "ApproximateNumberOfMessagesNotVisible"),
        Counted {
            id: "tasks",
            namespace: "ECS/ContainerInsights",
            metric: "RunningTaskCount",
            stat: "Average",
            dimensions: vec![("ClusterName", cluster.name().into()), ("ServiceName", service.name().into())],
        },
    ]
}

fn tracked(counted: &Counted) -> Metrics {
    let Counted { id, namespace, metric, stat, dimensions } = counted;
    let dimensions =
        dimensions.iter().map(|(name, value)| Dimension::new(DimensionRequired { name: (*name).into(), value: value.clone() }));
    let metric =
        Metric::new(MetricRequired { metric_name: (*metric).into(), namespace: (*namespace).into() }).dimensions(dimensions);
    Metrics::new(MetricsRequired { id: (*id).into() })
        .metric_stat(Stat::new(StatRequired { stat: (*stat).into(), metric }))
        .return_data(false)
}

fn queried(counted: &Counted) -> MetricQuery {
    let Counted { id, namespace, metric, stat, dimensions } = counted;
    let dimensions: Map<String> = dimensions.iter().cloned().collect();
    let metric = MetricQueryMetric::new(MetricQueryMetricRequired {
        metric_name: (*metric).into(),
        period: MINUTE.into(),
        stat: (*stat).into(),
    })
    .namespace(*namespace)
    .dimensions(dimensions);
    MetricQuery::new(MetricQueryRequired { id: (*id).into() }).metric(metric).return_data(false)
}
