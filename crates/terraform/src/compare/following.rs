//! What follows from a replacement: whoever refers to what the provider makes anew is changed as well, though the configuration says the same
//! of it. It must not know any resource type.

use std::collections::BTreeMap;

use crate::json::Json;

use super::departures::Departures;
use super::difference::{BlockChange, Change, Following, Provider};
use crate::Address;
use crate::read::expression::{Piece, Step, Traversal, only_traversal, pieces, traversals};
use crate::read::{Documents, ResourceBlock};

/// What makes a resource anew by what it names.
const TRIGGER: &str = "replace_triggered_by";

/// A reference to another resource: at which argument it stands, and which attribute it asks for.
struct Reference {
    /// Through blocks, without positions.
    path: Vec<String>,
    to: Address,
    attribute: Option<String>,
}

/// What follows from the replacements among these changes, in what stands afterwards; and from values that come by variables and outputs.
pub(super) fn following(changes: &[BlockChange], old: &Documents, documents: &Documents, provider: &Provider) -> Vec<Following> {
    let of_resources = || changes.iter().filter(|change| change.kind.is_some());
    let replaced = of_resources().filter(|change| change.replaced);
    // Of each resource that is made anew, the arguments that say something else; the rest of what is written stays as it is.
    let mut anew: BTreeMap<String, Vec<&str>> = replaced
        .map(|change| {
            let arguments = change.arguments.iter().map(|argument| argument.path.split(['.', '[']).next().unwrap_or_default());
            (change.address.clone(), arguments.collect())
        })
        .collect();
    let mut found: BTreeMap<String, Following> =
        by_values(changes, old, documents, provider).into_iter().map(|it| (it.address.clone(), it)).collect();
    anew.extend(found.keys().map(|address| (address.clone(), Vec::new())));
    if anew.is_empty() {
        return Vec::new();
    }
    let told = |address: &str, replaced: bool| {
        of_resources().any(|change| change.address == address && (change.replaced || change.change == Change::Added || !replaced))
    };
    let blocks: Vec<(String, ResourceBlock<'_>, Vec<Reference>)> =
        documents.all().map(|block| (block.address().to_string(), block, references(block))).collect();
    loop {
        let mut more = Vec::new();
        for (address, block, references) in &blocks {
            if anew.contains_key(address) {
                continue;
            }
            let causes: Vec<&Reference> = references
                .iter()
                .filter(|it| anew.get(&it.to.to_string()).is_some_and(|changed| is_new(documents, it, changed)))
                .collect();
            if causes.is_empty() {
                continue;
            }
            let replaces = |it: &&&Reference| {
                let path: Vec<&str> = it.path.iter().map(String::as_str).collect();
                (provider.replaces)(block.kind, &path)
            };
            let replaced = causes.iter().any(|it| it.path[0] == TRIGGER || replaces(&it));
            let mut because: Vec<String> = causes.iter().map(|it| it.to.to_string()).collect();
            because.sort();
            because.dedup();
            more.push(Following { address: address.clone(), because, replaced, stateful: (provider.is_stateful)(block.kind) });
        }
        let before = anew.len();
        anew.extend(more.iter().filter(|it| it.replaced).map(|it| (it.address.clone(), Vec::new())));
        found.extend(more.into_iter().map(|it| (it.address.clone(), it)));
        if anew.len() == before {
            break;
        }
    }
    found.into_values().filter(|it| !told(&it.address, it.replaced)).collect()
}

/// The resources that are replaced although nothing of them is written in another way: a variable or an output that they name has another
/// value now.
fn by_values(changes: &[BlockChange], old: &Documents, new: &Documents, provider: &Provider) -> Vec<Following> {
    let change_of = |address: &str| changes.iter().find(|change| change.address == address);
    let departures = Departures::of(new);
    let imported = Departures::imports(new);
    // What leaves Terraform's care, comes under it or moves within it is named in another way, and may be the same.
    let may_be_same = |before: &Json, now: &Json| {
        let addresses = |value: &Json| {
            let mut found = Vec::new();
            collect(value, &mut vec![String::new()], &mut found);
            found.into_iter().map(|it| it.to.to_string()).collect::<Vec<_>>()
        };
        addresses(before).iter().any(|it| departures.is_left(it) || departures.destination(it).is_some())
            || addresses(now).iter().any(|it| imported.contains_key(it))
    };
    let mut found = Vec::new();
    for block in new.all() {
        let address = block.address();
        let name = address.to_string();
        let change = change_of(&name);
        if change.is_some_and(|change| change.replaced || change.change == Change::Added) {
            continue;
        }
        let Some(before) = old.at(&address) else { continue };
        let differs = |text: &str| {
            let value = Json::from(text);
            let resolved = |documents: &Documents| documents.resolve_to_resources(block.module, &value);
            let (then, now) = (resolved(old), resolved(new));
            then != now && !may_be_same(&then, &now)
        };
        let mut because = Vec::new();
        for (argument, value) in block.written.as_object().into_iter().flatten() {
            let is_same_text = before.written.get(argument) == Some(value);
            if is_same_text && (provider.replaces)(block.kind, &[argument]) && !is_ignored(block, argument) {
                let named = named(value).into_iter();
                because.extend(named.filter(|it| differs(&format!("${{{it}}}"))).map(|it| in_module(block.module, &it)));
            }
        }
        because.sort();
        because.dedup();
        if !because.is_empty() {
            found.push(Following { address: name, because, replaced: true, stateful: (provider.is_stateful)(block.kind) });
        }
    }
    found
}

/// The variables, locals and outputs that a value names.
fn named(value: &Json) -> Vec<String> {
    match value {
        Json::String(text) => {
            let expressions = pieces(text).unwrap_or_default().into_iter().filter_map(|piece| match piece {
                Piece::Expression(expression) => traversals(&expression).ok(),
                Piece::Text(_) | Piece::Directive(_) => None,
            });
            let is_passed = |it: &Traversal| matches!(it.0.first(), Some(Step::Name(root)) if ["var", "local", "module"].contains(&root.as_str()));
            expressions.flatten().filter(is_passed).map(|it| it.to_string()).collect()
        }
        Json::Array(elements) => elements.iter().flat_map(named).collect(),
        Json::Object(members) => members.values().flat_map(named).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => Vec::new(),
    }
}

fn in_module(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("module.{module}.{name}") }
}

