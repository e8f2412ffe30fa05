//! What the verbs print with `--json`: each has a schema that is as fresh as its type.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use serde_json::Value as Json;
use synth::cli::Cli;
use synth::commands::formats::FORMATS;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json")
}

#[test]
fn every_schema_is_what_the_type_says() {
    for format in FORMATS {
        let path = folder().join(format!("{}.schema.json", format.verb));
        let stands = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            stands == format.schema(),
            "docs/json/{verb}.schema.json is stale: run `cargo run -- schema --json-of {verb} > docs/json/{verb}.schema.json`",
            verb = format.verb
        );
    }
}

#[test]
fn every_schema_is_one_and_asks_for_the_version() {
    for format in FORMATS {
        let schema: Json = serde_json::from_str(&format.schema()).expect("it is JSON");
        if let Err(fault) = jsonschema::draft202012::meta::validate(&schema) {
            panic!("{}: at `{}`: {fault}", format.verb, fault.instance_path());
        }
        let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
        assert!(required.contains(&Json::from("format_version")), "{} has a version", format.verb);
    }
}

#[test]
fn every_schema_file_belongs_to_a_verb() {
    let files = fs::read_dir(folder()).expect("the folder is there").map(|entry| entry.expect("it can be listed").file_name());
    let files: BTreeSet<String> = files.map(|name| name.to_string_lossy().into_owned()).collect();
    let expected: BTreeSet<String> = FORMATS.iter().map(|format| format!("{}.schema.json", format.verb)).collect();
    assert_eq!(files, expected);
}

#[test]
fn every_verb_has_a_document_but_those_that_print_what_another_program_reads() {
    // A JSON Schema, a shell's completions, a manual's page.
    let others = ["schema", "completions", "man"];
    let command = Cli::command();
    let mut verbs: BTreeSet<&str> =
        command.get_subcommands().map(clap::Command::get_name).filter(|verb| !others.contains(verb)).collect();
    verbs.insert("emit");
    assert_eq!(verbs, FORMATS.iter().map(|format| format.verb).collect());
}
