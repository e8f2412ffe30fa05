//! Load balancers and databases that exist already, as far as something here stands on them.

use std::collections::BTreeMap;

use aws::{EcsTaskDefinition, LbListenerRule};
use domain::ListenerArn;
use terraform::Address;

use crate::resources::Resources;

/// A load balancer that exists already.
pub struct ExistingLoadBalancer {
    /// The part of its ARN by which CloudWatch knows it.
    pub arn_suffix: String,
    /// The first of the rules here that stand on its listeners.
    pub rule: Address,
}

pub(crate) fn load_balancers(resources: &Resources<'_>) -> Vec<ExistingLoadBalancer> {
    let of_rule = |rule: terraform::read::View<'_, LbListenerRule>| {
        let listener: ListenerArn = rule.get(LbListenerRule::LISTENER_ARN).literal()?.parse().ok()?;
        Some((listener.load_balancer_arn_suffix(), rule.address()))
    };
    let mut found: BTreeMap<String, Address> = BTreeMap::new();
    for (arn_suffix, rule) in resources.of().filter_map(of_rule) {
        found.entry(arn_suffix).or_insert(rule);
    }
    found.into_iter().map(|(arn_suffix, rule)| ExistingLoadBalancer { arn_suffix, rule }).collect()
}

/// A database that exists already, and to which tasks connect.
pub struct ExistingDatabase {
    /// Its host name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The task definitions whose containers are told of it.
    pub users: Vec<Address>,
}

/// By what the containers find in their environment, which is all that is known of it here.
pub(crate) fn databases(resources: &Resources<'_>) -> Vec<ExistingDatabase> {
    let mut found: BTreeMap<(String, u16), Vec<Address>> = BTreeMap::new();
    for definition in resources.of::<EcsTaskDefinition>() {
        let containers = definition.get(EcsTaskDefinition::CONTAINER_DEFINITIONS).document().unwrap_or_default();
        for container in containers.as_array().into_iter().flatten() {
            let variables = container["environment"].as_array();
            let of = |name: &str| variables?.iter().find(|it| it["name"] == name)?["value"].as_str();
            let (Some(host), Some(port)) = (of("DB_HOST"), of("DB_PORT").and_then(|port| port.parse().ok())) else { continue };
            // What only AWS knows is made here.
            if !host.contains("${") {
                found.entry((host.to_owned(), port)).or_default().push(definition.address());
            }
        }
    }
    found.into_iter().map(|((host, port), users)| ExistingDatabase { host, port, users }).collect()
}
