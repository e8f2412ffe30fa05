//! Several environments in one cycle, where they do not touch each other's settings.
//!
//! What they share is nine tenths of what is applied, and starting the provider for every command costs as much again; so one cycle of five of them
//! takes little longer than one of a single one. A pack is named after its first environment, whose file it stands in for.

use std::collections::BTreeSet;
use std::fmt;

use engine::synthesis::synthesize;
use engine::{LocalDisk, WithFile, load_from};
use toml::{Table, Value};

use crate::settings::{path, text};

/// With more, a pack takes so long that it ends alone while the other processors have nothing to do.
const MOST_RESOURCES: usize = 300;

/// Whose names in AWS the tests know, or beside which a folder of this name stands.
const FIRST: [&str; 2] = ["imported", "own-terraform"];

/// Environments that go through one cycle.
#[derive(Debug)]
pub(crate) struct Pack {
    /// Their names; the first one is the pack's.
    pub(crate) names: Vec<String>,
    settings: Table,
    /// What is made of it.
    addresses: BTreeSet<String>,
}

impl fmt::Display for Pack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.names.join(" + "))
    }
}

impl Pack {
    fn alone(name: &str) -> Self {
        let settings = text(name).parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        let addresses = addresses(name, &settings).unwrap_or_else(|| panic!("{name} is refused"));
        Self { names: vec![name.to_owned()], settings, addresses }
    }

    /// The first one's name.
    pub(crate) fn name(&self) -> &str {
        &self.names[0]
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.names.iter().any(|held| held == name)
    }

    /// The settings of all of them, as text.
    pub(crate) fn text(&self) -> String {
        self.settings.to_string()
    }

    /// Both together, where that is accepted and nothing is lost that one of them has alone.
    fn with(&self, other: &Self) -> Option<Self> {
        if FIRST.contains(&other.name()) {
            return None;
        }
        let settings = united(&self.settings, &other.settings)?;
        let addresses = addresses(self.name(), &settings)?;
        let fits =
            addresses.len() <= MOST_RESOURCES && addresses.is_superset(&self.addresses) && addresses.is_superset(&other.addresses);
        let names = self.names.iter().chain(&other.names).cloned().collect();
        fits.then_some(Self { names, settings, addresses })
    }
}

/// All of these, in as few packs as a look at one after the other finds.
pub(crate) fn packs(names: &[String]) -> Vec<Pack> {
    let mut alone: Vec<Pack> = names.iter().map(|name| Pack::alone(name)).collect();
    // The large ones have the most to contradict.
    alone.sort_by_key(|pack| (!FIRST.contains(&pack.name()), std::cmp::Reverse(pack.addresses.len())));
    let mut packs: Vec<Pack> = Vec::new();
    for one in alone {
        let place = packs.iter().enumerate().find_map(|(place, pack)| Some((place, pack.with(&one)?)));
        match place {
            Some((place, together)) => packs[place] = together,
            None => packs.push(one),
        }
    }
    packs
}

/// The addresses of what these settings in the environment's file make, where they are accepted.
fn addresses(name: &str, settings: &Table) -> Option<BTreeSet<String>> {
    let file = path(name);
    let disk = WithFile { disk: &LocalDisk, file: file.clone(), text: settings.to_string() };
    let loaded = load_from(&name.parse().expect("it is a name"), &file, &[], &disk);
    let synthesis = synthesize(&loaded.environment?).ok()?;
    Some(synthesis.documents.addresses().map(|address| address.to_string()).collect())
}

/// Both tables in one, where neither says something of a setting that the other one says something else of.
fn united(one: &Table, other: &Table) -> Option<Table> {
    let mut united = one.clone();
    for (key, value) in other {
        let value = match (united.get(key), value) {
            (None, value) => value.clone(),
            (Some(Value::Table(here)), Value::Table(there)) => Value::Table(self::united(here, there)?),
            // What is taken away, moved, imported or overridden, each for itself.
            (Some(Value::Array(here)), Value::Array(there)) if key == "unset" || there.iter().all(Value::is_table) => {
                Value::Array(here.iter().chain(there).cloned().collect())
            }
            (Some(here), there) if here == there => continue,
            (Some(_), _) => return None,
        };
        united.insert(key.clone(), value);
    }
    Some(united)
}
