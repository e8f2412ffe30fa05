//! Writes the overrides into the documents.

use std::collections::BTreeMap;

use terraform::Address;
use terraform::json::Json;

use super::Overridden;
use super::wiring::runs;

/// Sets the arguments, and takes out of the test files what is no longer so.
pub(crate) fn apply(overridden: &[Overridden], documents: &mut BTreeMap<String, Json>) {
    for Overridden { resource, set, reason: _, wiring } in overridden {
        let module = resource.module().unwrap_or_default();
        let folder = if module.is_empty() { String::new() } else { format!("modules/{module}/") };
        let is_of_module = |path: &str| path.strip_prefix(&folder).is_some_and(|name| !name.contains('/'));
        let label = resource.label().as_str();
        let body = documents
            .iter_mut()
            .filter(|(path, _)| is_of_module(path))
            .find_map(|(_, document)| document.get_mut("resource")?.get_mut(resource.kind())?.get_mut(label)?.as_object_mut());
        if let Some(body) = body {
            for (argument, value) in set {
                // A name or what it begins with: the provider takes one of the two.
                body.remove(&argument.strip_suffix("_prefix").map_or_else(|| format!("{argument}_prefix"), str::to_owned));
                body.insert(argument.clone(), value.clone());
            }
            // The meta-arguments stay last.
            for last in ["lifecycle", "depends_on"] {
                if let Some(value) = body.remove(last) {
                    body.insert(last.to_owned(), value);
                }
            }
        }
        wiring.add_to(module, documents);
        let tests = documents.iter_mut().filter(|(path, _)| path.ends_with(".tftest.json"));
        tests.for_each(|(_, test)| forget(test, resource, set));
    }
}

/// Takes out the assertions about arguments that are overridden: they are derived from the settings that no longer decide.
fn forget(test: &mut Json, resource: &Address, set: &BTreeMap<String, Json>) {
    let asserted: Vec<String> = set.keys().map(|argument| format!("{}.{}.{argument}", resource.kind(), resource.label())).collect();
    let is_about = |assertion: &Json| {
        let condition = assertion["condition"].as_str().unwrap_or_default();
        asserted.iter().any(|name| {
            condition
                .match_indices(name.as_str())
                .any(|(at, _)| !condition[at + name.len()..].starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_'))
        })
    };
    for run in runs(test) {
        if let Some(Json::Array(assertions)) = run.get_mut("assert") {
            assertions.retain(|assertion| !is_about(assertion));
        }
    }
}
