//! What is added and forgotten elsewhere does not stay silent: every switch is seen in both positions, and every module is proved.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::package;
use crate::common::variants::{SETTINGS, bootstraps, variants};
use engine::environment::{Config, SHIPPED};
use serde_json::Value as Json;
use settings::{Layers, Setting};

/// Every setting of the shipped environments, of those in `tests/environments` and of the variants, as it is set.
fn set() -> Vec<Setting> {
    let listed = |folder: &str| {
        let entries = fs::read_dir(package().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
        entries.map(|entry| entry.expect("it can be listed").path()).filter(|path| path.extension().is_some_and(|it| it == "toml"))
    };
    let files = listed("environments").chain(listed("tests/environments")).map(|path| (path, None));
    let variants = SETTINGS.into_iter().map(|text| (package().join("environments/in-memory.toml"), Some(text)));
    let read = |(entry, text): (PathBuf, Option<&str>)| {
        let mut read = |path: &Path| match text {
            Some(text) if path == entry => Ok(text.to_owned()),
            _ => fs::read_to_string(path),
        };
        let layers = Layers::read::<Config>(&entry, &[], &mut read).unwrap_or_else(|report| panic!("{report}"));
        layers.settings().collect::<Vec<_>>()
    };
    files.chain(variants).flat_map(read).collect()
}

/// The positions in which a switch is set there; of a table, or a list of tables, those in it.
fn positions(switch: &str, path: &str, value: &Json) -> Vec<bool> {
    match value {
        Json::Bool(position) if is(switch, path) => vec![*position],
        Json::Array(elements) => elements.iter().flat_map(|element| positions(switch, path, element)).collect(),
        Json::Object(members) => {
            members.iter().flat_map(|(key, value)| positions(switch, &format!("{path}.{key}"), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a path is one of what the reference describes, with `<name>` for a name and `[]` for an element.
fn is(described: &str, path: &str) -> bool {
    let bare = |path: &str| -> Vec<String> {
        let parts = path.split('.').map(|part| part.split('[').next().unwrap_or_default().to_owned());
        parts.collect()
    };
    let (described, path) = (bare(described), bare(path));
    described.len() == path.len() && described.iter().zip(&path).all(|(one, other)| one == "<name>" || one == other)
}

#[test]
fn every_switch_is_seen_on_and_off() {
    let set = set();
    let mut missing = BTreeSet::new();
    for switch in engine::reference::settings().iter().filter(|setting| setting.kind == "`true` or `false`") {
        let mut seen: BTreeSet<bool> =
            set.iter().flat_map(|setting| positions(&switch.path, &setting.path.to_string(), &setting.value)).collect();
        // Where leaving it out means something of its own, it is off.
        seen.insert(switch.default.as_deref() == Some("true"));
        for position in [true, false].into_iter().filter(|position| !seen.contains(position)) {
            missing.insert(format!("{} = {position}", switch.path));
        }
    }
    assert!(
        missing.is_empty(),
        "no environment of the tests has {missing:?}: set it in a file of `tests/environments`, which goes through Terraform as well, \
         or where that cannot be in a variant of `tests/common/variants.rs`"
    );
}

#[test]
fn every_module_has_facts() {
    for (name, emitted) in variants().chain(bootstraps()) {
        // Terraform's mocks know no ephemeral resources, without which there is no replica's password.
        let has_replica = emitted.documents().values().any(|document| document.get("ephemeral").is_some());
        for module in emitted.modules().into_iter().filter(|module| !has_replica || *module != "rds") {
            let file = format!("/{module}.tftest.json");
            assert!(
                emitted.texts.keys().any(|path| path.starts_with("tests/") && path.ends_with(&file)),
                "{name}: nothing is proved of `{module}`: write `modules/{module}/src/facts.rs`, and add it in \
                 `facts` of `crates/engine/src/synthesis/mod.rs`"
            );
            assert!(SHIPPED.contains(&module), "name `{module}` in `SHIPPED` of `crates/engine/src/environment/config.rs`");
        }
    }
}
