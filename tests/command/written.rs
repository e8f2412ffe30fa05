//! What is said and written when all is well.

use serde_json::{Value as Json, json};

use crate::sandbox::{Sandbox, holds};

#[test]
fn one_environment_is_written_and_the_next_command_named() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).well(), @"
    exit: 0
    --- stdout
    prod: wrote N files to out/prod, N KB
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources

    next:
      terraform -chdir=out/prod init
      terraform -chdir=out/prod plan -out=tfplan
    ");
    assert_eq!(sandbox.names("out"), ["prod"]);
    assert!(holds(&sandbox.tree("out/prod"), "main.tf.json"));
}

#[test]
fn several_environments_are_written_in_the_order_given_and_each_once() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.synth(&["--env", "staging", "--env", "prod", "--env", "staging"]).well(), @"
    exit: 0
    --- stdout
    staging: wrote N files to out/staging, N KB
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources
    prod: wrote N files to out/prod, N KB
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources

    next:
      terraform -chdir=out/staging init
      terraform -chdir=out/staging plan -out=tfplan
      terraform -chdir=out/prod init
      terraform -chdir=out/prod plan -out=tfplan
    ");
    assert_eq!(sandbox.names("out"), ["prod", "staging"]);
}

#[test]
fn all_environments_are_written_but_the_files_that_others_extend() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.synth(&["--all"]).well(), @"
    exit: 0
    --- stdout
    prod: wrote N files to out/prod, N KB
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources
    staging: wrote N files to out/staging, N KB
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources

    left out, since others extend it: base.toml

    next:
      terraform -chdir=out/prod init
      terraform -chdir=out/prod plan -out=tfplan
      terraform -chdir=out/staging init
      terraform -chdir=out/staging plan -out=tfplan
    ");
    assert_eq!(sandbox.names("out"), ["prod", "staging"]);
}

#[test]
fn a_folder_that_holds_the_same_already_is_up_to_date() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).well(), @"
    exit: 0
    --- stdout
    prod: out/prod is up to date, N files
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources

    next:
      terraform -chdir=out/prod init
      terraform -chdir=out/prod plan -out=tfplan
    ");
}

#[test]
fn of_a_folder_that_was_written_before_only_the_changed_files_are_written() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    sandbox.append("environments/prod.toml", "networking.nat_gateways = \"single\"\n");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).well(), @"
    exit: 0
    --- stdout
    prod: wrote N files to out/prod, N as before
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources

    next:
      terraform -chdir=out/prod init
      terraform -chdir=out/prod plan -out=tfplan
    ");
}

#[test]
fn quiet_prints_nothing() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["--all", "--quiet"]).well();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    assert_eq!(sandbox.names("out"), ["prod", "staging"]);
}

#[test]
fn warnings_are_printed_and_counted_and_stop_nothing() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "monitoring.alert_mail = []\n");
    insta::assert_snapshot!(sandbox.synth(&["--env", "prod"]).well(), @r#"
    exit: 0
    --- stdout
    prod: wrote N files to out/prod, N KB, 1 warning
      networking N resources
      rds N resources
      ecs N resources
      monitoring N resources
      in all N resources

    next:
      terraform -chdir=out/prod init
      terraform -chdir=out/prod plan -out=tfplan
    --- stderr
    warning[MON001]: nobody is subscribed to the topic `alerts`: what it says is lost
     --> environments/prod.toml:2:25
      |
    2 | monitoring.alert_mail = []
      |                         ^^ `monitoring.alert_mail`
      |
      = help: add an address, as in `alert_mail = ["ops@example.com"]`

    warning: 1 warning in environments/prod.toml
    "#);
    let quiet = sandbox.synth(&["--env", "prod", "--quiet"]).well();
    assert_eq!(quiet.stdout, "");
    assert!(quiet.stderr.starts_with("warning[MON001]: "), "{quiet}");
}

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
      "format_version": "1.0",
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
              "setting": "monitoring.alert_mail"
            }
          ]
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
fn the_folder_can_be_anywhere_and_is_printed_as_it_was_given() {
    let sandbox = Sandbox::new();
    for out in ["build/terraform/all", "./here", "../elsewhere/../here too"] {
        let out = out.replace("../elsewhere/..", &sandbox.path("").display().to_string());
        let ran = sandbox.synth(&["--env", "prod", "--out", &out]).well();
        let shown = out.replace(&sandbox.path("").display().to_string(), "<here>/");
        assert!(ran.stdout.contains(&format!(" to {shown}/prod, ")), "{ran}");
    }
    assert_eq!(sandbox.names("build/terraform/all"), ["prod"]);
    assert_eq!(sandbox.names("."), ["build", "environments", "here", "here too"]);
}

#[test]
fn the_next_command_can_be_typed_as_it_stands() {
    let sandbox = Sandbox::new();
    let ran = sandbox.synth(&["--env", "prod", "--out", "it's here"]).well();
    assert!(ran.stdout.ends_with("  terraform '-chdir=it'\\''s here/prod' plan -out=tfplan\n"), "{ran}");
}

#[test]
fn the_bytes_are_the_same_from_wherever_synth_is_run() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    sandbox.write("else/where/.keep", "");
    let mut elsewhere = sandbox.command(&["--env", "prod", "--environments", "../../environments", "--out", "out"]);
    sandbox.ran(elsewhere.current_dir(sandbox.path("else/where"))).well();
    let absolute = sandbox.path("environments").display().to_string();
    sandbox.synth(&["--env", "prod", "--environments", &absolute, "--out", "third"]).well();
    let first = sandbox.tree("out/prod");
    assert!(!first.is_empty());
    assert!(first == sandbox.tree("else/where/out/prod"));
    assert!(first == sandbox.tree("third/prod"));
}
