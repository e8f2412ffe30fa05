//! `synth diff`: what differs between environments, folders, and then and now.

use std::process::Command;

use crate::command::sandbox::{Ran, Sandbox};

#[track_caller]
fn differs(ran: Ran) -> Ran {
    assert_eq!(ran.status, Some(2), "{ran}");
    ran
}

/// Makes the sandbox a git repository, and commits what stands in it.
fn commit(sandbox: &Sandbox) {
    for arguments in [&["init", "--quiet"][..], &["add", "--all"], &["commit", "--quiet", "--message", "settings"]] {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=synth", "-c", "user.email=synth@example.com", "-c", "commit.gpgsign=false"]);
        git.args(arguments).current_dir(sandbox.path("")).env("GIT_CONFIG_NOSYSTEM", "1");
        sandbox.ran(&mut git).well();
    }
}

#[test]
fn two_environments_show_their_settings_and_then_their_resources() {
    let sandbox = Sandbox::new();
    sandbox.append("environments/prod.toml", "rds.username = \"other\"\n");
    insta::assert_snapshot!(differs(sandbox.synth(&["diff", "staging", "prod"])));
    insta::assert_snapshot!(sandbox.synth(&["diff", "prod", "prod"]).well(), @"
    exit: 0
    --- stdout
    prod → prod: nothing differs
    ");
    assert_eq!(sandbox.names("."), ["environments"], "nothing is written");
}

#[test]
fn the_shipped_environments_differ_in_what_their_files_say() {
    let environments = format!("{}/environments", env!("CARGO_MANIFEST_DIR"));
    let sandbox = Sandbox::empty();
    let ran = differs(sandbox.synth(&["diff", "staging", "prod", "--environments", &environments]));
    for line in [
        "  rds.instance_class: \"db.t3.micro\" (",
        "  ~ aws_db_instance.main\n      instance_class: \"db.t3.micro\" → \"db.t3.small\"\n",
        "  + aws_nat_gateway.b\n",
        "  - aws_appautoscaling_scheduled_action.task_api_stop\n",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{ran}");
    }
    let cost = sandbox.synth(&["cost", "--diff", "staging", "prod", "--environments", &environments]).well().stdout;
    let (_, change) = cost.lines().next().and_then(|line| line.split_once(": ")).expect("the first line has the change");
    let change = change.trim_end_matches(" USD a month");
    assert!(ran.stdout.contains(&format!(" USD a month ({change})\n")), "as `synth cost` reckons it, {change}\n{ran}");
    for noise in ["replaces it", "another address", "task-api-staging"] {
        assert!(!ran.stdout.contains(noise), "{noise}\n{ran}");
    }
}

#[test]
fn folders_and_environments_can_be_compared_with_each_other() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod"]).well();
    sandbox.synth(&["diff", "out/prod", "prod"]).well();
    sandbox.synth(&["--env", "prod", "--out", "new", "--set", "rds.username=other"]).well();
    insta::assert_snapshot!(differs(sandbox.synth(&["diff", "out/prod", "new/prod"])), @r#"
    exit: 2
    --- stdout
    out/prod → new/prod: 0 blocks added, 0 removed, 1 changed

    DESTROYED AND MADE ANEW, WITH ALL THAT IT HOLDS: module.rds.aws_db_instance.main, because of username
    replaced: module.ecs.aws_ecs_task_definition.web, because it refers to module.rds.aws_db_instance.main
    changed: module.ecs.aws_iam_role_policy.web_execution, because it refers to module.rds.aws_db_instance.main
    changed: module.ecs.aws_iam_role_policy.web_task, because it refers to module.rds.aws_db_instance.main
    replaced: module.rds.aws_db_instance_automated_backups_replication.main, because it refers to module.rds.aws_db_instance.main
    replaced: module.rds.aws_secretsmanager_secret_rotation.master_user, because it refers to module.rds.aws_db_instance.main

    rds
      ~ aws_db_instance.main
          username: "shop_admin" → "other"  # replaces it
    "#);
    let markdown = differs(sandbox.synth(&["diff", "out/prod", "new/prod", "--format", "markdown"]));
    assert!(markdown.stdout.contains("> [!CAUTION]\n> `module.rds.aws_db_instance.main` is **destroyed"), "{markdown}");
    let json = differs(sandbox.synth(&["diff", "out/prod", "new/prod", "--json"])).json();
    assert_eq!(json["same_infrastructure"], true);
    assert_eq!(json["difference"]["blocks"][0]["replaced"], true);
}

#[test]
fn a_name_of_both_an_environment_and_a_folder_is_the_environment_s() {
    let sandbox = Sandbox::new();
    sandbox.synth(&["--env", "prod", "--out", "."]).well();
    sandbox.append("environments/prod.toml", "rds.username = \"other\"\n");
    let ran = sandbox.synth(&["diff", "prod", "prod"]).well();
    assert!(
        ran.stderr.starts_with("warning: `prod` is an environment and a folder: the environment is compared; write `./prod`"),
        "{ran}"
    );
    differs(sandbox.synth(&["diff", "./prod", "prod"]));
    for (wrong, said) in [
        ("environments/prod.toml", "error: `environments/prod.toml` is a file: give the name of an environment, or a folder\n"),
        ("out/nowhere", "error: there is no folder `out/nowhere`\n"),
        ("environments", "error: `environments` holds no Terraform: no file in it ends in `.tf.json` or `.tf`\n"),
        ("stagin", "did you mean `staging`?\n"),
    ] {
        let ran = sandbox.synth(&["diff", wrong, "staging"]).failed();
        assert!(ran.stderr.ends_with(said), "{ran}");
    }
}

#[test]
fn an_environment_is_compared_with_what_it_was_at_a_commit() {
    let sandbox = Sandbox::new();
    commit(&sandbox);
    sandbox.synth(&["diff", "--from", "HEAD", "--env", "prod"]).well();
    sandbox.append("environments/prod.toml", "rds.storage.allocated_gib = 50\nrds.username = \"other\"\n");
    insta::assert_snapshot!(differs(sandbox.synth(&["diff", "--from", "HEAD", "--env", "prod"])));
    let what_if = differs(sandbox.synth(&["diff", "--from", "HEAD", "--env", "staging", "--set", "rds.username=another"]));
    assert!(what_if.stdout.contains("  rds.username: its default → \"another\" (--set rds.username=another)\n"), "{what_if}");
    let mut elsewhere = sandbox.command(&["diff", "--from", "HEAD", "--env", "prod", "--environments", "../environments"]);
    std::fs::create_dir(sandbox.path("inside")).expect("it can be made");
    differs(sandbox.ran(elsewhere.current_dir(sandbox.path("inside"))));
}

#[test]
fn a_service_renamed_since_a_commit_has_moved() {
    let sandbox = Sandbox::new();
    commit(&sandbox);
    let base = std::fs::read_to_string(sandbox.path("environments/base.toml")).expect("it is there");
    sandbox.write("environments/base.toml", &base.replace("[services.web]", "[services.site]"));
    let ran = differs(sandbox.synth(&["diff", "--from", "HEAD", "--env", "prod"]));
    assert!(ran.stdout.contains("    [services.site]\n    renamed_from = \"web\"\n    aws_name = \"web\"\n"), "{ran}");
    assert!(!ran.stdout.contains("[[moved]]"), "the service's name moves all that is the service's: {ran}");
}

/// A move that does not keep what holds data is never advised: S3, SQS and ElastiCache rename nothing.
#[test]
fn what_aws_does_not_rename_is_not_advised_to_move() {
    let stores = "[queues.mails]\n[buckets.files]\n[caches.pages]\n";
    for (old, new, advised) in [
        ("queues.mails", "queues.letters", "[queues.letters]\n    renamed_from = \"mails\"\n    aws_name = \"<project>-mails-"),
        ("buckets.files", "buckets.papers", "[buckets.papers]\n    renamed_from = \"files\"\n    aws_name = \"<project>-files-"),
        ("caches.pages", "caches.leaves", "[caches.leaves]\n    renamed_from = \"pages\"\n    aws_name = \"<project>-pages-"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.append("environments/prod.toml", stores);
        commit(&sandbox);
        let settings = std::fs::read_to_string(sandbox.path("environments/prod.toml")).expect("it is there");
        sandbox.write("environments/prod.toml", &settings.replace(&format!("[{old}]"), &format!("[{new}]")));
        let ran = differs(sandbox.synth(&["diff", "--from", "HEAD", "--env", "prod"]));
        assert!(!ran.stdout.contains("[[moved]]\n"), "{ran}");
        assert!(ran.stdout.contains(advised), "{ran}");
        assert!(ran.stdout.contains("DESTROYED, WITH ALL THAT IT HOLDS: "), "{ran}");
    }
}

#[test]
fn a_commit_that_cannot_be_read_is_said() {
    let sandbox = Sandbox::new();
    let from = |reference: &str| sandbox.synth(&["diff", &format!("--from={reference}"), "--env", "prod"]).failed().stderr;
    assert!(from("HEAD").starts_with("error: `environments` is in no git repository: "), "{}", from("HEAD"));
    let mut without = sandbox.command(&["diff", "--from", "HEAD", "--env", "prod"]);
    let without = sandbox.ran(without.env("PATH", "")).failed();
    assert_eq!(without.stderr, "error: there is no `git` on this machine, and `--from` reads the old settings by it\n");

    let prod = std::fs::read_to_string(sandbox.path("environments/prod.toml")).expect("it is there");
    std::fs::remove_file(sandbox.path("environments/prod.toml")).expect("it is there");
    commit(&sandbox);
    sandbox.write("environments/prod.toml", &prod);
    assert_eq!(from("v1.0"), "error: git knows no commit `v1.0`: give a branch, a tag or a hash\n");
    assert_eq!(from("-x"), "error: git knows no commit `-x`: give a branch, a tag or a hash\n");
    let gone = from("HEAD");
    assert!(gone.contains("cannot read `environments/prod.toml`: git has no such file at `HEAD`: "), "{gone}");
    assert!(gone.ends_with("error: today's synth cannot read the settings of `prod` as of `HEAD`\n"), "{gone}");
}

#[test]
fn what_programs_get_keeps_to_its_schema() {
    let sandbox = Sandbox::new();
    let schema = sandbox.synth(&["schema", "--json-of", "diff"]).well().json();
    let validator = jsonschema::draft202012::new(&schema).expect("it is a schema");
    for (old, new) in [("prod", "prod"), ("staging", "prod"), ("prod", "staging")] {
        let ran = sandbox.synth(&["diff", old, new, "--json"]);
        assert!(validator.is_valid(&ran.json()), "{ran}");
    }
}

#[test]
fn what_is_compared_has_to_be_said() {
    let sandbox = Sandbox::new();
    for wrong in [
        &["diff"][..],
        &["diff", "prod"],
        &["diff", "--from", "HEAD"],
        &["diff", "--env", "prod"],
        &["diff", "prod", "staging", "--env", "prod"],
        &["diff", "prod", "staging", "--from", "HEAD", "--env", "prod"],
    ] {
        let ran = sandbox.synth(wrong).failed();
        assert!(ran.stderr.contains("Usage: synth diff"), "{wrong:?} {ran}");
    }
}
