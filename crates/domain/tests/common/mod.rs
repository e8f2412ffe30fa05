//! What every type's test asks: what it accepts, what it refuses and with which sentence, and whether
//! its JSON Schema says the same.

use std::fmt::{Debug, Display};

use schemars::{JsonSchema, schema_for};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A domain type, as the outside sees it.
pub(crate) trait Domain: DeserializeOwned + Serialize + JsonSchema + Display + Debug + PartialEq {}
impl<T: DeserializeOwned + Serialize + JsonSchema + Display + Debug + PartialEq> Domain for T {}

/// The table of what a type accepts and refuses, for a snapshot.
///
/// Panics where an accepted value does not come back as it went in or the schema refuses it, and where
/// a refusal is not one line.
pub(crate) fn table<T: Domain>(
    accepted: impl IntoIterator<Item: Into<Value>>,
    refused: impl IntoIterator<Item: Into<Value>>,
) -> String {
    let schema = schema_for!(T);
    let validator = jsonschema::validator_for(schema.as_value()).expect("the schema is one");
    let mut lines = vec!["accepted:".to_owned()];
    for value in accepted.into_iter().map(Into::into) {
        let parsed: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value} is refused: {error}"));
        assert_eq!(serde_json::to_value(&parsed).expect("it is serializable"), value);
        assert!(validator.is_valid(&value), "the schema refuses {value}");
        lines.push(format!("  {parsed}"));
    }
    lines.push("refused:".to_owned());
    for value in refused.into_iter().map(Into::into) {
        let Err(error) = serde_json::from_value::<T>(value.clone()) else {
            panic!("{value} is accepted");
        };
        let error = error.to_string();
        assert!(error.starts_with('`') && !error.contains('\n'), "not one line that begins with the value: {error}");
        let beyond_schema = validator.is_valid(&value);
        let note = if beyond_schema { "  (beyond the schema)" } else { "" };
        lines.push(format!("  {error}{note}"));
    }
    lines.join("\n")
}
