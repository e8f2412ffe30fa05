//! A load balancer that exists already: `[ecs.load_balancer.existing]`, as typed. Nothing of it is managed here.

use domain::{DomainName, HostedZoneId, Identity, ListenerArn, SecurityGroupId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;

use super::load_balancer::{AccessLogs, LoadBalancer};

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

/// Checks it against what `[ecs.load_balancer]` says besides.
pub(super) fn check(load_balancer: &LoadBalancer, identity: &Identity, problems: &mut Problems) {
    const EXISTING: &str = "ecs.load_balancer.existing";
    const OUT: &str = "take the setting out";
    let LoadBalancer {
        existing,
        internal,
        allowed_cidrs,
        idle_timeout_seconds,
        deletion_protection,
        tls,
        previous_zone_role: _,
        access_logs,
        firewall,
        // They stand on its listener as the services' do.
        rules: _,
    } = load_balancer;
    let Some(existing) = existing else { return };
    let listener = &existing.listener_arn;
    if listener.region() != identity.region {
        problems
            .error(
                format!("{EXISTING}.listener_arn").as_str(),
                format!("the load balancer is in `{}`, and the services are in `{}`", listener.region(), identity.region),
            )
            .also("region")
            .help("name a listener of the services' region");
    }
    let mut refuse = |setting: &str, what: &str, help: &str| {
        problems
            .error(format!("ecs.load_balancer.{setting}").as_str(), format!("the load balancer exists already, and {what}"))
            .also(EXISTING)
            .help(help.to_owned());
    };
    let default = LoadBalancer::default();
    if *internal {
        refuse("internal", "stands where its owner put it", OUT);
    }
    if !allowed_cidrs.is_empty() {
        refuse("allowed_cidrs", "its owner says who reaches it", "name them as the `source_cidrs` of the services' `routing`");
    }
    if *idle_timeout_seconds != default.idle_timeout_seconds {
        refuse("idle_timeout_seconds", "its timeout is its owner's", OUT);
    }
    if *deletion_protection != default.deletion_protection {
        refuse("deletion_protection", "its owner says whether it may go", OUT);
    }
    let AccessLogs { enabled, retention_days } = access_logs;
    if *enabled != default.access_logs.enabled || *retention_days != default.access_logs.retention_days {
        refuse("access_logs", "its logs are its owner's", OUT);
    }
    if firewall.is_some() {
        refuse("firewall", "has one firewall at the most, which is its owner's", "take the section out");
    }
    let Some(tls) = tls else { return };
    if tls.certificate_arn.is_some() {
        refuse(
            "tls.certificate_arn",
            "its listener has its owner's certificates",
            "take it out, and have the certificate added there",
        );
    }
    if tls.dns_elsewhere {
        refuse(
            "tls.dns_elsewhere",
            "no certificate is made that waits for records",
            "take it out: without a hosted zone no record is written, and the domains have to lead to its `dns_name`",
        );
    }
}
