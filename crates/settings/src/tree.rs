//! The merged tree: values that remember where they stand.
//!
//! Knows nothing of the types that are read from it, and nothing of TOML's syntax.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value as Json;

use crate::path::{Segment, SettingPath};
use crate::source::Spot;

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) value: Value,
    /// `None` for what the repair put in: it stands in no file.
    pub(crate) place: Option<Place>,
}

/// Where a node stands.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) source: usize,
    /// `None` for an array's element and for the root.
    pub(crate) key: Option<Range<usize>>,
    pub(crate) value: Range<usize>,
    /// Whether it is the place of the table around it: the table itself was put in, so that what it lacks is reported.
    pub(crate) is_put_in: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    String(String),
    /// Every integer that fits `i64` or `u64`.
    Integer(i128),
    /// With how it is written: `1.10` is no `1.1` to who meant a text.
    Float(f64, String),
    Boolean(bool),
    /// As written.
    Datetime(String),
    /// By the index in the file, which an element keeps when the repair takes out one before it.
    Array(BTreeMap<usize, Node>),
    Table(BTreeMap<String, Node>),
}

impl Node {
    /// No settings.
    pub(crate) fn empty() -> Self {
        Self { value: Value::Table(BTreeMap::new()), place: None }
    }

    /// A value that stands in no file; `null` inside it is left out, since TOML has none.
    pub(crate) fn example(json: &Json) -> Self {
        let value = match json {
            Json::Null => Value::Table(BTreeMap::new()),
            Json::Bool(value) => Value::Boolean(*value),
            Json::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) => Value::Integer(integer.into()),
                (None, Some(integer)) => Value::Integer(integer.into()),
                (None, None) => Value::Float(number.as_f64().unwrap_or_default(), number.to_string()),
            },
            Json::String(text) => Value::String(text.clone()),
            Json::Array(elements) => Value::Array(elements.iter().map(Self::example).enumerate().collect()),
            Json::Object(entries) => {
                let entries = entries.iter().filter(|(_, value)| !value.is_null());
                Value::Table(entries.map(|(key, value)| (key.clone(), Self::example(value))).collect())
            }
        };
        Self { value, place: None }
    }

    /// A table that is missing, which lacks what it needs where the table around it stands.
    pub(crate) fn missing_table(around: &Place) -> Self {
        Self { value: Value::Table(BTreeMap::new()), place: Some(Place { is_put_in: true, ..around.clone() }) }
    }

    /// Whether it is a table that is missing.
    pub(crate) fn is_put_in(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.is_put_in)
    }

    pub(crate) fn to_json(&self) -> Json {
        match &self.value {
            Value::String(text) | Value::Datetime(text) => text.as_str().into(),
            Value::Integer(integer) => match (i64::try_from(*integer), u64::try_from(*integer)) {
                (Ok(integer), _) => integer.into(),
                (Err(_), Ok(integer)) => integer.into(),
                (Err(_), Err(_)) => Json::Null,
            },
            Value::Float(float, _) => (*float).into(),
            Value::Boolean(boolean) => (*boolean).into(),
            Value::Array(elements) => elements.values().map(Self::to_json).collect(),
            Value::Table(entries) => entries.iter().map(|(key, node)| (key.clone(), node.to_json())).collect(),
        }
    }

    pub(crate) fn get(&self, path: &SettingPath) -> Option<&Self> {
        path.segments().iter().try_fold(self, |node, segment| match (&node.value, segment) {
            (Value::Table(entries), Segment::Key(key)) => entries.get(key),
            (Value::Array(elements), Segment::Index(index)) => elements.get(index),
            _ => None,
        })
    }

    /// The place of what stands at `path`, or else of the nearest table or array around it that stands in a file.
    pub(crate) fn nearest_place(&self, path: &SettingPath) -> Option<(&Place, bool)> {
        let exact = self.get(path).and_then(|node| node.place.as_ref());
        exact.map(|place| (place, true)).or_else(|| {
            let (around, _) = self.nearest_place(&path.parent()?)?;
            Some((around, false))
        })
    }

    fn get_mut(&mut self, path: &[Segment]) -> Option<&mut Self> {
        path.iter().try_fold(self, |node, segment| match (&mut node.value, segment) {
            (Value::Table(entries), Segment::Key(key)) => entries.get_mut(key),
            (Value::Array(elements), Segment::Index(index)) => elements.get_mut(index),
            _ => None,
        })
    }

    /// Takes out what stands at `path`; the root cannot be taken out.
    pub(crate) fn remove(&mut self, path: &SettingPath) -> Option<Self> {
        let (last, parent) = path.segments().split_last()?;
        match (&mut self.get_mut(parent)?.value, last) {
            (Value::Table(entries), Segment::Key(key)) => entries.remove(key),
            (Value::Array(elements), Segment::Index(index)) => elements.remove(index),
            _ => None,
        }
    }

    /// Puts `node` where another one stands; tells whether one did.
    pub(crate) fn replace(&mut self, path: &SettingPath, node: Self) -> bool {
        self.get_mut(path.segments()).map(|old| *old = node).is_some()
    }

    /// Puts `node` at `path`, in a table that is there; tells whether it could.
    pub(crate) fn insert(&mut self, path: &SettingPath, node: Self) -> bool {
        let Some((Segment::Key(key), parent)) = path.segments().split_last() else {
            return false;
        };
        match self.get_mut(parent).map(|parent| &mut parent.value) {
            Some(Value::Table(entries)) => {
                entries.insert(key.clone(), node);
                true
            }
            _ => false,
        }
    }

    /// Lays this node over a farther one: tables are merged key by key, any other value wins over the farther one.
    ///
    /// A table keeps its nearer place, unless `keep_farther_place`: an override of one setting in a table does not make
    /// that table stand on the command line.
    pub(crate) fn laid_over(mut self, farther: Self, keep_farther_place: bool) -> Self {
        let (Value::Table(nearer), Value::Table(entries)) = (&mut self.value, farther.value) else {
            return self;
        };
        for (key, node) in entries {
            let merged = match nearer.remove(&key) {
                Some(over) => over.laid_over(node, keep_farther_place),
                None => node,
            };
            nearer.insert(key, merged);
        }
        if keep_farther_place {
            self.place = farther.place;
        }
        self
    }
}

impl Place {
    pub(crate) fn key_spot(&self) -> Spot {
        Spot { source: self.source, span: self.key.clone().unwrap_or_else(|| self.value.clone()) }
    }

    pub(crate) fn value_spot(&self) -> Spot {
        Spot { source: self.source, span: self.value.clone() }
    }
}
