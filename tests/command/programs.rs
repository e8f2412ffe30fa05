//! `--json`: what programs are told.

use serde_json::{Value as Json, json};

use crate::sandbox::Sandbox;

#[test]
fn programs_get_one_document_with_everything_in_it() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "monitoring.alert_mail = []\n");
    let ran = sandbox.synth(&["--env", "prod", "--json"]).well();
    assert_eq!(ran.stderr, "");
    let mut document = ran.json();
    hide_counts(&mut document);
    insta::assert_snapshot!(format!("{document:#}"), @r#"
    {
      "format_version": "1.2",
      "environments": [
        {
          "name": "prod",
          "folder": "out/prod",
          "outcome": "created",
          "files": {
            "written": "N",
            "kept": "N",
            "removed": "N"
          },
          "resources": {
            "ecs": "N",
            "monitoring": "N",
            "networking": "N",
            "rds": "N"
          },
          "warnings": [
            {
              "code": "MON001",
              "severity": "warning",
              "message": "nobody is subscribed to the topic `alerts`: what it says is lost",
              "help": "add an address, as in `alert_mail = [\"ops@example.com\"]`",
              "file": "environments/prod.toml",
              "line": 2,
              "column": 25,
              "setting": "monitoring.alert_mail",
              "resource": null
            }
          ],
          "accepted": []
        }
      ],
      "refused": [],
      "error": null
    }
    "#);
}

#[test]
fn programs_are_told_what_became_of_the_folder() {
    let sandbox = Sandbox::new();
    let outcome = |arguments: &[&str]| {
        let mut environment =
            sandbox.synth(&[&["--env", "prod", "--json"], arguments].concat()).well().json()["environments"][0].take();
        (environment["outcome"].take(), environment["files"].take())
    };
    let (created, files) = outcome(&[]);
    let total = files["written"].as_u64().expect("it is a number");
    assert!(total > 10, "{files}");
    assert_eq!((created, files), (json!("created"), json!({ "written": total, "kept": 0, "removed": 0 })));

    assert_eq!(outcome(&[]), (json!("unchanged"), json!({ "written": 0, "kept": total, "removed": 0 })));

    let (replaced, files) = outcome(&["--set", "networking.nat_gateways=single"]);
    assert_eq!(replaced, json!("replaced"));
    assert_eq!(files["written"].as_u64().zip(files["kept"].as_u64()).map(|(written, kept)| written + kept), Some(total));
    assert_ne!(files["written"], json!(0));
}

/// The counts change with the modules.
fn hide_counts(document: &mut Json) {
    let environments = document["environments"].as_array_mut().expect("it is a list");
    for environment in environments {
        for counts in ["files", "resources"] {
            let counts = environment[counts].as_object_mut().expect("it is an object");
            for count in counts.values_mut() {
                assert!(count.is_u64(), "{count} is no count");
                *count = "N".into();
            }
        }
    }
}

#[test]
fn the_counts_are_those_of_the_folder() {
    let sandbox = Sandbox::new();
    let text = sandbox.synth(&["--env", "prod"]).well().stdout;
    let document = sandbox.synth(&["--env", "prod", "--json"]).well().json();
    let written = sandbox.tree("out/prod");
    // Everything but the list of the files.
    assert_eq!(document["environments"][0]["files"]["kept"], json!(written.len() - 1));
    assert!(text.starts_with(&format!("prod: wrote {} files to out/prod, ", written.len() - 1)), "{text}");

    let mut total = 0;
    for module in ["networking", "rds", "ecs", "monitoring"] {
        let of_module = written.iter().filter(|(path, _)| path.starts_with(format!("modules/{module}")));
        let resources: usize = of_module.map(|(_, bytes)| resources(bytes)).sum();
        assert!(resources > 0, "{module} holds resources");
        assert_eq!(document["environments"][0]["resources"][module], json!(resources));
        assert!(text.contains(&format!("  {module:<12}{resources:>4} resources\n")), "{text}");
        total += resources;
    }
    assert!(text.contains(&format!("  in all      {total:>4} resources\n")), "{text}");
}

/// How many resources a file of Terraform's JSON holds.
fn resources(bytes: &[u8]) -> usize {
    let document: Json = serde_json::from_slice(bytes).expect("it is JSON");
    let types = document.get("resource").and_then(Json::as_object);
    types.into_iter().flat_map(|types| types.values()).map(|named| named.as_object().map_or(0, serde_json::Map::len)).sum()
}

#[test]
fn what_programs_get_keeps_to_its_schema_however_it_went() {
    let sandbox = Sandbox::new();
    let schema: Json = serde_json::from_str(&sandbox.synth(&["schema", "--json-of", "emit"]).well().stdout).expect("it is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    let written = sandbox.synth(&["--all", "--json"]).well().json();
    let refused = sandbox.synth(&["--env", "prod", "--set", "region=nowhere", "--json"]).failed().json();
    let stopped = sandbox.synth(&["--env", "nowhere", "--json"]).failed().json();
    for document in [written, refused, stopped] {
        let faults: Vec<String> =
            validator.iter_errors(&document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{faults:?} in {document:#}");
    }
}
