//! Reads a value of the plan's text, with the marks that lie beside it, into its tree. It must not know which resource the value belongs to.
//!
//! A large plan is mostly values in which nothing is marked: these become a tree as they are read, without one of JSON in between.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize as _;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use terraform::json::{Json, Map, Number};

use crate::node::{Node, Secret};

/// How many documents may lie within one another: a policy in a template in a template.
const NESTED_DOCUMENTS: u8 = 3;

/// The trees that lie beside a value and say what is sensitive or unknown in it: `true`, or the same shape with `true` in it.
#[derive(Clone, Copy)]
pub(crate) struct Marks<'a> {
    /// The side's own.
    pub(crate) sensitive: &'a Json,
    /// The other side's: what is sensitive before or after is shown in neither.
    pub(crate) sensitive_there: &'a Json,
    pub(crate) unknown: &'a Json,
}

/// The tree of a value of the plan's.
pub(crate) fn node(raw: Option<&RawValue>, marks: Marks<'_>) -> serde_json::Result<Node> {
    match raw {
        Some(raw) => Marked(marks).deserialize(&mut serde_json::Deserializer::from_str(raw.get())),
        None => Ok(Node::new(Json::Null, marks)),
    }
}

/// The tree of a document inside a text, in which nothing is marked; `levels` are the documents that may lie within it.
pub(crate) fn document(text: &str, levels: u8) -> serde_json::Result<Node> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let node = Plain { levels }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(node)
}

impl Node {
    /// The tree of a value.
    pub(crate) fn new(value: Json, marks: Marks<'_>) -> Self {
        // That there is no value is no secret.
        if !value.is_null() && marks.hides(&value) {
            return Self::Secret(Secret::new(value, false));
        }
        if marks.unknown == &Json::Bool(true) {
            return Self::Unknown;
        }
        match value {
            // What is unknown is left out of the value: where a list or an object holds nothing else, the marks alone have it.
            Json::Null => match marks.unknown {
                Json::Object(_) if any(marks.unknown) => Self::new(Json::Object(Map::new()), marks),
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
                let nodes = members
                    .into_iter()
                    .map(|(key, value)| {
                        let node = Self::new(value, marks.member(&key));
                        (key.into(), node)
                    })
                    .collect();
                Self::map(with_unknown(nodes, marks))
            }
        }
    }

    /// The value of what has this name, hidden where the name says that it is a secret.
    pub(crate) fn called(self, name: &str) -> Self {
        hidden(BTreeMap::from([(name.to_owned(), self)])).remove(name).unwrap_or(Self::Null)
    }

    /// A map of these members, of which those are hidden that their names say are secrets.
    fn map(members: BTreeMap<String, Self>) -> Self {
        Self::Map(hidden(members))
    }

    /// A text, or the document in it.
    fn text(text: String, levels: u8) -> Self {
        if secrets::kind_of(&text).is_some() {
            return Self::Secret(Secret::new(Json::String(text), true));
        }
        let is_document = levels > 0 && text.trim_start().starts_with(['{', '[']);
        match is_document.then(|| document(&text, levels - 1)) {
            Some(Ok(document)) => Self::Document(Box::new(document)),
            Some(Err(_)) | None => Self::Text(text),
        }
    }
}

/// A value beside which marks lie. What is no object has to be known as a whole before its marks can be told.
struct Marked<'a>(Marks<'a>);

impl<'de> DeserializeSeed<'de> for Marked<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        if self.0.say_nothing() {
            return Plain { levels: NESTED_DOCUMENTS }.deserialize(deserializer);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Marked<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::new(Json::Bool(value), self.0))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::new(Json::from(value), self.0))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::new(Json::from(value), self.0))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::new(Json::from(value), self.0))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::new(Json::from(value), self.0))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::new(Json::Null, self.0))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Node, A::Error> {
        Ok(Node::new(Json::deserialize(SeqAccessDeserializer::new(elements))?, self.0))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let Self(marks) = self;
        if marks.hides(&Json::Object(Map::new())) || *marks.unknown == Json::Bool(true) {
            return Ok(Node::new(Json::deserialize(MapAccessDeserializer::new(members))?, marks));
        }
        let mut nodes = BTreeMap::new();
        while let Some(key) = members.next_key::<String>()? {
            let node = members.next_value_seed(Marked(marks.member(&key)))?;
            nodes.insert(key, node);
        }
        Ok(Node::map(with_unknown(nodes, marks)))
    }
}

