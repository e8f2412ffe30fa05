//! Values whose type only Terraform knows: what an argument of a resource or an input of a module is set to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

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

/// An output of a module, such as `networking.vpc_id`, or one entry of it, such as `ecs.task_role_names.web`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutputPath {
    /// The module.
    pub module: String,
    /// Its output.
    pub output: String,
    /// The entry of an output that is a map.
    pub key: Option<String>,
}

impl OutputPath {
    fn parse(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '.').map(str::to_owned);
        let (Some(module), Some(output), key) = (parts.next(), parts.next(), parts.next()) else {
            return Err(format!("`{text}` is not an output of a module: write `<module>.<output>`, such as `networking.vpc_id`"));
        };
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'))
        };
        if let Some(rest) = text.strip_prefix("module.") {
            return Err(format!("`{text}` begins with `module.`: leave that out, and write `{rest}`"));
        }
        if !is_name(&module) || !is_name(&output) || key.as_deref() == Some("") {
            return Err(format!("`{text}` is not an output of a module: write `<module>.<output>`, such as `networking.vpc_id`"));
        }
        Ok(Self { module, output, key })
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.module, self.output)?;
        self.key.iter().try_for_each(|key| write!(f, ".{key}"))
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
            (1, Some(Given::Text(text))) => OutputPath::parse(text).map(Given::From).map_err(A::Error::custom),
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
        json_schema!({ "type": ["string", "number", "boolean", "array", "object"] })
    }
}
