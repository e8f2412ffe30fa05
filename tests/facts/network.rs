//! Section 2: the network. Its security groups and the bastion have files of their own.

use std::collections::BTreeSet;

use terraform::json::{Json, json};

use crate::common::{Emitted, attribute_of, both, id_of, list, over, prod, refusal, staging};

const ZONES: [&str; 2] = ["a", "b"];

#[test]
fn the_vpc_has_the_range_10_0_0_0_16() {
    for emitted in both() {
        assert_eq!(emitted.only("aws_vpc")["cidr_block"], "10.0.0.0/16");
    }
}

#[test]
fn each_of_two_zones_has_a_public_a_private_and_a_database_subnet() {
    let table = [
        ("public_a", "10.0.1.0/24", "us-east-1a"),
        ("public_b", "10.0.2.0/24", "us-east-1b"),
        ("private_a", "10.0.10.0/24", "us-east-1a"),
        ("private_b", "10.0.11.0/24", "us-east-1b"),
        ("database_a", "10.0.20.0/24", "us-east-1a"),
        ("database_b", "10.0.21.0/24", "us-east-1b"),
    ];
    for emitted in both() {
        assert_eq!(emitted.all("aws_subnet").len(), table.len());
        for (label, cidr, zone) in table {
            let subnet = emitted.resource("networking", "aws_subnet", label);
            assert_eq!(subnet["cidr_block"], cidr, "{label}");
            assert_eq!(subnet["availability_zone"], zone, "{label}");
            assert_eq!(subnet["vpc_id"], id_of("networking", "aws_vpc.main"), "{label}");
        }
    }
}

#[test]
fn the_load_balancer_stands_in_the_public_subnets() {
    for emitted in both() {
        assert_eq!(emitted.only("aws_lb")["subnets"], subnets("public"));
    }
}

#[test]
fn the_tasks_stand_in_the_private_subnets() {
    for emitted in both() {
        assert_eq!(emitted.only("aws_ecs_service")["network_configuration"]["subnets"], subnets("private"));
    }
}

#[test]
fn the_database_stands_in_the_database_subnets() {
    for emitted in both() {
        let group = emitted.only("aws_db_subnet_group");
        assert_eq!(group["subnet_ids"], subnets("database"));
        assert_eq!(emitted.only("aws_db_instance")["db_subnet_group_name"], group["name"]);
    }
}

#[test]
fn the_public_subnets_reach_the_internet_by_the_internet_gateway() {
    for emitted in both() {
        for zone in ZONES {
            let routes = routes_of(emitted, &format!("public_{zone}"));
            assert_eq!(routes.len(), 1);
            assert_eq!(routes[0]["destination_cidr_block"], "0.0.0.0/0");
            assert_eq!(routes[0]["gateway_id"], id_of("networking", "aws_internet_gateway.main"));
        }
        assert_eq!(emitted.only("aws_internet_gateway")["vpc_id"], id_of("networking", "aws_vpc.main"));
    }
}

#[test]
fn prod_has_one_nat_gateway_per_zone_and_each_private_route_table_uses_its_own_zones() {
    assert_eq!(prod().all("aws_nat_gateway").len(), 2);
    for zone in ZONES {
        let gateway = prod().resource("networking", "aws_nat_gateway", zone);
        assert_eq!(gateway["subnet_id"], id_of("networking", &format!("aws_subnet.public_{zone}")));
        assert_eq!(gateway["allocation_id"], id_of("networking", &format!("aws_eip.nat_{zone}")));
        assert_eq!(only_way_out(prod(), zone), id_of("networking", &format!("aws_nat_gateway.{zone}")));
    }
}

#[test]
fn staging_has_one_nat_gateway_and_every_private_route_table_uses_it() {
    assert_eq!(staging().all("aws_nat_gateway").len(), 1);
    assert_eq!(staging().all("aws_eip").len(), 1);
    for zone in ZONES {
        assert_eq!(only_way_out(staging(), zone), id_of("networking", "aws_nat_gateway.a"));
    }
}

#[test]
fn each_private_subnet_has_a_route_table_of_its_own() {
    for emitted in both() {
        let tables = ZONES.map(|zone| table_of(emitted, &format!("private_{zone}")).to_string());
        assert_eq!(BTreeSet::from(tables).len(), ZONES.len());
    }
}

#[test]
fn without_nat_gateways_and_endpoints_an_environment_is_refused() {
    let report = refusal("prod", "[networking]\nnat_gateways = \"none\"\n");
    for endpoint in ["ecr-api", "ecr-dkr", "logs", "secrets-manager"] {
        assert!(report.contains(&format!("`{endpoint}`")), "the report does not name {endpoint}:\n{report}");
    }
}

