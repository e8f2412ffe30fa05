//! Values whose type only Terraform knows: what an argument of a resource or an input of a module is set to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use terraform::OutputPath;

/// A literal, or a reference to what a module gives. Text is text: whatever stands in it, Terraform evaluates none of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Another number.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Given>),
    /// A table.
    Table(BTreeMap<String, Given>),
    /// `{ from = "networking.vpc_id" }`.
    From(OutputPath),
}

impl Given {
    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number, where it is one.
    pub fn whole(&self) -> Option<i64> {
        if let Self::Whole(number) = self { Some(*number) } else { None }
    }

    /// The number, where it is one.
    #[expect(clippy::cast_precision_loss, reason = "what is compared with it is far smaller")]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether it is `true`, where it is one of the two.
    pub fn truth(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// Each of several blocks; a table alone is one.
    pub fn blocks(&self) -> &[Given] {
        if let Self::List(elements) = self { elements } else { std::slice::from_ref(self) }
    }

    /// What stands under a name in a table, or in the first of several blocks.
    pub fn member(&self, name: &str) -> Option<&Given> {
        if let Self::Table(entries) = self.blocks().first()? { entries.get(name) } else { None }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GivenVisitor)
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = Given;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number, a boolean, a list, a table, or `{ from = \"<module>.<output>\" }`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Given, E> {
        Ok(Given::Text(text.to_owned()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Given, E> {
        Ok(Given::Bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Given, E> {
        Ok(Given::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Given, E> {
        i64::try_from(number).map(Given::Whole).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Given, E> {
        if number.is_finite() { Ok(Given::Float(number)) } else { Err(E::invalid_value(de::Unexpected::Float(number), &self)) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Given, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Given::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Given, A::Error> {
        let mut table: BTreeMap<String, Given> = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry()? {
            table.insert(key, value);
        }
        match (table.len(), table.get("from")) {
            (1, Some(Given::Text(text))) => text.parse().map(Given::From).map_err(A::Error::custom),
            _ => Ok(Given::Table(table)),
        }
    }
}

impl JsonSchema for Given {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Given".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Text, a number, a boolean, a list, a table, or `{ from = \"<module>.<output>\" }` for what a module gives.",
            "type": ["string", "number", "boolean", "array", "object"],
        })
    }
}
