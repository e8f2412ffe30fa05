//! `--json`: what programs are told.

use serde_json::{Value as Json, json};
use synth::commands::formats::FORMATS;

use crate::command::sandbox::Sandbox;

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
      "format_version": "2.0",
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

/// What is wrong with a verb's document, going by the schema that the verb has.
fn faults(sandbox: &Sandbox, verb: &str, document: &Json) -> Vec<String> {
    let schema: Json = serde_json::from_str(&sandbox.synth(&["schema", "--json-of", verb]).well().stdout).expect("it is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    validator.iter_errors(document).map(|fault| format!("{verb}: {}: {fault}", fault.instance_path())).collect()
}

#[test]
fn the_document_of_every_verb_keeps_to_its_schema() {
    let sandbox = Sandbox::new();
    let region = "region=us-east-1";
    let jenkins = "delivery.trust.jenkins.principal=arn:aws:iam::111122223333:role/jenkins";
    sandbox.write("plan.json", r#"{"format_version": "1.2", "resource_changes": []}"#);
    sandbox.synth(&["--all"]).well();
    sandbox.synth(&["lock", "--all"]).well();
    for format in FORMATS {
        let arguments: &[&str] = match format.verb {
            "emit" => &["--env", "prod", "--json"],
            "bootstrap" => &["bootstrap", "--json"],
            "check" => &["check", "--env", "prod", "--json"],
            "cost" => &["cost", "--env", "prod", "--set", region, "--set", "disaster_recovery_region=us-west-2", "--json"],
            "diff" => &["diff", "prod", "staging", "--json"],
            "explain" => &["explain", "rds.multi_az", "--env", "prod", "--json"],
            "init" => &[
                "init",
                "elsewhere",
                "--project",
                "shop",
                "--region",
                "eu-west-1",
                "--service",
                "api:8080",
                "--account-id",
                "444455556666",
                "--json",
            ],
            "new" => &["new", "qa", "--from", "staging", "--json"],
            "graph" => &["graph", "--env", "prod", "--json"],
            "lock" => &["lock", "--all", "--json"],
            "pipeline" => &["pipeline", "--kind", "jenkins", "--out", "elsewhere", "--set", jenkins, "--json"],
            "report" => &["report", "--env", "prod", "--json"],
            "review" => &["review", "plan.json", "--json"],
            other => panic!("no test runs `{other} --json`"),
        };
        let ran = sandbox.synth(arguments);
        assert_eq!(ran.stderr, "", "{}", format.verb);
        assert_eq!(faults(&sandbox, format.verb, &ran.json()), Vec::<String>::new());
    }
}

#[test]
fn programs_are_told_what_the_page_says() {
    let sandbox = Sandbox::new();
    let arguments =
        ["report", "--env", "prod", "--set", "rds.port=5433", "--set", "objectives.availability_percent=99.9", "--json"];
    let document = sandbox.synth(&arguments).well().json();
    let find = |list: &str, key: &str, value: &str| -> Json {
        let list = document[list].as_array().expect("it is a list");
        list.iter().find(|it| it[key] == value).unwrap_or_else(|| panic!("{value}")).clone()
    };
    let encrypted = find("checklist", "title", "Data is encrypted at rest");
    assert!(encrypted["met"] == true && encrypted["proof"].as_array().is_some_and(|proof| !proof.is_empty()), "{encrypted:#}");
    assert_eq!((&document["availability"]["is_kept"], &document["availability"]["objective"]), (&json!(true), &json!("99.9 %")));
    assert_eq!(find("rules", "code", "RDS005")["status"], "kept");
    assert_eq!(find("settings", "path", "rds.port")["source"], "override");
    assert!(document["cost"]["total"].as_str().is_some_and(|total| total.starts_with("≥ ")), "{}", document["cost"]);
    sandbox.synth(&[&arguments as &[&str], &["--output", "prod.json"]].concat()).well();
    let written = std::fs::read_to_string(sandbox.path("prod.json")).expect("it was written");
    assert_eq!(serde_json::from_str::<Json>(&written).expect("it is JSON"), document);
}

#[test]
fn programs_are_told_who_may_speak_to_whom() {
    let sandbox = Sandbox::new();
    let document = sandbox.synth(&["graph", "--env", "prod", "--json"]).well().json();
    let flows = document["architecture"]["flows"].as_array().expect("it is a list");
    let to_database: Vec<&Json> = flows.iter().filter(|flow| flow["to"] == "database").collect();
    assert_eq!(to_database.len(), 1, "{flows:#?}");
    assert_eq!(
        (&to_database[0]["from"], &to_database[0]["ports"]),
        (&json!("services"), &json!([{ "first": 5432, "last": 5432 }]))
    );
    let ran = sandbox.synth(&["graph", "--env", "prod", "--json", "--format", "svg"]).failed();
    assert!(ran.stderr.contains("cannot be used with"), "{ran}");
}

#[test]
fn programs_are_told_what_became_of_the_bootstrap_and_of_a_lock() {
    let sandbox = Sandbox::new();
    let outcome = |arguments: &[&str]| sandbox.synth(arguments).well().json();
    let bootstrap = outcome(&["bootstrap", "--json"]);
    assert_eq!((&bootstrap["outcome"], &bootstrap["bucket"]), (&json!("created"), &json!("shop-terraform-state")));
    assert_eq!(outcome(&["bootstrap", "--in-bucket", "--json"])["in_bucket"], true);

    for expected in ["recorded", "unchanged"] {
        let lock = outcome(&["lock", "--env", "prod", "--json"]);
        assert_eq!(lock["environments"][0]["outcome"], expected);
        assert_eq!(lock["environments"][0]["file"], "environments/addresses/prod.txt");
    }
    let base = std::fs::read_to_string(sandbox.path("environments/base.toml")).expect("it is there");
    sandbox.write("environments/base.toml", &base.replace("[services.web]", "[services.site]"));
    let ran = sandbox.synth(&["lock", "--env", "prod", "--json"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(2), ""));
    let lock = ran.json();
    assert_eq!(lock["environments"][0]["outcome"], "vanished");
    assert!(lock["environments"][0]["vanished"].as_array().is_some_and(|vanished| !vanished.is_empty()), "{lock:#}");
    assert_eq!(faults(&sandbox, "lock", &lock), Vec::<String>::new());
}
