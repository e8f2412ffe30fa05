//! One setting given on the command line: `--set rds.instance_class=db.t3.small`.
//!
//! Knows nothing of files or types.

use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

use thiserror::Error;
use toml::de::{DeTable, DeValue};

use crate::parse;
use crate::path::SettingPath;
use crate::schema::{Schema, UNSET};
use crate::takes::Takes;
use crate::tree::{Node, Place, Value};

/// A setting and its value, which win over every file.
///
/// The path is a dotted TOML key. The value is read as what the setting takes: `image_tag=1234567` is text, since an image's tag
/// is, and `alert_mail=a@example.com` is an array with one element, as `alert_mail=[a@example.com]` is. Where the setting takes several kinds, or is not known, the value
/// is a TOML value, and what is no TOML value is text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    text: String,
    keys: Vec<(String, Range<usize>)>,
    value: Range<usize>,
}

/// Why a text is no [`Override`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum OverrideError {
    /// The text has no `=`.
    #[error("`{0}` sets nothing: write `{0}=value`")]
    NoValue(String),
    /// What stands before the `=` is no dotted TOML key.
    #[error("`{0}` is no path of a setting: write keys joined by dots, such as `rds.instance_class`")]
    NoPath(String),
}

impl Override {
    /// Reads `path=value`.
    pub fn parse(text: &str) -> Result<Self, OverrideError> {
        let equals = equals_sign(text).ok_or_else(|| OverrideError::NoValue(text.to_owned()))?;
        let (path, value) = (&text[..equals], &text[equals + 1..]);
        let keys = dotted_key(path).ok_or_else(|| OverrideError::NoPath(path.to_owned()))?;
        let start = text.len() - value.trim_start().len();
        Ok(Self { text: text.to_owned(), keys, value: start..start + value.trim().len() })
    }

    /// The text as given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tree that holds this setting only, `source` being its number among the layers.
    pub(crate) fn layer(&self, source: usize, schema: Option<&Schema>) -> Node {
        let text = &self.text[self.value.clone()];
        let path = self.keys.iter().fold(SettingPath::root(), |path, (key, _)| path.key(key));
        let takes = match self.keys.as_slice() {
            [(key, _)] if key == UNSET => Some(Takes::texts()),
            _ => schema.and_then(|schema| Takes::at(&path, schema)),
        };
        let mut node = value(text, source, self.value.start, &takes.unwrap_or_default());
        for (key, span) in self.keys.iter().rev() {
            node.place = Some(Place { source, key: Some(span.clone()), value: self.value.clone(), is_put_in: false });
            node = Node { value: Value::Table(BTreeMap::from([(key.clone(), node)])), place: None };
        }
        node
    }
}

impl FromStr for Override {
    type Err = OverrideError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// The value of `text`, which starts at the byte `start` of the override.
fn value(text: &str, source: usize, start: usize, takes: &Takes) -> Node {
    let place = Some(Place { source, key: None, value: start..start + text.len(), is_put_in: false });
    let as_text = || Node { value: Value::String(text.to_owned()), place: place.clone() };
    let as_toml = parse::value(text, source, start);
    if takes.is_text() {
        let is_meant = |node: &Node| match node.value {
            Value::String(_) => true,
            Value::Table(_) => takes.table,
            Value::Integer(_) | Value::Float(..) | Value::Boolean(_) | Value::Datetime(_) | Value::Array(_) => false,
        };
        return as_toml.filter(is_meant).unwrap_or_else(as_text);
    }
    match (as_toml, &takes.list) {
        (Some(node), _) if matches!(node.value, Value::Array(_) | Value::Table(_)) => node,
        // An array's single element, or several with commas between.
        (_, Some(elements)) if !takes.is_text() && !text.is_empty() => {
            // A shell takes the quotation marks away: `["a", "b"]` arrives as `[a, b]`.
            let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
            let mut at = start + usize::from(inner.is_some());
            let mut found = BTreeMap::new();
            for (index, element) in inner.unwrap_or(text).split(',').enumerate() {
                let indent = element.len() - element.trim_start().len();
                found.insert(index, value(element.trim(), source, at + indent, elements));
                at += element.len() + 1;
            }
            Node { value: Value::Array(found), place }
        }
        (Some(node), _) => node,
        (None, _) => as_text(),
    }
}

/// The first `=` that stands outside quotes.
fn equals_sign(text: &str) -> Option<usize> {
    let mut open_quote = None;
    text.char_indices().find_map(|(position, character)| {
        match (open_quote, character) {
            (None, '=') => return Some(position),
            (None, '"' | '\'') => open_quote = Some(character),
            (Some(quote), _) if quote == character => open_quote = None,
            _ => {}
        }
        None
    })
}

/// The keys of a dotted TOML key, with their bytes.
pub(crate) fn dotted_key(path: &str) -> Option<Vec<(String, Range<usize>)>> {
    // A line break could smuggle in a second setting.
    if path.contains(['\n', '\r']) {
        return None;
    }
    let document = format!("{path}=0");
    let table = DeTable::parse(&document).ok()?;
    let mut keys = Vec::new();
    let mut table = table.get_ref();
    loop {
        let (key, value) = table.iter().next()?;
        keys.push((key.get_ref().to_string(), key.span()));
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => return Some(keys),
        }
    }
}
