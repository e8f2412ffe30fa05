//! Zones and security groups.

use terraform::read::argument::{elements, number, target, text};

use super::{Subject, Verdict};
use crate::availability::zones as zones_of;

pub(super) fn zones(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    let mut found = 0;
    for (address, body) in index.of("aws_lb") {
        found += 1;
        verdict.expect(zones_of(index, &body["subnets"]).len() > 1, address, "its subnets are in one zone");
    }
    for (address, body) in index.of("aws_ecs_service") {
        found += 1;
        let in_zones: usize = elements(&body["network_configuration"]).iter().map(|it| zones_of(index, &it["subnets"]).len()).sum();
        verdict.expect(in_zones > 1, address, "its tasks are in one zone");
    }
    for (address, body) in index.of("aws_db_instance").filter(|(_, body)| body["replicate_source_db"].is_null()) {
        found += 1;
        verdict.expect(body["multi_az"] == true, address, "there is no standby in another zone");
    }
    verdict.expect_some(found, "nothing stands in any zone");
    verdict
}

/// The ports of the web, on which a load balancer is reached.
const WEB: [u64; 2] = [80, 443];

pub(super) fn security_groups(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    let of_load_balancers: Vec<String> =
        index.of("aws_lb").flat_map(|(_, body)| elements(&body["security_groups"])).filter_map(target).collect();
    let mut rules = 0;
    for (address, body) in index.of("aws_vpc_security_group_ingress_rule") {
        rules += 1;
        let range = ["cidr_ipv4", "cidr_ipv6"].into_iter().find_map(|key| text(&body[key]));
        let from_anywhere = range.is_some_and(|range| range.ends_with("/0"));
        let of_load_balancer = target(&body["security_group_id"]).is_some_and(|group| of_load_balancers.contains(&group));
        let port = number(&body["from_port"]).filter(|port| number(&body["to_port"]) == Some(*port));
        let is_web = of_load_balancer && port.is_some_and(|port| WEB.contains(&port));
        verdict.expect(!from_anywhere || is_web, address, "it admits the whole internet");
        if port.is_none() {
            verdict.missing_at(address, "it admits more than one port");
        }
    }
    verdict.expect_some(rules, "no rule of a security group is a resource of its own");
    let mut closed = 0;
    for (address, body) in index.of("aws_default_security_group") {
        closed += 1;
        verdict.expect(body["ingress"].is_null() && body["egress"].is_null(), address, "the default group admits something");
    }
    verdict.expect_some(closed, "the network's default security group is not closed");
    for (address, body) in index.of("aws_db_instance") {
        verdict.expect(body["publicly_accessible"] == false, address, "the internet can reach it");
    }
    verdict
}
