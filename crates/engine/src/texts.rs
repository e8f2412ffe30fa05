//! The texts among settings. It must not judge them.

use serde_json::Value as Json;
use settings::{Segment, Setting, SettingPath};

/// The texts of these settings, each with where it stands.
pub(crate) fn of(settings: &[Setting]) -> Vec<(SettingPath, &str)> {
    let mut all = Vec::new();
    for setting in settings {
        collect(setting.path.clone(), &setting.value, &mut all);
    }
    all
}

fn collect<'a>(path: SettingPath, value: &'a Json, all: &mut Vec<(SettingPath, &'a str)>) {
    match value {
        Json::String(text) => all.push((path, text)),
        Json::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(path.clone().index(index), element, all);
            }
        }
        Json::Object(members) => {
            for (key, member) in members {
                collect(path.clone().key(key), member, all);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// Whether a setting is a container's, which takes `secrets`.
pub(crate) fn is_of_container(path: &SettingPath) -> bool {
    matches!(path.segments(), [Segment::Key(section), ..] if section == "services" || section == "jobs")
}
