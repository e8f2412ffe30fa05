//! What a user sees of each verb: `tests/cli/<verb>.trycmd` holds commands with everything that they print.
//!
//! Each file runs in a folder of its own with a copy of the shipped environments. A verb more is a file more. To write the files anew:
//! `cargo xtask bless cli`; read the difference as the one who types the commands.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::golden;
use clap::CommandFactory as _;
use synth::cli::Cli;
use tempfile::TempDir;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, extension: &str) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(repository().join(folder)).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    paths.filter(|path| path.extension().is_some_and(|it| it == extension)).collect()
}

/// A folder with the shipped environments.
fn sandbox() -> TempDir {
    let sandbox = tempfile::tempdir().expect("the temporary folder can be made");
    for (folder, extension) in [("environments", "toml"), ("environments/addresses", "txt")] {
        let copy = sandbox.path().join(folder);
        fs::create_dir(&copy).expect("the folder can be made");
        for file in files(folder, extension) {
            fs::copy(&file, copy.join(file.file_name().expect("it is a file"))).expect("the file can be copied");
        }
    }
    sandbox
}

/// One test for all, since it changes the folder in which the process runs.
#[test]
fn every_command_prints_what_the_files_say() {
    for file in files("tests/cli", "trycmd") {
        let sandbox = sandbox();
        env::set_current_dir(sandbox.path()).expect("the sandbox is there");
        trycmd::TestCases::new()
            .register_bin("synth", Path::new(env!("CARGO_BIN_EXE_synth")))
            .env("NO_COLOR", "1")
            .case(file)
            .run();
        // A folder cannot be removed while one stands in it, on some systems.
        env::set_current_dir(repository()).expect("the repository is there");
    }
}

#[test]
fn every_verb_has_a_file() {
    let command = Cli::command();
    let verbs = command.get_subcommands().map(|verb| verb.get_name().to_owned()).chain(["synth".to_owned()]);
    let named = |path: &PathBuf| path.file_stem().expect("it has a name").display().to_string();
    assert_eq!(files("tests/cli", "trycmd").iter().map(named).collect::<BTreeSet<_>>(), verbs.collect());
}

#[test]
fn the_manual_in_the_documentation_is_what_the_command_line_says() {
    golden::is_fresh("docs/cli.md", &synth::commands::man::markdown(Cli::command()));
}
