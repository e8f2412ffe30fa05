//! What kinds of value a setting takes, told from its schema.
//!
//! Knows JSON Schema only: what a user wrote is weighed against it in `meant.rs`, and read by it in `overrides.rs`.

use serde_json::Value as Json;

use crate::path::{Segment, SettingPath};
use crate::schema::Schema;

/// The kinds of value that a setting takes.
#[allow(clippy::struct_excessive_bools, reason = "a setting may take any of the kinds besides the others")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Takes {
    /// Any text.
    pub(crate) text: bool,
    /// Any text, for whose form there is no rule: what stands in it only its reader knows.
    pub(crate) free: bool,
    /// Some words only.
    pub(crate) words: Vec<String>,
    pub(crate) number: bool,
    pub(crate) boolean: bool,
    /// What an element of it takes.
    pub(crate) list: Option<Box<Takes>>,
    pub(crate) table: bool,
    /// The unit that the setting's name ends with, as `days` of `retention_days`.
    pub(crate) unit: Option<String>,
}

impl Takes {
    /// What the setting at `path` takes; `None` where there is no such setting.
    pub(crate) fn at(path: &SettingPath, schema: &Schema) -> Option<Self> {
        let takes = Self::of(schema, schema.at(path)?);
        let name = path.segments().iter().rev().find_map(|segment| match segment {
            Segment::Key(key) => Some(key),
            Segment::Index(_) => None,
        });
        Some(Self { unit: name.and_then(|name| name.rsplit_once('_')).map(|(_, unit)| unit.to_owned()), ..takes })
    }

    /// What an array of texts takes.
    pub(crate) fn texts() -> Self {
        Self { list: Some(Box::new(Self { text: true, ..Self::default() })), ..Self::default() }
    }

    /// Whether it takes text or words, and nothing else but tables.
    pub(crate) fn is_text(&self) -> bool {
        let Self { text, free: _, words, number, boolean, list, table: _, unit: _ } = self;
        (*text || !words.is_empty()) && !number && !boolean && list.is_none()
    }

    /// Whether this word is one that it takes.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }

    fn of(schema: &Schema, of: &Json) -> Self {
        let mut takes = Self::default();
        for view in schema.views(of) {
            let kinds = match view.get("type") {
                Some(Json::String(kind)) => vec![kind.as_str()],
                Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).collect(),
                _ => Vec::new(),
            };
            let constant = view.get("const").and_then(Json::as_str);
            let listed = view.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str);
            let words: Vec<&str> = constant.into_iter().chain(listed).collect();
            takes.text |= kinds.contains(&"string") && words.is_empty();
            takes.free |=
                kinds.contains(&"string") && words.is_empty() && view.get("pattern").is_none() && view.get("format").is_none();
            takes.words.extend(words.into_iter().map(str::to_owned));
            takes.number |= kinds.contains(&"integer") || kinds.contains(&"number");
            takes.boolean |= kinds.contains(&"boolean");
            takes.table |= kinds.contains(&"object");
            if kinds.contains(&"array") && takes.list.is_none() {
                let elements = view.get("items").map(|items| Self::of(schema, items));
                takes.list = Some(Box::new(elements.unwrap_or_default()));
            }
        }
        takes
    }
}
