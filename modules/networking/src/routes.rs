//! NAT gateways and route tables: how each tier reaches the internet, or does not.

use std::collections::BTreeMap;

use aws::{
    Eip, InternetGatewayReference, NatGateway, NatGatewayReference, NatGatewayRequired, Route, RouteRequired, RouteTable,
    RouteTableAssociation, RouteTableAssociationRequired, RouteTableReference, RouteTableRequired,
};
use domain::{Identity, ZoneLetter};
use terraform::{Document, Lifecycle, Resource, Value};

use crate::config::Networking;

/// A zone's subnets, one of each tier, by their ids.
pub(crate) struct ZoneSubnets {
    /// Where something of the environment's stands in the public tier, or the tier is made here.
    pub(crate) public: Option<Value<String>>,
    pub(crate) private: Value<String>,
    /// Where the network has a database tier.
    pub(crate) database: Option<Value<String>>,
}

const ANYWHERE: &str = "0.0.0.0/0";

/// A NAT gateway in the public subnet of each of these zones.
///
/// Where one is taken away, routes turn to another one first: with `create_before_destroy` Terraform destroys what is removed after its
/// users have changed, and before them without (Terraform's own `docs/destroying.md`; hashicorp/terraform#32153).
pub(crate) fn nat_gateways(
    document: &mut Document,
    identity: &Identity,
    internet_gateway: &InternetGatewayReference,
    subnets: &BTreeMap<ZoneLetter, ZoneSubnets>,
    networking: &Networking,
) -> BTreeMap<ZoneLetter, NatGatewayReference> {
    let in_zone = |(zone, subnets): (&ZoneLetter, &ZoneSubnets)| {
        let subnet_id = subnets.public.clone()?;
        let name = identity.named(&format!("nat-{zone}"));
        let address: Value<String> = if let Some(existing) = networking.nat_allocation_ids.get(zone) {
            existing.as_str().into()
        } else {
            let made = document.resource(
                Resource::new(format!("nat_{zone}"), Eip::new().domain("vpc").tags([("Name", name.clone())]))
                    // An address for a VPC without an internet gateway is refused (EC2 API, AllocateAddress).
                    .depends_on([internet_gateway as _])
                    .lifecycle(Lifecycle::new().create_before_destroy()),
            );
            made.id().into()
        };
        let gateway = document.resource(
            Resource::new(
                zone.to_string(),
                NatGateway::new(NatGatewayRequired { subnet_id }).allocation_id(address).tags([("Name", name)]),
            )
            .depends_on([internet_gateway as _])
            .lifecycle(Lifecycle::new().create_before_destroy()),
        );
        Some((*zone, gateway))
    };
    subnets.iter().filter(|(zone, _)| networking.nat_zones.contains(*zone)).filter_map(in_zone).collect()
}

/// One table for the public tier: straight to the internet.
pub(crate) fn public_routes(
    document: &mut Document,
    identity: &Identity,
    vpc: &Value<String>,
    internet_gateway: &InternetGatewayReference,
    subnets: &BTreeMap<ZoneLetter, ZoneSubnets>,
) -> RouteTableReference {
    let table = route_table(document, identity, vpc, "public");
    document.resource(Resource::new(
        "public_internet",
        Route::new(RouteRequired { route_table_id: table.id().into() })
            .destination_cidr_block(ANYWHERE)
            .gateway_id(internet_gateway.id()),
    ));
    for (zone, subnets) in subnets {
        if let Some(subnet) = &subnets.public {
            associate(document, &format!("public_{zone}"), subnet, &table);
        }
    }
    table
}

/// A table for each private subnet: to the internet by its own zone's NAT gateway, or by the one that there is.
pub(crate) fn private_routes(
    document: &mut Document,
    identity: &Identity,
    vpc: &Value<String>,
    gateways: &BTreeMap<ZoneLetter, NatGatewayReference>,
    subnets: &BTreeMap<ZoneLetter, ZoneSubnets>,
) -> BTreeMap<ZoneLetter, RouteTableReference> {
    let mut tables = BTreeMap::new();
    for (zone, subnets) in subnets {
        let table = route_table(document, identity, vpc, &format!("private_{zone}"));
        if let Some(gateway) = gateways.get(zone).or_else(|| gateways.values().next()) {
            document.resource(Resource::new(
                format!("private_{zone}_internet"),
                Route::new(RouteRequired { route_table_id: table.id().into() })
                    .destination_cidr_block(ANYWHERE)
                    .nat_gateway_id(gateway.id()),
            ));
        }
        associate(document, &format!("private_{zone}"), &subnets.private, &table);
        tables.insert(*zone, table);
    }
    tables
}

/// One table for the database tier, with no route but the VPC's own.
pub(crate) fn database_routes(
    document: &mut Document,
    identity: &Identity,
    vpc: &Value<String>,
    subnets: &BTreeMap<ZoneLetter, ZoneSubnets>,
) -> Option<RouteTableReference> {
    let in_tier: Vec<_> = subnets.iter().filter_map(|(zone, subnets)| Some((zone, subnets.database.as_ref()?))).collect();
    if in_tier.is_empty() {
        return None;
    }
    let table = route_table(document, identity, vpc, "database");
    for (zone, subnet) in in_tier {
        associate(document, &format!("database_{zone}"), subnet, &table);
    }
    Some(table)
}

fn route_table(document: &mut Document, identity: &Identity, vpc: &Value<String>, label: &str) -> RouteTableReference {
    document.resource(
        Resource::new(
            label,
            RouteTable::new(RouteTableRequired { vpc_id: vpc.clone() }).tags([("Name", identity.named(&label.replace('_', "-")))]),
        )
        .lifecycle(Lifecycle::new().create_before_destroy()),
    )
}

fn associate(document: &mut Document, label: &str, subnet: &Value<String>, table: &RouteTableReference) {
    document.resource(Resource::new(
        label,
        RouteTableAssociation::new(RouteTableAssociationRequired { route_table_id: table.id().into() }).subnet_id(subnet.clone()),
    ));
}
