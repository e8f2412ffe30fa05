//! Mermaid and DOT, as they were reviewed; and that every arrow leads from one thing that is there to another.

use std::collections::BTreeSet;

use graph::architecture::Architecture;
use graph::chart::{Chart, Item};
use graph::{Format, architecture, resources};

use crate::common::shipped;
use crate::common::variants::{everything, variants};

#[test]
fn mermaid_is_as_it_was_reviewed() {
    insta::assert_snapshot!("prod.mermaid", architecture(&shipped("prod").documents, Format::Mermaid));
    insta::assert_snapshot!("everything.mermaid", architecture(&everything().documents, Format::Mermaid));
}

#[test]
fn dot_is_as_it_was_reviewed() {
    insta::assert_snapshot!("prod.dot", architecture(&shipped("prod").documents, Format::Dot));
}

#[test]
fn every_arrow_leads_from_one_thing_to_another() {
    for (name, emitted) in variants() {
        for chart in [Architecture::read(&emitted.documents).chart(), resources::chart(&emitted.documents)] {
            let ids = ids(&chart);
            let known: BTreeSet<&String> = ids.iter().collect();
            assert_eq!(known.len(), ids.len(), "{name}: no two things share a name");
            for edge in &chart.edges {
                assert!(known.contains(&edge.from) && known.contains(&edge.to), "{name}: {edge:?}");
            }
        }
    }
}

#[test]
fn the_resources_are_all_there_in_the_group_of_their_module() {
    let emitted = shipped("prod");
    let chart = resources::chart(&emitted.documents);
    let groups: Vec<&str> =
        chart.items.iter().map(|item| if let Item::Group(group) = item { group.label.as_str() } else { "" }).collect();
    assert_eq!(groups, ["module networking", "module rds", "module ecs", "module delivery", "module monitoring"]);
    assert_eq!(ids(&chart).len(), emitted.documents.addresses().count());
    let leads = |from: &str, to: &str| chart.edges.iter().any(|edge| edge.from == from && edge.to == to);
    assert!(leads("module.ecs.aws_ecs_service.task_api", "module.networking.aws_subnet.private_a"));
    assert!(leads("module.ecs.aws_ecs_cluster_capacity_providers.main", "module.ecs.aws_ecs_cluster.main"));
    assert!(!resources(&emitted.documents, Format::Mermaid).contains("data."));
}

/// The names of all things.
fn ids(chart: &Chart) -> Vec<String> {
    fn collect(item: &Item, ids: &mut Vec<String>) {
        match item {
            Item::Node(node) => ids.push(node.id.clone()),
            Item::Group(group) => group.items.iter().for_each(|item| collect(item, ids)),
        }
    }
    let mut ids = Vec::new();
    chart.items.iter().for_each(|item| collect(item, &mut ids));
    ids
}
