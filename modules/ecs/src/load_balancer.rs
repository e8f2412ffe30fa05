//! The load balancer that all services share: its listener, and for each service a target group and the rule that leads to it.

use aws::lb::{AccessLogs, AccessLogsRequired};
use aws::lb_listener::{DefaultAction, DefaultActionFixedResponse, DefaultActionFixedResponseRequired, DefaultActionRequired};
use aws::lb_listener_rule::{Action, ActionRequired};
use aws::lb_target_group::{HealthCheck, Stickiness, StickinessRequired};
use aws::private_bucket::PrivateBucketReference;
use aws::{
    Lb, LbListener, LbListenerReference, LbListenerRequired, LbListenerRule, LbListenerRuleReference, LbListenerRuleRequired,
    LbReference, LbTargetGroup, LbTargetGroupReference,
};
use domain::{Identity, Port};
use terraform::{Document, Lifecycle, Resource, Value};

use crate::config::{LoadBalancer, Routing, Service, Web};
use crate::interface::{FrontVariables, Variables};
use crate::rules;

/// How many digits of a load balancer's id stand in a target group's name, which takes 32 characters.
const OF_ID: usize = 4;

/// By what requests come to a web service.
pub(crate) struct Entrance {
    pub(crate) target_group: LbTargetGroupReference,
    pub(crate) listener_rule: LbListenerRuleReference,
}

/// The load balancer in the public subnets, or in the private ones where it is internal.
pub(crate) fn load_balancer(
    document: &mut Document,
    identity: &Identity,
    load_balancer: &LoadBalancer,
    access_logs: Option<&PrivateBucketReference>,
    (variables, group): (&Variables, &FrontVariables),
) -> LbReference {
    // The provider takes a block that is left out for "as it is": the logs would go on into a bucket that is gone.
    let logs = match access_logs {
        Some(logs) => AccessLogs::new(AccessLogsRequired { bucket: logs.bucket.id().into() }).enabled(true),
        None => AccessLogs::new(AccessLogsRequired { bucket: "".into() }).enabled(false),
    };
    let resource = Resource::new(
        "main",
        Lb::new()
            .name(LoadBalancer::name(identity))
            .load_balancer_type("application")
            .internal(load_balancer.internal)
            .subnets(if load_balancer.internal { &variables.private_subnet_ids } else { &variables.public_subnet_ids })
            .security_groups([&group.load_balancer_security_group_id])
            .idle_timeout(load_balancer.idle_timeout_seconds.get())
            // A header that HTTP does not allow is how requests are smuggled past the load balancer (Security Hub, ELB.4).
            .drop_invalid_header_fields(true)
            .enable_deletion_protection(load_balancer.deletion_protection)
            .access_logs(logs),
    );
    document.resource(match access_logs {
        // Elastic Load Balancing tries to write before it accepts a bucket, so the policy has to stand.
        Some(logs) => resource.depends_on([&logs.policy as _]),
        None => resource,
    })
}

