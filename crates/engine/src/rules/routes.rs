//! Which requests the load balancer's rules lead to services, as more than one rule asks. It must not know any single rule.

use aws::LbListenerRule;
use domain::ServiceName;
use ecs::config::Routing;
use settings::SettingPath;

use super::decided::Decided;
use super::rule::Subject;
use crate::environment::Given;

/// The requests that reach a service.
pub(super) struct Requests {
    /// A pattern each, and where it is said; of any host, where there is none.
    pub(super) hosts: Vec<(SettingPath, String)>,
    /// The same of paths.
    pub(super) paths: Vec<(SettingPath, String)>,
    /// Whether they are told apart by more than that.
    pub(super) has_further_conditions: bool,
}

/// Of each service that has some: its priority, and which requests reach it. Of what an override leaves to AWS nothing is known.
pub(super) fn routes<'a>(subject: &Subject<'a>) -> Vec<(&'a ServiceName, Decided<i64>, Decided<Requests>)> {
    let of = |(name, service): (&'a ServiceName, &'a ecs::ServiceConfig)| {
        let routing = service.routing.as_ref()?;
        let at = SettingPath::from("services").key(name.as_str()).key("routing");
        let set = (at.clone().key("priority"), i64::from(routing.priority.get()));
        let priority = subject.decided(&name.label(), LbListenerRule::PRIORITY.name(), Given::whole, set)?;
        let set = (at.clone(), requests(routing, &at));
        let conditions = subject.decided(&name.label(), LbListenerRule::CONDITION.name(), |given| Some(overridden(given)), set)?;
        Some((name, priority, conditions))
    };
    subject.config.services.iter().filter_map(of).collect()
}

fn requests(routing: &Routing, at: &SettingPath) -> Requests {
    let hosts = routing.hosts.iter().enumerate();
    let paths = routing.paths.iter().enumerate();
    Requests {
        hosts: hosts.map(|(index, host)| (at.clone().key("hosts").index(index), host.to_string())).collect(),
        paths: paths.map(|(index, path)| (at.clone().key("paths").index(index), path.to_string())).collect(),
        has_further_conditions: routing.has_further_conditions(),
    }
}

/// The conditions that an override sets: they take the place of all that there are.
fn overridden(given: &Given) -> Requests {
    let values = |kind: &str| {
        let of_kind = given.blocks().iter().filter_map(|condition| condition.member(kind)?.member("values"));
        let texts = of_kind.flat_map(Given::blocks).filter_map(Given::text);
        texts.map(|text| (SettingPath::root(), text.to_owned())).collect::<Vec<_>>()
    };
    let is_further = |condition: &Given| condition.member("host_header").is_none() && condition.member("path_pattern").is_none();
    Requests {
        hosts: values("host_header"),
        paths: values("path_pattern"),
        has_further_conditions: given.blocks().iter().any(is_further),
    }
}
