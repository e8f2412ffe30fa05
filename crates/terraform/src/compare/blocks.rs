//! The blocks of a configuration by address.

use std::collections::BTreeMap;

use crate::json::Json;
use crate::read::{Documents, module_of};

use crate::compare::departures::Departures;
use crate::compare::path::printable;

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

fn several(content: &Json) -> &[Json] {
    match content {
        Json::Array(several) => several,
        one => std::slice::from_ref(one),
    }
}
