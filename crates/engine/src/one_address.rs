//! Settings that come to one address: what a user calls something stands in Terraform's addresses with `_` for every sign that these do not take,
//! and with what else makes an address, so that two different names may end up as one. Nobody keeps a list of where that can happen; it is
//! seen when the documents are put together, and the settings are found by what they say.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use settings::{Layers, Problems, Segment, SettingPath};
use terraform::DuplicateError;

/// So many settings are named for an address at the most.
const MOST: usize = 4;

/// A problem for each address, at the settings from which it comes; nothing where they cannot be told, and the modules are at fault.
pub(crate) fn problems(layers: &Layers, duplicates: &[DuplicateError]) -> Option<Problems> {
    let mut texts: Vec<(SettingPath, String)> = Vec::new();
    for setting in layers.settings() {
        let names = setting.path.segments().iter().enumerate().filter_map(|(at, segment)| match segment {
            Segment::Key(key) => Some((SettingPath::from(setting.path.segments()[..=at].to_vec()), key.clone())),
            Segment::Index(_) => None,
        });
        texts.extend(names);
        collect(&setting.value, &setting.path, &mut texts);
    }
    let mut problems = Problems::default();
    for duplicate in duplicates {
        let address = duplicate.address();
        let label = normal(address.rsplit('.').next().unwrap_or(address));
        let mut parts: BTreeMap<&str, (String, &SettingPath)> = BTreeMap::new();
        for (path, text) in &texts {
            let name = text.rsplit('/').next().unwrap_or(text);
            let spelled = normal(name);
            if stands_in(&spelled, &label) {
                parts.entry(name).or_insert((spelled, path));
            }
        }
        let mut parts: Vec<(&str, String, &SettingPath)> =
            parts.into_iter().map(|(text, (spelled, path))| (text, spelled, path)).collect();
        parts.sort_by_key(|(_, spelled, _)| std::cmp::Reverse(spelled.len()));
        // What stands in a longer one says nothing more.
        let mut found: Vec<(&str, String, &SettingPath)> = Vec::new();
        for part in parts {
            if !found.iter().any(|(_, longer, _)| *longer != part.1 && stands_in(&part.1, longer)) {
                found.push(part);
            }
        }
        found.truncate(MOST);
        let [(_, _, first), others @ ..] = found.as_slice() else { return None };
        if others.is_empty() {
            return None;
        }
        let names: Vec<String> = found.iter().map(|(text, _, _)| format!("`{text}`")).collect();
        let problem = problems
            .error(
                (*first).clone(),
                format!("two things would have the address `{address}` in Terraform, by the names {}", names.join(", ")),
            )
            .help("call one of them otherwise: addresses take `_` for every sign but letters and digits");
        for (_, _, other) in others {
            problem.also((*other).clone());
        }
    }
    Some(problems)
}

/// The texts in a value, each with its place.
fn collect(value: &Json, path: &SettingPath, texts: &mut Vec<(SettingPath, String)>) {
    match value {
        Json::String(text) => texts.push((path.clone(), text.clone())),
        Json::Array(values) => {
            values.iter().enumerate().for_each(|(index, value)| collect(value, &path.clone().index(index), texts));
        }
        Json::Object(members) => {
            for (key, value) in members {
                let here = path.clone().key(key.as_str());
                texts.push((here.clone(), key.clone()));
                collect(value, &here, texts);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn normal(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' }).collect()
}

/// Whether a name is a part of a label, from one `_` to another.
fn stands_in(name: &str, label: &str) -> bool {
    let whole = |at: usize| {
        let (before, after) = (&label[..at], &label[at + name.len()..]);
        (before.is_empty() || before.ends_with('_')) && (after.is_empty() || after.starts_with('_'))
    };
    !name.is_empty() && label.match_indices(name).any(|(at, _)| whole(at))
}
