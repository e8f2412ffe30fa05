//! Who may speak to whom, as the rules of the security groups have it.
//!
//! A connection inside the network needs both: a rule that lets it out and one that lets it in.

use std::collections::{BTreeMap, BTreeSet};

use aws::ecs_service::{LoadBalancer, NetworkConfiguration};
use aws::scheduler_schedule::{Target, TargetEcsParameters, TargetEcsParametersNetworkConfiguration};
use aws::{
    DbInstance, EcsService, ElasticacheReplicationGroup, ElasticacheServerlessCache, Instance, Lb, LbListener, SchedulerSchedule,
    SecurityGroup, VpcEndpoint,
};
use system::{Job, Peer, Service, System};
use terraform::read::Read;
use terraform::{Address, Set};

use super::{Arrow, End, Flow, Party, Ports};

/// The flows between the parties, in the order of the parties.
pub(super) fn flows(arrows: &[Arrow]) -> Vec<Flow> {
    let mut flows: BTreeMap<(&Party, &Party), BTreeSet<Ports>> = BTreeMap::new();
    for Arrow { from, to, ports } in arrows {
        flows.entry((&from.party, &to.party)).or_default().extend(ports);
    }
    // What passes between two services is told of the one that is reached, since all of them stand for one party.
    let between = flows.into_iter().filter(|((from, to), _)| from != to);
    between.map(|((from, to), ports)| Flow { from: from.clone(), to: to.clone(), ports }).collect()
}

/// What may open connections to what, thing by thing.
pub(super) fn arrows(system: &System<'_>) -> Vec<Arrow> {
    let members = members(system);
    let egress = system.egress();
    let behind = behind_existing(system);
    let mut found: BTreeMap<(End, End), BTreeSet<Ports>> = BTreeMap::new();
    let mut add = |from: End, to: End, ports: Ports| {
        found.entry((from, to)).or_default().insert(ports);
    };
    let listened = system.of::<LbListener>().filter_map(|it| u16::try_from(it.get(LbListener::PORT).literal()?).ok());
    let listened: BTreeSet<u16> = listened.collect();
    for rule in system.ingress() {
        let ports = Ports::from(rule.ports);
        for to in members.get(&rule.group).into_iter().flatten() {
            // Nobody answers where no listener listens, whatever the rules admit.
            let is_heard = listened.is_empty() || listened.iter().any(|port| (ports.first..=ports.last).contains(port));
            if to.party == Party::LoadBalancer && !is_heard {
                continue;
            }
            match &rule.peer {
                Peer::Anywhere => add(End::of(Party::Internet), to.clone(), ports),
                Peer::Range(range) => add(End::of(Party::Range(range.clone())), to.clone(), ports),
                Peer::Group(other) if egress.iter().any(|out| out.lets_out(other, &rule.group, rule.ports)) => {
                    for from in members.get(other).into_iter().flatten() {
                        add(from.clone(), to.clone(), ports);
                    }
                }
                // Of a group that exists already only a load balancer's is known: by the ports behind it.
                Peer::Existing(_) if to.party == Party::Services && behind.contains(&ports) => {
                    add(End::of(Party::LoadBalancer), to.clone(), ports);
                }
                Peer::Group(_) | Peer::Existing(_) => {}
            }
        }
    }
    for rule in egress.iter().filter(|rule| matches!(rule.peer, Peer::Anywhere)) {
        for from in members.get(&rule.group).into_iter().flatten() {
            add(from.clone(), End::of(Party::Internet), rule.ports.into());
        }
    }
    // Who lets them in is its owner's to say.
    for database in system.existing_databases() {
        let lets_out = |group: &Address| egress.iter().any(|rule| rule.group == *group && rule.ports.holds(database.port));
        let users = members.iter().filter(|(group, _)| lets_out(group)).flat_map(|(_, ends)| ends);
        for from in users.filter(|end| definition_of(end, system).is_some_and(|it| database.users.contains(&it))) {
            let ports = system::Ports { first: database.port, last: database.port };
            let to = End { party: Party::Database, thing: Some(database.host.clone()) };
            add(from.clone(), to, ports.into());
        }
    }
    let led = led(system);
    for ((from, to), ports) in &mut found {
        // Tasks share a group, so that it admits the load balancer to all of them; it leads to some, each by its port.
        if from.party == Party::LoadBalancer && to.party == Party::Services && !led.is_empty() {
            let own = to.thing.as_ref().and_then(|thing| led.get(thing));
            ports.retain(|ports| own.is_some_and(|own| own.iter().any(|port| (ports.first..=ports.last).contains(port))));
        }
    }
    let between = found.into_iter().filter(|((from, to), ports)| from != to && !ports.is_empty());
    between.map(|((from, to), ports)| Arrow { from, to, ports }).collect()
}

