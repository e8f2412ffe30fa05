//! VPC endpoints: ways to AWS's own services that do not lead through the internet.

use std::collections::BTreeSet;

use aws::{
    RouteTableReference, SecurityGroup, SecurityGroupReference, SubnetReference, VpcEndpoint, VpcEndpointRequired, VpcReference,
};
use domain::{Identity, Port};
use terraform::{Document, Resource, Value};

use crate::config::InterfaceEndpoint;
use crate::security_groups::{Peer, ingress};

/// The gateway endpoint of S3, in the private route tables; it costs nothing and keeps image layers off the NAT gateways.
pub(crate) fn s3_gateway(document: &mut Document, identity: &Identity, vpc: &VpcReference, tables: &[RouteTableReference]) {
    let tables: Vec<Value<String>> = tables.iter().map(|table| table.id().into()).collect();
    document.resource(Resource::new(
        "s3",
        VpcEndpoint::new(VpcEndpointRequired { vpc_id: vpc.id().into() })
            .service_name(format!("com.amazonaws.{}.s3", identity.region))
            .vpc_endpoint_type("Gateway")
            .route_table_ids(tables)
            .tags([("Name", identity.named("s3"))]),
    ));
}

/// Interface endpoints in the private subnets, for the ECS tasks only.
pub(crate) fn interfaces(
    document: &mut Document,
    identity: &Identity,
    vpc: &VpcReference,
    subnets: &[&SubnetReference],
    ecs: &SecurityGroupReference,
    endpoints: &BTreeSet<InterfaceEndpoint>,
) {
    if endpoints.is_empty() {
        return;
    }
    let name = identity.named("endpoints");
    let group = document.resource(Resource::new(
        "endpoints",
        SecurityGroup::new()
            .name(name.clone())
            .description("Interface endpoints: only ECS tasks may reach them")
            .vpc_id(vpc.id())
            .tags([("Name", name)]),
    ));
    ingress(document, "endpoints_from_ecs", &group, &Peer::Group(ecs), Port::HTTPS, "from the ECS tasks");
    for endpoint in endpoints {
        let subnets: Vec<Value<String>> = subnets.iter().map(|subnet| subnet.id().into()).collect();
        document.resource(Resource::new(
            endpoint.label(),
            VpcEndpoint::new(VpcEndpointRequired { vpc_id: vpc.id().into() })
                .service_name(format!("com.amazonaws.{}.{}", identity.region, endpoint.service()))
                .vpc_endpoint_type("Interface")
                .subnet_ids(subnets)
                .security_group_ids([group.id()])
                // Programs keep speaking to the service's usual name and arrive here.
                .private_dns_enabled(true)
                .tags([("Name", identity.named(&endpoint.label().replace('_', "-")))]),
        ));
    }
}
