//! Every emitted file of both shipped environments, byte by byte. `INSTA_UPDATE=always cargo test --test snapshots` writes them anew.

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{both, package};

fn name(environment: &str, path: &str) -> String {
    format!("{environment}__{}", path.trim_end_matches(".tf.json").replace('/', "__"))
}

#[test]
fn every_emitted_file_is_as_it_was_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for emitted in both() {
            for (path, text) in &emitted.texts {
                insta::assert_snapshot!(name(&emitted.environment, path), text);
            }
        }
    });
}

#[test]
fn no_snapshot_is_of_a_file_that_is_no_longer_emitted() {
    let emitted: BTreeSet<String> =
        both().into_iter().flat_map(|it| it.texts.keys().map(|path| format!("{}.snap", name(&it.environment, path)))).collect();
    let entries = fs::read_dir(package().join("tests/snapshots")).expect("the snapshots are there");
    let found: BTreeSet<String> = entries.map(|entry| entry.expect("it can be listed").file_name().display().to_string()).collect();
    assert_eq!(found.difference(&emitted).collect::<Vec<_>>(), Vec::<&String>::new());
}
