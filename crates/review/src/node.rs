//! A value of a plan's as a tree in which what is sensitive cannot be read and what is unknown says so. It must not know which
//! resource it belongs to.
//!
//! Once a tree is built, no code after it can leak: a [`Secret`] can be compared and nothing else.

use std::collections::BTreeMap;

use serde_json::{Number, Value as Json};

use crate::reading;

/// How it reads where a sensitive value stands.
pub(crate) const SENSITIVE: &str = "(sensitive)";

/// How it reads where a value stands that Terraform learns while it applies.
pub(crate) const UNKNOWN: &str = "(known after apply)";

/// How many documents may lie within one another: a policy in a template in a template.
pub(crate) const NESTED_DOCUMENTS: u8 = 3;

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
    /// Whether the plan shows it to everybody, and only its name says that it is a secret.
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }
}

/// The trees that lie beside a value and say what is sensitive or unknown in it: `true`, or the same shape with `true` in it.
#[derive(Clone, Copy)]
pub(crate) struct Marks<'a> {
    /// The side's own.
    pub(crate) sensitive: &'a Json,
    /// The other side's: what is sensitive before or after is shown in neither.
    pub(crate) sensitive_there: &'a Json,
    pub(crate) unknown: &'a Json,
}

static NULL: Node = Node::Null;

impl Node {
    /// The tree of a value.
    pub(crate) fn new(value: Json, marks: Marks<'_>) -> Self {
        // That there is no value is no secret.
        if !value.is_null() && marks.hides(&value) {
            return Self::Secret(Secret { value, is_plain: false });
        }
        if marks.unknown == &Json::Bool(true) {
            return Self::Unknown;
        }
        match value {
            // What is unknown is left out of the value: where a list or an object holds nothing else, the marks alone have it.
            Json::Null => match marks.unknown {
                Json::Object(_) if any(marks.unknown) => Self::new(Json::Object(serde_json::Map::new()), marks),
                Json::Array(_) if any(marks.unknown) => Self::new(Json::Array(Vec::new()), marks),
                _ => Self::Null,
            },
            Json::Bool(value) => Self::Bool(value),
            Json::Number(value) => Self::Number(value),
            Json::String(text) => Self::text(text, NESTED_DOCUMENTS),
            Json::Array(items) => {
                let mut nodes: Vec<Self> =
                    items.into_iter().enumerate().map(|(at, item)| Self::new(item, marks.item(at))).collect();
                if let Json::Array(unknown) = marks.unknown {
                    nodes.extend((nodes.len()..unknown.len()).map(|at| Self::new(Json::Null, marks.item(at))));
                }
                Self::List(nodes)
            }
            Json::Object(members) => {
                let nodes = members.into_iter().map(|(key, value)| (key.clone(), Self::new(value, marks.member(&key)))).collect();
                Self::map(with_unknown(nodes, marks))
            }
        }
    }

    /// A map of these members, of which those are hidden that their names say are secrets.
    pub(crate) fn map(members: BTreeMap<String, Self>) -> Self {
        Self::Map(hidden(members))
    }

