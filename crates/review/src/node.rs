//! A value of a plan's as a tree in which what is sensitive cannot be read and what is unknown says so. It must not know which
//! resource it belongs to.
//!
//! Once a tree is built, no code after it can leak: a [`Secret`] can be compared and nothing else.

use std::collections::BTreeMap;

use terraform::json::{Json, Number};

/// How it reads where a sensitive value stands.
pub(crate) const SENSITIVE: &str = "(sensitive)";

/// How it reads where a value stands that Terraform learns while it applies.
pub(crate) const UNKNOWN: &str = "(known after apply)";

/// A value.
#[derive(Clone, PartialEq)]
pub(crate) enum Node {
    /// No value. An attribute that is not there is the same.
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(BTreeMap<String, Node>),
    /// A text that holds a JSON object or array: a policy, container definitions, a dashboard.
    Document(Box<Node>),
    Unknown,
    Secret(Secret),
}

/// A value that nobody may see. It has no way out, `Debug` included.
#[derive(Clone)]
pub(crate) struct Secret {
    value: Json,
    /// Whether the plan shows it to everybody, and only its name says that it is a secret.
    is_plain: bool,
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Secret {
    pub(crate) fn new(value: Json, is_plain: bool) -> Self {
        Self { value, is_plain }
    }

    /// Whether the plan shows it to everybody, and only its name says that it is a secret.
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }
}

static NULL: Node = Node::Null;

impl Node {
    /// A document's value as it was written; what is hidden in it by its name is left out.
    pub(crate) fn plain_json(&self) -> Json {
        match self {
            Self::Null | Self::Unknown | Self::Secret(_) => Json::Null,
            Self::Bool(value) => Json::Bool(*value),
            Self::Number(value) => Json::Number(value.clone()),
            Self::Text(text) => Json::String(text.clone()),
            Self::List(items) => items.iter().map(Self::plain_json).collect(),
            Self::Map(members) => members.iter().map(|(key, value)| (key.clone(), value.plain_json())).collect(),
            Self::Document(document) => document.plain_json(),
        }
    }

    /// The member of this name; nothing where there is none.
    pub(crate) fn get(&self, key: &str) -> &Self {
        match self {
            Self::Map(members) => members.get(key).unwrap_or(&NULL),
            _ => &NULL,
        }
    }

    /// The elements of a list; a single value counts as a list of one, as in a policy's `Action`.
    pub(crate) fn each(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Null => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// The text, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The truth, if it is one.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            // Some providers keep truths as texts.
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The number, if it is one; Terraform keeps some (a task's `cpu`) as texts.
    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            Self::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    /// The number, or how long a time is that some providers write with its unit: `604800s` and `7d` of Google's, `P10W` of
    /// Microsoft's (ISO 8601).
    pub(crate) fn as_amount(&self) -> Option<f64> {
        let seconds = |text: &str, units: &[(char, f64)]| {
            let unit = text.chars().last()?;
            let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
            Some(number * units.iter().find(|(known, _)| *known == unit)?.1)
        };
        let day = 86_400.0;
        self.as_number().or_else(|| {
            let text = self.as_text()?;
            if let Some(date) = text.strip_prefix("PT") {
                return seconds(date, &[('S', 1.0), ('M', 60.0), ('H', 3_600.0)]);
            }
            match text.strip_prefix('P') {
                Some(date) => seconds(date, &[('D', day), ('W', 7.0 * day), ('M', 30.0 * day), ('Y', 365.0 * day)]),
                None => seconds(text, &[('s', 1.0), ('m', 60.0), ('h', 3_600.0), ('d', day)]),
            }
        })
    }

    /// Whether nothing stands there: no value, an empty text, an empty list or map.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(members) => members.is_empty(),
            Self::Bool(_) | Self::Number(_) | Self::Document(_) | Self::Unknown | Self::Secret(_) => false,
        }
    }

    /// The value as it may be shown: without what is sensitive, and without what is empty.
    pub(crate) fn shown(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(*value),
            Self::Number(value) => Json::Number(value.clone()),
            Self::Text(text) => Json::String(text.clone()),
            Self::List(items) => Json::Array(items.iter().map(Self::shown).collect()),
            Self::Map(members) => {
                let told = members.iter().filter(|(_, value)| !value.is_empty());
                Json::Object(told.map(|(key, value)| (key.clone(), value.shown())).collect())
            }
            Self::Document(document) => document.shown(),
            Self::Unknown => Json::String(UNKNOWN.to_owned()),
            Self::Secret(_) => Json::String(SENSITIVE.to_owned()),
        }
    }
}
