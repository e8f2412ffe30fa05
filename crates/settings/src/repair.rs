//! Every fault at once: what the type refuses is recorded, mended, and the tree is read again.
//!
//! Knows neither files nor wording.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::example::candidates;
use crate::fault::Fault;
use crate::parse;
use crate::path::SettingPath;
use crate::refusal::{Kind, Refusal};
use crate::schema::Schema;
use crate::tree::{Node, Value};
use words::nearest;

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
        repair.record(&refusal, &|tree| T::deserialize(tree).err());
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
    schema: Arc<Schema>,
    faults: Vec<Fault>,
    tainted: BTreeSet<SettingPath>,
    /// How many examples were put in for a missing setting.
    tries: BTreeMap<SettingPath, usize>,
}

impl Repair {
    /// Notes the fault, unless it only follows from a repair: then the setting, or something below it, was mended before.
    ///
    /// A missing table that needs settings is no fault of its own: each setting that it lacks is told instead.
    fn record(&mut self, refusal: &Refusal, refuses: &dyn Fn(&Node) -> Option<Refusal>) {
        let path = refusal.path();
        let follows = self.tainted.iter().any(|tainted| tainted.is_within(&path));
        if follows || self.is_told_by_settings(refusal) {
            return;
        }
        let is_right = |at: &SettingPath, written: &str| {
            let mut tree = self.tree.clone();
            let is_put = parse::value(written, 0, 0).is_some_and(|node| tree.replace(at, node));
            is_put && refuses(&tree).is_none_or(|next| !next.path().overlaps(at))
        };
        self.faults.extend(Fault::of(refusal, &self.tree, &self.schema, &is_right));
    }

    /// Whether what is missing is a table that needs settings.
    fn is_told_by_settings(&self, refusal: &Refusal) -> bool {
        let needs = || self.schema.at(&refusal.path()).is_some_and(|table| !self.schema.needed(table).is_empty());
        matches!(refusal.kind, Kind::MissingField(_)) && needs()
    }

    /// Takes out what was refused, or puts in what is missing; tells whether it could.
    fn mend(&mut self, refusal: &Refusal) -> bool {
        let path = refusal.path();
        let is_mended = match &refusal.kind {
            Kind::MissingField(_) => self.put_in_table(refusal, &path) || self.put_in_example(&path),
            Kind::UnknownField { name, known } => {
                let refused = self.tree.remove(&path);
                match (refused, nearest(name, known.iter().copied())) {
                    (Some(node), Some(meant)) => self.rename(node, &path, meant),
                    (refused, _) => refused.is_some(),
                }
            }
            Kind::UnknownVariant { .. }
            | Kind::Type { .. }
            | Kind::Length { .. }
            | Kind::Several(_)
            | Kind::Duplicate(_)
            | Kind::Other(_) => self.tree.remove(&path).is_some(),
        };
        self.tainted.insert(path);
        is_mended
    }

    /// Puts in a missing table that needs settings, without any: what it lacks is found next.
    fn put_in_table(&mut self, refusal: &Refusal, path: &SettingPath) -> bool {
        if !self.is_told_by_settings(refusal) || self.tainted.contains(path) {
            return false;
        }
        let around = path.parent().and_then(|parent| self.tree.get(&parent)?.place.clone());
        around.is_some_and(|around| self.tree.insert(path, Node::missing_table(&around)))
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

    /// Whether a table holds nothing that another one knows: then its name is no slip of the pen.
    fn is_something_else(&self, node: &Node, other: &SettingPath) -> bool {
        let Value::Table(entries) = &node.value else { return false };
        let schema = self.schema.at(other);
        let known = schema.map(|other| self.schema.names(other)).unwrap_or_default();
        // A table of tables, and one of plain values.
        if let Some(entry) = schema.and_then(|other| self.schema.entry(other)).filter(|_| known.is_empty()) {
            let is_of_tables = self.schema.is_table(entry);
            return is_of_tables && !entries.is_empty() && !entries.values().any(|it| matches!(it.value, Value::Table(_)));
        }
        let is_known = |name: &String| nearest(name, known.iter().copied()).is_some();
        !entries.is_empty() && !known.is_empty() && !entries.keys().any(is_known)
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
        if is_free && !self.tainted.contains(&meant) && !self.is_something_else(&node, &meant) {
            self.tree.insert(&meant, node);
            self.tainted.insert(meant);
        }
        true
    }
}
