//! Every emitted file of both shipped environments and of their account, byte by byte, and of a variant what these do not have. `cargo xtask bless snapshots` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::variants::{bootstraps, with_read_replica};
use crate::common::{Emitted, both, golden, package};

/// What only an environment with a read replica has.
const OF_A_READ_REPLICA: [&str; 2] = ["modules/rds/password.tf.json", "modules/rds/read_replica.tf.json"];

/// The files, by the names of their snapshots.
fn reviewed() -> BTreeMap<String, &'static str> {
    let whole = stacks()
        .into_iter()
        .flat_map(|(stack, emitted)| emitted.texts.iter().map(move |(path, text)| (name(&stack, path), text.as_str())));
    let of_a_read_replica = OF_A_READ_REPLICA.map(|path| (name("read_replica", path), with_read_replica().texts[path].as_str()));
    whole.chain(of_a_read_replica).collect()
}

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
    let _hint = golden::Hint;
    settings.bind(|| {
        for (name, text) in reviewed() {
            insta::assert_snapshot!(name, text);
        }
    });
}

#[test]
fn no_snapshot_is_of_a_file_that_is_no_longer_emitted() {
    let emitted: BTreeSet<String> = reviewed().into_keys().map(|name| format!("{name}.snap")).collect();
    let entries = fs::read_dir(package().join("tests/snapshots")).expect("the snapshots are there");
    let found = entries.map(|entry| entry.expect("it can be listed").file_name().display().to_string());
    // After a red run, insta's proposals lie there too.
    let found = found.filter(|name| Path::new(name).extension().is_some_and(|it| it == "snap"));
    // Those of other tests begin with the names of the binary and the module; they have their own search for orphans.
    let found: BTreeSet<String> = found.filter(|name| !name.starts_with("lib__")).collect();
    assert_eq!(found.difference(&emitted).collect::<Vec<_>>(), Vec::<&String>::new());
}
