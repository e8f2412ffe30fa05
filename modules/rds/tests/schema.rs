//! The JSON Schema of the section, from which editors and the settings reference know it.

use rds::Config;
use serde_json::{Value as Json, json};

/// The schema of the setting at this path.
fn at<'schema>(root: &'schema Json, path: &str) -> &'schema Json {
    path.split('.').fold(root, |schema, key| {
        let schema = resolved(root, schema);
        &schema["properties"][key]
    })
}

fn resolved<'schema>(root: &'schema Json, schema: &'schema Json) -> &'schema Json {
    let optional = schema["anyOf"].as_array().and_then(|branches| branches.first());
    let schema = optional.unwrap_or(schema);
    match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        Some(name) => &root["$defs"][name],
        None => schema,
    }
}

#[test]
fn the_defaults_stand_in_the_schema() {
    let schema = settings::schema_of::<Config>();
    let defaults = [
        ("instance_class", json!("db.t3.small")),
        ("engine_version", json!("15")),
        ("multi_az", json!(true)),
        ("storage.allocated_gib", json!(100)),
        ("storage.type", json!("gp3")),
        ("backups.retention_days", json!(30)),
        ("backups.window", json!("03:00-04:00")),
        ("maintenance.window", json!("sun:04:30-sun:05:30")),
        ("logs.slow_statement_milliseconds", json!(1000)),
    ];
    for (path, default) in defaults {
        assert_eq!(at(&schema, path)["default"], default, "{path}");
    }
}

#[test]
fn every_setting_says_what_it_is() {
    let schema = settings::schema_of::<Config>();
    let tables = schema["$defs"].as_object().expect("there are nested tables");
    let properties = tables.values().chain([&schema]).filter_map(|table| table["properties"].as_object());
    for (name, property) in properties.flatten() {
        assert!(property["description"].as_str().is_some_and(|text| text.len() > 10), "{name}");
    }
}

#[test]
fn texts_with_a_form_of_their_own_are_texts() {
    let schema = settings::schema_of::<Config>();
    for path in ["restore.point_in_time.source", "restore.point_in_time.time"] {
        let text = resolved(&schema, at(&schema, path));
        assert_eq!(text["type"], "string", "{path}: {text}");
    }
}
