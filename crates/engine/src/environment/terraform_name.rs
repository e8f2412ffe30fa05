//! Names that Terraform takes, as settings.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use terraform::Label;

/// A name of Terraform's: that of a module or an alias.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(extend("examples" = ["uploads"], "pattern" = r"^[A-Za-z_][A-Za-z0-9_-]*$"))]
pub struct TerraformName(#[schemars(with = "String")] Label);

/// A provider's configuration as a module names it: the provider's name, and its alias if it has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(extend("examples" = ["aws.disaster_recovery"], "pattern" = r"^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)?$"))]
pub struct ProviderConfiguration(String);

impl TerraformName {
    /// The name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl ProviderConfiguration {
    /// As Terraform writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The provider's name, and the alias.
    pub fn parts(&self) -> (&str, Option<&str>) {
        self.0.split_once('.').map_or((&self.0, None), |(name, alias)| (name, Some(alias)))
    }
}

impl TryFrom<String> for TerraformName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Label::new(text).map(Self).map_err(|error| error.to_string())
    }
}

impl TryFrom<String> for ProviderConfiguration {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = text.split('.');
        let is_right = parts.by_ref().take(2).all(|part| Label::new(part).is_ok()) && parts.next().is_none();
        if is_right {
            return Ok(Self(text));
        }
        Err(format!(
            "`{text}` is no provider's configuration: write its name, or its name and its alias, such as `aws.disaster_recovery`"
        ))
    }
}

impl fmt::Display for TerraformName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for ProviderConfiguration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
