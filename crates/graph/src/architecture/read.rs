//! Reading the architecture from the documents: the network and its tiers; the rest is read in files of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use terraform::read::argument::{elements, target, text};
use terraform::read::{Documents, Index};

use super::{Architecture, Node, Subnet, Tier, Vpc, Zone, flows, outside, regions, services};

pub(super) fn architecture(documents: &Documents) -> Architecture {
    let index = Index::new(documents);
    let regions = regions::Regions::read(documents);
    let flows = flows::flows(&index);
    let zones = zones(&index);
    Architecture {
        name: regions.name.clone(),
        region: regions.main.clone(),
        vpc: vpc(&index),
        load_balancer: services::load_balancer(&index),
        cluster: index.of("aws_ecs_cluster").find_map(|(_, body)| text(&body["name"])).unwrap_or_default(),
        services: services::services(&index),
        databases: services::databases(&index),
        outside: outside::outside(&index),
        other_regions: regions.others(&index),
        zones,
        flows,
    }
}

fn vpc(index: &Index<'_>) -> Option<Vpc> {
    let (_, body) = index.of("aws_vpc").next()?;
    let internet_gateway = index.of("aws_internet_gateway").next().is_some();
    Some(Vpc { range: text(&body["cidr_block"]).unwrap_or_default(), internet_gateway })
}

fn zones(index: &Index<'_>) -> Vec<Zone> {
    let public = public_subnets(index);
    let of_databases: BTreeSet<String> =
        index.of("aws_db_subnet_group").flat_map(|(_, body)| elements(&body["subnet_ids"]).iter().filter_map(target)).collect();
    let mut zones: BTreeMap<String, Zone> = BTreeMap::new();
    let mut zone_of: BTreeMap<String, String> = BTreeMap::new();
    for (address, body) in index.of("aws_subnet") {
        let tier = match address {
            _ if public.contains(address) => Tier::Public,
            _ if of_databases.contains(address) => Tier::Database,
            _ => Tier::Private,
        };
        let name = text(&body["availability_zone"]).unwrap_or_default();
        let range = text(&body["cidr_block"]).unwrap_or_default();
        let zone = zones.entry(name.clone()).or_insert_with(|| Zone {
            name: name.clone(),
            subnets: Vec::new(),
            nat_gateways: Vec::new(),
            bastions: Vec::new(),
        });
        zone.subnets.push(Subnet { address: address.to_owned(), tier, range });
        zone_of.insert(address.to_owned(), name);
    }
    let mut place = |body: &Json, node: Node, into: fn(&mut Zone) -> &mut Vec<Node>| {
        let name = target(&body["subnet_id"]).and_then(|subnet| zone_of.get(&subnet));
        if let Some(zone) = name.and_then(|name| zones.get_mut(name)) {
            into(zone).push(node);
        }
    };
    for (address, body) in index.of("aws_nat_gateway") {
        let node = Node { address: address.to_owned(), title: "NAT gateway".to_owned(), facts: Vec::new() };
        place(body, node, |zone| &mut zone.nat_gateways);
    }
    for (address, body) in index.of("aws_instance") {
        let facts = text(&body["instance_type"]).into_iter().collect();
        place(body, Node { address: address.to_owned(), title: "Bastion".to_owned(), facts }, |zone| &mut zone.bastions);
    }
    for zone in zones.values_mut() {
        zone.subnets.sort_by(|one, other| (one.tier, &one.address).cmp(&(other.tier, &other.address)));
    }
    zones.into_values().collect()
}

/// The subnets whose route table leads to an internet gateway.
fn public_subnets(index: &Index<'_>) -> BTreeSet<String> {
    let to_the_internet = |body: &Json| {
        let gateway = target(&body["gateway_id"]).is_some_and(|gateway| gateway.contains("aws_internet_gateway."));
        if gateway { target(&body["route_table_id"]) } else { None }
    };
    let tables: BTreeSet<String> = index.of("aws_route").filter_map(|(_, body)| to_the_internet(body)).collect();
    let associations = index.of("aws_route_table_association");
    let of_these = |body: &Json| target(&body["route_table_id"]).is_some_and(|table| tables.contains(&table));
    associations.filter(|(_, body)| of_these(body)).filter_map(|(_, body)| target(&body["subnet_id"])).collect()
}
