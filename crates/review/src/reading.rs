//! Reads a value of the plan's text into its tree. It must not know which resource the value belongs to.
//!
//! A large plan is mostly values in which nothing is marked: these become a tree as they are read, without one of JSON in between.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize as _;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value as Json};

use crate::node::{Marks, NESTED_DOCUMENTS, Node, with_unknown};

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
