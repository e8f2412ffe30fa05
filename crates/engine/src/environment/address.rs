//! The address of a resource as a setting.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use terraform::{Address, Mode};

/// The address of a managed resource, as a plan names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct ResourceAddress(Address);

impl ResourceAddress {
    /// The address itself.
    pub fn address(&self) -> &Address {
        &self.0
    }
}

impl TryFrom<String> for ResourceAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let address: Address = text.parse().map_err(|error: terraform::AddressError| error.to_string())?;
        match address.mode() {
            Mode::Managed => Ok(Self(address)),
            Mode::Data => Err(format!("`{address}` is a data source, which is only read: expected the address of a resource")),
            Mode::Ephemeral => Err(format!("`{address}` is ephemeral, and kept nowhere: expected the address of a resource")),
        }
    }
}

impl fmt::Display for ResourceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl JsonSchema for ResourceAddress {
    fn schema_name() -> Cow<'static, str> {
        "ResourceAddress".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Address of a resource",
            "description": "The address of a resource, as a plan names it.",
            "type": "string",
            "pattern": r#"^(module\.[A-Za-z_][A-Za-z0-9_-]*(\[([0-9]+|".*")\])?\.)*[A-Za-z_][A-Za-z0-9_-]*\.[A-Za-z_][A-Za-z0-9_-]*(\[([0-9]+|".*")\])?$"#,
            "examples": ["module.networking.aws_vpc.main"],
        })
    }
}
