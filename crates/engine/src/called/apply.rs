//! Writes the calls and the providers into the root module's documents.

use std::collections::BTreeMap;

use terraform::json::{Json, Map, json};

use super::{Called, CalledModule, UsedProvider};
use crate::environment::Place;

/// The documents of the root module that they go into.
const CALLS: &str = "main.tf.json";
const REQUIRED: &str = "terraform.tf.json";
const PROVIDERS: &str = "providers.tf.json";
const MOVES: &str = "refactoring.tf.json";

/// Adds them.
pub(crate) fn apply(called: &Called, documents: &mut BTreeMap<String, Json>) {
    let comment = documents.get(CALLS).and_then(|document| document.get("//")).cloned();
    let document = |documents: &mut BTreeMap<String, Json>, path: &str, add: &dyn Fn(&mut Map)| {
        let document =
            documents.entry(path.to_owned()).or_insert_with(|| comment.clone().map_or(json!({}), |it| json!({"//": it})));
        if let Some(members) = document.as_object_mut() {
            add(members);
        }
    };
    for (name, module) in &called.modules {
        document(documents, CALLS, &|it| {
            section(it, "module").insert(name.clone(), call(name, module));
        });
        if let Some(before) = &module.renamed_from {
            document(documents, MOVES, &|it| {
                let moves = it.entry("moved").or_insert_with(|| json!([]));
                if let Json::Array(moves) = moves {
                    moves.push(json!({"from": format!("module.{before}"), "to": format!("module.{name}")}));
                }
            });
        }
    }
    called.to_containers.add_to("ecs", documents);
    for (name, UsedProvider { source, version, configurations }) in &called.providers {
        document(documents, REQUIRED, &|it| {
            let required = section(section(it, "terraform"), "required_providers");
            required.insert(name.clone(), json!({"source": source, "version": version}));
        });
        let blocks = match configurations.as_slice() {
            [] => continue,
            [one] => one.clone(),
            several => Json::from(several),
        };
        document(documents, PROVIDERS, &|it| {
            section(it, "provider").insert(name.clone(), blocks.clone());
        });
    }
}

/// The block that calls a module.
fn call(name: &str, module: &CalledModule) -> Json {
    let CalledModule { place, version, inputs, providers, renamed_from: _ } = module;
    let mut body = Map::new();
    let source = match place {
        // Where its files are carried to.
        Place::Folder(_) => format!("./modules/{name}"),
        Place::Registry(source) | Place::Git(source) => source.clone(),
    };
    body.insert("source".to_owned(), Json::from(source));
    body.extend(version.iter().map(|version| ("version".to_owned(), Json::from(version.as_str()))));
    if !providers.is_empty() {
        body.insert("providers".to_owned(), json!(providers));
    }
    body.extend(inputs.clone());
    Json::Object(body)
}

fn section<'a>(members: &'a mut Map, name: &str) -> &'a mut Map {
    let section = members.entry(name).or_insert_with(|| json!({}));
    if !section.is_object() {
        *section = json!({});
    }
    section.as_object_mut().expect("it was made one")
}
