//! The schedule: no tasks in the evenings and on free days, and back to the service's least when work begins.

use aws::appautoscaling_scheduled_action::ScalableTargetAction;
use aws::{AppautoscalingScheduledAction, AppautoscalingScheduledActionRequired, AppautoscalingTargetReference};
use domain::{CronExpression, Identity};
use terraform::{Document, Resource};

use crate::config::{Schedule, Service};

/// The two actions. They set the bounds, between which the autoscaler goes on deciding the count.
pub(crate) fn schedule(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    schedule: &Schedule,
    target: &AppautoscalingTargetReference,
) {
    let Schedule { start, stop, first_day, last_day, time_zone } = schedule;
    let bounds = |min: u32, max: u32| ScalableTargetAction::new().min_capacity(min.to_string()).max_capacity(max.to_string());
    for (purpose, time, bounds) in
        [("start", start, bounds(service.tasks.min.get(), service.tasks.max.get())), ("stop", stop, bounds(0, 0))]
    {
        document.resource(Resource::new(
            format!("{}_{purpose}", service.label()),
            AppautoscalingScheduledAction::new(AppautoscalingScheduledActionRequired {
                name: format!("{}-{purpose}", service.full_name(identity)).into(),
                service_namespace: target.service_namespace().into(),
                scalable_dimension: target.scalable_dimension().into(),
                resource_id: target.resource_id().into(),
                schedule: CronExpression::weekly(*time, *first_day, *last_day).to_string().into(),
                scalable_target_action: bounds,
            })
            .timezone(time_zone.as_str()),
        ));
    }
}