/// Whether what a reference asks for is another one afterwards: the provider makes it, or the configuration says something else of it now.
fn is_new(documents: &Documents, reference: &Reference, changed: &[&str]) -> bool {
    let Some(attribute) = &reference.attribute else { return true };
    let is_written = documents.at(&reference.to).is_some_and(|block| block.written.get(attribute).is_some());
    !is_written || changed.contains(&attribute.as_str())
}

/// The references of a resource, without those of arguments whose changes Terraform is told to ignore.
fn references(block: ResourceBlock<'_>) -> Vec<Reference> {
    let lifecycle = lifecycle(block);
    let mut found = Vec::new();
    for (argument, value) in block.written.as_object().into_iter().flatten() {
        if !is_ignored(block, argument) && !["lifecycle", "depends_on", "provider", "//"].contains(&argument.as_str()) {
            let value = block.documents.resolve_to_resources(block.module, value);
            collect(&value, &mut vec![argument.to_string()], &mut found);
        }
    }
    // What these name makes the resource anew by itself; bare, as `depends_on` is written.
    let triggers = lifecycle.and_then(|it| it.get(TRIGGER)).and_then(Json::as_array);
    for trigger in triggers.into_iter().flatten().filter_map(Json::as_str) {
        let to = only_traversal(trigger).and_then(|it| it.address_in(block.module));
        found.extend(to.map(|to| Reference { path: vec![TRIGGER.to_owned()], to, attribute: None }));
    }
    found
}

fn lifecycle(block: ResourceBlock<'_>) -> Option<&Json> {
    let lifecycle = block.written.get("lifecycle");
    lifecycle.map(|it| it.get(0).unwrap_or(it))
}

/// Whether Terraform is told to ignore what an argument says.
fn is_ignored(block: ResourceBlock<'_>, argument: &str) -> bool {
    match lifecycle(block).and_then(|it| it.get("ignore_changes")) {
        Some(Json::String(all)) => all == "all",
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).any(|name| name == argument),
        _ => false,
    }
}

fn collect(value: &Json, path: &mut Vec<String>, found: &mut Vec<Reference>) {
    match value {
        Json::String(text) => {
            for piece in pieces(text).unwrap_or_default() {
                let Piece::Expression(expression) = piece else { continue };
                for traversal in traversals(&expression).unwrap_or_default() {
                    let Some(to) = traversal.address() else { continue };
                    found.push(Reference { path: path.clone(), attribute: attribute(&traversal, &to), to });
                }
            }
        }
        Json::Array(elements) => elements.iter().for_each(|element| collect(element, path, found)),
        Json::Object(members) => {
            for (name, value) in members {
                path.push(name.to_string());
                collect(value, path, found);
                path.pop();
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// The attribute that a traversal asks of the resource to which it leads.
fn attribute(traversal: &Traversal, to: &Address) -> Option<String> {
    let label = to.label().as_str();
    let names = traversal.0.iter().filter_map(|step| if let Step::Name(name) = step { Some(name.as_str()) } else { None });
    names.skip_while(|name| *name != to.kind()).skip_while(|name| *name != label).nth(1).map(str::to_owned)
}
