//! All resources of a configuration and their references, as a chart: a group for each module.
//!
//! It must not know what the resources are for.

use std::collections::{BTreeMap, BTreeSet};

use terraform::read::{Documents, ResourceAddress};

use crate::chart::{Chart, Edge, Item};

/// The chart. An arrow leads from a resource to one that it refers to.
pub fn chart(documents: &Documents) -> Chart {
    let resources = documents.resources();
    let mut modules: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    let mut edges = Vec::new();
    for resource in &resources {
        let address = &resource.address;
        modules.entry(&address.module).or_default().push(Item::node(address.to_string(), lines(address)));
        let needs = documents.needs(resource);
        edges.extend(needs.iter().map(|need| Edge::new(address.to_string(), need.to_string(), "")));
    }
    let known: Vec<String> = resources.iter().map(|it| it.address.to_string()).collect();
    edges.retain(|edge| known.contains(&edge.to));
    let order = order(documents, modules.keys().copied().collect());
    let groups = order.into_iter().flat_map(|module| match (module, modules.remove(module).unwrap_or_default()) {
        ("", items) => items,
        (module, items) => vec![Item::group(format!("module.{module}"), format!("module {module}"), items)],
    });
    let items = groups.collect();
    Chart { title: "Resources and their references".to_owned(), items, edges }
}

/// The modules, each after those to which its resources refer.
fn order<'a>(documents: &Documents, mut left: Vec<&'a str>) -> Vec<&'a str> {
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for resource in documents.resources() {
        let of_module = needs.entry(resource.address.module.clone()).or_default();
        of_module.extend(
            documents.needs(&resource).into_iter().map(|need| need.module).filter(|module| *module != resource.address.module),
        );
    }
    let mut order = Vec::new();
    while !left.is_empty() {
        let ready = |module: &&str| needs.get(*module).is_none_or(|needs| needs.iter().all(|need| order.contains(&need.as_str())));
        // Modules that refer to each other in a circle stand in the order of their names.
        let next = left.iter().position(ready).unwrap_or(0);
        order.push(left.remove(next));
    }
    order
}

fn lines(address: &ResourceAddress) -> [String; 2] {
    [address.label.clone(), address.kind.clone()]
}