/// What becomes of a request that no service's rule matches.
pub(crate) fn not_found() -> DefaultAction {
    let not_found = DefaultActionFixedResponse::new(DefaultActionFixedResponseRequired { content_type: "text/plain".into() })
        .message_body("no service answers here")
        .status_code("404");
    DefaultAction::new(DefaultActionRequired { r#type: "fixed-response".into() }).fixed_response(not_found)
}

/// The listener without TLS.
pub(crate) fn http_listener(document: &mut Document, load_balancer: &LbReference) -> LbListenerReference {
    document.resource(
        Resource::new(
            "http",
            LbListener::new(LbListenerRequired {
                load_balancer_arn: load_balancer.arn().into(),
                default_action: vec![not_found()],
            })
            .port(80)
            .protocol("HTTP"),
        )
        .lifecycle(listener_lifecycle()),
    )
}

/// Only another load balancer replaces a listener, which then stands on that one before the old one goes. Were it destroyed first, Terraform would
/// find a cycle where TLS is switched on at once: the old listener waits for the old rules, these for the new ones, and what the load balancer
/// stands on, if it changes as well, for the old listener.
pub(crate) fn listener_lifecycle() -> Lifecycle<LbListener> {
    Lifecycle::new().create_before_destroy()
}

/// The label of a service's target group.
///
/// A target group belongs to one load balancer (Elastic Load Balancing User Guide, "Target groups for your Application Load Balancers"): behind
/// another one a service has another, whose rule stands before the old one goes.
pub(crate) fn target_group_label(service: &Service, load_balancer: &LoadBalancer) -> String {
    match &load_balancer.existing {
        Some(existing) => format!("{}_{}", service.label(), existing.listener_arn.load_balancer_id()),
        None => service.label(),
    }
}

/// What AWS calls it.
pub(crate) fn target_group_name(identity: &Identity, service: &Service, port: Port, load_balancer: &LoadBalancer) -> String {
    let name = service.target_group_name(identity, port);
    match &load_balancer.existing {
        Some(existing) => format!("{name}-{}", &existing.listener_arn.load_balancer_id()[..OF_ID]),
        None => name,
    }
}

/// The service's target group: its tasks, by address, and how their health is asked.
pub(crate) fn target_group(
    document: &mut Document,
    identity: &Identity,
    service: &Service,
    web: &Web,
    load_balancer: &LoadBalancer,
    variables: &Variables,
) -> LbTargetGroupReference {
    let check = &service.health_check;
    // A block that is left out means "as it is" to the provider, so that stickiness would outlive its setting.
    let stickiness = Stickiness::new(StickinessRequired { r#type: "lb_cookie".into() });
    let stickiness = match service.stickiness_seconds.get() {
        0 => stickiness.enabled(false),
        seconds => stickiness.enabled(true).cookie_duration(seconds),
    };
    document.resource(
        Resource::new(
            target_group_label(service, load_balancer),
            LbTargetGroup::new()
                .name(target_group_name(identity, service, web.port, load_balancer))
                .port(web.port.get())
                .protocol("HTTP")
                // Left out it would mean "as it is": a group that once spoke HTTP/2 would go on.
                .protocol_version(service.protocol.as_argument())
                // Fargate's tasks have network interfaces of their own, so they are registered by address.
                .target_type("ip")
                .vpc_id(&variables.vpc_id)
                .deregistration_delay(service.deregistration_delay_seconds.to_string())
                .slow_start(service.slow_start_seconds.get())
                .stickiness(stickiness)
                .health_check(
                    HealthCheck::new()
                        .path(check.path(service.protocol))
                        .matcher(check.success_codes(service.protocol))
                        .interval(check.interval_seconds.get())
                        .timeout(check.timeout_seconds.get())
                        .healthy_threshold(check.healthy_threshold.get())
                        .unhealthy_threshold(check.unhealthy_threshold.get()),
                ),
        )
        // ECS registers each task with the port that it has (ECS Developer Guide, "Use load balancing to distribute Amazon ECS service
        // traffic"), so that the group's own port, and its name with that port, only say how it began. Another group for another port
        // would be empty when the rule turns to it, and unknown to the tasks that run.
        .lifecycle(
            Lifecycle::new().create_before_destroy().ignore_changes([LbTargetGroup::NAME.name(), LbTargetGroup::PORT.name()]),
        ),
    )
}

/// The rule that leads to the service. Its priority is the service's own setting, so that a service in front moves no other.
pub(crate) fn listener_rule(
    service: &Service,
    routing: &Routing,
    listener_arn: &Value<String>,
    target_group: &LbTargetGroupReference,
) -> Resource<LbListenerRule> {
    Resource::new(
        service.label(),
        LbListenerRule::new(LbListenerRuleRequired {
            listener_arn: listener_arn.clone(),
            action: vec![Action::new(ActionRequired { r#type: "forward".into() }).target_group_arn(target_group.arn())],
            condition: rules::conditions(routing),
        })
        .priority(routing.priority.get()),
    )
}
