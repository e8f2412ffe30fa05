//! `[[override]]` as a setting: arguments of an emitted resource that are set to something else. Whether they fit, `crate::overriding` checks.

use std::collections::BTreeMap;

use domain::OverrideReason;
use schemars::JsonSchema;
use serde::Deserialize;

use super::address::ResourceAddress;
use super::given::Given;

/// Arguments of one emitted resource that are set to something else than synth sets them to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceOverride {
    /// The resource's address, as a plan names it.
    pub resource: ResourceAddress,
    /// The arguments and what they are set to, by the provider's names: text, numbers, booleans, lists, tables (a nested block is a table, or a
    /// list of them), and `{ from = "networking.vpc_id" }` for what a module gives. Text is never evaluated.
    pub set: BTreeMap<String, Given>,
    /// Why. `synth report` shows it beside what is set.
    pub reason: OverrideReason,
}
