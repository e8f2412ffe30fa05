//! `synth check`: whether what stands on the disk is what the settings say.

use serde_json::{Value as Json, json};

use crate::command::sandbox::{Ran, Sandbox};

/// A sandbox in which everything is written, recorded and equal.
fn written() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--all"]).well();
    sandbox.synth(&["lock", "--all"]).well();
    sandbox
}

/// Replaces a text in a file by another one.
#[track_caller]
fn edit(sandbox: &Sandbox, path: &str, old: &str, new: &str) {
    let text = std::fs::read_to_string(sandbox.path(path)).expect("the file is there");
    assert!(text.contains(old), "{path} holds no {old}");
    sandbox.write(path, &text.replace(old, new));
}

/// Fails the test unless it ended as it does when something differs.
#[track_caller]
fn differs(ran: Ran) -> Ran {
    assert_eq!(ran.status, Some(2), "{ran}");
    ran
}

#[test]
fn a_folder_that_is_what_the_settings_say_is_well() {
    let sandbox = written();
    let before = sandbox.tree(".");
    insta::assert_snapshot!(sandbox.synth(&["check", "--all"]).well(), @"
    exit: 0
    --- stdout
    prod: out/prod is what the settings say
    staging: out/staging is what the settings say
    ");
    assert_eq!(sandbox.synth(&["check", "--env", "prod", "--format", "github"]).well().stdout, "");
    assert!(before == sandbox.tree("."), "nothing is written");
}

#[test]
fn settings_that_changed_since_are_shown_with_the_command_that_writes_them() {
    let sandbox = written();
    sandbox.append("environments/prod.toml", "rds.instance_class = \"db.t3.medium\"\n");
    let before = sandbox.tree(".");
    insta::assert_snapshot!(differs(sandbox.synth(&["check", "--env", "prod"])));
    assert!(before == sandbox.tree("."), "nothing is written");
    sandbox.synth(&["--env", "prod"]).well();
    sandbox.synth(&["check", "--env", "prod"]).well();
}

#[test]
fn a_file_edited_by_hand_is_found_in_every_format() {
    let sandbox = written();
    edit(&sandbox, "out/prod/modules/rds/instance.tf.json", "\"db.t3.small\"", "\"db.t3.large\"");
    insta::assert_snapshot!("edited_markdown", differs(sandbox.synth(&["check", "--env", "prod", "--format", "markdown"])));
    insta::assert_snapshot!("edited_github", differs(sandbox.synth(&["check", "--env", "prod", "--format", "github"])));
    let document = differs(sandbox.synth(&["check", "--env", "prod", "--json"])).json();
    let checked = &document["environments"][0];
    assert_eq!(checked["files"], json!([{ "path": "modules/rds/instance.tf.json", "state": "changed" }]));
    let argument = json!({ "path": "instance_class", "old": "db.t3.large", "new": "db.t3.small", "replaces": false });
    assert_eq!(checked["difference"]["blocks"][0]["arguments"], json!([argument]));
    assert_eq!((&document["failed"], &checked["same"]), (&json!([]), &Json::Bool(false)));
}

#[test]
fn files_that_are_missing_left_over_foreign_or_only_look_different_are_said() {
    let sandbox = written();
    let main = std::fs::read_to_string(sandbox.path("out/prod/main.tf.json")).expect("it is there");
    sandbox.write("out/prod/main.tf.json", &main.replace("  ", "\t"));
    std::fs::remove_file(sandbox.path("out/prod/outputs.tf.json")).expect("it is there");
    sandbox.write("out/prod/it's mine_override.tf.json", "{}");
    sandbox.write("out/prod/modules/rds/other.tf", "");
    edit(&sandbox, "out/prod/.synth-manifest.json", "[\n", "[\n  \"a.tf.json\",\n");
    sandbox.write("out/prod/a.tf.json", "{}");
    let ran = differs(sandbox.synth(&["check", "--env", "prod"]));
    for said in [
        "out/prod/a.tf.json is left over: synth would not write it now\n",
        "out/prod/it's mine_override.tf.json is not synth's, and Terraform reads it\n",
        "out/prod/main.tf.json differs in form only: Terraform reads the same in it\n",
        "out/prod/modules/rds/other.tf is not synth's, and Terraform reads it\n",
        "out/prod/outputs.tf.json is missing\n",
        "\n  rm 'out/prod/it'\\''s mine_override.tf.json'\n  rm out/prod/modules/rds/other.tf\n  synth --env prod\n",
    ] {
        assert!(ran.stdout.contains(said), "{said}\n{ran}");
    }
}

#[test]
fn the_command_that_makes_it_equal_makes_it_equal() {
    let sandbox = written();
    sandbox.synth(&["--env", "prod", "--out", "it's here", "--set", "rds.multi_az=true"]).well();
    let arguments = ["check", "--env", "prod", "--out", "it's here", "--set", "rds.multi_az=false"];
    let document = differs(sandbox.synth(&[&arguments[..], &["--json"]].concat())).json();
    let next = document["environments"][0]["next"][0].as_str().expect("there is a command").to_owned();
    assert_eq!(next, "synth --env prod --set rds.multi_az=false --out 'it'\\''s here'");
    let mut shell = std::process::Command::new("sh");
    let command = next.replacen("synth", env!("CARGO_BIN_EXE_synth"), 1);
    sandbox.ran(shell.args(["-c", &command]).current_dir(sandbox.path(""))).well();
    sandbox.synth(&arguments).well();
}

#[test]
fn what_cannot_be_compared_is_an_error_and_the_others_are_compared_still() {
    let sandbox = written();
    std::fs::remove_dir_all(sandbox.path("out/prod")).expect("it is there");
    insta::assert_snapshot!(sandbox.synth(&["check", "--all"]).failed(), @"
    exit: 1
    --- stdout
    staging: out/staging is what the settings say
    --- stderr
    error: prod: synth has written nothing to `out/prod`: write it with `synth --env prod`
    error: 1 of 2 environments not compared: prod
    ");
    sandbox.write("out/staging/main.tf.json", "{\"module\": ");
    let ran = sandbox.synth(&["check", "--env", "staging"]).failed();
    assert!(ran.stderr.starts_with("error: `out/staging/main.tf.json` is no Terraform document: EOF"), "{ran}");
    sandbox.append("environments/base.toml", "[nonsense]\n");
    let refused = sandbox.synth(&["check", "--all", "--json"]).failed();
    assert_eq!(refused.json()["failed"].as_array().map(Vec::len), Some(2));
    assert_eq!(refused.stderr.matches("unknown setting").count(), 1, "what is wrong in a shared file is told once: {refused}");
}

#[test]
fn what_programs_get_keeps_to_its_schema_however_it_went() {
    let sandbox = written();
    let schema = sandbox.synth(&["schema", "--json-of", "check"]).well().json();
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    let keeps = |arguments: &[&str]| {
        let ran = sandbox.synth(&[&["check", "--json"], arguments].concat());
        assert!(validator.is_valid(&ran.json()), "{ran}");
    };
    keeps(&["--all"]);
    keeps(&["--all", "--set", "rds.username=other"]);
    keeps(&["--all", "--set", "rds.username=7"]);
    keeps(&["--all", "--out", "elsewhere"]);
    sandbox.write("environments/addresses/prod.txt", "module.ecs.aws_ecs_cluster.other\n");
    keeps(&["--all"]);
}

#[test]
fn only_what_is_asked_for_may_be_asked_for() {
    let sandbox = Sandbox::new();
    for wrong in [&["check"][..], &["check", "--env", "prod", "--all"], &["check", "--all", "--json", "--format", "text"]] {
        sandbox.synth(wrong).failed();
    }
    let ran = sandbox.synth(&["check", "--env", "prd"]).failed();
    assert!(ran.stderr.ends_with("did you mean `prod`?\n"), "{ran}");
}

#[test]
fn what_stands_in_a_folder_turns_nothing_that_is_printed() {
    let sandbox = written();
    edit(&sandbox, "out/prod/modules/networking/vpc.tf.json", "10.0.0.0/16", "\u{202e}61/0.0.0.01\\u001b[2J");
    for arguments in [
        &["check", "--env", "prod"][..],
        &["check", "--env", "prod", "--format", "markdown"],
        &["check", "--env", "prod", "--json"],
    ] {
        let ran = differs(sandbox.synth(arguments));
        assert!(!ran.stdout.contains(['\u{202e}', '\u{1b}']), "{ran}");
        assert!(ran.stdout.contains("202e"), "it is shown all the same:\n{ran}");
    }
    // JSON says it in its own way: a program reads what stands there.
    let document = differs(sandbox.synth(&["check", "--env", "prod", "--json"])).json().to_string();
    assert!(document.contains('\u{202e}'), "{document}");
}

#[test]
fn code_scanning_is_told_what_differs_and_what_the_rules_find() {
    let sandbox = written();
    sandbox.append("environments/prod.toml", "rds.multi_az = false\n");
    let ran = differs(sandbox.synth(&["check", "--env", "prod", "--format", "sarif"]));
    let log = ran.json();
    assert_eq!((&log["version"], &log["runs"][0]["tool"]["driver"]["name"]), (&json!("2.1.0"), &json!("synth check")));
    let results = log["runs"][0]["results"].as_array().expect("it is a list");
    let of = |code: &str| results.iter().find(|it| it["ruleId"] == code).unwrap_or_else(|| panic!("{code} is told: {log:#}"));
    assert_eq!(of("RDS005")["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "environments/prod.toml");
    let block = of("stale-block");
    assert_eq!(block["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "module.rds.aws_db_instance.main");
    assert_eq!(block["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "out/prod/modules/rds/instance.tf.json");
}

#[test]
fn a_fresh_clone_is_checked_both_ways() {
    let sandbox = Sandbox::new();
    // Once, after the first apply.
    sandbox.synth(&["lock", "--all"]).well();
    // `out/` is not committed.
    sandbox.synth(&["--all", "--deny-warnings"]).well();
    sandbox.synth(&["check", "--all"]).well();
    // It is, and nobody wrote it anew.
    sandbox.append("environments/base.toml", "storage.allocated_gib = 50\n");
    assert_eq!(sandbox.synth(&["check", "--all"]).status, Some(2));
}

#[test]
fn a_file_whose_values_terraform_takes_by_itself_is_told() {
    let sandbox = written();
    sandbox.write("out/prod/images.auto.tfvars", "image_tags = { task-api = \"2.0.0\" }\n");
    // What is named when Terraform is called is not taken by itself.
    sandbox.write("out/prod/images.tfvars", "image_tags = { task-api = \"2.0.0\" }\n");
    insta::assert_snapshot!(differs(sandbox.synth(&["check", "--env", "prod"])), @"
    exit: 2
    --- stdout
    prod: out/prod is not what the settings say: writing it would add 0, remove 0 and change 0 blocks
      out/prod/images.auto.tfvars sets variables by itself: Terraform takes its values, which no setting says

    to make it equal:
      rm out/prod/images.auto.tfvars
    ");
}
