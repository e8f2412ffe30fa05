//! The alarm of one service that a deployment failed.

use aws::{CloudwatchEventRule, CloudwatchMetricAlarmReference};
use domain::ServiceName;
use terraform::{Document, Embedded, Expression, Resource, object};

use crate::Context;
use crate::alarm::{Alarm, Breach, MissingData, Trigger};
use crate::interface::DeploymentVariables;
use crate::measure;
use crate::subject::Service;

/// The alarm, by ARN, of more failed deployments within a minute than so many.
pub(crate) fn deployment_alarm(
    document: &mut Document,
    context: &Context,
    variables: &DeploymentVariables,
    (name, service): (&ServiceName, &Service),
    most: u32,
) -> Expression<String> {
    // Counted and told as the failures of jobs are, and for the same reason.
    let rule = document.resource(Resource::new(
        format!("{}_deployments", name.label()),
        CloudwatchEventRule::new()
            // EventBridge gives a rule's name 64 characters, as IAM a role's: it is no longer than that of the service's execution role.
            .name(context.identity.service_named(&service.aws_name, Some("deploys")))
            .description(format!("Deployments of {name} that failed"))
            .event_pattern(failed(variables, name).into_value()),
    ));
    let alarm = Alarm {
        label: format!("{}_deployment_failed", name.label()),
        name: context.identity.service_named(name, Some("deployment-failed")),
        description: context.described(
            "deployment-failed",
            &format!(
                "{name}: a deployment failed, and ECS went back to what ran before. First see in the service's events in ECS why its tasks stopped, \
                 then in the log what they said last."
            ),
        ),
        trigger: Trigger {
            measure: measure::matched_events(rule.name()),
            breach: Breach::Above(most.into()),
            periods: 1,
            // What does not happen is not counted.
            missing_data: MissingData::IsWell,
        },
        topic: Some(&context.topics.alerts),
    };
    CloudwatchMetricAlarmReference::arn(&alarm.add(document))
}

/// ECS Developer Guide, "Amazon ECS service deployment state change events": `SERVICE_DEPLOYMENT_FAILED` is sent for services with the deployment circuit
/// breaker, which all of ours have.
fn failed(variables: &DeploymentVariables, name: &ServiceName) -> Embedded {
    let service: Embedded = Embedded::from(&variables.service_arns.key(name.as_str()));
    object([
        ("source", Embedded::array(["aws.ecs"])),
        ("detail-type", Embedded::array(["ECS Deployment State Change"])),
        ("resources", Embedded::array([service])),
        ("detail", object([("eventName", Embedded::array(["SERVICE_DEPLOYMENT_FAILED"]))])),
    ])
}
