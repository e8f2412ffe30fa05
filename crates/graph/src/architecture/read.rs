//! Reading the architecture from the documents: the network and its tiers; the rest is read in files of its own.

use std::collections::{BTreeMap, BTreeSet};

use aws::ecs_service::NetworkConfiguration;
use aws::{
    DbSubnetGroup, EcsCluster, EcsService, Instance, InternetGateway, Lb, NatGateway, Route, RouteTableAssociation, SecurityGroup,
    Subnet as AwsSubnet, Vpc as AwsVpc, VpcIpv4CidrBlockAssociation,
};
use system::System;
use terraform::read::{Documents, Read};
use terraform::{Address, Set};

use super::{Architecture, Node, Subnet, Tier, Vpc, Zone, flows, outside, regions, services};

pub(super) fn architecture(documents: &Documents) -> Architecture {
    let system = &System::read(documents);
    let arrows = flows::arrows(system);
    let tags = ["Project", "Environment"].into_iter().filter_map(|key| system.regions.default_tag(key));
    Architecture {
        name: tags.collect::<Vec<_>>().join(" · "),
        region: system.regions.main.clone().unwrap_or_default(),
        vpc: vpc(system),
        load_balancer: services::load_balancer(system),
        cluster: system.of().find_map(|it| it.get(EcsCluster::NAME).literal()).unwrap_or_default(),
        services: services::services(system, &arrows),
        databases: services::databases(system),
        caches: services::caches(system),
        outside: outside::outside(system),
        other_regions: regions::others(system),
        zones: zones(system),
        flows: flows::flows(&arrows),
        arrows,
    }
}

fn vpc(system: &System<'_>) -> Option<Vpc> {
    let own = system.of().next().map(|vpc| vpc.get(AwsVpc::CIDR_BLOCK).literal().unwrap_or_default());
    // Of one that exists already only the id is known.
    // Those that were added to it stand beside.
    let added = system.of().filter_map(|added| added.get(VpcIpv4CidrBlockAssociation::CIDR_BLOCK).literal());
    let own = own.map(|own| std::iter::once(own).chain(added).collect::<Vec<_>>().join(", "));
    let range = own.or_else(|| system.of().find_map(|group| group.get(SecurityGroup::VPC_ID).literal()))?;
    Some(Vpc { range, internet_gateway: system.of::<InternetGateway>().next().is_some() })
}

/// The subnets that exist already, by their ids. Only AWS knows where they are: each tier names one for each zone, in the same order.
fn existing_zones(system: &System<'_>) -> Vec<(String, Zone)> {
    let ids = |subnets: &Read<'_, Set<String>>| -> Vec<String> { subnets.elements().iter().filter_map(Read::literal).collect() };
    let public = system.of().map(|it| ids(&it.get(Lb::SUBNETS))).next().unwrap_or_default();
    let services = system.of::<EcsService>().filter_map(|it| it.block(EcsService::NETWORK_CONFIGURATION));
    let private = services.map(|it| ids(&it.get(NetworkConfiguration::SUBNETS))).next().unwrap_or_default();
    let database = system.of().map(|it| ids(&it.get(DbSubnetGroup::SUBNET_IDS))).next().unwrap_or_default();
    let count = public.len().max(private.len()).max(database.len());
    let in_zone = |index: usize| {
        let tiers = [(Tier::Public, &public), (Tier::Private, &private), (Tier::Database, &database)];
        let subnet = |(tier, ids): (Tier, &Vec<String>)| {
            let id = ids.get(index)?;
            Some(Subnet { address: id.clone(), tier, range: id.clone() })
        };
        let name = format!("Zone {}", index + 1);
        let subnets = tiers.into_iter().filter_map(subnet).collect();
        (name.clone(), Zone { name, subnets, nat_gateways: Vec::new(), bastions: Vec::new() })
    };
    (0..count).map(in_zone).collect()
}

fn zones(system: &System<'_>) -> Vec<Zone> {
    let public = public_subnets(system);
    let groups = system.of().flat_map(|group| group.get(DbSubnetGroup::SUBNET_IDS).elements());
    let of_databases: BTreeSet<Address> = groups.filter_map(|subnet| subnet.target()).collect();
    let mut zones: BTreeMap<String, Zone> = BTreeMap::new();
    let mut zone_of: BTreeMap<String, String> = BTreeMap::new();
    for subnet in system.of::<AwsSubnet>() {
        let address = subnet.address();
        let tier = match &address {
            _ if public.contains(&address) => Tier::Public,
            _ if of_databases.contains(&address) => Tier::Database,
            _ => Tier::Private,
        };
        let name = subnet.get(AwsSubnet::AVAILABILITY_ZONE).literal().unwrap_or_default();
        let range = subnet.get(AwsSubnet::CIDR_BLOCK).literal().unwrap_or_default();
        let zone = zones.entry(name.clone()).or_insert_with(|| Zone {
            name: name.clone(),
            subnets: Vec::new(),
            nat_gateways: Vec::new(),
            bastions: Vec::new(),
        });
        zone.subnets.push(Subnet { address: address.to_string(), tier, range });
        zone_of.insert(address.to_string(), name);
    }
    if zones.is_empty() {
        for (name, zone) in existing_zones(system) {
            zone_of.extend(zone.subnets.iter().map(|subnet| (subnet.address.clone(), name.clone())));
            zones.insert(name, zone);
        }
    }
    let mut place = |subnet: Read<'_, String>, node: Node, into: fn(&mut Zone) -> &mut Vec<Node>| {
        let id = subnet.target().map(|subnet| subnet.to_string()).or_else(|| subnet.literal());
        let name = id.and_then(|id| zone_of.get(&id));
        if let Some(zone) = name.and_then(|name| zones.get_mut(name)) {
            into(zone).push(node);
        }
    };
    for gateway in system.of::<NatGateway>() {
        let node = Node { address: gateway.address().to_string(), title: "NAT gateway".to_owned(), facts: Vec::new() };
        place(gateway.get(NatGateway::SUBNET_ID), node, |zone| &mut zone.nat_gateways);
    }
    for machine in system.of::<Instance>() {
        let facts = machine.get(Instance::INSTANCE_TYPE).literal().into_iter().collect();
        let node = Node { address: machine.address().to_string(), title: "Bastion".to_owned(), facts };
        place(machine.get(Instance::SUBNET_ID), node, |zone| &mut zone.bastions);
    }
    for zone in zones.values_mut() {
        zone.subnets.sort_by(|one, other| (one.tier, &one.address).cmp(&(other.tier, &other.address)));
    }
    zones.into_values().collect()
}

/// The subnets whose route table leads to an internet gateway.
fn public_subnets(system: &System<'_>) -> BTreeSet<Address> {
    let public = system.of().filter(|route| route.get(Route::GATEWAY_ID).leads_to::<InternetGateway>().is_some());
    let tables: BTreeSet<Address> = public.filter_map(|route| route.get(Route::ROUTE_TABLE_ID).target()).collect();
    system
        .of()
        .filter(|it| it.get(RouteTableAssociation::ROUTE_TABLE_ID).target().is_some_and(|table| tables.contains(&table)))
        .filter_map(|it| it.get(RouteTableAssociation::SUBNET_ID).target())
        .collect()
}
