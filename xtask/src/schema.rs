//! The format that `terraform providers schema -json` prints, as types.

#![expect(clippy::struct_field_names, reason = "the fields are named as the format names them")]

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value as Json;

/// The schema of one provider.
#[derive(Deserialize)]
pub(crate) struct Provider {
    pub(crate) provider: Schema,
    pub(crate) resource_schemas: BTreeMap<String, Schema>,
    #[serde(default)]
    pub(crate) data_source_schemas: BTreeMap<String, Schema>,
    #[serde(default)]
    pub(crate) ephemeral_resource_schemas: BTreeMap<String, Schema>,
}

/// The schema of one type.
#[derive(Deserialize)]
pub(crate) struct Schema {
    pub(crate) block: Block,
}

/// Arguments, attributes and nested blocks.
#[derive(Default, Deserialize)]
pub(crate) struct Block {
    #[serde(default)]
    pub(crate) attributes: BTreeMap<String, Attribute>,
    #[serde(default)]
    pub(crate) block_types: BTreeMap<String, NestedBlock>,
    #[serde(default)]
    pub(crate) deprecated: bool,
}

/// An argument (required or optional), or an attribute that only the provider sets.
#[derive(Deserialize)]
pub(crate) struct Attribute {
    pub(crate) r#type: Type,
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) optional: bool,
    #[serde(default)]
    pub(crate) deprecated: bool,
}

/// A nested block.
#[derive(Deserialize)]
pub(crate) struct NestedBlock {
    pub(crate) nesting_mode: String,
    #[serde(default)]
    pub(crate) block: Block,
    #[serde(default)]
    pub(crate) min_items: u32,
    #[serde(default)]
    pub(crate) max_items: u32,
}

/// A type, in the provider's notation: `"string"`, `["list", …]`, `["object", {…}]`.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    String,
    Bool,
    Number,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Object(BTreeMap<String, Type>),
}

impl NestedBlock {
    /// Whether there is at most one of it.
    pub(crate) fn is_single(&self) -> bool {
        self.nesting_mode == "single" || self.max_items == 1
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parse_type(&Json::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

fn parse_type(json: &Json) -> Result<Type> {
    let inner = || parse_type(&json[1]).map(Box::new);
    match json.as_str().or_else(|| json[0].as_str()) {
        Some("string") => Ok(Type::String),
        Some("bool") => Ok(Type::Bool),
        Some("number") => Ok(Type::Number),
        Some("list") => Ok(Type::List(inner()?)),
        Some("set") => Ok(Type::Set(inner()?)),
        Some("map") => Ok(Type::Map(inner()?)),
        Some("object") => {
            let fields = json[1].as_object().context("an object type without fields")?;
            Ok(Type::Object(fields.iter().map(|(name, field)| Ok((name.clone(), parse_type(field)?))).collect::<Result<_>>()?))
        }
        _ => anyhow::bail!("the type {json} is not known to the generator"),
    }
}

/// Reads a compact schema.
pub(crate) fn parse(text: &str) -> Result<Provider> {
    #[derive(Deserialize)]
    struct Printed {
        provider_schemas: BTreeMap<String, Provider>,
    }
    let printed: Printed = serde_json::from_str(text).context("this is no provider schema")?;
    printed.provider_schemas.into_values().next().context("the schema holds no provider")
}
