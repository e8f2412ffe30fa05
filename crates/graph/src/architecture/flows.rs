//! Who may speak to whom, as the rules of the security groups have it.
//!
//! A connection inside the network needs both: a rule that lets it out and one that lets it in.

use std::collections::{BTreeMap, BTreeSet};

use aws::ecs_service::{LoadBalancer, NetworkConfiguration};
use aws::{DbInstance, EcsService, ElasticacheReplicationGroup, ElasticacheServerlessCache, Instance, Lb, LbListener, VpcEndpoint};
use system::{Peer, System};
use terraform::read::Read;
use terraform::{Address, Set};

use super::{Flow, Party, Ports};

/// The flows between the parties, in the order of the parties.
pub(super) fn flows(system: &System<'_>) -> Vec<Flow> {
    let members = members(system);
    let egress = system.egress();
    let behind = behind_existing(system);
    let mut found: BTreeMap<(Party, Party), BTreeSet<Ports>> = BTreeMap::new();
    let mut add = |from: Party, to: Party, ports: Ports| {
        found.entry((from, to)).or_default().insert(ports);
    };
    let listened = system.of::<LbListener>().filter_map(|it| u16::try_from(it.get(LbListener::PORT).literal()?).ok());
    let listened: BTreeSet<u16> = listened.collect();
    for rule in system.ingress() {
        let ports = Ports::from(rule.ports);
        for to in members.get(&rule.group).into_iter().flatten() {
            // Nobody answers where no listener listens, whatever the rules admit.
            let is_heard = listened.is_empty() || listened.iter().any(|port| (ports.first..=ports.last).contains(port));
            if *to == Party::LoadBalancer && !is_heard {
                continue;
            }
            match &rule.peer {
                Peer::Anywhere => add(Party::Internet, to.clone(), ports),
                Peer::Range(range) => add(Party::Range(range.clone()), to.clone(), ports),
                Peer::Group(other) if egress.iter().any(|out| out.lets_out(other, &rule.group, rule.ports)) => {
                    for from in members.get(other).into_iter().flatten() {
                        add(from.clone(), to.clone(), ports);
                    }
                }
                // Of a group that exists already only a load balancer's is known: by the ports behind it.
                Peer::Existing(_) if *to == Party::Services && behind.contains(&ports) => {
                    add(Party::LoadBalancer, to.clone(), ports);
                }
                Peer::Group(_) | Peer::Existing(_) => {}
            }
        }
    }
    for rule in egress.iter().filter(|rule| matches!(rule.peer, Peer::Anywhere)) {
        for from in members.get(&rule.group).into_iter().flatten() {
            add(from.clone(), Party::Internet, rule.ports.into());
        }
    }
    // What passes between two services is told of the one that is reached, since all of them stand for one party.
    found.into_iter().filter(|((from, to), _)| from != to).map(|((from, to), ports)| Flow { from, to, ports }).collect()
}

/// The ports to which a load balancer that exists already connects.
fn behind_existing(system: &System<'_>) -> BTreeSet<Ports> {
    if system.existing_load_balancers().is_empty() {
        return BTreeSet::new();
    }
    let blocks = system.services.iter().flat_map(|service| service.view.blocks(EcsService::LOAD_BALANCER));
    let ports = blocks.filter_map(|it| u16::try_from(it.get(LoadBalancer::CONTAINER_PORT).literal()?).ok());
    ports.map(|port| Ports::from(system::Ports { first: port, last: port })).collect()
}

/// The parties that wear each group.
fn members(system: &System<'_>) -> BTreeMap<Address, BTreeSet<Party>> {
    let mut members: BTreeMap<Address, BTreeSet<Party>> = BTreeMap::new();
    let mut wear = |party: Party, groups: Read<'_, Set<String>>| {
        for group in groups.elements().iter().filter_map(Read::target) {
            members.entry(group).or_default().insert(party.clone());
        }
    };
    system.of().for_each(|it| wear(Party::LoadBalancer, it.get(Lb::SECURITY_GROUPS)));
    let networks = system.services.iter().flat_map(|it| it.view.blocks(EcsService::NETWORK_CONFIGURATION));
    networks.for_each(|it| wear(Party::Services, it.get(NetworkConfiguration::SECURITY_GROUPS)));
    system.of().for_each(|it| wear(Party::Database, it.get(DbInstance::VPC_SECURITY_GROUP_IDS)));
    system.of().for_each(|it| wear(Party::Cache, it.get(ElasticacheReplicationGroup::SECURITY_GROUP_IDS)));
    system.of().for_each(|it| wear(Party::Cache, it.get(ElasticacheServerlessCache::SECURITY_GROUP_IDS)));
    system.of().for_each(|it| wear(Party::Bastion, it.get(Instance::VPC_SECURITY_GROUP_IDS)));
    system.of().for_each(|it| wear(Party::Endpoints, it.get(VpcEndpoint::SECURITY_GROUP_IDS)));
    members
}
