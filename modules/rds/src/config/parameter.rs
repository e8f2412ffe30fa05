//! Parameters of PostgreSQL, as a parameter group holds them. It must not know what any of them does.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One parameter.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The value, in the parameter's own unit; RDS's formulas work too, such as `"{DBInstanceClassMemory/32768}"`.
    #[schemars(extend("examples" = ["200"]))]
    pub value: String,
    /// When it takes effect: `immediate`, or `pending-reboot`, which is all that AWS accepts for what it calls a static parameter.
    #[serde(default)]
    pub apply_method: ApplyMethod,
}

/// When a parameter takes effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApplyMethod {
    /// At once.
    #[default]
    Immediate,
    /// With the next reboot.
    PendingReboot,
}

/// The name of a parameter, such as `work_mem` or `rds.logical_replication`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct ParameterName(String);

/// A text is not the name of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not the name of a parameter: a lowercase letter first, then lowercase letters, digits, `_` and `.`")]
pub struct ParameterNameError(String);

impl ApplyMethod {
    /// The word that the RDS API has for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::PendingReboot => "pending-reboot",
        }
    }
}

impl ParameterName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ParameterName {
    type Err = ParameterNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'.';
        let right = text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(allowed);
        if right { Ok(Self(text.to_owned())) } else { Err(ParameterNameError(text.to_owned())) }
    }
}

impl TryFrom<String> for ParameterName {
    type Error = ParameterNameError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ParameterName> for String {
    fn from(ParameterName(text): ParameterName) -> Self {
        text
    }
}
