//! Cost Anomaly Detection: a mail when something suddenly costs more than it used to.

use aws::ce_anomaly_subscription::{Subscriber, SubscriberRequired, ThresholdExpression, ThresholdExpressionDimension};
use aws::{CeAnomalyMonitor, CeAnomalyMonitorRequired, CeAnomalySubscription, CeAnomalySubscriptionRequired};
use terraform::{Document, Lifecycle, Resource, Value};

use crate::Context;
use crate::config::{AnomalyMonitor, CostAnomalies};

/// The monitor, if it is this environment that makes it, and the subscription to it.
pub(crate) fn cost_anomalies(document: &mut Document, context: &Context, settings: &CostAnomalies) {
    let CostAnomalies { monitor, minimum_impact } = settings;
    let monitor: Value<String> = match monitor {
        AnomalyMonitor::None => return,
        AnomalyMonitor::Existing(arn) => arn.to_string().into(),
        AnomalyMonitor::Services => {
            let monitor = CeAnomalyMonitor::new(CeAnomalyMonitorRequired {
                name: context.identity.named("cost-anomalies").into(),
                monitor_type: "DIMENSIONAL".into(),
            })
            .monitor_dimension("SERVICE");
            // When another one takes its place, the subscription turns to that one first.
            document.resource(Resource::new("services", monitor).lifecycle(Lifecycle::new().create_before_destroy())).arn().into()
        }
    };
    let threshold = ThresholdExpressionDimension::new()
        .key("ANOMALY_TOTAL_IMPACT_ABSOLUTE")
        .match_options(["GREATER_THAN_OR_EQUAL"])
        .values([minimum_impact.to_string()]);
    document.resource(Resource::new(
        "alerts",
        CeAnomalySubscription::new(CeAnomalySubscriptionRequired {
            name: context.identity.named("cost-anomalies").into(),
            // Only a topic hears at once; mail addresses get a summary by day or week (Cost Explorer API, `AnomalySubscription`).
            frequency: "IMMEDIATE".into(),
            monitor_arn_list: vec![monitor].into(),
            subscriber: vec![Subscriber::new(SubscriberRequired {
                r#type: "SNS".into(),
                address: context.topics.alerts.arn.clone(),
            })],
        })
        .threshold_expression(ThresholdExpression::new().dimension(threshold)),
    ));
}
