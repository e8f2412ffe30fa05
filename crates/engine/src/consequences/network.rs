//! What a change of the network does.

use std::collections::{BTreeMap, BTreeSet};

use aws::{DbInstance, DbSubnetGroup, Lb, NatGateway, Route, Subnet, Vpc, VpcEndpoint};
use domain::Cidr;
use system::is_replica;
use terraform::compare::Departures;
use terraform::read::{Documents, Read, ResourceBlock, View};
use terraform::{Address, ResourceType as _};

use super::Consequence;
use super::pairs::{gone, on_both};

pub(super) fn zone(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    if is_other_vpc(old, new) {
        return told;
    }
    let (before, now) = (ranges(old), ranges(new));
    // One of another range is another one, and no better for the zone being the same.
    let goes = |subnet: &Address| new.at(subnet).is_none() || before.get(subnet) != now.get(subnet);
    // With its database the group goes as well, and holds no subnet any more.
    for (group, _) in on_both::<DbSubnetGroup>(old, new) {
        let subnets = group.get(DbSubnetGroup::SUBNET_IDS).elements();
        for subnet in subnets.iter().filter_map(Read::target).filter(goes) {
            told.push(Consequence::new(
                subnet,
                "RDS takes no subnet out of its group while the database or its standby stands in that zone, and the apply fails there",
                "move it first (`aws rds reboot-db-instance --force-failover` with a standby elsewhere; otherwise restore it elsewhere)",
            ));
        }
    }
    told
}

/// Whether what stands in a VPC is to stand in another one. AWS moves none of it: most is replaced, and what cannot be is refused.
pub(super) fn is_other_vpc(old: &Documents, new: &Documents) -> bool {
    let (departures, imported) = (Departures::of(new), Departures::imports(new));
    let vpc_of = |block: &ResourceBlock<'_>| {
        let named = block.documents().resolve(block.module, &block.written["vpc_id"]);
        let made = block.needs_by("vpc_id").into_iter().find(|it| it.kind() == Vpc::TYPE);
        Some((named.as_str()?.to_owned(), made.map(|it| it.to_string())))
    };
    let is_elsewhere = |now: ResourceBlock<'_>| {
        let before = old.at(&now.address()).as_ref().and_then(vpc_of);
        let (Some((before, made_before)), Some((now, made_now))) = (before, vpc_of(&now)) else { return false };
        // One that leaves Terraform's care and is named by its id is the same one; so is one that comes under it, and one that moved.
        let leaves = || made_before.as_ref().is_some_and(|vpc| departures.is_left(vpc));
        let comes = || made_now.as_ref().is_some_and(|vpc| imported.get(vpc) == Some(&before));
        let moves = || made_before.as_ref().is_some_and(|vpc| departures.destination(vpc).is_some_and(|to| made_now == Some(to)));
        before != now && !leaves() && !comes() && !moves()
    };
    let is_another_range = |(before, now): (View<'_, Vpc>, View<'_, Vpc>)| {
        let range = |vpc: View<'_, Vpc>| vpc.get(Vpc::CIDR_BLOCK).text();
        range(before).zip(range(now)).is_some_and(|(before, now)| before != now)
    };
    on_both::<Vpc>(old, new).any(is_another_range) || new.all().any(is_elsewhere)
}

/// Neither a database nor a load balancer goes from one VPC to another one.
pub(super) fn other_vpc(old: &Documents, new: &Documents) -> Vec<Consequence> {
    if !is_other_vpc(old, new) {
        return Vec::new();
    }
    let instead =
        "set up another environment in that VPC, restore the database's snapshot there, lead the names over, and destroy this one";
    // hashicorp/terraform-provider-aws#27459, #16419: "The new Subnets are not in the same Vpc as the existing subnet group".
    let databases = on_both::<DbInstance>(old, new).filter(|(_, now)| !is_replica(*now));
    let databases = databases.map(|(_, now)| {
        let what = "RDS takes no subnet of another VPC into a database's subnet group, and the apply fails there: the database stays \
                    behind, out of reach of the tasks that Terraform starts in the other VPC";
        Consequence::new(now.address(), what, instead)
    });
    // Elastic Load Balancing, "SetSubnets" and "SetSecurityGroups": all of the VPC in which the load balancer was made.
    let load_balancers = on_both::<Lb>(old, new).map(|(_, now)| {
        let what = "Elastic Load Balancing takes no load balancer into another VPC, and the apply fails there, with target groups and \
                    security groups destroyed already";
        Consequence::new(now.address(), what, instead)
    });
    databases.chain(load_balancers).collect()
}