/// What the tasks at an arrow's end are.
fn definition_of(end: &End, system: &System<'_>) -> Option<Address> {
    let is_it = |address: Address| end.thing.as_ref() == Some(&address.to_string());
    let service = system.services.iter().find(|service| is_it(service.view.address()));
    let job = system.jobs.iter().map(|job| job.definition.address()).find(|address| is_it(address.clone()));
    service.and_then(|service| service.definition).map(|definition| definition.address()).or(job)
}

/// The services to which a load balancer leads, each with the ports of its containers.
fn led(system: &System<'_>) -> BTreeMap<String, BTreeSet<u16>> {
    let ports = |service: &Service<'_>| -> BTreeSet<u16> {
        let blocks = service.view.blocks(EcsService::LOAD_BALANCER);
        blocks.filter_map(|it| u16::try_from(it.get(LoadBalancer::CONTAINER_PORT).literal()?).ok()).collect()
    };
    let of_services = system.services.iter().map(|service| (service.view.address().to_string(), ports(service)));
    of_services.filter(|(_, ports)| !ports.is_empty()).collect()
}

/// The ports to which a load balancer that exists already connects.
fn behind_existing(system: &System<'_>) -> BTreeSet<Ports> {
    if system.existing_load_balancers().is_empty() {
        return BTreeSet::new();
    }
    led(system).into_values().flatten().map(|port| Ports::from(system::Ports { first: port, last: port })).collect()
}

/// What wears each group.
fn members(system: &System<'_>) -> BTreeMap<Address, BTreeSet<End>> {
    let mut members: BTreeMap<Address, BTreeSet<End>> = BTreeMap::new();
    let mut wear = |end: End, groups: Vec<Address>| {
        for group in groups {
            members.entry(group).or_default().insert(end.clone());
        }
    };
    system.of().for_each(|it| wear(End::of(Party::LoadBalancer), groups(&it.get(Lb::SECURITY_GROUPS))));
    let mut of_services: Option<BTreeSet<Address>> = None;
    for service in &system.services {
        let networks = service.view.blocks(EcsService::NETWORK_CONFIGURATION);
        let worn: Vec<Address> = networks.flat_map(|it| groups(&it.get(NetworkConfiguration::SECURITY_GROUPS))).collect();
        of_services = Some(match of_services {
            None => worn.iter().cloned().collect(),
            Some(all) => all.into_iter().filter(|group| worn.contains(group)).collect(),
        });
        wear(End::at(Party::Services, service.view.address()), worn);
    }
    for job in &system.jobs {
        wear(End::at(Party::Services, job.definition.address()), of_job(job, of_services.as_ref(), system));
    }
    for database in system.databases.iter().filter(|it| system.regions.elsewhere(it.view.resource()).is_none()) {
        wear(End::at(Party::Database, database.view.address()), groups(&database.view.get(DbInstance::VPC_SECURITY_GROUP_IDS)));
    }
    system.of().for_each(|it| {
        wear(End::at(Party::Cache, it.address()), groups(&it.get(ElasticacheReplicationGroup::SECURITY_GROUP_IDS)));
    });
    system.of().for_each(|it| {
        wear(End::at(Party::Cache, it.address()), groups(&it.get(ElasticacheServerlessCache::SECURITY_GROUP_IDS)));
    });
    system.of().for_each(|it| wear(End::at(Party::Bastion, it.address()), groups(&it.get(Instance::VPC_SECURITY_GROUP_IDS))));
    system.of().for_each(|it| wear(End::of(Party::Endpoints), groups(&it.get(VpcEndpoint::SECURITY_GROUP_IDS))));
    members
}

/// The groups of a job's tasks: those that its schedule names; of one that is started by a command those that all services have, and one of its own.
fn of_job(job: &Job<'_>, of_services: Option<&BTreeSet<Address>>, system: &System<'_>) -> Vec<Address> {
    if let Some(schedule) = job.schedule {
        let run = schedule.block(SchedulerSchedule::TARGET).and_then(|target| target.block(Target::ECS_PARAMETERS));
        let network = run.and_then(|run| run.block(TargetEcsParameters::NETWORK_CONFIGURATION));
        return network.map(|it| groups(&it.get(TargetEcsParametersNetworkConfiguration::SECURITY_GROUPS))).unwrap_or_default();
    }
    let definition = job.definition.resource();
    let own = system.of::<SecurityGroup>().map(|group| group.resource());
    let own = own.filter(|group| group.label == definition.label && group.address().module() == definition.address().module());
    own.map(|group| group.address()).chain(of_services.into_iter().flatten().cloned()).collect()
}

fn groups(worn: &Read<'_, Set<String>>) -> Vec<Address> {
    worn.elements().iter().filter_map(Read::target).collect()
}
