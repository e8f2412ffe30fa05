//! What a plan costs, as the caller reckons it. It must not know how that is done.

use schemars::JsonSchema;
use serde::Serialize;

/// What a plan costs, or that it is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Costs {
    /// They were reckoned.
    Reckoned(CostSection),
    /// They cannot be, for this reason.
    Unknown(String),
}

/// The costs before and after, ready to be shown. Amounts are texts with their currency, such as `USD 12.40`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CostSection {
    /// A month, as it is now.
    pub before: String,
    /// A month, once the plan is applied.
    pub after: String,
    /// By how much it differs, with its sign.
    pub difference: String,
    /// What makes the difference, the largest first.
    pub lines: Vec<CostLine>,
    /// What was assumed, and what is not in the amounts.
    pub notes: Vec<String>,
}

/// What one thing costs a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CostLine {
    /// What it is, such as `main: instance`.
    pub what: String,
    /// Nothing where it is new.
    pub before: Option<String>,
    /// Nothing where it is gone.
    pub after: Option<String>,
}
