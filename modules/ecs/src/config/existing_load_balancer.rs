//! A load balancer that exists already: `[ecs.load_balancer.existing]`, as typed. Nothing of it is managed here.

use domain::{DomainName, HostedZoneId, ListenerArn, SecurityGroupId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An Application Load Balancer that exists already. `aws elbv2 describe-load-balancers` tells all that is asked for but the listener, and
/// `aws elbv2 describe-listeners` that.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExistingLoadBalancer {
    /// The listener on which the services' rules are made, such as that of HTTPS. The priorities of `routing` are shared with all that others have
    /// on it: choose some that are free there, which `aws elbv2 describe-rules` shows. Load balancers reach tasks of their own VPC only, so that it
    /// stands in the one that `[networking.existing]` names.
    pub listener_arn: ListenerArn,
    /// The load balancer's security group: the tasks let in nobody else.
    pub security_group_id: SecurityGroupId,
    /// The load balancer's host name.
    pub dns_name: DomainName,
    /// The hosted zone of that name, which is Elastic Load Balancing's own: `CanonicalHostedZoneId`, or `zone_id` in Terraform.
    pub zone_id: HostedZoneId,
    /// Whether the rules that let it out to the tasks are added to `security_group_id`. A group that lets everything out, as EC2 makes one, needs
    /// none. Leave it where another stack writes that group's rules inside the group itself, which would take them out again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub let_out_to_tasks: bool,
}
