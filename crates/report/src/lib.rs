//! An environment on one page: its picture, its settings, its resources, what it promises, and what it is ready for.
//!
//! The page is one HTML file that asks the network for nothing. Everything on it is computed from the documents and from what the
//! caller hands in; nothing here reads a disk, a clock or a setting by itself, and the same input gives the same bytes.

mod agreements;
pub mod availability;
pub mod checklist;
mod html;
mod input;
pub mod on_call;
pub mod recovery;
pub mod settings;

pub use input::{AcceptedFinding, Cost, CostLine, Input, Overridden, RuleEntry, RuleStatus};
pub use settings::{Setting, Source};

/// The page.
pub fn page(input: &Input<'_>) -> String {
    html::page(input)
}
