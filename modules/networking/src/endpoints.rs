//! VPC endpoints: ways to AWS's own services that do not lead through the internet.

use std::collections::BTreeSet;

use aws::{SecurityGroup, SecurityGroupReference, VpcEndpoint, VpcEndpointReference, VpcEndpointRequired};
use domain::{Identity, Port};
use terraform::{Document, Resource, Value};

use crate::config::InterfaceEndpoint;
use crate::security_groups::{Peer, ingress};

/// The gateway endpoint of S3, in the private route tables; it costs nothing and keeps image layers off the NAT gateways.
pub(crate) fn s3_gateway(
    document: &mut Document,
    identity: &Identity,
    vpc: &Value<String>,
    tables: Vec<Value<String>>,
) -> VpcEndpointReference {
    document.resource(Resource::new(
        "s3",
        VpcEndpoint::new(VpcEndpointRequired { vpc_id: vpc.clone() })
            .service_name(format!("com.amazonaws.{}.s3", identity.region))
            .vpc_endpoint_type("Gateway")
            .route_table_ids(tables)
            .tags([("Name", identity.named("s3"))]),
    ))
}

/// The interface endpoints by label, and the security group that guards them.
pub(crate) struct Interfaces {
    pub(crate) group: SecurityGroupReference,
    pub(crate) endpoints: Vec<(String, VpcEndpointReference)>,
}

/// Interface endpoints in the private subnets, for the ECS tasks only; nothing where none is asked for.
pub(crate) fn interfaces(
    document: &mut Document,
    identity: &Identity,
    vpc: &Value<String>,
    subnets: &[Value<String>],
    ecs: &SecurityGroupReference,
    endpoints: &BTreeSet<InterfaceEndpoint>,
) -> Option<Interfaces> {
    if endpoints.is_empty() {
        return None;
    }
    let name = identity.named("endpoints");
    let group = document.resource(Resource::new(
        "endpoints",
        SecurityGroup::new()
            .name(name.clone())
            .description("Interface endpoints: only ECS tasks may reach them")
            .vpc_id(vpc.clone())
            .tags([("Name", name)]),
    ));
    ingress(document, "endpoints_from_ecs", &group, &Peer::Group(ecs), Port::HTTPS, "from the ECS tasks");
    let made = endpoints.iter().map(|endpoint| {
        let made = document.resource(Resource::new(
            endpoint.label(),
            VpcEndpoint::new(VpcEndpointRequired { vpc_id: vpc.clone() })
                .service_name(format!("com.amazonaws.{}.{}", identity.region, endpoint.service()))
                .vpc_endpoint_type("Interface")
                .subnet_ids(subnets.to_vec())
                .security_group_ids([group.id()])
                // Programs keep speaking to the service's usual name and arrive here.
                .private_dns_enabled(true)
                .tags([("Name", identity.named(&endpoint.label().replace('_', "-")))]),
        ));
        (endpoint.label(), made)
    });
    let endpoints = made.collect();
    Some(Interfaces { group, endpoints })
}
