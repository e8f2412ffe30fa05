//! The value of a variable in a container's environment.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use terraform::{Embedded, OutputPath};

use super::fed::{output, output_schema};

/// Text, or what a module gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableValue {
    /// Text, of which nothing is evaluated.
    Text(String),
    /// `{ from = "uploads.bucket_name" }`.
    From(OutputPath),
}

impl VariableValue {
    /// The output that it is, if it is none of the settings' own.
    pub fn from(&self) -> Option<&OutputPath> {
        match self {
            Self::Text(_) => None,
            Self::From(path) => Some(path),
        }
    }

    /// As it stands in the definition of a container, where every value is a string.
    pub(crate) fn embedded(&self) -> Embedded {
        match self {
            Self::Text(text) => text.clone().into(),
            // What a module of somebody else's gives may hold quotes.
            Self::From(path) => Embedded::Encoded(format!("jsonencode(tostring(var.{}))", path.variable())),
        }
    }
}

impl From<String> for VariableValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<'de> Deserialize<'de> for VariableValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = VariableValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, or `{ from = \"<module>.<output>\" }`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<VariableValue, E> {
        Ok(VariableValue::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<VariableValue, A::Error> {
        output(entries).map(VariableValue::From)
    }
}

impl JsonSchema for VariableValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "VariableValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Text, or `{ from = \"<module>.<output>\" }` for what a module gives.",
            "anyOf": [
                { "type": "string" },
                output_schema("uploads.bucket_name")
            ]
        })
    }
}
