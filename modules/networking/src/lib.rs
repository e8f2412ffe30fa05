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

use aws::{
    InternetGatewayReference, NatGatewayReference, RouteTableReference, SubnetReference, VpcEndpointReference, VpcReference,
};
use domain::{Identity, ZoneLetter};
use terraform::{Document, Expression, Map, Module, Settings, Value};

pub use config::{Config, Networking};
pub use facts::facts;
pub use interface::{ConnectOutputs, ConnectReferences, Inputs, Outputs, References};
pub use security_groups::{Connection, Ports};

use bastion::BastionMade;
use endpoints::Interfaces;
use flow_logs::FlowLogsMade;
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
    let public_table = routes::public_routes(routes, identity, &vpc, &internet_gateway, &subnets);
    let private_tables = routes::private_routes(routes, identity, &vpc, &gateways, &subnets);
    let database_table = routes::database_routes(routes, identity, &vpc, &subnets);
    let groups = security_groups::security_groups(module.document("security_groups"), identity, &vpc, ports);

    let endpoints = module.document("endpoints");
    let s3 = networking.s3_gateway_endpoint.then(|| endpoints::s3_gateway(endpoints, identity, &vpc, private_tables.values()));
    let private: Vec<&SubnetReference> = subnets.values().map(|zone| &zone.private).collect();
    let interfaces = endpoints::interfaces(endpoints, identity, &vpc, &private, &groups.ecs, &networking.interface_endpoints);
    let flow_logs = flow_logs::flow_logs(module.document("flow_logs"), identity, &vpc, &networking.flow_logs, &variables);
    let home = networking.home_zone.and_then(|zone| subnets.get(&zone));
    let bastion = networking.bastion.as_ref().zip(home).map(|(settings, zone)| {
        let database = (&groups.database, ports.database);
        bastion::bastion(module.document("bastion"), identity, &vpc, &zone.public, database, settings)
    });

    if !groups.services.is_empty() {
        let ids: Map<String> = groups.services.iter().map(|(service, group)| (service.as_str(), group.id())).collect();
        ConnectOutputs { service_security_group_ids: ids.into() }.declare(module.document("outputs"));
    }
    let made = Made {
        vpc,
        internet_gateway,
        subnets,
        public_table,
        private_tables,
        database_table,
        groups,
        gateways,
        s3,
        interfaces,
        flow_logs,
        bastion,
    };
    outputs(&made).declare(module.document("outputs"));
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

/// What the module has made, for its outputs.
struct Made {
    vpc: VpcReference,
    internet_gateway: InternetGatewayReference,
    subnets: BTreeMap<ZoneLetter, ZoneSubnets>,
    public_table: RouteTableReference,
    private_tables: BTreeMap<ZoneLetter, RouteTableReference>,
    database_table: RouteTableReference,
    groups: SecurityGroups,
    gateways: BTreeMap<ZoneLetter, NatGatewayReference>,
    s3: Option<VpcEndpointReference>,
    interfaces: Option<Interfaces>,
    flow_logs: Option<FlowLogsMade>,
    bastion: Option<BastionMade>,
}

fn outputs(made: &Made) -> Outputs {
    let Made { vpc, internet_gateway, subnets, groups, gateways, s3, interfaces, flow_logs, bastion, .. } = made;
    let ids = |of: fn(&ZoneSubnets) -> &SubnetReference| {
        subnets.values().map(|zone| Value::from(of(zone).id())).collect::<Vec<Value<String>>>().into()
    };
    let by_zone = |of: fn(&ZoneSubnets) -> &SubnetReference| {
        subnets.iter().map(|(letter, zone)| (letter.to_string(), of(zone).id())).collect::<Map<String>>().into()
    };
    let of_gateways = |of: fn(&NatGatewayReference) -> Expression<String>| {
        gateways.iter().map(|(zone, gateway)| (zone.to_string(), of(gateway))).collect::<Map<String>>().into()
    };
    let named = |entries: Vec<Option<(&str, Expression<String>)>>| entries.into_iter().flatten().collect::<Map<String>>().into();
    let interface_endpoints =
        interfaces.iter().flat_map(|made| &made.endpoints).map(|(label, made)| Some((label.as_str(), made.id())));
    Outputs {
        vpc_id: vpc.id().into(),
        public_subnet_ids: ids(|zone| &zone.public),
        private_subnet_ids: ids(|zone| &zone.private),
        database_subnet_ids: ids(|zone| &zone.database),
        vpc_cidr_block: vpc.cidr_block().into(),
        internet_gateway_id: internet_gateway.id().into(),
        public_subnet_ids_by_zone: by_zone(|zone| &zone.public),
        private_subnet_ids_by_zone: by_zone(|zone| &zone.private),
        database_subnet_ids_by_zone: by_zone(|zone| &zone.database),
        route_table_ids: route_tables(made).into(),
        load_balancer_security_group_id: groups.load_balancer.id().into(),
        ecs_security_group_id: groups.ecs.id().into(),
        database_security_group_id: groups.database.id().into(),
        security_group_ids: named(vec![
            Some(("load_balancer", groups.load_balancer.id())),
            Some(("ecs", groups.ecs.id())),
            Some(("database", groups.database.id())),
            bastion.as_ref().map(|made| ("bastion", made.group.id())),
            interfaces.as_ref().map(|made| ("endpoints", made.group.id())),
        ]),
        nat_gateway_ids: of_gateways(NatGatewayReference::id),
        nat_public_ips: of_gateways(NatGatewayReference::public_ip),
        vpc_endpoint_ids: named(s3.iter().map(|made| Some(("s3", made.id()))).chain(interface_endpoints).collect()),
        log_group_names: named(vec![flow_logs.as_ref().map(|made| ("flow_logs", made.log_group.name()))]),
        key_arns: named(vec![flow_logs.as_ref().map(|made| ("flow_logs", made.key.arn()))]),
        role_arns: named(vec![
            flow_logs.as_ref().map(|made| ("flow_logs", made.role.arn())),
            bastion.as_ref().and_then(|made| made.role.as_ref()).map(|role| ("bastion", role.arn())),
        ]),
    }
}

fn route_tables(Made { public_table, private_tables, database_table, .. }: &Made) -> Map<String> {
    let private = private_tables.iter().map(|(zone, table)| (format!("private_{zone}"), table.id()));
    let shared = [("public", public_table), ("database", database_table)].map(|(tier, table)| (tier.to_owned(), table.id()));
    private.chain(shared).collect()
}
