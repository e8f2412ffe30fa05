//! The VPC, its way to the internet, and its default security group, which nothing may use.

use aws::{
    DefaultSecurityGroup, InternetGateway, InternetGatewayReference, Subnet, SubnetReference, SubnetRequired, Vpc,
    VpcIpv4CidrBlockAssociationReference, VpcReference,
};
use domain::{AvailabilityZone, Identity, SubnetCidr};
use terraform::{Document, Lifecycle, Resource};

use crate::config::Networking;

/// The VPC and the internet gateway.
pub(crate) fn vpc(
    document: &mut Document,
    identity: &Identity,
    networking: &Networking,
) -> (VpcReference, InternetGatewayReference) {
    let vpc = document.resource(Resource::new(
        "main",
        Vpc::new()
            .cidr_block(networking.vpc_cidr.to_string())
            // Private names of interface endpoints and of the database's endpoint resolve only with both.
            .enable_dns_support(true)
            .enable_dns_hostnames(true)
            .tags([("Name", identity.named("vpc"))]),
    ));
    let internet_gateway = document.resource(Resource::new(
        "main",
        InternetGateway::new().vpc_id(vpc.id()).tags([("Name", identity.named("internet-gateway"))]),
    ));
    // Every VPC has this group, and whatever is started without a group gets it. Taken over with no rule, it admits nothing.
    document.resource(Resource::new(
        "closed",
        DefaultSecurityGroup::new().vpc_id(vpc.id()).tags([("Name", identity.named("default-closed"))]),
    ));
    (vpc, internet_gateway)
}

/// One tier's subnet in one zone.
pub(crate) fn subnet(
    document: &mut Document,
    identity: &Identity,
    (vpc, range): (&VpcReference, Option<&VpcIpv4CidrBlockAssociationReference>),
    tier: &str,
    zone: AvailabilityZone,
    cidr: SubnetCidr,
) -> SubnetReference {
    let letter = zone.letter();
    let subnet = Resource::new(
        format!("{tier}_{letter}"),
        Subnet::new(SubnetRequired { vpc_id: vpc.id().into() })
            .cidr_block(cidr.to_string())
            .availability_zone(zone.to_string())
            // Nothing gets a public address by being started in the wrong place; NAT and load balancer bring their own.
            .map_public_ip_on_launch(false)
            .tags([("Name", identity.named(&format!("{tier}-{letter}"))), ("Tier", tier.to_owned())]),
    )
    // Of a zone that is taken away the users let go first: load balancer, services, database, endpoints.
    .lifecycle(Lifecycle::new().create_before_destroy());
    document.resource(match range {
        // The VPC has the range only then, and keeps it until the subnet is gone.
        Some(range) => subnet.depends_on([range as _]),
        None => subnet,
    })
}
