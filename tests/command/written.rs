//! What is said and written when all is well.

use crate::command::sandbox::{Sandbox, holds};

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
      synth lock --env prod    records what must not be lost; commit it
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
      synth lock --env staging --env prod    records what must not be lost; commit it
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
      synth lock --env prod --env staging    records what must not be lost; commit it
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
      synth lock --env prod    records what must not be lost; commit it
    ");
}

#[test]
fn of_a_folder_that_was_written_before_only_the_changed_files_are_written() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    sandbox.append("environments/prod.toml", "purpose = \"development\"\nnetworking.nat_gateways = \"single\"\n");
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
      synth lock --env prod    records what must not be lost; commit it
    --- stderr
    warning: prod: module.networking.aws_nat_gateway.b: what leaves through it comes from another public address from then on, and connections that are open break; tell those who allow or know the old address which one it is going to be (`nat_public_ips` of the outputs), and choose a quiet hour
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
      synth lock --env prod    records what must not be lost; commit it
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
    assert!(ran.stdout.contains("  terraform '-chdir=it'\\''s here/prod' plan -out=tfplan\n"), "{ran}");
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
