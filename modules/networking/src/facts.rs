//! What `terraform test` proves of the network: section 2 of the system, in the words of its tables.

use aws::{
    FlowLogReference, NatGatewayReference, RouteReference, SecurityGroupReference, SubnetReference,
    VpcIpv4CidrBlockAssociationReference, VpcReference, VpcSecurityGroupEgressRuleReference, VpcSecurityGroupIngressRuleReference,
};
use domain::{Port, SecurityGroupId};
use terraform::{Address, ModuleCall, Number, Run, Value};

use crate::config::{Networking, Zone};
use crate::secondary;
use crate::security_groups::{EXISTING_LOAD_BALANCER, WEB, from_range};
use crate::{Database, Inputs, LoadBalancer, Ports};

/// The run that plans the network alone.
pub fn facts(call: &ModuleCall, account_id: &str, networking: &Networking, ports: &Ports) -> Run {
    let inputs = Inputs { account_id: account_id.into() };
    let mut run = Run::new(call, inputs.into_body());
    if networking.existing.is_none() {
        run = addresses(run, networking);
    }
    run = ways_out(run, networking);
    run = groups(run, ports);
    if let Some(traffic) = networking.flow_logs.traffic.as_str() {
        let log = FlowLogReference::from(Address::managed("aws_flow_log", "main"));
        run = run.assert(log.traffic_type().equals(traffic), "the VPC's traffic is logged");
    }
    run
}

fn addresses(mut run: Run, networking: &Networking) -> Run {
    let vpc = VpcReference::from(Address::managed("aws_vpc", "main"));
    let range = networking.vpc_cidr.to_string();
    run = run.assert(vpc.cidr_block().equals(range.as_str()), &format!("the VPC has the range {range}"));
    for range in &networking.secondary_cidrs {
        let address = Address::managed("aws_vpc_ipv4_cidr_block_association", secondary::label(*range));
        let (added, range) = (VpcIpv4CidrBlockAssociationReference::from(address), range.to_string());
        run = run.assert(added.cidr_block().equals(range.as_str()), &format!("the VPC has the range {range} as well"));
    }
    for (letter, Zone { place, public, private, database }) in &networking.zones {
        let database = database.as_ref().map(|cidr| ("database", cidr));
        for (tier, cidr) in [("public", public), ("private", private)].into_iter().chain(database) {
            let subnet = SubnetReference::from(Address::managed("aws_subnet", format!("{tier}_{letter}")));
            let (range, zone) = (cidr.to_string(), place.to_string());
            run = run
                .assert(
                    subnet.cidr_block().equals(range.as_str()),
                    &format!("the {tier} subnet of zone {letter} has the range {range}"),
                )
                .assert(
                    subnet.availability_zone().equals(zone.as_str()),
                    &format!("the {tier} subnet of zone {letter} lies in {zone}"),
                )
                .assert(
                    subnet.map_public_ip_on_launch().is_not(),
                    &format!("nothing gets a public address by being started in the {tier} subnet of zone {letter}"),
                );
        }
    }
    run
}

/// Each private subnet reaches the internet by its own zone's NAT gateway, or by the one that there is.
fn ways_out(mut run: Run, networking: &Networking) -> Run {
    for zone in &networking.nat_zones {
        run = run.identify(gateway(&zone.to_string()).address());
    }
    for letter in networking.zones.keys() {
        let Some(by) = networking.nat_zones.get(letter).or_else(|| networking.nat_zones.first()) else { continue };
        let route = RouteReference::from(Address::managed("aws_route", format!("private_{letter}_internet")));
        run = run.assert(
            route.nat_gateway_id().equals(gateway(&by.to_string()).id()),
            &format!("the private subnet of zone {letter} reaches the internet by the NAT gateway of zone {by}"),
        );
    }
    run
}

