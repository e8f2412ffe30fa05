//! All resources of a configuration and their references, as a chart: a group for each module.
//!
//! It must not know what the resources are for.

use std::collections::{BTreeMap, BTreeSet};

use terraform::read::{Documents, Fetched};

use crate::chart::{Chart, Edge, Item};

/// The chart. An arrow leads from a resource to one that it refers to.
pub fn chart(documents: &Documents) -> Chart {
    let mut modules: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    let mut edges = Vec::new();
    for resource in documents.all() {
        let address = resource.address().to_string();
        let lines = [resource.label.to_owned(), resource.kind.to_owned()];
        modules.entry(resource.module).or_default().push(Item::node(address.clone(), lines));
        edges.extend(resource.needs().iter().map(|need| Edge::new(address.clone(), need.to_string(), "")));
    }
    let known: Vec<String> = documents.addresses().map(|it| it.to_string()).collect();
    edges.retain(|edge| known.contains(&edge.to));
    let order = order(documents, modules.keys().copied().collect());
    let groups = order.into_iter().flat_map(|module| match (module, modules.remove(module).unwrap_or_default()) {
        ("", items) => items,
        (module, items) => vec![Item::group(format!("module.{module}"), format!("module {module}"), items)],
    });
    let mut items: Vec<Item> = groups.collect();
    for Fetched { name, source, needs } in documents.fetched() {
        let id = format!("module.{name}");
        edges.extend(needs.iter().map(|need| Edge::new(id.clone(), need.to_string(), "")));
        items.push(Item::node(id, [format!("module {name}"), source, "fetched by Terraform: its inside is not known".to_owned()]));
    }
    Chart { title: "Resources and their references".to_owned(), items, edges }
}

/// The modules, each after those to which its resources refer.
fn order<'a>(documents: &Documents, mut left: Vec<&'a str>) -> Vec<&'a str> {
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for resource in documents.all() {
        let of_module = needs.entry(resource.module.to_owned()).or_default();
        let modules = resource.needs().into_iter().filter_map(|need| need.module().map(str::to_owned));
        of_module.extend(modules.filter(|module| module != resource.module));
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
