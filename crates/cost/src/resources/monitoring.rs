//! Alarms, dashboards, Container Insights. It must not know what they watch.

use aws::cloudwatch_metric_alarm::{MetricQuery, MetricQueryMetric};
use aws::ecs_cluster::Setting;
use aws::{AppautoscalingPolicy, CloudwatchCompositeAlarm, CloudwatchDashboard, CloudwatchMetricAlarm as Alarm, EcsCluster};
use rust_decimal::Decimal;
use terraform::read::View;

use crate::estimate::Service;
use crate::estimator::{Draft, Estimator, count};
use crate::item::Listed;
use crate::levels::Levels;
use crate::number::HOURS;
use crate::number::short;

/// A policy that tracks a target has an alarm above it and one below (Application Auto Scaling User Guide, "Target tracking scaling
/// policies"); CloudWatch charges for them as for any other.
const ALARMS_OF_A_POLICY: usize = 2;

/// Alarms with a shorter period are of high resolution (CloudWatch pricing).
const MINUTE: u64 = 60;

/// The price of Container Insights.
pub(super) fn clusters(estimator: &mut Estimator<'_>) {
    for cluster in estimator.of::<EcsCluster>() {
        let insights = cluster.blocks(EcsCluster::SETTING).find(|setting| setting.get(Setting::NAME).is("containerInsights"));
        let what = format!("{}: Container Insights", cluster.resource().label);
        let insights = insights.and_then(|setting| setting.get(Setting::VALUE).literal());
        match insights.as_deref().unwrap_or("disabled") {
            "enabled" => {
                let services = estimator.system.services.len();
                let of_cluster = estimator.assumptions.insights_metrics_per_cluster.value();
                let of_service = estimator.assumptions.insights_metrics_per_service.value();
                let metrics = of_cluster + of_service * count(services);
                let method = format!("{} + {services} × {} metrics", of_cluster.normalize(), of_service.normalize());
                let draft = Draft::new(Service::CloudWatch, what, Listed::CustomMetric, metrics, method, &[cluster]);
                estimator.add(draft.assuming(&["insights_metrics_per_cluster", "insights_metrics_per_service"]));
                insights_logs(estimator, &cluster);
            }
            "disabled" => {}
            other => estimator.leave_out(what, &[cluster], format!("Container Insights `{other}` is not priced here")),
        }
    }
}

/// Container Insights writes what it measures as logs first.
fn insights_logs(estimator: &mut Estimator<'_>, cluster: &View<'_, EcsCluster>) {
    let each = estimator.assumptions.insights_log_gigabytes_per_task.value();
    let hours = estimator.basis.services.iter().map(|service| service.on_demand.plus(service.spot)).reduce(Levels::plus);
    let tasks = hours.unwrap_or_default().map(|hours| hours / HOURS);
    let method = format!("{} GB for each of {} tasks all month", each.normalize(), short(tasks.expected, 2));
    let what = format!("{}: Container Insights, logs", cluster.resource().label);
    let draft = Draft::new(Service::CloudWatch, what, Listed::LogIngestion, tasks.times(each), method, &[*cluster]);
    estimator.add(draft.assuming(&["insights_log_gigabytes_per_task"]));
}

/// The price of metric alarms: by the metric, standard and high resolution.
pub(super) fn alarms(estimator: &mut Estimator<'_>) {
    for (region, alarms) in estimator.by_region(estimator.of::<Alarm>()) {
        let (high, standard): (Vec<_>, Vec<_>) = alarms.into_iter().partition(is_high_resolution);
        for (what, item, alarms) in
            [("alarms", Listed::Alarm, standard), ("alarms, high resolution", Listed::AlarmHighResolution, high)]
        {
            let metrics: usize = alarms.iter().map(metrics).sum();
            if metrics > 0 {
                let method = format!("the metrics that all of them watch: {metrics}");
                estimator.add(Draft::new(Service::CloudWatch, what, item, count(metrics), method, &alarms).in_region(region));
            }
        }
    }
}

/// The price of the alarms that target tracking makes by itself.
pub(super) fn autoscaling_alarms(estimator: &mut Estimator<'_>) {
    let policies = estimator.of::<AppautoscalingPolicy>().into_iter();
    let tracks = |it: &View<'_, AppautoscalingPolicy>| it.get(AppautoscalingPolicy::POLICY_TYPE).is("TargetTrackingScaling");
    // A policy of steps follows an alarm that is a resource of its own.
    let policies = policies.filter(|it| !it.get(AppautoscalingPolicy::POLICY_TYPE).is("StepScaling"));
    let (tracking, other): (Vec<_>, Vec<_>) = policies.partition(tracks);
    if !other.is_empty() {
        estimator.leave_out("alarms of other scaling policies", &other, "only policies that track a target are priced here");
    }
    if !tracking.is_empty() {
        let alarms = count(tracking.len() * ALARMS_OF_A_POLICY);
        let method = format!("{ALARMS_OF_A_POLICY} for each of the policies that track a target: {}", tracking.len());
        estimator.add(Draft::new(Service::CloudWatch, "alarms of autoscaling", Listed::Alarm, alarms, method, &tracking));
    }
}

/// The price of composite alarms.
pub(super) fn composite_alarms(estimator: &mut Estimator<'_>) {
    for (region, alarms) in estimator.by_region(estimator.of::<CloudwatchCompositeAlarm>()) {
        let number = count(alarms.len());
        let draft =
            Draft::new(Service::CloudWatch, "composite alarms", Listed::CompositeAlarm, number, number.to_string(), &alarms);
        estimator.add(draft.in_region(region));
    }
}

/// The price of dashboards beyond the free ones.
pub(super) fn dashboards(estimator: &mut Estimator<'_>) {
    let all = estimator.of::<CloudwatchDashboard>();
    if all.is_empty() {
        return;
    }
    let (number, free) = (count(all.len()), estimator.assumptions.free_dashboards.value());
    let beyond = (number - free).max(Decimal::ZERO);
    let method = format!("{number}, of which the first {} are free", free.normalize());
    let draft = Draft::new(Service::CloudWatch, "dashboards", Listed::Dashboard, beyond, method, &all);
    estimator.add(draft.assuming(&["free_dashboards"]));
}

/// How many metrics an alarm watches: one, or those that its expression is made of.
fn metrics(alarm: &View<'_, Alarm>) -> usize {
    alarm.blocks(Alarm::METRIC_QUERY).filter(|query| query.block(MetricQuery::METRIC).is_some()).count().max(1)
}

fn is_high_resolution(alarm: &View<'_, Alarm>) -> bool {
    let metrics = alarm.blocks(Alarm::METRIC_QUERY).flat_map(|query| query.blocks(MetricQuery::METRIC));
    let periods = metrics.filter_map(|metric| metric.get(MetricQueryMetric::PERIOD).literal());
    periods.chain(alarm.get(Alarm::PERIOD).literal()).any(|period| period < MINUTE)
}
