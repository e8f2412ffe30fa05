//! The JSON Schema of the settings, and what it promises.

use serde_json::{Value as Json, json};
use settings::{Layers, file_schema_of, schema_of};

use crate::system::{Environment, environment, read};

/// Every setting of the test's environment.
const EVERYTHING: &str = r#"
region = "us-east-1"

[networking]
cidr = "10.0.0.0/16"
zones = 2
nat = { custom = { zones = [1] } }
endpoints = true
subnets = { public = ["10.0.1.0/24"], private = ["10.0.10.0/24"] }

[rds]
instance_class = "db.t3.small"
storage = 100
free_storage = 0.1
multi_az = true

[services.task-api]
port = 8080
scaling = { min = 1, max = 3 }

[[alarms]]
metric = "CPUUtilization"
range = [0, 70]
"#;

#[test]
fn the_schema_is_the_same_every_time() {
    assert_eq!(schema_of::<Environment>().to_string(), schema_of::<Environment>().to_string());
    assert_eq!(schema_of::<Environment>()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn every_setting_in_the_schema_is_read() {
    let environment = environment(&[("prod.toml", EVERYTHING)], &[]);
    let read = serde_json::to_value(environment).expect("an environment can be written");
    assert!(jsonschema::is_valid(&schema_of::<Environment>(), &read), "{read}");
    let layers = layers(EVERYTHING);
    let schema = schema_of::<Environment>();
    for (table, properties) in [
        ("", &schema["properties"]),
        ("networking", &schema["$defs"]["Networking"]["properties"]),
        ("networking.subnets", &schema["$defs"]["Subnets"]["properties"]),
        ("rds", &schema["$defs"]["Rds"]["properties"]),
        ("services.task-api", &schema["$defs"]["Service"]["properties"]),
        ("services.task-api.scaling", &schema["$defs"]["Scaling"]["properties"]),
    ] {
        for setting in properties.as_object().expect("the type is a table").keys() {
            let path = settings::SettingPath::from(table).key(setting);
            assert_ne!(layers.origin(&path), settings::Origin::Default, "no test reads `{path}`");
        }
    }
}

#[test]
fn one_file_may_extend_another_and_leave_things_out() {
    let file = json!({ "extends": "base.toml", "rds": { "storage": 3 }, "networking": { "nat": { "custom": { "zones": [1] } } } });
    let is_valid = |schema: &Json, file: &Json| jsonschema::is_valid(schema, file);
    assert!(is_valid(&file_schema_of::<Environment>(), &file));
    assert!(!is_valid(&schema_of::<Environment>(), &file));
    assert!(!is_valid(&file_schema_of::<Environment>(), &json!({ "rds": { "storages": 3 } })));
}

fn layers(text: &str) -> Layers {
    read(&[("prod.toml", text)], &[]).expect("the syntax is right")
}
