//! The network: VPC, subnets, NAT, routes, security groups.
//!
//! First in the one-way flow networking → rds → ecs → monitoring. The module knows nothing of what will stand in the network but the
//! ports on which it listens.

mod address_plan;
mod bastion;
mod check;
pub mod config;
mod endpoint_service;
mod endpoints;
mod existing;
mod facts;
mod flow_logs;
mod interface;
mod range;
mod routes;
mod secondary;
mod security_groups;
mod vpc;

use std::collections::BTreeMap;

use aws::{
    InternetGatewayReference, NatGatewayReference, RouteTableReference, VpcEndpointReference, VpcIpv4CidrBlockAssociationReference,
    VpcReference,
};
use domain::{Identity, SubnetCidr, SubnetId, VpcCidr, ZoneLetter};
use terraform::{Document, Expression, Map, Module, Settings, Value};

pub use config::{Config, Networking};
pub use existing::{Existing, Tenants};
pub use facts::facts;
pub use interface::{
    ConnectOutputs, ConnectReferences, DatabaseOutputs, DatabaseReferences, Inputs, LoadBalancerOutputs, LoadBalancerReferences,
    Outputs, OwnOutputs, OwnReferences, References, SecondaryOutputs, SecondaryReferences,
};
pub use secondary::label as label_of_range;
pub use security_groups::{Connection, Database, LoadBalancer, Member, Ports};

use bastion::BastionMade;
use endpoints::Interfaces;
use flow_logs::FlowLogsMade;
use routes::ZoneSubnets;
use security_groups::SecurityGroups;

/// Where everything stands: in a network that is made here, or in one that exists already.
struct Ground {
    vpc: Value<String>,
    vpc_cidr_block: Value<String>,
    /// The ranges that were added to it here.
    secondary_cidr_blocks: Vec<Value<String>>,
    /// Of a network that is made here.
    internet_gateway: Option<InternetGatewayReference>,
    subnets: BTreeMap<ZoneLetter, ZoneSubnets>,
    gateways: BTreeMap<ZoneLetter, NatGatewayReference>,
    /// The route tables that are made here, by name.
    tables: BTreeMap<String, RouteTableReference>,
    /// The route tables of the private subnets, as far as anything is put into them.
    private_tables: Vec<Value<String>>,
}

/// The module's documents.
pub fn module(identity: &Identity, networking: &Networking, ports: &Ports) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));

    let ground = match &networking.existing {
        Some(existing) => found(existing, networking),
        None => made(&mut module, identity, networking),
    };
    let Ground { vpc, subnets, private_tables, .. } = &ground;
    let groups = security_groups::security_groups(module.document("security_groups"), identity, vpc, ports);

    let endpoints = module.document("endpoints");
    let s3 = networking.s3_gateway_endpoint.then(|| endpoints::s3_gateway(endpoints, identity, vpc, private_tables.clone()));
    let private: Vec<Value<String>> = subnets.values().map(|zone| zone.private.clone()).collect();
    let interfaces = endpoints::interfaces(endpoints, identity, vpc, &private, &groups.ecs, &networking.interface_endpoints);
    let flow_logs = flow_logs::flow_logs(module.document("flow_logs"), identity, vpc, &networking.flow_logs, &variables);
    let home = networking.home_zone.and_then(|zone| subnets.get(&zone));
    let bastion = networking.bastion.as_ref().zip(home).and_then(|(settings, zone)| {
        let database = (&groups, &ports.database);
        Some(bastion::bastion(module.document("bastion"), identity, vpc, zone.public.as_ref()?, database, settings))
    });

    let document = module.document("outputs");
    if !groups.services.is_empty() {
        let ids: Map<String> = groups.services.iter().map(|(service, group)| (service.as_str(), group.id())).collect();
        ConnectOutputs { service_security_group_ids: ids.into() }.declare(document);
    }
    if let Some(group) = &groups.load_balancer {
        LoadBalancerOutputs { load_balancer_security_group_id: group.clone() }.declare(document);
    }
    if let Some(group) = &groups.database {
        let ids: Vec<Value<String>> = subnets.values().filter_map(|zone| zone.database.clone()).collect();
        let by_zone = subnets.iter().filter_map(|(letter, zone)| Some((letter.to_string(), zone.database.clone()?)));
        let outputs = DatabaseOutputs {
            database_subnet_ids: ids.into(),
            database_subnet_ids_by_zone: by_zone.collect::<Map<String>>().into(),
            database_security_group_id: group.id().into(),
        };
        outputs.declare(document);
    }
    if let Some(gateway) = &ground.internet_gateway {
        OwnOutputs { internet_gateway_id: gateway.id().into() }.declare(document);
    }
    if !ground.secondary_cidr_blocks.is_empty() {
        let outputs = SecondaryOutputs { secondary_cidr_blocks: ground.secondary_cidr_blocks.clone().into() };
        outputs.declare(document);
    }
    outputs(&Made { ground, groups, s3, interfaces, flow_logs, bastion }).declare(module.document("outputs"));
    module
}

/// The network that exists already.
fn found(existing: &Existing, networking: &Networking) -> Ground {
    let in_zone = |(letter, private): (&ZoneLetter, &SubnetId)| {
        let id = |id: &SubnetId| Value::from(id.as_str());
        let [public, database] = [&existing.public, &existing.database].map(|tier| tier.get(letter).map(id));
        (*letter, ZoneSubnets { public, private: id(private), database })
    };
    Ground {
        vpc: existing.vpc_id.as_str().into(),
        vpc_cidr_block: networking.vpc_cidr.to_string().into(),
        secondary_cidr_blocks: Vec::new(),
        internet_gateway: None,
        subnets: existing.private.iter().map(in_zone).collect(),
        gateways: BTreeMap::new(),
        tables: BTreeMap::new(),
        private_tables: existing.private_route_table_ids.iter().map(|id| Value::from(id.as_str())).collect(),
    }
}

