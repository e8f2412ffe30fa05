//! The address lock: what must not be lost keeps its address, or the settings say where it went.

use crate::command::sandbox::Sandbox;

const LOCK: &str = "environments/addresses/prod.txt";

fn written() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    sandbox.synth(&["lock", "--env", "prod"]).well();
    sandbox
}

fn rename_service(sandbox: &Sandbox) {
    let base = std::fs::read_to_string(sandbox.path("environments/base.toml")).expect("it is there");
    sandbox.write("environments/base.toml", &base.replace("[services.web]", "[services.site]"));
}

#[test]
fn addresses_are_recorded_sorted_and_once() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!(sandbox.synth(&["lock", "--env", "prod"]).well(), @"
    exit: 0
    --- stdout
    prod: wrote environments/addresses/prod.txt
    ");
    let lock = std::fs::read_to_string(sandbox.path(LOCK)).expect("it was written");
    insta::assert_snapshot!("recorded", lock);
    let again = sandbox.synth(&["lock", "--env", "prod"]).well();
    assert_eq!(again.stdout, "prod: environments/addresses/prod.txt is up to date\n");
    assert_eq!(sandbox.names("environments/addresses"), ["prod.txt"]);
    sandbox.synth(&["--all"]).well();
}

#[test]
fn an_address_that_is_not_recorded_yet_differs() {
    let sandbox = written();
    let lock = std::fs::read_to_string(sandbox.path(LOCK)).expect("it was written");
    sandbox.write(LOCK, &lock.replace("module.rds.aws_db_instance.main\n", ""));
    let ran = sandbox.synth(&["check", "--env", "prod"]);
    insta::assert_snapshot!(ran, @"
    exit: 2
    --- stdout
    prod: out/prod is what the settings say, and the recorded addresses are not those emitted

    recorded addresses (environments/addresses/prod.txt)
      module.rds.aws_db_instance.main is not recorded yet

    to make it equal:
      synth lock --env prod
    ");
    sandbox.synth(&["lock", "--env", "prod"]).well();
    sandbox.synth(&["check", "--env", "prod"]).well();
}

#[test]
fn an_address_that_vanishes_is_named_with_the_settings_that_keep_it() {
    let sandbox = written();
    rename_service(&sandbox);
    let remedy = "    [services.site]\n    renamed_from = \"web\"\n    aws_name = \"web\"\n";

    let check = sandbox.synth(&["check", "--env", "prod"]);
    assert_eq!(check.status, Some(2), "{check}");
    let words = "module.ecs.aws_ecr_repository.web is emitted no longer, and Terraform would destroy what stands there; the service `web` is \
                 probably `site` now";
    assert!(check.stdout.contains(words) && check.stdout.contains(remedy), "{check}");

    let before = std::fs::read(sandbox.path(LOCK)).expect("it is there");
    let lock = sandbox.synth(&["lock", "--env", "prod"]);
    assert_eq!((lock.status, lock.stdout.as_str()), (Some(2), ""), "{lock}");
    assert!(lock.stderr.contains(words) && lock.stderr.contains(remedy), "{lock}");
    assert_eq!(before, std::fs::read(sandbox.path(LOCK)).expect("it is there"), "the lock is not loosened");

    let refused = sandbox.synth(&["--env", "prod"]).failed();
    assert!(refused.stderr.contains("`prevent_destroy = true`") && refused.stderr.contains(remedy), "{refused}");
    let emitted = sandbox.synth(&["--env", "prod", "--set", "prevent_destroy=false"]).well();
    assert!(emitted.stderr.contains("warning: prod: module.ecs.aws_") && emitted.stderr.contains(remedy), "{emitted}");
    let check = sandbox.synth(&["check", "--env", "prod"]);
    assert_eq!(check.status, Some(2), "writing it does not make it well: {check}");
    assert!(check.stdout.contains(remedy), "what it is now is told without the old folder too: {check}");
}

#[test]
fn a_workflow_is_told_at_the_lock() {
    let sandbox = written();
    rename_service(&sandbox);
    let ran = sandbox.synth(&["check", "--env", "prod", "--format", "github"]);
    let title =
        "::error file=environments/addresses/prod.txt,title=prod%3A recorded addresses::module.ecs.aws_ecr_repository.web is";
    assert!(ran.stdout.contains(title) && ran.stdout.contains("%0A[services.site]%0Arenamed_from = "), "{ran}");
    assert!(ran.stdout.lines().all(|line| line.starts_with("::error ")), "{ran}");
}

#[test]
fn a_lock_that_cannot_be_read_is_an_error_for_check_and_a_warning_for_who_writes() {
    let sandbox = written();
    sandbox.append(LOCK, "<<<<<<< HEAD\n");
    let said = "`<<<<<<< HEAD` is no address such as `module.rds.aws_db_instance.main`\n";
    let check = sandbox.synth(&["check", "--env", "prod"]).failed();
    assert!(check.stderr.starts_with("error: `environments/addresses/prod.txt`, line ") && check.stderr.ends_with(said), "{check}");
    let emitted = sandbox.synth(&["--env", "prod"]).well();
    assert!(emitted.stderr.starts_with("warning: `environments/addresses/prod.txt`, line "), "{emitted}");
    sandbox.synth(&["lock", "--env", "prod"]).failed();
}

#[test]
fn the_shipped_environments_are_recorded() {
    let package = env!("CARGO_MANIFEST_DIR");
    let sandbox = Sandbox::empty();
    let environments = format!("{package}/environments");
    sandbox.synth(&["--all", "--environments", &environments]).well();
    let ran = sandbox.synth(&["check", "--all", "--environments", &environments]);
    assert_eq!(ran.status, Some(0), "run `cargo run -- lock --all` and read what it changes: {ran}");
}