fn ranges(documents: &Documents) -> BTreeMap<Address, Cidr> {
    let range = |subnet: View<Subnet>| Some((subnet.address(), subnet.get(Subnet::CIDR_BLOCK).text()?.parse().ok()?));
    documents.resources_of::<Subnet>().filter_map(range).collect()
}

/// A subnet of another range is another subnet, which is made before the old ones go.
pub(super) fn subnet_ranges(old: &Documents, new: &Documents) -> Vec<Consequence> {
    // In another VPC every range is free.
    if is_other_vpc(old, new) {
        return Vec::new();
    }
    let before = ranges(old);
    let moved = ranges(new).into_iter().filter(|(address, range)| before.get(address) != Some(range));
    let told = moved.filter_map(|(address, range)| {
        let (holder, held) = before.iter().find(|(_, held)| held.overlaps(&range))?;
        Some(Consequence::new(
            address,
            format!(
                "the range {range} is still held by {held} of {holder} when it is made, and EC2 refuses it (InvalidSubnet.Conflict)"
            ),
            "choose a range that no subnet has, apply, and only then the one that it is to have",
        ))
    });
    told.collect()
}

pub(super) fn ways_to_aws(old: &Documents, new: &Documents) -> Vec<Consequence> {
    // What ways out another VPC has, is not known here, and nothing starts in the old one any more.
    if is_other_vpc(old, new) {
        return Vec::new();
    }
    let has_nat = |documents: &Documents| documents.resources_of::<NatGateway>().next().is_some();
    let endpoints = |documents: &Documents| -> BTreeSet<Address> {
        let is_interface = |it: &View<VpcEndpoint>| it.get(VpcEndpoint::VPC_ENDPOINT_TYPE).is("Interface");
        documents.resources_of::<VpcEndpoint>().filter(is_interface).map(|it| it.address()).collect()
    };
    let (before, now) = (endpoints(old), endpoints(new));
    let comes = now.difference(&before).next();
    let gone = before.difference(&now).next();
    let what = "one way to AWS's services goes while the other is made, and no task can start between them";
    match (has_nat(old), has_nat(new), comes, gone) {
        (true, false, Some(endpoint), _) => {
            vec![Consequence::new(
                endpoint,
                what,
                "set `networking.interface_endpoints`, apply, and only then take the NAT gateways away",
            )]
        }
        (false, true, _, Some(endpoint)) => {
            vec![Consequence::new(endpoint, what, "set `networking.nat_gateways`, apply, and only then take the endpoints away")]
        }
        _ => Vec::new(),
    }
}

/// What leaves a zone comes from another public address.
pub(super) fn outgoing_address(old: &Documents, new: &Documents) -> Vec<Consequence> {
    if is_other_vpc(old, new) || new.resources_of::<NatGateway>().next().is_none() {
        return Vec::new();
    }
    let instead = "tell those who allow or know the old address which one it is going to be (`nat_public_ips` of the outputs), and choose a quiet hour";
    let what = |zone: &str| {
        format!("what leaves {zone} comes from another public address from then on, and connections that are open break")
    };
    let left = gone::<NatGateway>(old, new).map(|nat| Consequence::new(nat.address(), what("through it"), instead));
    let turned = on_both::<Route>(old, new).filter_map(|(before, now)| {
        let (from, to) = (before.get(Route::NAT_GATEWAY_ID).target()?, now.get(Route::NAT_GATEWAY_ID).target()?);
        (from != to && new.at(&from).is_some()).then(|| Consequence::new(now.address(), what("by it"), instead))
    });
    left.chain(turned).collect()
}

/// The routes to S3 turn, which ends open connections (Amazon VPC User Guide, "Gateway VPC endpoints": an endpoint switches routes and disconnects
/// open TCP connections).
pub(super) fn way_to_s3(old: &Documents, new: &Documents) -> Vec<Consequence> {
    if is_other_vpc(old, new) || on_both::<Vpc>(old, new).next().is_none() {
        return Vec::new();
    }
    let gateways = |documents: &Documents| -> BTreeSet<Address> {
        let is_gateway = |it: &View<VpcEndpoint>| it.get(VpcEndpoint::VPC_ENDPOINT_TYPE).is("Gateway");
        documents.resources_of::<VpcEndpoint>().filter(is_gateway).map(|it| it.address()).collect()
    };
    let (before, now) = (gateways(old), gateways(new));
    let told = before.symmetric_difference(&now).map(|endpoint| {
        let then =
            if now.contains(endpoint) { "" } else { ", and what goes there by NAT gateways is billed by the GB from then on" };
        Consequence::new(
            endpoint,
            format!("connections of the tasks to S3 that are open break{then}"),
            "choose an hour in which nothing long is read or written there",
        )
    });
    told.collect()
}
