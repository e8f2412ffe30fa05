//! An apply that breaks off, and an environment that is made a second time: what docs/destroying.md tells of both is so.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use support::{DetailedExitCode, Failure, Moto, Terraform, require_or_skip};

use crate::settings::emitted;

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// The smallest environment, and its database.
const SMALLEST: &str = "base";
const DATABASE: &str = "module.rds.aws_db_instance.main";
const IDENTIFIER: &str = "task-api-base";

/// The calls that AWS refuses in each apply, and how many of the kind go through before: in the middle of the network, with a load balancer half
/// made, before the database; after the database, and between listener and rules; between repository and service; in the alarms.
const REFUSED: [&[(&str, &str, usize)]; 4] = [
    &[("ec2", "AssociateRouteTable", 2), ("elbv2", "ModifyLoadBalancerAttributes", 0), ("rds", "CreateDBInstance", 0)],
    &[("ecs", "RegisterTaskDefinition", 0), ("elbv2", "CreateRule", 0)],
    &[("ecs", "CreateService", 0)],
    &[("cloudwatch", "PutMetricAlarm", 0)],
];

/// What the provider says of the calls that failed.
fn failed(output: &str) -> Vec<&str> {
    let said = output.split("operation error ").skip(1).filter_map(|said| said.split_once(": ")?.1.split_once(','));
    said.map(|(action, _)| action).collect()
}

/// Terraform would destroy what is half made and make it anew: the load balancer in the other order, under a name that only one has, and what is
/// protected not at all.
fn keep_what_is_half_made(terraform: &Terraform) -> Result<(), Failure> {
    let state: Json = serde_json::from_str(&terraform.run(&["state", "pull"])?).expect("the state is JSON");
    for resource in state["resources"].as_array().into_iter().flatten() {
        if resource["instances"][0]["status"] == "tainted" {
            let [module, kind, name] = ["module", "type", "name"].map(|part| resource[part].as_str().unwrap_or_default());
            terraform.run(&["untaint", &format!("{module}.{kind}.{name}")])?;
        }
    }
    Ok(())
}

#[test]
fn an_apply_that_breaks_off_ends_when_it_is_run_again() -> Result<(), Failure> {
    let name = "an apply that breaks off ends when it is run again";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let terraform = Terraform::of_files(&tools, emitted(SMALLEST, &[]))?.against(&moto);
    terraform.init()?;
    for calls in REFUSED {
        for (service, action, after) in calls {
            moto.refuse_once(service, action, *after)?;
        }
        let output = terraform.apply().expect_err("AWS refuses something").to_string();
        let mut failed = failed(&output);
        failed.sort_unstable();
        let mut refused: Vec<&str> = calls.iter().map(|(_, action, _)| *action).collect();
        refused.sort_unstable();
        assert_eq!(failed, refused, "{output}");
        keep_what_is_half_made(&terraform)?;
    }
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    terraform.destroy()?;
    Ok(())
}

/// Rules stand on another listener before the old ones go, with the priorities that these have. Whoever goes back in the middle asks for rules on the
/// listener of before, where what was left behind has them still, and goes only after; whoever goes on to the end can go back.
#[test]
fn an_apply_that_leaves_a_rule_behind_on_another_listener_goes_on_before_it_goes_back() -> Result<(), Failure> {
    let name = "an apply that leaves a rule behind";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let zone = moto.aws("route53", "create_hosted_zone", json!({"Name": "example.com", "CallerReference": "test"}))?;
    let zone = zone["HostedZone"]["Id"].as_str().unwrap_or_default().trim_start_matches("/hostedzone/").to_owned();
    let terraform = Terraform::of_files(&tools, emitted(SMALLEST, &[]))?.against(&moto);
    terraform.init()?;
    terraform.apply()?;
    let no_log = "access_logs = { enabled = false }";
    let tls = format!("{no_log}\ntls = {{ domain = \"shop.example.com\", hosted_zone_id = \"{zone}\" }}");
    write(&terraform, &[(no_log, &tls)]);
    moto.refuse_once("elbv2", "DeleteRule", 0)?;
    let refusal = terraform.apply().expect_err("the old rule stays").to_string();
    assert_eq!(failed(&refusal), ["DeleteRule"], "{refusal}");

    write(&terraform, &[]);
    let refusal = terraform.apply().expect_err("the old rule has the priority").to_string();
    assert!(refusal.contains("PriorityInUse"), "{refusal}");
    write(&terraform, &[(no_log, &tls)]);
    terraform.apply()?;
    write(&terraform, &[]);
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    terraform.destroy()?;
    Ok(())
}

