//! An override as checked.

use std::collections::BTreeMap;

use domain::OverrideReason;
use terraform::Address;
use terraform::json::Json;

use super::wiring::Wiring;

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
