//! Overrides: arguments of emitted resources that the settings set to something else, applied once and last, before the rules judge.
//!
//! What fits is the provider's schema's to say, so that no list of arguments is kept here.

mod apply;
mod check;
mod wiring;

use std::collections::BTreeMap;

use domain::OverrideReason;
use serde_json::Value as Json;
use terraform::Address;

pub(crate) use apply::apply;
pub(crate) use check::{check, described, is_reference};
pub(crate) use wiring::Wiring;

/// An override as checked.
#[derive(Clone, Debug)]
pub struct Overridden {
    /// The resource.
    pub resource: Address,
    /// The arguments, as the resource's block has them: literals escaped, references as the module reads them.
    pub set: BTreeMap<String, Json>,
    /// Why.
    pub reason: OverrideReason,
    /// What its references need.
    pub(crate) wiring: Wiring,
}
