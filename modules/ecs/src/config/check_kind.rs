//! Tells which kind a service is, and who reaches whom.

use std::collections::{BTreeMap, BTreeSet};

use domain::{DeregistrationDelay, Port, ServiceName};
use settings::{Problems, SettingPath};

use super::kind::{Connect, Kind, Reach, Web};
use super::service::{HealthCheck, ProtocolVersion, ServiceConfig};

/// Whether the load balancer leads requests to some of these services.
pub fn has_web_service(services: &BTreeMap<ServiceName, ServiceConfig>) -> bool {
    services.values().any(|service| service.routing.is_some())
}

/// Who reaches whom, as both sides say it. What names nobody is left out: `check_names` tells of it.
pub fn reaches(services: &BTreeMap<ServiceName, ServiceConfig>) -> BTreeSet<Reach> {
    let said = services.iter().flat_map(|(name, service)| {
        let out = service.reaches.iter().map(|to| Reach { from: name.clone(), to: to.clone() });
        out.chain(service.reached_by.iter().map(|from| Reach { from: from.clone(), to: name.clone() }))
    });
    said.filter(|it| {
        it.from != it.to && services.contains_key(&it.from) && services.get(&it.to).is_some_and(|to| to.port.is_some())
    })
    .collect()
}

/// Checks the names of who reaches whom.
pub(super) fn check_names(
    services: &BTreeMap<ServiceName, ServiceConfig>,
    jobs: &BTreeMap<ServiceName, ServiceConfig>,
    problems: &mut Problems,
) {
    let known: Vec<String> = services.keys().map(|known| format!("`{known}`")).collect();
    for (name, service) in services {
        for (setting, others) in [("reaches", &service.reaches), ("reached_by", &service.reached_by)] {
            for (index, other) in others.iter().enumerate() {
                let at = SettingPath::from("services").key(name.as_str()).key(setting).index(index);
                match services.get(other) {
                    _ if other == name => {
                        problems.error(at, format!("`{other}` is this service itself")).help("name other services only");
                    }
                    // ECS Developer Guide, "Service Connect": "Only Amazon ECS services" take part, no task that runs by itself.
                    None if jobs.contains_key(other) => {
                        problems
                            .error(at, format!("`{other}` is a job, and ECS Service Connect is for services alone"))
                            .help("let a service that is reached do it, send to a queue (`uses = [\"queue.<name>\"]`), or reach it by the load balancer");
                    }
                    None => {
                        problems
                            .error(at, format!("there is no service `{other}`"))
                            .help(format!("the services are {}", known.join(", ")));
                    }
                    Some(other_service) if setting == "reaches" && other_service.port.is_none() => {
                        problems
                            .error(at, format!("`{other}` listens on no port, so that nobody can reach it"))
                            .help(format!("set `port` under `[services.{other}]`, or take the name out"));
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

impl Connect {
    /// The part of this service, if it has one.
    pub(super) fn of(name: &ServiceName, service: &ServiceConfig, reaches: &BTreeSet<Reach>) -> Option<Self> {
        let is_reached = reaches.iter().any(|it| it.to == *name);
        let offers = service.port.filter(|_| is_reached).map(|port| (port, service.app_protocol.unwrap_or_default()));
        let its: BTreeSet<ServiceName> = reaches.iter().filter(|it| it.from == *name).map(|it| it.to.clone()).collect();
        if offers.is_none() && its.is_empty() {
            return None;
        }
        let waits_for = its.into_iter().filter(|to| !reached_from(to, reaches).contains(name)).collect();
        Some(Self { offers, waits_for })
    }
}

/// All services that one reaches, by others as well.
pub(super) fn reached_from(from: &ServiceName, reaches: &BTreeSet<Reach>) -> BTreeSet<ServiceName> {
    let mut found = BTreeSet::new();
    let mut next = vec![from.clone()];
    while let Some(service) = next.pop() {
        for it in reaches.iter().filter(|it| it.from == service) {
            if found.insert(it.to.clone()) {
                next.push(it.to.clone());
            }
        }
    }
    found
}

impl Kind {
    /// What the service is; nothing, and a fault that names the kinds, where something is missing.
    pub(super) fn of(
        name: &ServiceName,
        service: &ServiceConfig,
        reaches: &BTreeSet<Reach>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let at = |setting: &str| SettingPath::from("services").key(name.as_str()).key(setting);
        let is_reached = reaches.iter().any(|it| it.to == *name);
        let kind = match (service.port, &service.routing) {
            (Some(port), Some(routing)) => Self::Web(Web { port, routing: routing.clone() }),
            (Some(port), None) if is_reached => Self::Internal(port),
            (Some(port), None) => {
                problems
                    .error(at("port"), format!("nothing would ever connect to port {port}: the service has no `routing`, and no service reaches it"))
                    .help(format!(
                        "a worker has no `port`: take it out; an internal service says who reaches it: `reached_by = [\"<service>\"]`; a web \
                         service says which requests are its own: `routing = {{ priority = 200, paths = [\"/{name}/*\"] }}`"
                    ));
                return None;
            }
            (None, Some(_)) => {
                problems
                    .error(at("routing"), "requests are led to the service, and it listens on no port")
                    .also(at("port"))
                    .help("a web service has `port` and `routing`: set `port`; a worker has neither: take `routing` out");
                return None;
            }
            (None, None) => Self::Worker,
        };
        kind.check(name, service, is_reached, problems);
        Some(kind)
    }

    /// What of the service's settings is of no use to its kind.
    fn check(&self, name: &ServiceName, service: &ServiceConfig, is_reached: bool, problems: &mut Problems) {
        let at = |setting: &str| SettingPath::from("services").key(name.as_str()).key(setting);
        let (word, is_web) = match self {
            Self::Web(_) => ("a web service", true),
            Self::Internal(_) => ("an internal service", false),
            Self::Worker => ("a worker", false),
        };
        if matches!(self, Self::Worker) {
            if service.previous_port.is_some() {
                problems
                    .error(at("previous_port"), "the service has no `port` of which this could be the one before")
                    .help("take it out, or set `port`");
            }
            if !service.reached_by.is_empty() {
                problems
                    .error(at("reached_by"), "the service listens on no port, so that nobody can reach it")
                    .help("set `port`, as an internal service has it, or take `reached_by` out");
            }
        }
        if !is_reached && service.app_protocol.is_some() {
            problems
                .error(at("app_protocol"), "no service reaches this one by Service Connect, which alone has to know it")
                .help("take it out, or name who reaches it in `reached_by`");
        }
        let of_load_balancer = [
            ("health_check", service.health_check != HealthCheck::default()),
            ("stickiness_seconds", service.stickiness_seconds.get() != 0),
            ("slow_start_seconds", service.slow_start_seconds.get() != 0),
            ("deregistration_delay_seconds", service.deregistration_delay_seconds != DeregistrationDelay::of::<30>()),
        ];
        if service.protocol != ProtocolVersion::default() && !is_web {
            let help = match (self, service.protocol) {
                (Self::Internal(_), ProtocolVersion::Grpc) => {
                    "write `app_protocol = \"grpc\"`: what it speaks with the services that reach it"
                }
                (Self::Internal(_), _) => "write `app_protocol = \"http2\"`: what it speaks with the services that reach it",
                _ => "take it out; a web service has `port` and `routing`",
            };
            problems.error(at("protocol"), format!("it is for the load balancer, which leads nobody to {word}")).help(help);
        }
        for (setting, _) in of_load_balancer.into_iter().filter(|(_, is_set)| *is_set && !is_web) {
            problems
                .error(at(setting), format!("it is for the load balancer, which leads nobody to {word}"))
                .help("take it out; a web service has `port` and `routing`");
        }
    }

    /// The port on which the service listens.
    pub(crate) fn port(&self) -> Option<Port> {
        match self {
            Self::Web(Web { port, .. }) | Self::Internal(port) => Some(*port),
            Self::Worker => None,
        }
    }
}
