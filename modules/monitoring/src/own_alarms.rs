//! The alarms that a user adds, on any metric.

use std::collections::BTreeMap;

use aws::{CloudwatchMetricAlarm, CloudwatchMetricAlarmRequired};
use domain::{OwnAlarmName, Watched};
use terraform::{Document, Expression, Map, Resource, Value};

use crate::Context;
use crate::config::{Comparison, MissingValues, OwnAlarm, Positive};

/// The alarms of the user's own, by ARN.
pub(crate) fn own_alarms(
    document: &mut Document,
    context: &Context,
    alarms: &BTreeMap<OwnAlarmName, OwnAlarm>,
) -> Vec<Expression<String>> {
    let add = |(name, alarm): (&OwnAlarmName, &OwnAlarm)| {
        let alarm = resource(context, name, alarm);
        // No other alarm's label or name ends so, whatever services and queues are called.
        document.resource(Resource::new(format!("{}_own", name.label()), alarm)).arn()
    };
    alarms.iter().map(add).collect()
}

fn resource(context: &Context, name: &OwnAlarmName, alarm: &OwnAlarm) -> CloudwatchMetricAlarm {
    let OwnAlarm {
        description,
        namespace,
        metric,
        of,
        dimensions,
        statistic,
        period_seconds,
        periods,
        breaching_periods,
        comparison,
        threshold,
        missing_data,
        severity,
    } = alarm;
    let topic = context.topics.of(*severity);
    let mut all: Map<String> = of.iter().flat_map(|of| of_watched(context, of, namespace.as_str())).collect();
    for (name, value) in dimensions {
        all.insert(name.as_str(), value.as_str());
    }
    let resource = CloudwatchMetricAlarm::new(CloudwatchMetricAlarmRequired {
        alarm_name: context.identity.named(&format!("{name}-own")).into(),
        comparison_operator: match comparison {
            Comparison::Above => "GreaterThanThreshold",
            Comparison::AtOrAbove => "GreaterThanOrEqualToThreshold",
            Comparison::Below => "LessThanThreshold",
            Comparison::AtOrBelow => "LessThanOrEqualToThreshold",
        }
        .into(),
        evaluation_periods: periods.get().into(),
    })
    .alarm_description(context.described(name.as_str(), description.as_str()))
    .namespace(namespace.as_str())
    .metric_name(metric.as_str())
    .dimensions((!all.is_empty()).then_some(all))
    .period(period_seconds.get())
    .datapoints_to_alarm(breaching_periods.map(Positive::get))
    .threshold(threshold.get())
    .treat_missing_data(match missing_data {
        MissingValues::Missing => "missing",
        MissingValues::Breaching => "breaching",
        MissingValues::NotBreaching => "notBreaching",
        MissingValues::Ignore => "ignore",
    })
    .alarm_actions([topic.arn.clone()])
    .ok_actions([topic.arn.clone()]);
    if statistic.is_simple() {
        resource.statistic(statistic.as_str())
    } else {
        let of_few_values = statistic.is_percentile().then_some("evaluate");
        resource.extended_statistic(statistic.as_str()).evaluate_low_sample_count_percentiles(of_few_values)
    }
}

/// The dimensions of what the environment makes, as AWS has them in this namespace.
fn of_watched(context: &Context, watched: &Watched, namespace: &str) -> Vec<(&'static str, Value<String>)> {
    let variables = context.variables;
    let load_balancer = || context.load_balancer.map(|it| ("LoadBalancer", (&it.load_balancer_arn_suffix).into()));
    match watched {
        Watched::Service(name) if namespace == "AWS/ApplicationELB" => {
            let target_group = variables.target_group_arn_suffixes.key(name.as_str()).into();
            std::iter::once(("TargetGroup", target_group)).chain(load_balancer()).collect()
        }
        Watched::Service(name) => vec![
            ("ClusterName", (&variables.cluster_name).into()),
            ("ServiceName", variables.service_names.key(name.as_str()).into()),
        ],
        Watched::Queue(name) => {
            let queues = context.queues.into_iter();
            queues.map(|queues| ("QueueName", queues.queue_names.key(name.as_str()).into())).collect()
        }
        Watched::Database => {
            let database = context.database.into_iter();
            database.map(|database| ("DBInstanceIdentifier", (&database.database_identifier).into())).collect()
        }
        Watched::LoadBalancer => load_balancer().into_iter().collect(),
    }
}
