//! The network: VPC, subnets, NAT, routes, security groups.
//!
//! First in the one-way flow networking → rds → ecs → monitoring. The module knows nothing of what will stand in the network but the
//! ports on which it listens.

mod address_plan;
pub mod config;
mod interface;
mod routes;
mod security_groups;
mod vpc;

use std::collections::BTreeMap;

use aws::{NatGatewayReference, SubnetReference, VpcReference};
use domain::{Identity, ZoneLetter};
use terraform::{Document, Map, Module, Settings, Value};

pub use config::{Config, Networking};
pub use interface::{Inputs, Outputs, References};
pub use security_groups::Ports;

use routes::ZoneSubnets;
use security_groups::SecurityGroups;

/// The module's documents.
pub fn module(identity: &Identity, networking: &Networking, ports: &Ports) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let _variables = Inputs::declare(module.document("variables"));

    let (vpc, internet_gateway) = vpc::vpc(module.document("vpc"), identity, networking);
    let subnets = subnets(module.document("subnets"), identity, &vpc, networking);
    let gateways = routes::nat_gateways(module.document("nat"), identity, &internet_gateway, &subnets, &networking.nat_zones);
    let routes = module.document("routes");
    routes::public_routes(routes, identity, &vpc, &internet_gateway, &subnets);
    routes::private_routes(routes, identity, &vpc, &gateways, &subnets);
    routes::database_routes(routes, identity, &vpc, &subnets);
    let groups = security_groups::security_groups(module.document("security_groups"), identity, &vpc, ports);

    outputs(&vpc, &subnets, &groups, &gateways).declare(module.document("outputs"));
    module
}

fn subnets(
    document: &mut Document,
    identity: &Identity,
    vpc: &VpcReference,
    networking: &Networking,
) -> BTreeMap<ZoneLetter, ZoneSubnets> {
    let in_zone = |(letter, zone): (&ZoneLetter, &config::Zone)| {
        let mut tier = |tier: &str, cidr| vpc::subnet(document, identity, vpc, tier, zone.zone, cidr);
        let subnets = ZoneSubnets {
            public: tier("public", zone.public),
            private: tier("private", zone.private),
            database: tier("database", zone.database),
        };
        (*letter, subnets)
    };
    networking.zones.iter().map(in_zone).collect()
}

fn outputs(
    vpc: &VpcReference,
    subnets: &BTreeMap<ZoneLetter, ZoneSubnets>,
    groups: &SecurityGroups,
    gateways: &BTreeMap<ZoneLetter, NatGatewayReference>,
) -> Outputs {
    let ids = |of: fn(&ZoneSubnets) -> &SubnetReference| {
        subnets.values().map(|zone| Value::from(of(zone).id())).collect::<Vec<Value<String>>>().into()
    };
    let nat_gateway_ids: Map<String> = gateways.iter().map(|(zone, gateway)| (zone.to_string(), gateway.id())).collect();
    Outputs {
        vpc_id: vpc.id().into(),
        public_subnet_ids: ids(|zone| &zone.public),
        private_subnet_ids: ids(|zone| &zone.private),
        database_subnet_ids: ids(|zone| &zone.database),
        load_balancer_security_group_id: groups.load_balancer.id().into(),
        ecs_security_group_id: groups.ecs.id().into(),
        database_security_group_id: groups.database.id().into(),
        nat_gateway_ids: nat_gateway_ids.into(),
    }
}
