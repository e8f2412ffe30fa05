//! What `synth diff --json` prints.

use engine::consequences::Consequence;
use schemars::JsonSchema;
use serde::Serialize;
use terraform::compare::Difference;

use super::cost::CostChange;
use super::settings::SettingChange;

/// What `synth diff --json` prints.
#[derive(Serialize, JsonSchema)]
pub(in crate::commands) struct Document {
    /// The version of this format.
    pub(super) format_version: &'static str,
    /// What is compared.
    pub(super) old: String,
    /// With what.
    pub(super) new: String,
    /// Whether both are the same infrastructure, so that resources can move and be replaced.
    pub(super) same_infrastructure: bool,
    /// Whether nothing differs.
    pub(super) same: bool,
    /// The settings that differ, by path; none when a folder is compared, which has no settings.
    pub(super) settings: Vec<SettingChange>,
    /// What differs in what Terraform reads.
    pub(super) difference: Difference,
    /// What a month costs before and now; none where that is the same, or cannot be told.
    pub(super) cost: Option<CostChange>,
    /// What the change does to those who use the environment, with the way around it; none between two environments.
    pub(super) consequences: Vec<Consequence>,
}
