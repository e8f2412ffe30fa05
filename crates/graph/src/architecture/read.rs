//! Reading the architecture from the documents: the network and its tiers; the rest is read in files of its own.

use std::collections::{BTreeMap, BTreeSet};

use aws::{
    DbSubnetGroup, EcsCluster, Instance, InternetGateway, NatGateway, Route, RouteTableAssociation, Subnet as AwsSubnet,
    Vpc as AwsVpc,
};
use system::System;
use terraform::Address;
use terraform::read::{Documents, Read};

use super::{Architecture, Node, Subnet, Tier, Vpc, Zone, flows, outside, regions, services};

pub(super) fn architecture(documents: &Documents) -> Architecture {
    let system = &System::read(documents);
    let tags = ["Project", "Environment"].into_iter().filter_map(|key| system.regions.default_tag(key));
    Architecture {
        name: tags.collect::<Vec<_>>().join(" · "),
        region: system.regions.main.clone().unwrap_or_default(),
        vpc: vpc(system),
        load_balancer: services::load_balancer(system),
        cluster: system.of().find_map(|it| it.get(EcsCluster::NAME).literal()).unwrap_or_default(),
        services: system.services.iter().map(services::service).collect(),
        databases: services::databases(system),
        outside: outside::outside(system),
        other_regions: regions::others(system),
        zones: zones(system),
        flows: flows::flows(system),
    }
}

fn vpc(system: &System<'_>) -> Option<Vpc> {
    let range = system.of().next()?.get(AwsVpc::CIDR_BLOCK).literal().unwrap_or_default();
    Some(Vpc { range, internet_gateway: system.of::<InternetGateway>().next().is_some() })
}

fn zones(system: &System<'_>) -> Vec<Zone> {
    let public = public_subnets(system);
    let groups = system.of().flat_map(|group| group.get(DbSubnetGroup::SUBNET_IDS).elements());
    let of_databases: BTreeSet<Address> = groups.filter_map(|subnet| subnet.target()).collect();
    let mut zones: BTreeMap<String, Zone> = BTreeMap::new();
    let mut zone_of: BTreeMap<Address, String> = BTreeMap::new();
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
        zone_of.insert(address, name);
    }
    let mut place = |subnet: Read<'_, String>, node: Node, into: fn(&mut Zone) -> &mut Vec<Node>| {
        let name = subnet.target().and_then(|subnet| zone_of.get(&subnet));
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
