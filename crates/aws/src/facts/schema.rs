//! What a resource type takes, as the provider's schema says: its arguments with their types, its nested blocks.
//!
//! The bindings say the same to the compiler; here a setting that names an argument is asked.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;

use super::RESOURCES;

/// The arguments and nested blocks of a resource type, or of one of its blocks.
#[derive(Clone, Copy, Debug)]
pub struct Block(&'static Json);

/// What stands under a name.
#[derive(Clone, Debug)]
pub enum Entry {
    /// An argument that can be set.
    Argument(Type),
    /// An attribute that only AWS sets.
    ReadOnly,
    /// A nested block.
    Block(Nested),
}

/// A nested block.
#[derive(Clone, Copy, Debug)]
pub struct Nested {
    /// What it takes.
    pub block: Block,
    /// How many of it there have to be.
    pub least: u64,
    /// How many of it there may be.
    pub most: Option<u64>,
}

/// An argument's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    String,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A list or a set.
    List(Box<Type>),
    /// Text keys, each with a value.
    Map(Box<Type>),
    /// These fields, all of them.
    Object(BTreeMap<String, Type>),
}

/// What a bound resource type takes; nothing of a type that is not bound.
pub fn of(kind: &str) -> Option<Block> {
    RESOURCES.get(kind)?.get("block").map(Block)
}

impl Block {
    /// What stands under a name, if anything does.
    pub fn get(self, name: &str) -> Option<Entry> {
        if let Some(block) = self.0["block_types"].get(name) {
            return Some(Entry::Block(nested(block)));
        }
        let attribute = self.0["attributes"].get(name)?;
        // The provider's own bookkeeping of an id is optional in its schema, and nothing that could be chosen.
        let is_settable = attribute["required"] == true || (attribute["optional"] == true && name != "id" && name != "tags_all");
        Some(if is_settable { Entry::Argument(Type::of(&attribute["type"])) } else { Entry::ReadOnly })
    }

    /// Whether the provider hides an argument's value, or writes it nowhere: it is a secret.
    pub fn is_sensitive(self, name: &str) -> bool {
        let attribute = &self.0["attributes"][name];
        attribute["sensitive"] == true || attribute["write_only"] == true
    }

    /// The names of all arguments and nested blocks that can be set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let members = |section: &str| self.0[section].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
        members("attributes").chain(members("block_types")).filter(move |name| !matches!(self.get(name), Some(Entry::ReadOnly)))
    }

    /// The names of the arguments and nested blocks that have to be set.
    pub fn required(self) -> impl Iterator<Item = &'static str> {
        let attributes = self.0["attributes"].as_object().into_iter().flatten();
        let attributes = attributes.filter(|(_, attribute)| attribute["required"] == true).map(|(name, _)| name.as_str());
        let blocks = self.0["block_types"].as_object().into_iter().flatten();
        attributes.chain(blocks.filter(|(_, block)| nested(block).least > 0).map(|(name, _)| name.as_str()))
    }
}

fn nested(block: &'static Json) -> Nested {
    let single = block["nesting_mode"] == "single";
    let most = if single { Some(1) } else { block["max_items"].as_u64().filter(|most| *most > 0) };
    Nested { block: Block(&block["block"]), least: block["min_items"].as_u64().unwrap_or(0), most }
}

impl Type {
    fn of(json: &Json) -> Self {
        let inner = || Box::new(Self::of(&json[1]));
        match json.as_str().or_else(|| json[0].as_str()) {
            Some("bool") => Self::Bool,
            Some("number") => Self::Number,
            Some("list" | "set") => Self::List(inner()),
            Some("map") => Self::Map(inner()),
            Some("object") => {
                let fields = json[1].as_object().into_iter().flatten();
                Self::Object(fields.map(|(name, field)| (name.clone(), Self::of(field))).collect())
            }
            _ => Self::String,
        }
    }
}

/// As a sentence names it: "text", "a list of numbers".
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |inner: &Self| match inner {
            Self::String => "texts".to_owned(),
            Self::Bool => "booleans".to_owned(),
            Self::Number => "numbers".to_owned(),
            Self::List(_) => "lists".to_owned(),
            Self::Map(_) | Self::Object(_) => "tables".to_owned(),
        };
        match self {
            Self::String => f.write_str("text"),
            Self::Bool => f.write_str("`true` or `false`"),
            Self::Number => f.write_str("a number"),
            Self::List(inner) => write!(f, "a list of {}", plural(inner)),
            Self::Map(inner) => write!(f, "a table of {}", plural(inner)),
            Self::Object(fields) => {
                write!(f, "a table with {}", fields.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_blocks_and_attributes_are_told_apart() {
        let instance = of("aws_db_instance").expect("it is bound");
        assert!(matches!(instance.get("ca_cert_identifier"), Some(Entry::Argument(Type::String))));
        assert!(matches!(instance.get("multi_az"), Some(Entry::Argument(Type::Bool))));
        assert!(matches!(instance.get("endpoint"), Some(Entry::ReadOnly)));
        assert!(matches!(instance.get("restore_to_point_in_time"), Some(Entry::Block(Nested { most: Some(1), .. }))));
        assert!(instance.get("ca_cert_identifer").is_none());
        assert!(instance.names().any(|name| name == "ca_cert_identifier") && instance.names().all(|name| name != "endpoint"));
        assert!(["password", "password_wo"].iter().all(|name| instance.is_sensitive(name)) && !instance.is_sensitive("username"));
        assert!(of("aws_nothing").is_none());
        assert_eq!(of("aws_subnet").expect("it is bound").required().collect::<Vec<_>>(), ["vpc_id"]);
    }
}
