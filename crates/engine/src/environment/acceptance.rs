//! The acceptance of a rule's finding: which, why and until when. It must not know the rules.

use domain::{AcceptanceReason, Date, RuleCode};
use schemars::JsonSchema;
use serde::Deserialize;
use settings::SettingPath;

use super::address::ResourceAddress;

/// The acceptance of what a rule finds, for a reason and for a time.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The rule's code.
    pub rule: RuleCode,
    /// Only what the rule finds at this setting or below it. Without this and `resource`, everything that the rule finds.
    #[serde(default)]
    pub setting: Option<AcceptedSetting>,
    /// Only what the rule finds at this resource.
    #[serde(default)]
    pub resource: Option<ResourceAddress>,
    /// Why it is accepted.
    pub reason: AcceptanceReason,
    /// The last day on which it is, at most a year ahead.
    pub until: Date,
}

/// The path of a setting, such as `networking.nat_gateways`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(extend("examples" = ["networking.nat_gateways"]))]
pub struct AcceptedSetting(#[schemars(with = "String", length(min = 1))] SettingPath);

impl AcceptedSetting {
    /// The path.
    pub fn path(&self) -> &SettingPath {
        &self.0
    }
}

impl TryFrom<String> for AcceptedSetting {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.is_empty() { Err("`` is not the path of a setting: it has to name one") } else { Ok(Self(text.into())) }
    }
}
