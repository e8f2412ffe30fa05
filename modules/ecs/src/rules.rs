//! The rules of the load balancer's listener: the conditions of all, and what those answer that are no service's.

use aws::lb_listener_rule::{
    Action, ActionFixedResponse, ActionFixedResponseRequired, ActionRedirect, ActionRedirectRequired, ActionRequired, Condition,
    ConditionHostHeader, ConditionHostHeaderRequired, ConditionHttpHeader, ConditionHttpHeaderRequired, ConditionHttpRequestMethod,
    ConditionHttpRequestMethodRequired, ConditionPathPattern, ConditionPathPatternRequired, ConditionQueryString,
    ConditionQueryStringRequired, ConditionSourceIp, ConditionSourceIpRequired,
};
use aws::{LbListenerRule, LbListenerRuleRequired};
use domain::{HostPattern, HttpMethod, PathPattern, RuleName, ValuePattern};
use terraform::{Resource, Value};

use crate::config::{AnswerRule, FixedResponse, Redirect, Routing};

/// The conditions, all of which a request has to meet.
pub(crate) fn conditions(routing: &Routing) -> Vec<Condition> {
    let Routing { priority: _, paths, hosts, methods, headers, query, source_cidrs } = routing;
    let mut conditions = Vec::new();
    if !hosts.is_empty() {
        let values = hosts.iter().map(HostPattern::as_str).collect::<Vec<_>>().into();
        conditions.push(Condition::new().host_header(ConditionHostHeader::new(ConditionHostHeaderRequired { values })));
    }
    if !paths.is_empty() {
        let values = paths.iter().map(PathPattern::as_str).collect::<Vec<_>>().into();
        conditions.push(Condition::new().path_pattern(ConditionPathPattern::new(ConditionPathPatternRequired { values })));
    }
    if !methods.is_empty() {
        let values = methods.iter().map(HttpMethod::as_str).collect::<Vec<_>>().into();
        let methods = ConditionHttpRequestMethod::new(ConditionHttpRequestMethodRequired { values });
        conditions.push(Condition::new().http_request_method(methods));
    }
    for (name, values) in headers {
        let values = values.iter().map(ValuePattern::as_str).collect::<Vec<_>>().into();
        let header = ConditionHttpHeader::new(ConditionHttpHeaderRequired { http_header_name: name.as_str().into(), values });
        conditions.push(Condition::new().http_header(header));
    }
    if !query.is_empty() {
        let pair = |(key, value): (&domain::QueryKey, &ValuePattern)| {
            ConditionQueryString::new(ConditionQueryStringRequired { value: value.as_str().into() }).key(key.as_str())
        };
        conditions.push(Condition::new().query_string(query.iter().map(pair)));
    }
    if !source_cidrs.is_empty() {
        let values = source_cidrs.iter().map(ToString::to_string).collect::<Vec<_>>().into();
        conditions.push(Condition::new().source_ip(ConditionSourceIp::new(ConditionSourceIpRequired { values })));
    }
    conditions
}

/// A rule that answers itself.
pub(crate) fn answer(name: &RuleName, rule: &AnswerRule, listener_arn: &Value<String>) -> Resource<LbListenerRule> {
    let AnswerRule { routing, redirect: to, fixed_response } = rule;
    let action = match (to, fixed_response) {
        (Some(to), _) => Action::new(ActionRequired { r#type: "redirect".into() }).redirect(redirect(to)),
        (None, fixed) => {
            Action::new(ActionRequired { r#type: "fixed-response".into() }).fixed_response(fixed.as_ref().map(fixed_answer))
        }
    };
    Resource::new(
        format!("answer_{}", name.label()),
        LbListenerRule::new(LbListenerRuleRequired {
            listener_arn: listener_arn.clone(),
            action: vec![action],
            condition: conditions(routing),
        })
        .priority(routing.priority.get()),
    )
}

fn redirect(redirect: &Redirect) -> ActionRedirect {
    let Redirect { host, path, query, port, permanent } = redirect;
    let status_code = if *permanent { "HTTP_301" } else { "HTTP_302" };
    ActionRedirect::new(ActionRedirectRequired { status_code: status_code.into() })
        .host(host.as_ref().map(domain::RedirectPart::as_str))
        .path(path.as_ref().map(domain::RedirectPart::as_str))
        .query(query.as_ref().map(domain::RedirectPart::as_str))
        .port(port.map(|port| port.to_string()))
}

fn fixed_answer(fixed: &FixedResponse) -> ActionFixedResponse {
    let FixedResponse { status, content_type, body } = fixed;
    ActionFixedResponse::new(ActionFixedResponseRequired { content_type: content_type.as_str().into() })
        .message_body(body.as_ref().map(domain::FixedBody::as_str))
        .status_code(status.to_string())
}