/// A network of the environment's own.
fn made(module: &mut Module, identity: &Identity, networking: &Networking) -> Ground {
    let (vpc, internet_gateway) = vpc::vpc(module.document("vpc"), identity, networking);
    let vpc_cidr_block = vpc.cidr_block().into();
    let secondary = secondary::associations(module.document("vpc"), &vpc, &networking.secondary_cidrs);
    let subnets = subnets(module.document("subnets"), identity, &vpc, networking, &secondary);
    let gateways = routes::nat_gateways(module.document("nat"), identity, &internet_gateway, &subnets, networking);
    let routes = module.document("routes");
    let vpc = vpc.id().into();
    let public = routes::public_routes(routes, identity, &vpc, &internet_gateway, &subnets);
    let private = routes::private_routes(routes, identity, &vpc, &gateways, &subnets);
    let database = routes::database_routes(routes, identity, &vpc, &subnets);
    let private_tables = private.values().map(|table| table.id().into()).collect();
    let mut tables: BTreeMap<String, RouteTableReference> =
        private.into_iter().map(|(zone, table)| (format!("private_{zone}"), table)).collect();
    tables.insert("public".to_owned(), public);
    tables.extend(database.map(|table| ("database".to_owned(), table)));
    let secondary_cidr_blocks = secondary.values().map(|added| added.cidr_block().into()).collect();
    Ground {
        vpc,
        vpc_cidr_block,
        secondary_cidr_blocks,
        internet_gateway: Some(internet_gateway),
        subnets,
        gateways,
        tables,
        private_tables,
    }
}

fn subnets(
    document: &mut Document,
    identity: &Identity,
    vpc: &VpcReference,
    networking: &Networking,
    secondary: &BTreeMap<VpcCidr, VpcIpv4CidrBlockAssociationReference>,
) -> BTreeMap<ZoneLetter, ZoneSubnets> {
    let in_zone = |(letter, zone): (&ZoneLetter, &config::Zone)| {
        let mut tier = |tier: &str, cidr: SubnetCidr| {
            let range = secondary.iter().find(|(range, _)| range.cidr().contains(&cidr.cidr())).map(|(_, added)| added);
            vpc::subnet(document, identity, (vpc, range), tier, zone.place, cidr).id().into()
        };
        let subnets = ZoneSubnets {
            public: Some(tier("public", zone.public)),
            private: tier("private", zone.private),
            database: zone.database.map(|cidr| tier("database", cidr)),
        };
        (*letter, subnets)
    };
    networking.zones.iter().map(in_zone).collect()
}

/// What the module has made, for its outputs.
struct Made {
    ground: Ground,
    groups: SecurityGroups,
    s3: Option<VpcEndpointReference>,
    interfaces: Option<Interfaces>,
    flow_logs: Option<FlowLogsMade>,
    bastion: Option<BastionMade>,
}

fn outputs(made: &Made) -> Outputs {
    let Made { ground, groups, s3, interfaces, flow_logs, bastion } = made;
    let Ground { vpc, vpc_cidr_block, subnets, gateways, tables, .. } = ground;
    let ids = |of: fn(&ZoneSubnets) -> Option<&Value<String>>| {
        subnets.values().filter_map(|zone| of(zone).cloned()).collect::<Vec<_>>().into()
    };
    let by_zone = |of: fn(&ZoneSubnets) -> Option<&Value<String>>| {
        let ids = subnets.iter().filter_map(|(letter, zone)| Some((letter.to_string(), of(zone)?.clone())));
        ids.collect::<Map<String>>().into()
    };
    let of_gateways = |of: fn(&NatGatewayReference) -> Expression<String>| {
        gateways.iter().map(|(zone, gateway)| (zone.to_string(), of(gateway))).collect::<Map<String>>().into()
    };
    let named = |entries: Vec<Option<(&str, Expression<String>)>>| entries.into_iter().flatten().collect::<Map<String>>().into();
    let interface_endpoints =
        interfaces.iter().flat_map(|made| &made.endpoints).map(|(label, made)| Some((label.as_str(), made.id())));
    let group_ids: [Option<(&str, Value<String>)>; 5] = [
        groups.load_balancer.as_ref().map(|group| ("load_balancer", group.clone())),
        Some(("ecs", groups.ecs.id().into())),
        groups.database.as_ref().map(|group| ("database", group.id().into())),
        bastion.as_ref().map(|made| ("bastion", made.group.id().into())),
        interfaces.as_ref().map(|made| ("endpoints", made.group.id().into())),
    ];
    Outputs {
        vpc_id: vpc.clone(),
        public_subnet_ids: ids(|zone| zone.public.as_ref()),
        private_subnet_ids: ids(|zone| Some(&zone.private)),
        vpc_cidr_block: vpc_cidr_block.clone(),
        public_subnet_ids_by_zone: by_zone(|zone| zone.public.as_ref()),
        private_subnet_ids_by_zone: by_zone(|zone| Some(&zone.private)),
        route_table_ids: tables.iter().map(|(name, table)| (name.clone(), table.id())).collect::<Map<String>>().into(),
        ecs_security_group_id: groups.ecs.id().into(),
        security_group_ids: group_ids.into_iter().flatten().collect::<Map<String>>().into(),
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
