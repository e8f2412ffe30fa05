//! What the verbs print with `--json`: each has a schema that is as fresh as its type.

use std::collections::BTreeSet;

use crate::common::golden;
use clap::CommandFactory as _;
use serde_json::Value as Json;
use synth::cli::Cli;
use synth::commands::formats::FORMATS;

#[test]
fn every_schema_is_what_the_type_says() {
    let schemas = FORMATS.iter().map(|format| (format!("{}.schema", format.verb), format.schema()));
    golden::are_fresh("docs/json", "json", schemas);
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
fn every_verb_has_a_document_but_those_that_print_what_another_program_reads() {
    // A JSON Schema, a shell's completions, a manual's page.
    let others = ["schema", "completions", "man"];
    let command = Cli::command();
    let mut verbs: BTreeSet<&str> =
        command.get_subcommands().map(clap::Command::get_name).filter(|verb| !others.contains(verb)).collect();
    verbs.insert("emit");
    assert_eq!(verbs, FORMATS.iter().map(|format| format.verb).collect());
}
