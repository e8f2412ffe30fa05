//! The record of writes to Terraform's state: S3 tells EventBridge, and EventBridge writes the log group `/terraform/…`.

use aws::log_key::LogKey;
use aws::policy::{Condition, PolicyDocument, Principal, Statement};
use aws::{
    CloudwatchEventRule, CloudwatchEventTarget, CloudwatchEventTargetRequired, CloudwatchLogGroup, CloudwatchLogGroupReference,
    CloudwatchLogResourcePolicy, CloudwatchLogResourcePolicyRequired,
};
use domain::RetentionDays;
use terraform::{Document, Embedded, Resource, object, template};

use crate::Context;
use crate::subject::StateObject;

/// The log group, the rule that fills it, and the policy that admits the rule.
pub(crate) fn state_changes(
    document: &mut Document,
    context: &Context,
    state: &StateObject,
    retention: RetentionDays,
) -> CloudwatchLogGroupReference {
    let identity = context.identity;
    let name = format!("/terraform/{}", identity.prefix());
    let key = LogKey {
        label: "state_changes",
        alias: identity.named("state-changes"),
        description: format!("{}: the record of writes to Terraform's state", identity.prefix()),
        region: identity.region.as_str(),
        account_id: &context.variables.account_id,
        log_groups: name.clone(),
    };
    let key = key.add_to(document);
    let log_group = document.resource(Resource::new(
        "state_changes",
        CloudwatchLogGroup::new().name(name).retention_in_days(retention.get()).kms_key_id(key.arn()),
    ));
    let rule = document.resource(Resource::new(
        "state_changes",
        CloudwatchEventRule::new()
            .name(identity.named("state-changes"))
            .description(format!("Writes to the state of {}", identity.prefix()))
            .event_pattern(pattern(state).into_value()),
    ));
    // EventBridge reaches the log group by a policy of CloudWatch Logs, never by a role (EventBridge User Guide, "Using
    // resource-based policies"). When it opens a log stream it names no source, so that only the writing can be bound to the rule.
    // An account has room for ten such policies in a region (CloudWatch Logs User Guide, "CloudWatch Logs quotas").
    let streams = template![log_group.arn(), ":*"];
    let open = Statement::allow("OpenLogStreams", ["logs:CreateLogStream"]).on([&streams]);
    let write = Statement::allow("WriteEvents", ["logs:PutLogEvents"])
        .on([&streams])
        .condition(Condition::arn_like("aws:SourceArn", [rule.arn()]));
    let of_event_bridge = |statement: Statement| {
        ["events.amazonaws.com", "delivery.logs.amazonaws.com"]
            .into_iter()
            .fold(statement, |statement, service| statement.principal(Principal::Service(service.to_owned())))
    };
    let policy = document.resource(Resource::new(
        "state_changes",
        CloudwatchLogResourcePolicy::new(CloudwatchLogResourcePolicyRequired {
            policy_name: identity.named("state-changes").into(),
            policy_document: PolicyDocument::new([open, write].map(of_event_bridge)).into_value(),
        }),
    ));
    document.resource(
        Resource::new(
            "state_changes",
            CloudwatchEventTarget::new(CloudwatchEventTargetRequired { rule: rule.name().into(), arn: log_group.arn().into() })
                .target_id("log"),
        )
        .depends_on([&policy as _]),
    );
    log_group
}

/// Writes and deletions of the one object. The lock beside it comes and goes with every run and has another key.
fn pattern(state: &StateObject) -> Embedded {
    let StateObject { bucket, key } = state;
    let name = object([("name", Embedded::array([bucket.as_str()]))]);
    let key = object([("key", Embedded::array([key.as_str()]))]);
    object([
        ("source", Embedded::array(["aws.s3"])),
        ("detail-type", Embedded::array(["Object Created", "Object Deleted"])),
        ("detail", object([("bucket", name), ("object", key)])),
    ])
}