/// A value in which nothing is marked.
struct Plain {
    levels: u8,
}

impl<'de> DeserializeSeed<'de> for Plain {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::text(value.to_owned(), self.levels))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::text(value, self.levels))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = elements.next_element_seed(Self { levels: self.levels })? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut nodes = BTreeMap::new();
        while let Some(key) = members.next_key::<String>()? {
            let node = members.next_value_seed(Self { levels: self.levels })?;
            nodes.insert(key, node);
        }
        Ok(Node::map(nodes))
    }
}

/// The members with those that are left out of the value, since they are not known yet.
fn with_unknown(mut members: BTreeMap<String, Node>, marks: Marks<'_>) -> BTreeMap<String, Node> {
    if let Json::Object(unknown) = marks.unknown {
        for key in unknown.keys().filter(|key| unknown.get(key).is_some_and(any)) {
            if !members.contains_key(key.as_str()) {
                members.insert(key.to_string(), Node::new(Json::Null, marks.member(key)));
            }
        }
    }
    members
}

/// The members without what their names say is a secret: `DB_PASSWORD = …`, or `name = "DB_PASSWORD"` beside a `value`.
fn hidden(mut members: BTreeMap<String, Node>) -> BTreeMap<String, Node> {
    let has_value = VALUES.into_iter().any(|key| members.contains_key(key));
    let told = ["name", "Name"].into_iter().filter(|_| has_value).find_map(|key| members.get(key)?.as_text());
    // The last name of a path: `/app/db/password` of a parameter, `auth.password` of a chart's value.
    let told = told.and_then(|name| name.rsplit(['/', '.']).next()).map(str::to_owned);
    for (key, node) in &mut members {
        if YAML.contains(&key.as_str()) {
            hide_yaml(node);
        }
        let Node::Text(text) = node else { continue };
        if SCRIPTS.contains(&key.as_str()) && has_secret(text) {
            *node = Node::Secret(Secret::new(Json::String(std::mem::take(text)), true));
            continue;
        }
        let name = if VALUES.contains(&key.as_str()) { told.as_deref() } else { Some(key.as_str()) };
        if name.is_some_and(|name| secrets::is_secret(name, text)) {
            *node = Node::Secret(Secret::new(Json::String(std::mem::take(text)), true));
        }
    }
    members
}

/// What stands beside a name.
const VALUES: [&str; 3] = ["value", "Value", "insecure_value"];

/// What a machine runs when it starts, which everybody can read who may look at the machine (Amazon EC2 User Guide, "Run commands when you
/// launch an EC2 instance with user data input").
const SCRIPTS: [&str; 6] =
    ["user_data", "user_data_base64", "custom_data", "metadata_startup_script", "startup-script", "startup_script"];

/// What a chart or a cluster is given as YAML.
const YAML: [&str; 2] = ["values", "yaml_body"];

/// Hides texts of several lines in which a secret stands.
fn hide_yaml(node: &mut Node) {
    match node {
        Node::List(items) => items.iter_mut().for_each(hide_yaml),
        Node::Text(text) if text.contains('\n') && secrets::called(text).is_some() => {
            *node = Node::Secret(Secret::new(Json::String(std::mem::take(text)), true));
        }
        _ => {}
    }
}

/// Whether a secret stands in a script, as it is or in Base64.
fn has_secret(script: &str) -> bool {
    let decoded = STANDARD.decode(script.trim_end()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    !secrets::stretches(decoded.as_deref().unwrap_or(script)).is_empty()
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
    fn say_nothing(self) -> bool {
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
    use terraform::json::json;

    use super::*;
    use crate::node::{SENSITIVE, UNKNOWN};

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
