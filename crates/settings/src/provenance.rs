//! Where each setting comes from.
//!
//! Knows the merged tree, and not the caller's types: a setting that stands in no layer has its default.

use std::fmt;

use serde_json::Value as Json;

use crate::layers::Layers;
use crate::path::SettingPath;
use crate::source::SourceKind;
use crate::tree::{Node, Place, Value};

/// Where a setting's value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file; line and column are counted from 1, the column in characters.
    File {
        /// The file's path, as given.
        path: String,
        /// The line of the setting's key.
        line: usize,
        /// The column of the setting's key.
        column: usize,
    },
    /// The command line.
    Override {
        /// The override as given: `rds.instance_class=db.t3.small`.
        text: String,
    },
    /// A layer took away what the ones under it set: the type's default holds.
    Unset {
        /// The place that says so: `environments/prod.toml:3:10`, or `--set unset=rds.parameters`.
        by: String,
    },
    /// No layer: the type's default holds.
    Default,
}

/// A setting that stands in a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its path.
    pub path: SettingPath,
    /// Its value, before the type has read it.
    pub value: Json,
    /// Where it stands.
    pub origin: Origin,
}

impl Layers {
    /// Where the value of one setting, or one table, comes from.
    pub fn origin(&self, path: &SettingPath) -> Origin {
        let place = self.root.get(path).and_then(|node| node.place.as_ref());
        if let Some(place) = place {
            return self.origin_of(place);
        }
        let taken = self.taken_away.iter().find(|taken| path.is_within(&taken.path));
        taken.map_or(Origin::Default, |taken| Origin::Unset { by: self.origin_of(&taken.place).to_string() })
    }

    /// All settings that stand in a layer, sorted by path; an array is one setting, and so is an empty table.
    pub fn settings(&self) -> impl Iterator<Item = Setting> {
        let mut settings = Vec::new();
        self.collect(&self.root, SettingPath::root(), &mut settings);
        settings.into_iter()
    }

    fn collect(&self, node: &Node, path: SettingPath, settings: &mut Vec<Setting>) {
        match &node.value {
            Value::Table(entries) if !entries.is_empty() || path.segments().is_empty() => {
                for (key, entry) in entries {
                    self.collect(entry, path.clone().key(key), settings);
                }
            }
            _ => settings.push(Setting {
                value: node.to_json(),
                origin: node.place.as_ref().map_or(Origin::Default, |place| self.origin_of(place)),
                path,
            }),
        }
    }

    fn origin_of(&self, place: &Place) -> Origin {
        let spot = place.key_spot();
        let source = &self.sources[spot.source];
        match source.kind {
            SourceKind::Override => Origin::Override { text: source.text.clone() },
            SourceKind::File => {
                let (line, column) = source.position(spot.span.start);
                let path = source.name.clone();
                Origin::File { path, line, column }
            }
        }
    }
}

impl fmt::Display for Origin {
    /// `environments/prod.toml:4:1`, `--set rds.multi_az=true` or `default`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line, column } => write!(formatter, "{path}:{line}:{column}"),
            Self::Override { text } => write!(formatter, "--set {text}"),
            Self::Unset { by } => write!(formatter, "default: taken away at {by}"),
            Self::Default => formatter.write_str("default"),
        }
    }
}
