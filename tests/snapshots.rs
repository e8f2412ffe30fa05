//! Every emitted file of both shipped environments and of their account, byte by byte. `INSTA_UPDATE=always cargo test --test snapshots` writes them anew.

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::variants::bootstraps;
use common::{Emitted, both, package};

fn name(environment: &str, path: &str) -> String {
    format!("{environment}__{}", path.trim_end_matches(".tf.json").replace('/', "__"))
}

/// The stacks, each with the name under which its snapshots stand.
fn stacks() -> Vec<(String, &'static Emitted)> {
    let environments = both().into_iter().map(|emitted| (emitted.environment.clone(), emitted));
    environments.chain(bootstraps().map(|(name, emitted)| (name.replace(' ', "_"), emitted))).collect()
}

#[test]
fn every_emitted_file_is_as_it_was_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (stack, emitted) in stacks() {
            for (path, text) in &emitted.texts {
                insta::assert_snapshot!(name(&stack, path), text);
            }
        }
    });
}

#[test]
fn no_snapshot_is_of_a_file_that_is_no_longer_emitted() {
    let emitted: BTreeSet<String> =
        stacks().iter().flat_map(|(stack, it)| it.texts.keys().map(move |path| format!("{}.snap", name(stack, path)))).collect();
    let entries = fs::read_dir(package().join("tests/snapshots")).expect("the snapshots are there");
    let found: BTreeSet<String> = entries.map(|entry| entry.expect("it can be listed").file_name().display().to_string()).collect();
    assert_eq!(found.difference(&emitted).collect::<Vec<_>>(), Vec::<&String>::new());
}
