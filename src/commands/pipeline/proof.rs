//! How it is found out after a deployment that a service is well: by a request, where the load balancer forwards one to it for certain,
//! else by ECS's word. A request that reaches somebody else would roll a good deployment back.

use domain::{HealthCheckPath, ServiceName};
use ecs::ServiceConfig;
use ecs::config::{FirewallMode, ManagedRuleGroup, PlainRequest, ProtocolVersion, Routing, Takes};
use engine::environment::Config;

/// How it is found out that a service is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// It answers to a request for this path, under the environment's address.
    Answers(HealthCheckPath),
    /// ECS calls it steady, with the image that was deployed. The reason why nobody asks it.
    Steady(String),
}

impl Proof {
    /// For a service of an environment; `asked` is a path that somebody wants to be asked for.
    ///
    /// # Errors
    /// Why a request for that path never reaches the service.
    pub(super) fn of(config: &Config, service: &ServiceName, asked: Option<&HealthCheckPath>) -> Result<Self, String> {
        let Some(settings) = config.services.get(service) else { return Err("there is none".to_owned()) };
        let path = asked.unwrap_or(&settings.health_check.path);
        match (reach(config, settings, path), asked) {
            (Reach::Not(why), Some(_)) => Err(why),
            (Reach::Certain | Reach::Doubtful(_), Some(_)) => Ok(Self::Answers(path.clone())),
            (Reach::Not(why) | Reach::Doubtful(why), None) => Ok(Self::Steady(why)),
            (Reach::Certain, None) => match doubt(config, settings) {
                Some(why) => Ok(Self::Steady(why)),
                None => Ok(Self::Answers(path.clone())),
            },
        }
    }
}

enum Reach {
    Certain,
    Doubtful(String),
    Not(String),
}

/// Whether the load balancer forwards a request for the path to the service.
fn reach(config: &Config, service: &ServiceConfig, path: &HealthCheckPath) -> Reach {
    let (Some(_), Some(routing)) = (service.port, &service.routing) else {
        return Reach::Not("the load balancer sends it no requests".to_owned());
    };
    if service.protocol == ProtocolVersion::Grpc {
        return Reach::Not("it speaks gRPC".to_owned());
    }
    let load_balancer = &config.ecs.load_balancer;
    let host = load_balancer.tls.as_ref().map(|tls| tls.domain.as_str());
    let bare = path.as_str().split('?').next().unwrap_or_default();
    let request = PlainRequest { host, path: bare };
    let of_services = config.services.values().filter_map(|service| service.routing.as_ref());
    let mut before: Vec<&Routing> = of_services.chain(load_balancer.rules.values().map(|rule| &rule.routing)).collect();
    before.retain(|other| other.priority < routing.priority);
    if routing.takes(request) == Takes::No {
        return Reach::Not(format!("its routing does not match `{bare}`; `--smoke-path` names one that it does"));
    }
    if before.iter().any(|other| other.takes(request) == Takes::Yes) {
        return Reach::Not(format!("a rule with a lower priority takes `{bare}`; `--smoke-path` names one that reaches it"));
    }
    if routing.takes(request) == Takes::Perhaps || before.iter().any(|other| other.takes(request) == Takes::Perhaps) {
        return Reach::Doubtful(format!(
            "it depends on who asks whether `{bare}` reaches it; `--smoke-path {bare}` asks all the same"
        ));
    }
    Reach::Certain
}

/// Why a request that would be forwarded may still fail although all is well.
fn doubt(config: &Config, service: &ServiceConfig) -> Option<String> {
    let load_balancer = &config.ecs.load_balancer;
    let asks = format!("`--smoke-path {}` asks all the same", service.health_check.path);
    if load_balancer.existing.is_some() {
        return Some(format!("only the load balancer's owner knows who reaches it, and what other rules take; {asks}"));
    }
    if load_balancer.internal || load_balancer.allowed_cidrs.iter().any(|range| !range.is_anywhere()) {
        return Some(format!("not everybody reaches the load balancer; {asks}"));
    }
    // WAF Developer Guide, "IP reputation rule groups": the group turns hosting providers away, where pipelines run.
    let blocks = |group| {
        load_balancer
            .firewall
            .as_ref()
            .is_some_and(|firewall| firewall.mode == FirewallMode::Block && firewall.managed_rule_groups.contains(&group))
    };
    if blocks(ManagedRuleGroup::AnonymousIp) {
        return Some(format!("the firewall turns away whoever asks from a hosting provider; {asks}"));
    }
    if service.schedule.is_some() {
        return Some(format!("at times its schedule stops all tasks; {asks}"));
    }
    let codes = service.health_check.success_codes.as_ref();
    codes.filter(|codes| codes.as_str() != "200").map(|_| format!("other answers than 200 with a body count as good; {asks}"))
}
