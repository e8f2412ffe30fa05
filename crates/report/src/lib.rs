//! An environment on one page: its picture, its settings, its resources, what it promises, and what it is ready for.
//!
//! The page is one HTML file that asks the network for nothing. Everything on it is computed from the documents and from what the
//! caller hands in; nothing here reads a disk, a clock or a setting by itself, and the same input gives the same bytes.

mod agreements;
pub mod availability;
pub mod checklist;
mod html;
mod percent;
pub mod recovery;
pub mod settings;

use documents::Documents;

pub use percent::Percent;
pub use settings::{Setting, Source};

/// Everything from which the page is made.
#[derive(Debug)]
pub struct Input<'a> {
    /// The environment's name.
    pub environment: String,
    /// The other environments of the same folder.
    pub others: Vec<String>,
    /// What is emitted for it.
    pub documents: &'a Documents,
    /// Its settings, each with where it comes from.
    pub settings: Vec<Setting>,
    /// The rules and what they found; nothing where no rules are judged.
    pub rules: Option<Vec<RuleEntry>>,
    /// What it costs; nothing where that is not estimated.
    pub cost: Option<Cost>,
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
    /// How the environment stands to it.
    pub status: RuleStatus,
}

/// How an environment stands to a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleStatus {
    /// Nothing was found.
    Kept,
    /// Something was found.
    Found {
        /// What, each in one sentence.
        findings: Vec<String>,
    },
    /// Something was found and is accepted.
    Accepted {
        /// Why.
        reason: String,
        /// The last day, as `YYYY-MM-DD`.
        until: String,
    },
}

/// What an environment costs in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The lines of the estimate.
    pub lines: Vec<CostLine>,
    /// What it comes to, as it is shown: `123.45 USD`.
    pub total: String,
    /// From when the prices are and what is assumed, each in one sentence.
    pub remarks: Vec<String>,
}

/// One line of an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// The service on whose bill it stands.
    pub service: String,
    /// What it is.
    pub what: String,
    /// How it is reckoned: quantity × price.
    pub reckoning: String,
    /// What it comes to.
    pub amount: String,
}

/// The page.
pub fn page(input: &Input<'_>) -> String {
    html::page(input)
}
