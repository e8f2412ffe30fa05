//! Flow logs: who spoke to whom in the VPC, and what was turned away.

use aws::log_key::LogKey;
use aws::policy::{PolicyDocument, Statement};
use aws::{
    CloudwatchLogGroup, CloudwatchLogGroupReference, FlowLog, IamRole, IamRolePolicy, IamRolePolicyRequired, IamRoleReference,
    IamRoleRequired, KmsKeyReference,
};
use domain::Identity;
use terraform::{Document, Resource, Value, template};

use crate::config::FlowLogs;
use crate::interface::Variables;

/// The flow log's log group, and what it takes.
pub(crate) struct FlowLogsMade {
    pub(crate) log_group: CloudwatchLogGroupReference,
    pub(crate) key: KmsKeyReference,
    pub(crate) role: IamRoleReference,
}

/// The flow log of the VPC, with its log group and the role that writes there; nothing when no traffic is to be logged.
pub(crate) fn flow_logs(
    document: &mut Document,
    identity: &Identity,
    vpc: &Value<String>,
    flow_logs: &FlowLogs,
    variables: &Variables,
) -> Option<FlowLogsMade> {
    let traffic = flow_logs.traffic.as_str()?;
    let name = format!("/vpc/{}", identity.prefix());
    let key = LogKey {
        label: "flow_logs",
        alias: identity.named("flow-logs"),
        description: format!("{}: flow logs", identity.prefix()),
        region: identity.region.as_str(),
        account_id: &variables.account_id,
        log_groups: name.clone(),
    };
    let key = key.add_to(document);
    let log_group = document.resource(Resource::new(
        "flow_logs",
        CloudwatchLogGroup::new().name(name).retention_in_days(flow_logs.retention_days.get()).kms_key_id(key.arn()),
    ));
    let source = template!["arn:aws:ec2:", identity.region.as_str(), ":", &variables.account_id, ":vpc-flow-log/*"];
    let trust = PolicyDocument::assumed_by_service("vpc-flow-logs.amazonaws.com", &variables.account_id, source);
    let role = document.resource(Resource::new(
        "flow_logs",
        IamRole::new(IamRoleRequired { assume_role_policy: trust.into_value() }).name(identity.named("flow-logs")),
    ));
    // VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs"; the group stands already, so it is not created.
    let write = Statement::allow(
        "WriteLogs",
        ["logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    )
    .on([template![log_group.arn(), ":*"]]);
    document.resource(Resource::new(
        "flow_logs",
        IamRolePolicy::new(IamRolePolicyRequired { policy: PolicyDocument::new([write]).into_value(), role: role.id().into() })
            .name("write-logs"),
    ));
    document.resource(Resource::new(
        "main",
        FlowLog::new()
            .vpc_id(vpc.clone())
            .traffic_type(traffic)
            .log_destination_type("cloud-watch-logs")
            .log_destination(log_group.arn())
            .iam_role_arn(role.arn())
            .tags([("Name", identity.named("flow-log"))]),
    ));
    Some(FlowLogsMade { log_group, key, role })
}