#[test]
fn without_nat_gateways_the_private_subnets_have_no_way_out_but_the_endpoints() {
    let endpoints = "interface_endpoints = [\"ecr-api\", \"ecr-dkr\", \"logs\", \"secrets-manager\"]\n";
    let emitted = over("prod", &format!("[networking]\nnat_gateways = \"none\"\n{endpoints}"));
    assert!(emitted.all("aws_nat_gateway").is_empty() && emitted.all("aws_eip").is_empty());
    for zone in ZONES {
        assert_eq!(routes_of(&emitted, &format!("private_{zone}")), Vec::<Json>::new());
    }
    let services: BTreeSet<String> =
        emitted.all("aws_vpc_endpoint").iter().map(|endpoint| endpoint.body["service_name"].to_string()).collect();
    let expected = ["ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager"].map(|name| format!("\"com.amazonaws.us-east-1.{name}\""));
    assert_eq!(services, BTreeSet::from(expected));
}

#[test]
fn no_route_leads_from_the_database_subnets_to_the_internet() {
    for emitted in both() {
        for zone in ZONES {
            assert_eq!(routes_of(emitted, &format!("database_{zone}")), Vec::<Json>::new(), "zone {zone}");
        }
    }
}

#[test]
fn all_traffic_of_the_vpc_is_logged() {
    for emitted in both() {
        let flow_log = emitted.only("aws_flow_log");
        assert_eq!(flow_log["vpc_id"], id_of("networking", "aws_vpc.main"));
        assert_eq!(flow_log["traffic_type"], "ALL");
        assert_eq!(flow_log["log_destination"], attribute_of("networking", "aws_cloudwatch_log_group.flow_logs", "arn"));
    }
}

#[test]
fn the_tasks_reach_s3_by_the_gateway_endpoint() {
    for emitted in both() {
        let endpoint = emitted.resource("networking", "aws_vpc_endpoint", "s3");
        assert_eq!(endpoint["vpc_endpoint_type"], "Gateway");
        assert_eq!(endpoint["service_name"], "com.amazonaws.us-east-1.s3");
        let tables = ZONES.map(|zone| table_of(emitted, &format!("private_{zone}")));
        assert_eq!(endpoint["route_table_ids"], json!(tables));
    }
}

#[test]
fn interface_endpoints_are_a_setting_and_only_the_tasks_reach_them() {
    assert!(prod().all("aws_vpc_endpoint").iter().all(|endpoint| endpoint.body["vpc_endpoint_type"] == "Gateway"));
    let emitted = over("prod", "[networking]\ninterface_endpoints = [\"logs\"]\n");
    let endpoint = emitted.resource("networking", "aws_vpc_endpoint", "logs");
    assert_eq!(endpoint["service_name"], "com.amazonaws.us-east-1.logs");
    assert_eq!(endpoint["subnet_ids"], subnets("private"));
    assert_eq!(endpoint["private_dns_enabled"], true);
    let group = &list(&endpoint["security_group_ids"])[0];
    let rules = emitted.all("aws_vpc_security_group_ingress_rule");
    let admitted: Vec<&Json> = rules.iter().map(|rule| &rule.body).filter(|rule| rule["security_group_id"] == *group).collect();
    assert_eq!(admitted.len(), 1);
    assert_eq!(admitted[0]["referenced_security_group_id"], id_of("networking", "aws_security_group.ecs"));
    assert_eq!((&admitted[0]["from_port"], &admitted[0]["to_port"]), (&json!(443), &json!(443)));
}

#[test]
fn an_environment_has_two_to_six_zones() {
    let report = refusal("prod", "[networking]\nzones = [\"a\"]\n");
    assert!(report.contains("zones"), "{report}");
    let six = crate::common::variants::variants().find(|(name, _)| *name == "prod in six zones").expect("it is a variant").1;
    assert_eq!(six.all("aws_subnet").len(), 18);
    assert_eq!(six.all("aws_nat_gateway").len(), 6);
}

/// The ids of a tier's subnets, one per zone.
fn subnets(tier: &str) -> Json {
    ZONES.iter().map(|zone| id_of("networking", &format!("aws_subnet.{tier}_{zone}"))).collect()
}

/// The route table that a subnet is associated with.
fn table_of(emitted: &Emitted, subnet: &str) -> Json {
    let subnet = id_of("networking", &format!("aws_subnet.{subnet}"));
    let associations = emitted.all("aws_route_table_association");
    let mut found = associations.iter().filter(|association| association.body["subnet_id"] == subnet);
    let table = found.next().unwrap_or_else(|| panic!("{subnet} has no route table")).body["route_table_id"].clone();
    assert!(found.next().is_none(), "{subnet} has two route tables");
    table
}

/// The routes of the table that a subnet is associated with, besides the VPC's own.
fn routes_of(emitted: &Emitted, subnet: &str) -> Vec<Json> {
    let table = table_of(emitted, subnet);
    emitted.all("aws_route").into_iter().map(|route| route.body).filter(|route| route["route_table_id"] == table).collect()
}

/// The NAT gateway by which a zone's private subnet reaches the internet.
fn only_way_out(emitted: &Emitted, zone: &str) -> Json {
    let routes = routes_of(emitted, &format!("private_{zone}"));
    assert_eq!(routes.len(), 1, "zone {zone}");
    assert_eq!(routes[0]["destination_cidr_block"], "0.0.0.0/0");
    routes[0]["nat_gateway_id"].clone()
}
