//! The blocks of a configuration by address, and which of them differ. It must not know how two bodies are compared.

use std::collections::BTreeMap;

use crate::read::{Documents, module_of};
use serde_json::Value as Json;

use crate::compare::path::printable;
use crate::compare::references::References;
use crate::compare::relocation::{self, Departures};
use crate::compare::{ArgumentChange, BlockChange, Change, Difference, Provider, Subject, arguments};

/// A block.
pub(crate) struct Block<'a> {
    pub(crate) module: &'a str,
    /// The type, of a managed resource.
    pub(crate) kind: Option<&'a str>,
    pub(crate) file: &'a str,
    pub(crate) body: &'a Json,
}

/// The blocks of a configuration.
pub(crate) struct Blocks<'a> {
    /// By module, then address.
    pub(crate) by_address: BTreeMap<(String, String), Block<'a>>,
    pub(crate) departures: Departures,
}

impl<'a> Blocks<'a> {
    pub(crate) fn of(documents: &'a Documents) -> Self {
        let mut blocks = Self { by_address: BTreeMap::new(), departures: Departures::of(documents) };
        for (file, document) in documents.by_path() {
            for (section, content) in document.as_object().into_iter().flatten().filter(|(section, _)| *section != "//") {
                blocks.section(file, section, content);
            }
        }
        blocks
    }

    fn section(&mut self, file: &'a str, section: &str, content: &'a Json) {
        match (section, content) {
            ("resource" | "data" | "ephemeral", Json::Object(kinds)) => {
                for (kind, labels) in kinds {
                    let (prefix, managed) = match section {
                        "resource" => (String::new(), Some(kind.as_str())),
                        other => (format!("{other}."), None),
                    };
                    match labels {
                        Json::Object(labels) => labels
                            .iter()
                            .for_each(|(label, body)| self.insert(file, managed, &format!("{prefix}{kind}.{label}"), body)),
                        other => self.insert(file, managed, &format!("{prefix}{kind}"), other),
                    }
                }
            }
            ("provider", Json::Object(providers)) => {
                for (name, configurations) in providers {
                    for configuration in several(configurations) {
                        let alias = configuration.get("alias").and_then(Json::as_str);
                        let alias = alias.map(|alias| format!(".{alias}")).unwrap_or_default();
                        self.insert(file, None, &format!("provider.{name}{alias}"), configuration);
                    }
                }
            }
            ("moved" | "removed" | "import", content) => {
                for block in several(content) {
                    let about = block.get(if section == "import" { "to" } else { "from" }).and_then(Json::as_str);
                    self.insert(file, None, &format!("{section}.{}", about.unwrap_or_default()), block);
                }
            }
            ("terraform", content) => self.insert(file, None, section, content),
            (_, Json::Object(labels)) => {
                labels.iter().for_each(|(label, body)| self.insert(file, None, &format!("{section}.{label}"), body));
            }
            (_, content) => self.insert(file, None, section, content),
        }
    }

    /// What Terraform would refuse, or merge, as a second block of one address, stays a block of its own.
    fn insert(&mut self, file: &'a str, kind: Option<&'a str>, address: &str, body: &'a Json) {
        let module = module_of(file);
        let address = printable(address);
        let address = if module.is_empty() { address } else { format!("module.{}.{address}", printable(module)) };
        let mut key = (module.to_owned(), address);
        while self.by_address.contains_key(&key) {
            key.1.push_str(" (again)");
        }
        self.by_address.insert(key, Block { module, kind, file, body });
    }
}

/// What differs between two configurations' blocks.
pub(crate) fn difference(old: &Blocks, new: &Blocks, subject: Subject, provider: &Provider) -> Difference {
    let moved = match subject {
        Subject::Same => moved(old, new),
        Subject::Different => BTreeMap::new(),
    };
    let references = References::after(&moved);
    let mut blocks = Vec::new();
    for (key, block) in &new.by_address {
        let from = if old.by_address.contains_key(key) { None } else { moved.get(key) };
        let Some(before) = old.by_address.get(from.unwrap_or(key)) else {
            blocks.push(change(key, block, Change::Added, Vec::new(), provider));
            continue;
        };
        let renamed = references.renamed(before.module, before.body);
        let arguments = arguments::changes(block.kind, renamed.as_ref().unwrap_or(before.body), block.body, provider);
        if arguments.is_empty() && from.is_none() {
            continue;
        }
        let mut change = change(key, block, Change::Changed, arguments, provider);
        change.moved_from = from.map(|(_, address)| address.clone());
        change.replaced = subject == Subject::Same && change.arguments.iter().any(|argument| argument.replaces);
        blocks.push(change);
    }
    let is_moved = |key: &(String, String)| moved.values().any(|from| from == key);
    for (key, block) in old.by_address.iter().filter(|(key, _)| !new.by_address.contains_key(key) && !is_moved(key)) {
        let mut change = change(key, block, Change::Removed, Vec::new(), provider);
        change.destroyed = subject == Subject::Same && block.kind.is_some() && !new.departures.is_left(&key.1);
        blocks.push(change);
    }
    blocks.sort_by(|one, other| (&one.module, &one.address).cmp(&(&other.module, &other.address)));
    if subject == Subject::Different {
        blocks.iter_mut().flat_map(|block| &mut block.arguments).for_each(|argument| argument.replaces = false);
        return Difference { blocks, ..Difference::default() };
    }
    let relocations = relocation::likely(&blocks, old, new, provider);
    Difference { blocks, relocations, follows: Vec::new() }
}

fn change(
    key: &(String, String),
    block: &Block,
    change: Change,
    arguments: Vec<ArgumentChange>,
    provider: &Provider,
) -> BlockChange {
    BlockChange {
        address: key.1.clone(),
        module: block.module.to_owned(),
        kind: block.kind.map(str::to_owned),
        file: block.file.to_owned(),
        change,
        moved_from: None,
        replaced: false,
        destroyed: false,
        stateful: block.kind.is_some_and(provider.is_stateful),
        arguments,
    }
}

/// Where each resource that a `moved` block brought to its address stood before.
fn moved(old: &Blocks, new: &Blocks) -> BTreeMap<(String, String), (String, String)> {
    let resources = old.by_address.iter().filter(|(key, block)| block.kind.is_some() && !new.by_address.contains_key(key));
    let destinations = resources.filter_map(|(key, block)| {
        let to = new.departures.destination(&key.1)?;
        let now = new.by_address.iter().find(|((_, address), it)| *address == to && it.kind == block.kind)?;
        Some((now.0.clone(), key.clone()))
    });
    destinations.collect()
}

fn several(content: &Json) -> &[Json] {
    match content {
        Json::Array(several) => several,
        one => std::slice::from_ref(one),
    }
}