    /// A text, or the document in it.
    pub(crate) fn text(text: String, levels: u8) -> Self {
        if secrets::kind_of(&text).is_some() {
            return Self::Secret(Secret { value: Json::String(text), is_plain: true });
        }
        let is_document = levels > 0 && text.trim_start().starts_with(['{', '[']);
        match is_document.then(|| reading::document(&text, levels - 1)) {
            Some(Ok(document)) => Self::Document(Box::new(document)),
            Some(Err(_)) | None => Self::Text(text),
        }
    }

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

/// The members with those that are left out of the value, since they are not known yet.
pub(crate) fn with_unknown(mut members: BTreeMap<String, Node>, marks: Marks<'_>) -> BTreeMap<String, Node> {
    if let Json::Object(unknown) = marks.unknown {
        for key in unknown.keys().filter(|key| any(&unknown[key.as_str()])) {
            if !members.contains_key(key) {
                members.insert(key.clone(), Node::new(Json::Null, marks.member(key)));
            }
        }
    }
    members
}

/// The members without what their names say is a secret: `DB_PASSWORD = …`, or `name = "DB_PASSWORD"` beside a `value`.
fn hidden(mut members: BTreeMap<String, Node>) -> BTreeMap<String, Node> {
    let has_value = ["value", "Value"].into_iter().any(|key| members.contains_key(key));
    let told = ["name", "Name"].into_iter().filter(|_| has_value).find_map(|key| members.get(key)?.as_text()).map(str::to_owned);
    for (key, node) in &mut members {
        let Node::Text(text) = node else { continue };
        let name = if matches!(key.as_str(), "value" | "Value") { told.as_deref() } else { Some(key.as_str()) };
        if name.is_some_and(|name| secrets::is_secret(name, text)) {
            *node = Node::Secret(Secret { value: Json::String(std::mem::take(text)), is_plain: true });
        }
    }
    members
}

impl<'a> Marks<'a> {
    /// Whether this value as a whole must not be seen.
    pub(crate) fn hides(self, value: &Json) -> bool {
        [self.sensitive, self.sensitive_there].into_iter().any(|mark| match (mark, value) {
            (Json::Bool(mark), _) => *mark,
            // What has not the shape of its marks cannot be told apart into the secret and the rest: it is secret as a whole.
            (Json::Null, _) | (Json::Object(_), Json::Object(_)) => false,
            (Json::Array(marks), Json::Array(items)) => items.len() > marks.len() && any(mark),
            (Json::Object(_) | Json::Array(_), _) => any(mark),
            (Json::Number(_) | Json::String(_), _) => true,
        })
    }

    /// Whether nothing is marked, whatever the value is. What has the shape of a list says how many elements there will be.
    pub(crate) fn say_nothing(self) -> bool {
        fn says_nothing(tree: &Json) -> bool {
            match tree {
                Json::Null => true,
                Json::Bool(mark) => !mark,
                Json::Array(items) => items.is_empty(),
                Json::Object(members) => members.values().all(says_nothing),
                Json::Number(_) | Json::String(_) => false,
            }
        }
        [self.sensitive, self.sensitive_there, self.unknown].into_iter().all(says_nothing)
    }

    /// The marks of the member of this name.
    pub(crate) fn member(self, key: &str) -> Self {
        self.step(|tree| tree.get(key))
    }

    /// The marks of the element at this place.
    pub(crate) fn item(self, at: usize) -> Self {
        self.step(|tree| tree.get(at))
    }

    fn step(self, into: impl Fn(&'a Json) -> Option<&'a Json>) -> Self {
        static NOTHING: Json = Json::Null;
        let inside = |tree| into(tree).unwrap_or(&NOTHING);
        Self { sensitive: inside(self.sensitive), sensitive_there: inside(self.sensitive_there), unknown: inside(self.unknown) }
    }
}

/// Whether anything is marked in the tree.
fn any(mark: &Json) -> bool {
    match mark {
        Json::Bool(mark) => *mark,
        Json::Array(items) => items.iter().any(any),
        Json::Object(members) => members.values().any(any),
        Json::Null | Json::Number(_) | Json::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(value: Json, sensitive: &Json, unknown: &Json) -> Json {
        Node::new(value, Marks { sensitive, sensitive_there: &Json::Bool(false), unknown }).shown()
    }

    #[test]
    fn what_is_sensitive_is_hidden_at_any_depth() {
        let value = json!({"a": {"b": ["x", "secret"]}, "c": 1});
        assert_eq!(shown(value, &json!({"a": {"b": [false, true]}}), &json!({})), json!({"a": {"b": ["x", SENSITIVE]}, "c": 1}));
    }

    #[test]
    fn what_has_not_the_shape_of_its_marks_is_hidden_whole() {
        for (value, sensitive) in [
            (json!("{\"password\": \"secret\"}"), json!({"password": true})),
            (json!(["a", "secret"]), json!([true])),
            (json!(["secret"]), json!({"password": true})),
            (json!({"password": "secret"}), json!([true])),
            (json!("secret"), json!("yes")),
        ] {
            assert_eq!(shown(value, &sensitive, &json!({})), json!(SENSITIVE), "{sensitive}");
        }
    }

    #[test]
    fn what_is_unknown_stands_where_the_marks_say() {
        let unknown = json!({"arn": true, "block": [{"id": true}], "tags": {}, "none": false});
        assert_eq!(
            shown(json!({"name": "x"}), &json!({}), &unknown),
            json!({"arn": UNKNOWN, "block": [{"id": UNKNOWN}], "name": "x"})
        );
    }
}
