//! Changes of address and of ownership that touch nothing that exists: `[[moved]]`, `[[import]]`, `[[removed]]`, and services that
//! got another name, as settings. Whether an address is right, `crate::moves` checks.

use domain::ImportId;
use schemars::JsonSchema;
use serde::Deserialize;
use terraform::Address;

use super::address::ResourceAddress;

/// A resource that got another address: Terraform takes the one for the other, and touches nothing.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The address that it had, as a plan names it.
    pub from: ResourceAddress,
    /// The address that it has now.
    pub to: ResourceAddress,
}

/// A resource that exists already and comes under Terraform's care.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The address that it gets, as a plan names it.
    pub to: ResourceAddress,
    /// By what the provider finds it; what that is, the resource type's documentation says under "Import".
    pub id: ImportId,
}

/// A resource that leaves Terraform's care.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    /// The address that it had, as a plan names it.
    pub from: ResourceAddress,
    /// Whether Terraform destroys it; without, it stays as it is and nobody's.
    #[serde(default)]
    pub destroy: bool,
}

/// The checked changes.
#[derive(Clone, Debug, Default)]
pub struct Refactoring {
    /// What got another address, by a setting of its own or because its service was renamed.
    pub moved: Vec<(Address, Address)>,
    /// What comes under Terraform's care.
    pub import: Vec<(Address, ImportId)>,
    /// What leaves it, and whether it is destroyed.
    pub removed: Vec<(Address, bool)>,
}
