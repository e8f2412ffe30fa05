//! What a layer takes away from those under it: `unset = ["services.api", "networking.subnets"]` at the top of a file.
//!
//! Knows trees and paths, and nothing of the caller's types.

use crate::fault::Fault;
use crate::overrides::dotted_key;
use crate::path::SettingPath;
use crate::schema::UNSET;
use crate::source::Spot;
use crate::tree::{Node, Place, Value};
use crate::wording;

/// A setting or a table that a layer takes away.
#[derive(Clone, Debug)]
pub(crate) struct TakenAway {
    pub(crate) path: SettingPath,
    /// Where that is written.
    pub(crate) place: Place,
}

/// Takes out of a layer what it says about the layers under it.
pub(crate) fn of(layer: &mut Node, faults: &mut Vec<Fault>) -> Vec<TakenAway> {
    let Some(Node { value, place: Some(place) }) = layer.remove(&SettingPath::root().key(UNSET)) else { return Vec::new() };
    let example = || Some(format!("write `{UNSET} = [\"services.api\", \"networking.subnets\"]`"));
    let elements: Vec<Node> = match value {
        Value::Array(elements) => elements.into_values().collect(),
        other => {
            let message = format!("expected an array of paths for `{UNSET}`, found {}", wording::found(&other));
            faults.push(fault(message, example(), place.value_spot()));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for Node { value, place: at } in elements {
        let at = at.unwrap_or_else(|| place.clone());
        match value {
            Value::String(text) => {
                if let Some(path) = path_of(&text) {
                    found.push(TakenAway { path, place: at });
                } else {
                    let message = format!("`{text}` is not the path of a setting");
                    let help = "write keys joined by dots, such as `networking.subnets`; an array is taken away as a whole";
                    faults.push(fault(message, Some(help.to_owned()), at.value_spot()));
                }
            }
            other => {
                let message = format!("expected a path in `{UNSET}`, found {}", wording::found(&other));
                faults.push(fault(message, example(), at.value_spot()));
            }
        }
    }
    found
}

/// Takes away from the layers under a layer what it unsets; `is_farthest` where there are none.
pub(crate) fn apply(
    unset: Vec<TakenAway>,
    under: &mut Node,
    is_farthest: bool,
    done: &mut Vec<TakenAway>,
    faults: &mut Vec<Fault>,
) {
    for taken in unset {
        let spot = taken.place.value_spot();
        if is_farthest {
            let message =
                format!("there is nothing to take away: this file extends no other, and `{}` is not set without it", taken.path);
            let help = format!(
                "delete it, or say at the top which file this one extends: `extends = \"base.toml\"` (`{UNSET}` concerns that file)"
            );
            faults.push(fault(message, Some(help), spot));
        } else if under.remove(&taken.path).is_some() {
            done.push(taken);
        } else if let Some(other) =
            done.iter().find(|done| taken.path.is_within(&done.path) && done.place.source == taken.place.source)
        {
            let message = format!("`{}` is taken away already, by `{}`", taken.path, other.path);
            faults.push(fault(message, Some("delete it".to_owned()), spot));
        } else {
            let message = format!("`{}` is not set, so it cannot be taken away", taken.path);
            faults.push(fault(message, Some(nearest(&taken.path, under)), spot));
        }
    }
}

fn fault(message: String, help: Option<String>, spot: Spot) -> Fault {
    Fault {
        setting: Some(SettingPath::root().key(UNSET)),
        message,
        label: None,
        help,
        unquoted: None,
        is_missing: false,
        is_unknown: false,
        spot: Some(spot),
    }
}

/// What was meant, or what is there.
fn nearest(path: &SettingPath, under: &Node) -> String {
    let mut all = Vec::new();
    collect(under, &SettingPath::root(), &mut all);
    if let Some(meant) = words::nearest(&path.to_string(), all.iter().map(String::as_str)) {
        return format!("did you mean `{meant}`?");
    }
    let mut around = path.parent();
    while let Some(table) = around {
        if let Some(Node { value: Value::Table(entries), .. }) = under.get(&table) {
            let place = if table.segments().is_empty() { "what this extends".to_owned() } else { format!("`{table}`") };
            let known = if entries.is_empty() { "nothing".to_owned() } else { words::list(entries.keys()) };
            return format!("{place} sets {known}");
        }
        around = table.parent();
    }
    "nothing is set".to_owned()
}

fn collect(node: &Node, path: &SettingPath, found: &mut Vec<String>) {
    if let Value::Table(entries) = &node.value {
        for (key, entry) in entries {
            let path = path.clone().key(key);
            found.push(path.to_string());
            collect(entry, &path, found);
        }
    }
}

/// The path that a dotted TOML key names.
fn path_of(text: &str) -> Option<SettingPath> {
    let keys = dotted_key(text).filter(|_| !text.contains('='))?;
    Some(keys.into_iter().fold(SettingPath::root(), |path, (key, _)| path.key(key)))
}
