//! One move, and where a fault of it is shown.

use settings::SettingPath;
use terraform::Address;

/// A move, and the setting that asks for it.
pub(super) struct Move {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) settings: MoveSettings,
}

/// Where a fault of a move is shown.
pub(super) enum MoveSettings {
    /// `[[moved]]` says both addresses.
    Entry(SettingPath),
    /// A service was renamed; both addresses follow from that.
    Rename(SettingPath),
}

impl Move {
    /// The setting to which the one address is due, and that of the other.
    pub(super) fn settings(&self) -> (SettingPath, SettingPath) {
        match &self.settings {
            MoveSettings::Entry(entry) => (entry.clone().key("from"), entry.clone().key("to")),
            MoveSettings::Rename(setting) => (setting.clone(), setting.clone()),
        }
    }
}
