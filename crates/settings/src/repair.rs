//! Every fault at once: what the type refuses is recorded, mended, and the tree is read again.
//!
//! Knows neither files nor wording.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::example::candidates;
use crate::fault::Fault;
use crate::path::SettingPath;
use crate::refusal::{Kind, Refusal};
use crate::schema::Schema;
use crate::tree::{Node, Value};
use crate::words::nearest;

/// How often a tree is read at most. Each round mends one thing, so that only a type that refuses its own examples comes
/// near.
const ROUNDS: usize = 1_000;

/// The caller's type as read from the layers, with everything that was wrong.
#[derive(Debug)]
pub struct Reading<T> {
    /// The value. With faults it is a repaired one, good only for the caller's further checks; `None` if no repair
    /// helped.
    pub value: Option<T>,
    /// What was wrong. If this is empty, the value is what the files say.
    pub faults: Vec<Fault>,
    /// The settings whose value is not the user's, but a repair's.
    pub tainted: BTreeSet<SettingPath>,
}

/// Reads the tree; with `faults` and `tainted` as known from its syntax.
pub(crate) fn deserialize<T>(root: &Node, faults: Vec<Fault>, tainted: BTreeSet<SettingPath>) -> Reading<T>
where
    T: DeserializeOwned + JsonSchema,
{
    let mut refusal = match T::deserialize(root) {
        Ok(value) => {
            return Reading { value: Some(value), faults, tainted };
        }
        Err(refusal) => refusal,
    };
    let mut repair = Repair { tree: root.clone(), schema: Schema::of::<T>(), faults, tainted, tries: BTreeMap::new() };
    let mut value = None;
    for _ in 0..ROUNDS {
        repair.record(&refusal);
        if !repair.mend(&refusal) {
            break;
        }
        match T::deserialize(&repair.tree) {
            Ok(repaired) => {
                value = Some(repaired);
                break;
            }
            Err(next) => refusal = next,
        }
    }
    Reading { value, faults: repair.faults, tainted: repair.tainted }
}

struct Repair {
    tree: Node,
    schema: Schema,
    faults: Vec<Fault>,
    tainted: BTreeSet<SettingPath>,
    /// How many examples were put in for a missing setting.
    tries: BTreeMap<SettingPath, usize>,
}

impl Repair {
    /// Notes the fault, unless it only follows from a repair: then the setting, or something below it, was mended before.
    fn record(&mut self, refusal: &Refusal) {
        let path = refusal.path();
        let follows = self.tainted.iter().any(|tainted| tainted.is_within(&path));
        if !follows {
            self.faults.extend(Fault::of(refusal, &self.tree, &self.schema));
        }
    }

    /// Takes out what was refused, or puts in what is missing; tells whether it could.
    fn mend(&mut self, refusal: &Refusal) -> bool {
        let path = refusal.path();
        let is_mended = match &refusal.kind {
            Kind::MissingField(_) => self.put_in_example(&path),
            Kind::UnknownField { name, known } => {
                let refused = self.tree.remove(&path);
                match (refused, nearest(name, known)) {
                    (Some(node), Some(meant)) => self.rename(node, &path, meant),
                    (refused, _) => refused.is_some(),
                }
            }
            Kind::UnknownVariant { .. } | Kind::Type { .. } | Kind::Length { .. } | Kind::Duplicate(_) | Kind::Other(_) => {
                self.tree.remove(&path).is_some()
            }
        };
        self.tainted.insert(path);
        is_mended
    }

    fn put_in_example(&mut self, path: &SettingPath) -> bool {
        let tried = self.tries.entry(path.clone()).or_default();
        let Some(schema) = self.schema.at(path) else {
            return false;
        };
        let Some(example) = candidates(&self.schema, schema).into_iter().nth(*tried) else {
            return false;
        };
        *tried += 1;
        self.tree.insert(path, Node::example(&example))
    }

    /// Reads a misspelt setting as the one that was meant, so that what is wrong inside it is found in the same run and
    /// the one that was meant does not count as missing.
    fn rename(&mut self, node: Node, path: &SettingPath, meant: &str) -> bool {
        let Some(table) = path.parent() else {
            return false;
        };
        let is_free = match self.tree.get(&table).map(|table| &table.value) {
            Some(Value::Table(entries)) => !entries.contains_key(meant),
            _ => false,
        };
        let meant = table.key(meant);
        if is_free && !self.tainted.contains(&meant) {
            self.tree.insert(&meant, node);
            self.tainted.insert(meant);
        }
        true
    }
}
