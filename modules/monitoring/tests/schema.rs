//! The JSON Schema of the section, from which editors and the settings reference know it.

use monitoring::Config;
use serde_json::{Value as Json, json};

fn property<'schema>(root: &'schema Json, table: Option<&str>, name: &str) -> &'schema Json {
    let table = table.map_or(root, |table| &root["$defs"][table]);
    &table["properties"][name]
}

#[test]
fn the_defaults_stand_in_the_schema() {
    let schema = settings::schema_of::<Config>();
    for (table, name, default) in [
        (None, "alert_mail", json!([])),
        (None, "state_change_retention_days", json!(365)),
        (Some("ServiceThresholds"), "http_4xx_in_5_minutes", json!(50)),
        (Some("ServiceThresholds"), "ecs_memory_percent", json!(80)),
        (Some("DatabaseThresholds"), "free_storage_percent", json!(10)),
        (Some("Budget"), "scope", json!("account")),
        (Some("CostAnomalies"), "monitor", json!("none")),
        (Some("LogFields"), "request_id", json!("request_id")),
    ] {
        assert_eq!(property(&schema, table, name)["default"], default, "{name}");
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
fn what_the_schema_lists_can_be_read_back() {
    let defaults = serde_json::to_value(Config::default()).expect("the defaults can be written");
    let read: Config = serde_json::from_value(defaults.clone()).expect("the defaults can be read");
    assert_eq!(serde_json::to_value(read).expect("they can be written again"), defaults);
}