fn groups(mut run: Run, ports: &Ports) -> Run {
    let [load_balancer, ecs, database] = ["load_balancer", "ecs", "database"]
        .map(|label| SecurityGroupReference::from(Address::managed("aws_security_group", label)));
    let own = match ports.database {
        Database::Own(port) => Some(port),
        Database::None | Database::Group { .. } | Database::Ranges { .. } => None,
    };
    let callers = match &ports.load_balancer {
        LoadBalancer::Own { callers } => Some(callers),
        LoadBalancer::None | LoadBalancer::Existing { .. } => None,
    };
    let groups = callers.map(|_| &load_balancer).into_iter().chain([&ecs]).chain(own.map(|_| &database));
    for group in groups {
        run = run.identify(group.address());
    }
    for (label, port, _) in WEB {
        let Some(callers) = callers else { continue };
        if callers.is_empty() {
            run = ingress(run, label, &load_balancer, None, port, "the web reaches the load balancer");
        }
        for range in callers {
            let label = from_range(label, *range);
            let rule =
                VpcSecurityGroupIngressRuleReference::from(Address::managed("aws_vpc_security_group_ingress_rule", label.as_str()));
            let fact = format!("{range} reaches the load balancer by the rule {label}");
            run = run.assert(rule.cidr_ipv4().equals(range.to_string().as_str()), &fact);
        }
    }
    for port in &ports.services {
        if let LoadBalancer::Existing { group, .. } = &ports.load_balancer {
            run = from_existing(run, &ecs, group, *port);
            continue;
        }
        let label = format!("ecs_from_load_balancer_{port}");
        run = ingress(run, &label, &ecs, Some(&load_balancer), *port, "the load balancer alone reaches the tasks");
        let label = format!("load_balancer_to_ecs_{port}");
        run = egress(run, &label, &load_balancer, Some(&ecs), *port, "the load balancer reaches the tasks");
    }
    if let Some(port) = own {
        run = ingress(run, "database_from_ecs", &database, Some(&ecs), port, "the tasks reach the database");
        run = egress(run, "ecs_to_database", &ecs, Some(&database), port, "the tasks reach the database");
    }
    egress(run, "ecs_to_https", &ecs, None, Port::HTTPS, "the tasks reach the internet")
}

/// The load balancer that exists already is let in, and nobody else by its rule.
fn from_existing(run: Run, ecs: &SecurityGroupReference, group: &SecurityGroupId, port: Port) -> Run {
    let label = format!("ecs_from_{EXISTING_LOAD_BALANCER}_{port}");
    let rule = VpcSecurityGroupIngressRuleReference::from(Address::managed("aws_vpc_security_group_ingress_rule", label.as_str()));
    let fact = "the load balancer that exists alone reaches the tasks";
    run.assert(rule.security_group_id().equals(ecs.id()), &format!("{fact} by the rule {label} of their own group"))
        .assert(rule.referenced_security_group_id().equals(group.as_str()), &format!("{fact} by the rule {label}"))
        .assert(rule.from_port().equals(number(port)), &format!("{fact} on no port below {port}"))
        .assert(rule.to_port().equals(number(port)), &format!("{fact} on no port above {port}"))
}

/// The rule belongs to `group`, and lets in `from` (or the whole internet) on `port` alone.
fn ingress(
    run: Run,
    label: &str,
    group: &SecurityGroupReference,
    from: Option<&SecurityGroupReference>,
    port: Port,
    fact: &str,
) -> Run {
    let rule = VpcSecurityGroupIngressRuleReference::from(Address::managed("aws_vpc_security_group_ingress_rule", label));
    let peer = match from {
        Some(from) => rule.referenced_security_group_id().equals(from.id()),
        None => rule.cidr_ipv4().equals("0.0.0.0/0"),
    };
    run.assert(rule.security_group_id().equals(group.id()), &format!("{fact} by the rule {label} of its own group"))
        .assert(peer, &format!("{fact} by the rule {label}, and nobody else by it"))
        .assert(rule.from_port().equals(number(port)), &format!("{fact} on no port below {port}"))
        .assert(rule.to_port().equals(number(port)), &format!("{fact} on no port above {port}"))
}

/// As [`ingress`], for what goes out of `group`.
fn egress(
    run: Run,
    label: &str,
    group: &SecurityGroupReference,
    to: Option<&SecurityGroupReference>,
    port: Port,
    fact: &str,
) -> Run {
    let rule = VpcSecurityGroupEgressRuleReference::from(Address::managed("aws_vpc_security_group_egress_rule", label));
    let peer = match to {
        Some(to) => rule.referenced_security_group_id().equals(to.id()),
        None => rule.cidr_ipv4().equals("0.0.0.0/0"),
    };
    run.assert(rule.security_group_id().equals(group.id()), &format!("{fact} by the rule {label} of its own group"))
        .assert(peer, &format!("{fact} by the rule {label}, and nothing else by it"))
        .assert(rule.from_port().equals(number(port)), &format!("{fact} on no port below {port}"))
        .assert(rule.to_port().equals(number(port)), &format!("{fact} on no port above {port}"))
}

fn gateway(zone: &str) -> NatGatewayReference {
    NatGatewayReference::from(Address::managed("aws_nat_gateway", zone))
}

fn number(port: Port) -> Value<Number> {
    port.get().into()
}
