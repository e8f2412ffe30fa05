//! A value that the settings say, or that a module gives.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::StrDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use terraform::{Expression, OutputPath, Value};

/// A value of the settings' own, or what a module gives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fed<T> {
    /// The value.
    Here(T),
    /// `{ from = "uploads.secret_arn" }`.
    From(OutputPath),
}

impl<T> Fed<T> {
    /// The value, if the settings say it.
    pub fn here(&self) -> Option<&T> {
        match self {
            Self::Here(value) => Some(value),
            Self::From(_) => None,
        }
    }

    /// The output that it is, if it is none of the settings' own.
    pub fn from(&self) -> Option<&OutputPath> {
        match self {
            Self::Here(_) => None,
            Self::From(path) => Some(path),
        }
    }
}

impl<T: fmt::Display> Fed<T> {
    /// As an argument takes it.
    pub(crate) fn value(&self) -> Value<String> {
        match self {
            Self::Here(value) => value.to_string().into(),
            Self::From(path) => variable(path).into(),
        }
    }
}

/// The variable by which this module gets what another one gives.
pub(crate) fn variable(path: &OutputPath) -> Expression<String> {
    Expression::native(format!("var.{}", path.variable()))
}

impl<T: fmt::Display> fmt::Display for Fed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here(value) => value.fmt(f),
            Self::From(path) => path.fmt(f),
        }
    }
}

impl<T: Serialize> Serialize for Fed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Here(value) => value.serialize(serializer),
            Self::From(path) => {
                let mut table = serializer.serialize_map(Some(1))?;
                table.serialize_entry("from", &path.to_string())?;
                table.end()
            }
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FedVisitor(PhantomData))
    }
}

struct FedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FedVisitor<T> {
    type Value = Fed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, or `{ from = \"<module>.<output>\" }`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Fed<T>, E> {
        T::deserialize(StrDeserializer::new(text)).map(Fed::Here)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Fed<T>, A::Error> {
        output(entries).map(Fed::From)
    }
}

/// The output in `{ from = "…" }`.
pub(super) fn output<'de, A: MapAccess<'de>>(mut entries: A) -> Result<OutputPath, A::Error> {
    let mut from = None;
    while let Some(key) = entries.next_key::<String>()? {
        if key != "from" {
            return Err(A::Error::unknown_field(&key, &["from"]));
        }
        from = Some(entries.next_value::<String>()?.parse().map_err(A::Error::custom)?);
    }
    from.ok_or_else(|| A::Error::missing_field("from"))
}

/// The schema of `{ from = "…" }`.
pub(super) fn output_schema(example: &str) -> Schema {
    json_schema!({
        "description": "What a module gives: one of its outputs, or one entry of it.",
        "type": "object",
        "properties": {
            "from": { "type": "string", "pattern": r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_.-]+)?$", "examples": [example] }
        },
        "required": ["from"],
        "additionalProperties": false
    })
}

impl<T: JsonSchema> JsonSchema for Fed<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Fed{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let here = T::json_schema(generator);
        let mut schema = Schema::default();
        // What is said of the value is said of both.
        for word in ["title", "description", "examples"] {
            if let Some(said) = here.get(word) {
                schema.insert(word.to_owned(), said.clone());
            }
        }
        schema.insert("anyOf".to_owned(), vec![here.to_value(), output_schema("orders.secret_arn").to_value()].into());
        schema
    }
}
