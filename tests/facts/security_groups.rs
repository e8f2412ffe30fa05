//! Section 2, the table of security groups: who may speak to whom, and nothing else.

use std::collections::BTreeSet;

use terraform::json::Json;

use crate::common::{Emitted, both, list, over, prod};

/// A rule in the table's words: port, other end.
type Rule = (u64, String);

#[test]
fn the_web_reaches_the_load_balancer_on_80_and_443_and_nothing_else() {
    for emitted in both() {
        assert_eq!(rules(emitted, "ingress", &load_balancer_group(emitted)), rule_set([(80, "0.0.0.0/0"), (443, "0.0.0.0/0")]));
    }
}

#[test]
fn the_load_balancer_reaches_the_tasks_on_8080_and_nothing_else() {
    for emitted in both() {
        let expected = rule_set([(8080, ecs_group(emitted).as_str())]);
        assert_eq!(rules(emitted, "egress", &load_balancer_group(emitted)), expected);
    }
}

#[test]
fn only_the_load_balancer_group_may_reach_8080() {
    for emitted in both() {
        let expected = rule_set([(8080, load_balancer_group(emitted).as_str())]);
        assert_eq!(rules(emitted, "ingress", &ecs_group(emitted)), expected);
    }
}

#[test]
fn the_tasks_reach_the_database_on_5432_and_the_internet_on_443_and_nothing_else() {
    for emitted in both() {
        let expected = rule_set([(5432, database_group(emitted).as_str()), (443, "0.0.0.0/0")]);
        assert_eq!(rules(emitted, "egress", &ecs_group(emitted)), expected);
    }
}

#[test]
fn only_the_tasks_may_reach_the_database() {
    for emitted in both() {
        let expected = rule_set([(5432, ecs_group(emitted).as_str())]);
        assert_eq!(rules(emitted, "ingress", &database_group(emitted)), expected);
    }
}

#[test]
fn the_rds_group_has_no_egress() {
    for emitted in both() {
        assert_eq!(rules(emitted, "egress", &database_group(emitted)), BTreeSet::new());
    }
}

#[test]
fn another_database_port_opens_that_port_and_closes_the_usual_one() {
    let emitted = over("prod", "[rds]\nport = 5433\n");
    let (ecs, database) = (ecs_group(&emitted), database_group(&emitted));
    assert_eq!(rules(&emitted, "ingress", &database), rule_set([(5433, ecs.as_str())]));
    assert_eq!(rules(&emitted, "egress", &ecs), rule_set([(5433, database.as_str()), (443, "0.0.0.0/0")]));
    assert_eq!(emitted.only("aws_db_instance")["port"], 5433);
}

#[test]
fn rules_are_resources_of_their_own_so_that_groups_can_refer_to_each_other() {
    for emitted in both() {
        for group in emitted.all("aws_security_group") {
            assert!(group.body.get("ingress").is_none() && group.body.get("egress").is_none(), "{}", group.address());
        }
        assert!(emitted.all("aws_security_group_rule").is_empty(), "the older resource cannot describe a rule with several ranges");
    }
}

#[test]
fn nobody_uses_the_default_security_group_and_it_has_no_rule() {
    for emitted in both() {
        let closed = emitted.only("aws_default_security_group");
        for direction in ["ingress", "egress"] {
            let rules = closed.get(direction).map(list).unwrap_or_default();
            assert!(rules.is_empty(), "{direction}: {rules:?}");
        }
    }
}

#[test]
fn every_rule_belongs_to_a_group_of_this_vpc_and_says_what_it_is_for() {
    let groups: BTreeSet<String> =
        prod().all("aws_security_group").iter().map(|group| format!("${{{}.id}}", group.address())).collect();
    for direction in ["ingress", "egress"] {
        for rule in prod().all(&format!("aws_vpc_security_group_{direction}_rule")) {
            assert!(groups.contains(rule.body["security_group_id"].as_str().unwrap_or_default()), "{}", rule.address());
            assert!(rule.body["description"].as_str().is_some_and(|text| !text.is_empty()), "{}", rule.address());
        }
    }
}

/// The group that the load balancer has.
fn load_balancer_group(emitted: &Emitted) -> String {
    only_group(&emitted.only("aws_lb")["security_groups"])
}

/// The group that the tasks have.
fn ecs_group(emitted: &Emitted) -> String {
    only_group(&emitted.only("aws_ecs_service")["network_configuration"]["security_groups"])
}

/// The group that the database has.
fn database_group(emitted: &Emitted) -> String {
    only_group(&emitted.only("aws_db_instance")["vpc_security_group_ids"])
}

fn only_group(groups: &Json) -> String {
    match list(groups) {
        [Json::String(group)] => group.clone(),
        others => panic!("one group, not {others:?}"),
    }
}

/// The rules of a group in one direction.
fn rules(emitted: &Emitted, direction: &str, group: &str) -> BTreeSet<Rule> {
    let rules = emitted.all(&format!("aws_vpc_security_group_{direction}_rule"));
    let of_group = rules.iter().filter(|rule| rule.body["security_group_id"] == group);
    of_group
        .map(|rule| {
            assert_eq!(rule.body["ip_protocol"], "tcp", "{}", rule.address());
            assert_eq!(rule.body["from_port"], rule.body["to_port"], "{}", rule.address());
            let port = rule.body["from_port"].as_u64().unwrap_or_else(|| panic!("{} has no port", rule.address()));
            let ends = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
            let mut ends = ends.iter().filter_map(|end| rule.body.get(end)?.as_str());
            let end = ends.next().unwrap_or_else(|| panic!("{} has no other end", rule.address()));
            assert!(ends.next().is_none(), "{} has two other ends", rule.address());
            (port, end.to_owned())
        })
        .collect()
}

fn rule_set<const N: usize>(rules: [(u64, &str); N]) -> BTreeSet<Rule> {
    BTreeSet::from(rules.map(|(port, end)| (port, end.to_owned())))
}
