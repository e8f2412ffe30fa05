//! The settings that differ. It must not know what is made of them.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;
use settings::{Layers, Setting};

use crate::view::secret;

/// A setting that differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(super) struct SettingChange {
    /// Its path.
    pub(super) setting: String,
    /// Its value before; none when no file said one, so that its default held.
    pub(super) old: Option<Json>,
    /// Where that stands.
    pub(super) old_place: Option<String>,
    /// Its value now; none when no file says one, so that its default holds.
    pub(super) new: Option<Json>,
    /// Where that stands.
    pub(super) new_place: Option<String>,
}

/// The settings that differ, by path.
pub(super) fn changes(old: &Layers, new: &Layers) -> Vec<SettingChange> {
    let by_path = |layers: &Layers| -> BTreeMap<String, Setting> {
        layers.settings().map(|setting| (setting.path.to_string(), setting)).collect()
    };
    let (old, new) = (by_path(old), by_path(new));
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changes = paths.into_iter().filter_map(|path| {
        let (old, new) = (old.get(path), new.get(path));
        let value = |setting: Option<&Setting>| setting.map(|it| it.value.clone());
        let shown = |setting: Option<&Setting>| setting.map(|it| secret::shown_setting(path, &it.value));
        let place = |setting: Option<&Setting>| setting.map(|it| secret::typed(&it.origin.to_string()));
        (value(old) != value(new)).then(|| SettingChange {
            setting: path.clone(),
            old: shown(old),
            old_place: place(old),
            new: shown(new),
            new_place: place(new),
        })
    });
    changes.collect()
}
