//! The JSON Schema of an environment's file: as fresh as the types, and right about what they accept.

use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};

fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the file is there")
}

fn schema() -> Json {
    serde_json::from_str(&file("environments/schema.json")).expect("it is JSON")
}

fn as_json(text: &str) -> Json {
    let table: toml::Table = toml::from_str(text).expect("it is TOML");
    serde_json::to_value(table).expect("it has no dates")
}

#[test]
fn the_schema_file_is_what_the_types_say() {
    let fresh = synth::commands::schema::text();
    assert!(file("environments/schema.json") == fresh, "run `cargo run -- schema > environments/schema.json`");
}

#[test]
fn the_shipped_files_keep_to_it() {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    for name in ["base", "prod", "staging"] {
        let faults: Vec<String> =
            validator.iter_errors(&as_json(&file(&format!("environments/{name}.toml")))).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
    }
}

#[test]
fn wrong_files_do_not() {
    let validator = jsonschema::validator_for(&schema()).expect("it is a schema");
    for wrong in [
        "projct = \"task-api\"",
        "project = 7",
        "region = \"us-east-9\"",
        "account_id = \"12\"",
        "[networking]\nzones = [\"a\"]",
        "[networking]\nzones = [\"x\", \"y\"]",
        "[networking]\nnat_gateways = \"two\"",
        "[services.task-api]\nport = 70000",
        "[services.task-api]\nlog_retention_days = 8",
        "[services.task-api]\ncpu = 300",
        "[rds]\ninstance_class = \"db.huge\"",
        "[rds.storage]\nallocated_gib = 1",
        "[monitoring]\nalert_mail = [\"nobody\"]",
    ] {
        assert!(!validator.is_valid(&as_json(wrong)), "{wrong}");
    }
    assert!(validator.is_valid(&json!({})), "a file may set as little as it likes");
}
