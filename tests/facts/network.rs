//! The network and its three security groups.

use serde_json::json;

use crate::common::{Emitted, both, id_of, prod, staging};

const ZONES: [&str; 2] = ["a", "b"];

/// The rules of a group: what they admit, as `port from/to whom`.
fn rules(emitted: &Emitted, kind: &str, group: &str) -> Vec<String> {
    let own = id_of("networking", &format!("aws_security_group.{group}"));
    let mut rules: Vec<String> = emitted
        .all(kind)
        .into_iter()
        .filter(|rule| rule.body["security_group_id"] == own)
        .map(|rule| {
            assert_eq!(rule.body["from_port"], rule.body["to_port"], "a rule opens one port");
            let peer = rule.body["cidr_ipv4"].as_str().or_else(|| rule.body["referenced_security_group_id"].as_str());
            let peer = peer.expect("a rule has another end").replace("${module.networking.aws_security_group.", "");
            format!("{} {}", rule.body["from_port"], peer.replace(".id}", ""))
        })
        .collect();
    rules.sort();
    rules
}

#[test]
fn the_three_groups_have_exactly_the_rules_of_the_table() {
    let (ingress, egress) = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule");
    for emitted in both() {
        assert_eq!(rules(emitted, ingress, "load_balancer"), ["443 0.0.0.0/0", "80 0.0.0.0/0"]);
        assert_eq!(rules(emitted, egress, "load_balancer"), ["8080 ecs"]);
        assert_eq!(rules(emitted, ingress, "ecs"), ["8080 load_balancer"]);
        assert_eq!(rules(emitted, egress, "ecs"), ["443 0.0.0.0/0", "5432 database"]);
        assert_eq!(rules(emitted, ingress, "database"), ["5432 ecs"]);
        assert!(rules(emitted, egress, "database").is_empty(), "the database reaches nothing");
    }
}

#[test]
fn the_vpc_has_three_tiers_of_subnets_over_two_zones() {
    for emitted in both() {
        assert_eq!(emitted.resource("networking", "aws_vpc", "main")["cidr_block"], "10.0.0.0/16");
        for (tier, ranges) in [
            ("public", ["10.0.1.0/24", "10.0.2.0/24"]),
            ("private", ["10.0.10.0/24", "10.0.11.0/24"]),
            ("database", ["10.0.20.0/24", "10.0.21.0/24"]),
        ] {
            for (zone, range) in ZONES.into_iter().zip(ranges) {
                let subnet = emitted.resource("networking", "aws_subnet", &format!("{tier}_{zone}"));
                assert_eq!(subnet["cidr_block"], range);
                assert_eq!(subnet["availability_zone"], format!("us-east-1{zone}"));
                assert_eq!(subnet["map_public_ip_on_launch"], false);
            }
        }
        assert_eq!(emitted.all("aws_subnet").len(), 6);
    }
}

#[test]
fn prod_has_one_nat_gateway_per_zone_and_each_private_route_table_uses_its_own_zones() {
    assert_eq!(prod().all("aws_nat_gateway").len(), 2);
    for zone in ZONES {
        let route = prod().resource("networking", "aws_route", &format!("private_{zone}_internet"));
        assert_eq!(route["nat_gateway_id"], id_of("networking", &format!("aws_nat_gateway.{zone}")));
        let gateway = prod().resource("networking", "aws_nat_gateway", zone);
        assert_eq!(gateway["subnet_id"], id_of("networking", &format!("aws_subnet.public_{zone}")));
    }
}

#[test]
fn staging_has_one_nat_gateway_for_all_zones() {
    assert_eq!(staging().all("aws_nat_gateway").len(), 1);
    for zone in ZONES {
        let route = staging().resource("networking", "aws_route", &format!("private_{zone}_internet"));
        assert_eq!(route["nat_gateway_id"], id_of("networking", "aws_nat_gateway.a"));
    }
}

#[test]
fn no_route_leads_from_the_database_subnets_to_the_internet() {
    for emitted in both() {
        let table = id_of("networking", "aws_route_table.database");
        assert!(emitted.all("aws_route").iter().all(|route| route.body["route_table_id"] != table));
        for zone in ZONES {
            let association = emitted.resource("networking", "aws_route_table_association", &format!("database_{zone}"));
            assert_eq!(association["route_table_id"], table);
        }
    }
}

#[test]
fn flow_logs_are_on_the_default_group_is_closed_and_s3_is_reached_by_a_gateway_endpoint() {
    for emitted in both() {
        assert_eq!(emitted.only("aws_flow_log")["traffic_type"], "ALL");
        let closed = emitted.only("aws_default_security_group");
        assert_eq!((closed.get("ingress"), closed.get("egress")), (None, None));
        let endpoint = emitted.resource("networking", "aws_vpc_endpoint", "s3");
        assert_eq!(endpoint["vpc_endpoint_type"], "Gateway");
        assert_eq!(endpoint["service_name"], json!("com.amazonaws.us-east-1.s3"));
    }
}
