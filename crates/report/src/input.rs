//! From what the page is made. It must not know how it looks.

use domain::Objectives;
use schemars::JsonSchema;
use serde::Serialize;
use terraform::read::Documents;

use crate::settings::Setting;

/// Everything from which the page is made.
#[derive(Debug)]
pub struct Input<'a> {
    /// The environment's name.
    pub environment: String,
    /// The other environments of the same folder.
    pub others: Vec<String>,
    /// What is emitted for it.
    pub documents: &'a Documents,
    /// What it promises its users.
    pub objectives: Objectives,
    /// Its settings, each with where it comes from.
    pub settings: Vec<Setting>,
    /// What of it the settings override, argument by argument.
    pub overridden: Vec<Overridden>,
    /// The rules that are for it, and how it stands to each; nothing where no rules are judged.
    pub rules: Option<Vec<RuleEntry>>,
    /// What it costs, or why that is not known.
    pub cost: Result<Cost, String>,
}

/// An argument of an emitted resource that the settings override.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "OverriddenDocument")]
pub struct Overridden {
    /// The resource's address.
    pub resource: String,
    /// The argument.
    pub argument: String,
    /// What it is set to, as JSON.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// One rule, and how the environment stands to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleEntry {
    /// What it is known by for ever.
    pub code: String,
    /// How bad what it finds is: `error` or `warning`.
    pub severity: String,
    /// What is to hold.
    pub title: String,
    /// What it found and nothing accepts, each in one sentence.
    pub found: Vec<String>,
    /// What it found and is accepted.
    pub accepted: Vec<AcceptedFinding>,
}

/// Something that a rule found and is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "AcceptedDocument")]
pub struct AcceptedFinding {
    /// What.
    pub finding: String,
    /// Why.
    pub reason: String,
    /// The last day, as `YYYY-MM-DD`.
    pub until: String,
}

/// How an environment stands to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StatusDocument")]
pub enum RuleStatus {
    /// Nothing was found.
    Kept,
    /// Something was found that nothing accepts.
    Found,
    /// All that was found is accepted.
    Accepted,
}

impl RuleEntry {
    /// How the environment stands to it.
    pub fn status(&self) -> RuleStatus {
        match (self.found.is_empty(), self.accepted.is_empty()) {
            (false, _) => RuleStatus::Found,
            (true, false) => RuleStatus::Accepted,
            (true, true) => RuleStatus::Kept,
        }
    }
}

/// What an environment costs in a month; `synth cost --json` has the whole estimate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "CostDocument")]
pub struct Cost {
    /// What it comes to, as in `123.45 USD`.
    pub total: String,
    /// The lines of the estimate.
    pub lines: Vec<CostLine>,
    /// What is assumed, not priced and left out.
    pub remarks: Vec<String>,
}

/// One line of an estimate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "CostLineDocument")]
pub struct CostLine {
    /// The service on whose bill it stands.
    pub service: String,
    /// What it is.
    pub what: String,
    /// Quantity × price.
    pub arithmetic: String,
    /// US dollars.
    pub amount: String,
}
