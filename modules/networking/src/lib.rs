//! The network: VPC, subnets, NAT, routes, security groups.
//!
//! First in the one-way flow networking → rds → ecs → monitoring. The module knows nothing of what will stand in the network but the
//! ports on which it listens.

mod address_plan;
mod bastion;
pub mod config;
mod endpoints;
mod facts;
mod flow_logs;
mod interface;
mod routes;
mod security_groups;
mod vpc;

use std::collections::BTreeMap;

use aws::{NatGatewayReference, SubnetReference, VpcReference};
use domain::{Identity, ZoneLetter};
use terraform::{Document, Map, Module, Settings, Value};

pub use config::{Config, Networking};
pub use facts::facts;
pub use interface::{ConnectOutputs, ConnectReferences, Inputs, Outputs, References};
pub use security_groups::{Connection, Ports};

use routes::ZoneSubnets;
use security_groups::SecurityGroups;

/// The module's documents.
pub fn module(identity: &Identity, networking: &Networking, ports: &Ports) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));

    let (vpc, internet_gateway) = vpc::vpc(module.document("vpc"), identity, networking);
    let subnets = subnets(module.document("subnets"), identity, &vpc, networking);
    let gateways = routes::nat_gateways(module.document("nat"), identity, &internet_gateway, &subnets, &networking.nat_zones);
    let routes = module.document("routes");
    routes::public_routes(routes, identity, &vpc, &internet_gateway, &subnets);
    let private_tables = routes::private_routes(routes, identity, &vpc, &gateways, &subnets);
    routes::database_routes(routes, identity, &vpc, &subnets);
    let groups = security_groups::security_groups(module.document("security_groups"), identity, &vpc, ports);

    let endpoints = module.document("endpoints");
    if networking.s3_gateway_endpoint {
        endpoints::s3_gateway(endpoints, identity, &vpc, &private_tables);
    }
    let private: Vec<&SubnetReference> = subnets.values().map(|zone| &zone.private).collect();
    endpoints::interfaces(endpoints, identity, &vpc, &private, &groups.ecs, &networking.interface_endpoints);
    flow_logs::flow_logs(module.document("flow_logs"), identity, &vpc, &networking.flow_logs, &variables);
    let home = networking.home_zone.and_then(|zone| subnets.get(&zone));
    if let (Some(settings), Some(zone)) = (&networking.bastion, home) {
        let database = (&groups.database, ports.database);
        bastion::bastion(module.document("bastion"), identity, &vpc, &zone.public, database, settings);
    }

    outputs(&vpc, &subnets, &groups, &gateways).declare(module.document("outputs"));
    if !groups.services.is_empty() {
        let ids: Map<String> = groups.services.iter().map(|(service, group)| (service.as_str(), group.id())).collect();
        ConnectOutputs { service_security_group_ids: ids.into() }.declare(module.document("outputs"));
    }
    module
}

fn subnets(
    document: &mut Document,
    identity: &Identity,
    vpc: &VpcReference,
    networking: &Networking,
) -> BTreeMap<ZoneLetter, ZoneSubnets> {
    let in_zone = |(letter, zone): (&ZoneLetter, &config::Zone)| {
        let mut tier = |tier: &str, cidr| vpc::subnet(document, identity, vpc, tier, zone.place, cidr);
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
