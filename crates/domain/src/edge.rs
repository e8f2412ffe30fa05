//! How a domain type crosses the edge of the program: text or a number in, text or a number out,
//! and the JSON Schema that says so. It must not know any single domain type.

use schemars::Schema;
use serde_json::{Map, Value, json};

/// The JSON Schema of a domain type: a title, one sentence, the rule and examples.
///
/// `noun` is the type's name in a sentence, with its article (`a project name`); the title is
/// derived from it. `documentation` may be a whole doc comment: its first paragraph is taken.
pub(crate) fn schema(noun: &str, documentation: &str, rule: Value, examples: impl IntoIterator<Item: Into<Value>>) -> Schema {
    let mut members = Map::new();
    members.insert("title".to_owned(), title(noun).into());
    members.insert("description".to_owned(), first_paragraph(documentation).into());
    if let Value::Object(rule) = rule {
        members.extend(rule);
    }
    let examples: Vec<Value> = examples.into_iter().map(Into::into).collect();
    members.insert("examples".to_owned(), examples.into());
    Schema::from(members)
}

/// The rule "text that matches this pattern"; the pattern has to be anchored.
pub(crate) fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// The rule "one of these texts".
pub(crate) fn one_of(texts: impl IntoIterator<Item: Into<Value>>) -> Value {
    let texts: Vec<Value> = texts.into_iter().map(Into::into).collect();
    json!({ "type": "string", "enum": texts })
}

fn title(noun: &str) -> String {
    let bare = ["a ", "an ", "the "].iter().find_map(|article| noun.strip_prefix(article)).unwrap_or(noun);
    let mut characters = bare.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn first_paragraph(documentation: &str) -> String {
    documentation.lines().map(str::trim).take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Lets a type that has `FromStr` and `Display` cross the edge as text.
///
/// Gives it `TryFrom<String>`, `Serialize`, `Deserialize` and `JsonSchema`; the second argument is
/// the expression that makes its [`schema`].
macro_rules! crosses_as_text {
    ($type:ident, $schema:expr) => {
        impl TryFrom<String> for $type {
            type Error = <Self as std::str::FromStr>::Err;

            fn try_from(value: String) -> Result<Self, <Self as std::str::FromStr>::Err> {
                value.parse()
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        crate::edge::has_schema!($type, $schema);
    };
}

/// Gives a type its `JsonSchema`, under the type's own name, from an expression that makes it.
macro_rules! has_schema {
    ($type:ident, $schema:expr) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    };
}

/// Shows a type as what it holds.
macro_rules! shown_as_its_own {
    ($type:ident) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

pub(crate) use {crosses_as_text, has_schema, shown_as_its_own};
