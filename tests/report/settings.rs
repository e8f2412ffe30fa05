//! The settings on the page: each once, with where it comes from.

use report::settings::{value, with_defaults};
use report::{Setting, Source};
use serde_json::json;

fn standing(path: &str) -> Setting {
    Setting {
        path: path.to_owned(),
        value: "1".to_owned(),
        source: Source::Environment("prod.toml:1".to_owned()),
        meaning: String::new(),
    }
}

#[test]
fn what_stands_nowhere_has_its_default_and_every_setting_its_meaning() {
    let schema = json!({
        "properties": {
            "region": { "type": "string", "description": "Where it stands." },
            "rds": { "$ref": "#/$defs/Rds", "default": { "port": 5432 } },
            "tls": { "anyOf": [{ "$ref": "#/$defs/Tls" }, { "type": "null" }] },
            "services": { "patternProperties": { ".*": { "$ref": "#/$defs/Service" } } },
            "nothing": { "type": ["string", "null"], "default": null },
        },
        "$defs": {
            "Rds": { "properties": { "port": { "type": "integer" }, "multi_az": { "type": "boolean", "default": true } } },
            "Tls": { "properties": { "names": { "type": "array", "default": [] } } },
            "Service": { "properties": { "cpu": { "type": "integer", "default": 256 }, "port": { "type": "integer" } } },
        },
    });
    let all = with_defaults(vec![standing("region"), standing("services.web.port")], &schema);
    let told: Vec<String> = all.iter().map(|it| format!("{} = {} {:?}", it.path, it.value, it.source)).collect();
    assert_eq!(
        told,
        [
            "rds.multi_az = true Default",
            "rds.port = 5432 Default",
            "region = 1 Environment(\"prod.toml:1\")",
            "services.web.cpu = 256 Default",
            "services.web.port = 1 Environment(\"prod.toml:1\")",
        ]
    );
    assert_eq!(all[2].meaning, "Where it stands.");
    let with_tls = with_defaults(vec![standing("tls.domain")], &schema);
    assert!(with_tls.iter().any(|it| it.path == "tls.names" && it.value == "[]"));
}

#[test]
fn a_value_is_written_as_in_toml() {
    let written = value(&json!({ "a": [1, "two", true], "b": {} }));
    assert_eq!(written, "{ a = [1, \"two\", true], b = {} }");
}