/// Starts an apply, and gives it back when AWS has begun to make the database, which takes minutes.
fn until_the_database_is_made(moto: &Moto, terraform: &Terraform) -> Result<support::Running, Failure> {
    let mut apply = terraform.start(&["apply", "-no-color", "-auto-approve"])?;
    let since = Instant::now();
    while moto.aws("rds", "describe_db_instances", json!({}))?["DBInstances"] == json!([]) {
        assert!(!apply.has_ended()? && since.elapsed() < Duration::from_secs(300), "the apply makes no database");
        std::thread::sleep(Duration::from_millis(500));
    }
    // By now it waits, and everything else that it could make stands in the state.
    std::thread::sleep(Duration::from_secs(3));
    assert!(!apply.has_ended()?, "the database takes longer");
    Ok(apply)
}

/// Everything but the database and what needs it.
fn without_the_database(moto: &Moto, terraform: &Terraform) -> Result<(), Failure> {
    moto.refuse_once("rds", "CreateDBInstance", 0)?;
    let refusal = terraform.apply().expect_err("RDS refuses the database").to_string();
    assert_eq!(failed(&refusal), ["CreateDBInstance"], "{refusal}");
    Ok(())
}

/// What a plan would do to the database.
fn done_to_the_database(terraform: &Terraform) -> Result<Vec<String>, Failure> {
    Ok(terraform.plan()?.change(DATABASE).map(|change| change.actions).unwrap_or_default())
}

#[test]
fn a_killed_apply_goes_on_by_an_import_and_an_interrupted_one_by_an_untaint_of_what_was_being_made() -> Result<(), Failure> {
    let name = "a killed apply goes on";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let terraform = Terraform::of_files(&tools, emitted(SMALLEST, &[]))?.against(&moto);
    terraform.init()?;
    without_the_database(&moto, &terraform)?;

    // Killed, it leaves its lock behind, and knows nothing of what it was making.
    until_the_database_is_made(&moto, &terraform)?.kill()?;
    let locked = terraform.plan().expect_err("the lock is still there").to_string();
    let id = locked.lines().find_map(|line| line.split_once(" ID:")).map(|(_, id)| id.trim()).unwrap_or_default();
    terraform.run(&["force-unlock", "-force", id])?;
    let refusal = terraform.apply().expect_err("the name is taken").to_string();
    assert!(refusal.contains("DBInstanceAlreadyExists"), "{refusal}");
    let import = format!("[[import]]\nto = \"{DATABASE}\"\nid = \"{IDENTIFIER}\"\n\n[state]\nbucket");
    write(&terraform, &[("[state]\nbucket", &import)]);
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    write(&terraform, &[]);
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    terraform.destroy()?;

    // Again. Interrupted, it takes what it was making for broken, and would make it anew.
    without_the_database(&moto, &terraform)?;
    assert!(!until_the_database_is_made(&moto, &terraform)?.interrupt()?, "it was interrupted");
    assert_eq!(done_to_the_database(&terraform)?, ["delete", "create"]);
    terraform.run(&["untaint", DATABASE])?;
    assert_ne!(done_to_the_database(&terraform)?, ["delete", "create"]);
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    terraform.destroy()?;
    Ok(())
}

/// Writes what is emitted for the smallest environment, with `replaced` in its file, over what stands.
fn write(terraform: &Terraform, replaced: &[(&str, &str)]) {
    // An import is in a file of its own.
    let _ = std::fs::remove_file(terraform.folder().join("refactoring.tf.json"));
    for (path, text) in emitted(SMALLEST, replaced) {
        std::fs::write(terraform.folder().join(path), text).expect("the folder can be written");
    }
}

/// With everything whose name AWS keeps for a while after it is gone: a last snapshot, a secret of the module's own, keys, buckets.
const KEPT: [(&str, &str); 3] = [
    ("final_snapshot = false", "final_snapshot = true"),
    ("access_logs = { enabled = false }", "access_logs = { enabled = true }"),
    ("backups = {", "read_replica = {}\nbackups = {"),
];

#[test]
fn an_environment_is_made_again_after_it_was_destroyed() -> Result<(), Failure> {
    let name = "an environment is made again";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let terraform = Terraform::of_files(&tools, emitted(SMALLEST, &KEPT))?.against(&moto);
    terraform.init()?;
    terraform.apply()?;
    terraform.destroy()?;
    let snapshots = moto.aws("rds", "describe_db_snapshots", json!({}))?;
    let is_last = |snapshot: &Json| snapshot["DBSnapshotIdentifier"] == "task-api-base-final";
    assert!(snapshots["DBSnapshots"].as_array().into_iter().flatten().any(is_last), "{snapshots}");

    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    // The snapshot of before has the name, and the setting gives the next one another.
    let refusal = terraform.destroy().expect_err("the last snapshot has that name").to_string();
    assert!(refusal.contains("DBSnapshotAlreadyExists"), "{refusal}");
    let [_, others @ ..] = KEPT;
    let another = ("final_snapshot = false", "final_snapshot = true, final_snapshot_identifier = \"task-api-base-final-2\"");
    write(&terraform, &[&[another], &others[..]].concat());
    terraform.apply()?;
    terraform.destroy()?;
    Ok(())
}
