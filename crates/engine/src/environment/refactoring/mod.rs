//! Changes of address and of ownership that touch nothing that exists: `[[moved]]`, `[[import]]`, `[[removed]]`, and services that
//! got another name.
//!
//! Whether an address is right is known only when it is known what is emitted, so these settings are checked last.

mod address;
mod check;
mod rename;

use domain::ImportId;
use schemars::JsonSchema;
use serde::Deserialize;
use settings::{Problems, SettingPath};
use terraform::Address;

pub use address::ResourceAddress;

use super::{Config, Environment};

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

/// A move, and the setting that asks for it.
struct Move {
    from: Address,
    to: Address,
    settings: MoveSettings,
}

/// Where a fault of a move is shown.
enum MoveSettings {
    /// `[[moved]]` says both addresses.
    Entry(SettingPath),
    /// A service was renamed; both addresses follow from that.
    Rename(SettingPath),
}

impl Refactoring {
    /// Checks the settings of an environment that has no other fault.
    pub(super) fn check(config: &Config, environment: &Environment, problems: &mut Problems) -> Self {
        let has_renames = config.services.values().any(|service| service.renamed_from.is_some());
        if !has_renames && config.moved.is_empty() && config.import.is_empty() && config.removed.is_empty() {
            return Self::default();
        }
        let emitted = crate::synthesis::addresses(environment);
        let mut moves = rename::moves(config, environment, &emitted, problems);
        moves.extend(config.moved.iter().enumerate().map(|(index, Moved { from, to })| Move {
            from: from.0.clone(),
            to: to.0.clone(),
            settings: MoveSettings::Entry(SettingPath::from("moved").index(index)),
        }));
        check::check(config, &moves, &emitted, problems);
        Self {
            moved: moves.into_iter().map(|Move { from, to, settings: _ }| (from, to)).collect(),
            import: config.import.iter().map(|Import { to, id }| (to.0.clone(), id.clone())).collect(),
            removed: config.removed.iter().map(|Removed { from, destroy }| (from.0.clone(), *destroy)).collect(),
        }
    }
}

impl Move {
    /// The setting to which the one address is due, and that of the other.
    fn settings(&self) -> (SettingPath, SettingPath) {
        match &self.settings {
            MoveSettings::Entry(entry) => (entry.clone().key("from"), entry.clone().key("to")),
            MoveSettings::Rename(setting) => (setting.clone(), setting.clone()),
        }
    }
}
