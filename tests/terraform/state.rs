//! Stock Terraform on where its state lies: the account's bootstrap, every way to lock, and changes of address that destroy nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{Emitted, emit, package, read, staging};
use serde_json::json;
use support::{DetailedExitCode, Failure, Moto, Plan, Terraform, require_or_skip};

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";
const LOCKS: [&str; 4] = ["--set", "state.lock=dynamodb", "--set", "state.lock_table=task-api-terraform-locks"];

/// `synth`, run in a folder that holds the shipped environments.
fn synth(folder: &Path, arguments: &[&str]) {
    let environments = folder.join("environments");
    if !environments.exists() {
        fs::create_dir(&environments).expect("a folder can be made");
        for name in ["base.toml", "prod.toml", "staging.toml"] {
            fs::copy(package().join("environments").join(name), environments.join(name)).expect("a file can be copied");
        }
    }
    let output = Command::new(env!("CARGO_BIN_EXE_synth")).args(arguments).current_dir(folder).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_bootstrap_makes_its_bucket_then_keeps_its_own_state_there_and_plans_no_change_after() -> Result<(), Failure> {
    let name = "the bootstrap goes through its cycle";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    let here = tempfile::tempdir().expect("a temporary folder can be made");
    let terraform = Terraform::in_folder(&tools, &here.path().join("out/bootstrap")).against(&moto);

    synth(here.path(), &["bootstrap"]);
    terraform.init()?;
    let validation = terraform.validate()?;
    assert!(validation.valid && validation.diagnostics.is_empty(), "{validation}");
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);

    synth(here.path(), &["bootstrap", "--in-bucket"]);
    terraform.init_and_migrate_state()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    assert_eq!(keys(&moto)?, ["bootstrap/terraform.tfstate"]);
    the_bucket_is_the_systems(&moto)?;

    // Who has nothing but the settings finds the state in the bucket.
    let elsewhere = tempfile::tempdir().expect("a temporary folder can be made");
    synth(elsewhere.path(), &["bootstrap", "--in-bucket"]);
    let terraform = Terraform::in_folder(&tools, &elsewhere.path().join("out/bootstrap")).against(&moto);
    terraform.init()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    let refusal = terraform.destroy().expect_err("the state of everything is in there").to_string();
    assert!(refusal.contains("prevent_destroy"), "{refusal}");
    Ok(())
}

/// What lies in the state bucket.
fn keys(moto: &Moto) -> Result<Vec<String>, Failure> {
    let answer = moto.aws("s3", "list_objects_v2", json!({"Bucket": STATE_BUCKET}))?;
    let objects = answer["Contents"].as_array().into_iter().flatten();
    Ok(objects.filter_map(|object| object["Key"].as_str().map(str::to_owned)).collect())
}

fn the_bucket_is_the_systems(moto: &Moto) -> Result<(), Failure> {
    let ask = |operation: &str| moto.aws("s3", operation, json!({"Bucket": STATE_BUCKET}));
    assert_eq!(ask("get_bucket_versioning")?["Status"], "Enabled");
    let rule = &ask("get_bucket_encryption")?["ServerSideEncryptionConfiguration"]["Rules"][0];
    assert_eq!(rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256");
    let closed = &ask("get_public_access_block")?["PublicAccessBlockConfiguration"];
    for what in ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] {
        assert_eq!(closed[what], true, "{what}");
    }
    let policy = ask("get_bucket_policy")?["Policy"].as_str().unwrap_or_default().to_owned();
    assert!(policy.contains("aws:SecureTransport"), "{policy}");
    let rule = &ask("get_bucket_lifecycle_configuration")?["Rules"][0];
    assert_eq!(rule["NoncurrentVersionExpiration"]["NoncurrentDays"], 90);
    assert_eq!(rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"], 7);
    assert!(ask("get_bucket_notification_configuration")?.get("EventBridgeConfiguration").is_some(), "S3 tells EventBridge");
    Ok(())
}

/// As docs/destroying.md says it, with the bucket and the table of an account that had its state there before.
#[test]
fn a_bucket_and_a_table_of_before_are_imported_into_the_bootstrap_and_nothing_of_them_is_made_anew() -> Result<(), Failure> {
    let name = "a bucket of before is the bootstrap's";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    moto.aws("s3", "put_object", json!({"Bucket": STATE_BUCKET, "Key": "old/terraform.tfstate"}))?;
    let table = json!({
        "TableName": "task-api-terraform-locks", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "LockID", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "LockID", "AttributeType": "S"}],
    });
    moto.aws("dynamodb", "create_table", table)?;
    let key = moto.aws("kms", "create_key", json!({"KeyUsage": "ENCRYPT_DECRYPT"}))?["KeyMetadata"]["Arn"].clone();
    let encryption = format!("state.encryption.kms={}", key.as_str().unwrap_or_default());
    let here = tempfile::tempdir().expect("a temporary folder can be made");
    let bootstrap = Terraform::in_folder(&tools, &here.path().join("out/bootstrap")).against(&moto);
    synth(here.path(), &[&["bootstrap"], &LOCKS[..], &["--set", &encryption]].concat());
    bootstrap.init()?;
    for (address, id) in
        [("module.state.aws_s3_bucket.state", STATE_BUCKET), ("module.state.aws_dynamodb_table.locks", "task-api-terraform-locks")]
    {
        bootstrap.run(&["import", "-no-color", address, id])?;
    }
    let plan = bootstrap.plan()?;
    let lost = plan.changes().into_iter().filter(|change| change.actions.contains(&"delete".to_owned()));
    assert_eq!(lost.map(|change| change.address.clone()).collect::<Vec<_>>(), [] as [String; 0]);
    bootstrap.apply()?;
    assert_eq!(bootstrap.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    assert_eq!(keys(&moto)?, ["old/terraform.tfstate"]);
    let rule =
        &moto.aws("s3", "get_bucket_encryption", json!({"Bucket": STATE_BUCKET}))?["ServerSideEncryptionConfiguration"]["Rules"][0];
    assert_eq!(rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"], key);
    Ok(())
}

#[test]
fn an_environment_locks_in_the_table_of_the_bootstrap_and_the_table_outlives_the_way_to_locks_in_s3() -> Result<(), Failure> {
    let name = "an environment locks in a table";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    let here = tempfile::tempdir().expect("a temporary folder can be made");
    let bootstrap = Terraform::in_folder(&tools, &here.path().join("out/bootstrap")).against(&moto);
    synth(here.path(), &[&["bootstrap"], &LOCKS[..]].concat());
    bootstrap.init()?;
    bootstrap.apply()?;
    synth(here.path(), &[&["bootstrap", "--in-bucket"], &LOCKS[..]].concat());
    bootstrap.init_and_migrate_state()?;
    assert_eq!(bootstrap.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);

    let staging = Terraform::in_folder(&tools, &here.path().join("out/staging")).against(&moto);
    for lock in ["dynamodb", "both"] {
        synth(here.path(), &[&["--env", "staging"], &LOCKS[..], &["--set", &format!("state.lock={lock}")]].concat());
        staging.init_and_migrate_state()?;
        staging.run(&["apply", "-no-color", "-auto-approve", "-target=module.networking.aws_vpc.main"])?;
    }
    // Terraform keeps each state's checksum where it locks.
    let items = moto.aws("dynamodb", "scan", json!({"TableName": "task-api-terraform-locks"}))?;
    let ids: Vec<&str> = items["Items"].as_array().into_iter().flatten().filter_map(|it| it["LockID"]["S"].as_str()).collect();
    for key in ["bootstrap", "task-api/staging"] {
        assert!(ids.contains(&format!("{STATE_BUCKET}/{key}/terraform.tfstate-md5").as_str()), "{ids:?}");
    }
    let table = moto.aws("dynamodb", "describe_table", json!({"TableName": "task-api-terraform-locks"}))?;
    assert_eq!(table["Table"]["DeletionProtectionEnabled"], true);

    // Locks in S3 only: the table is nobody's business any more, and stands.
    synth(here.path(), &["bootstrap", "--in-bucket"]);
    bootstrap.init_and_migrate_state()?;
    let plan = bootstrap.plan()?;
    assert!(plan.changes().iter().all(|change| !change.actions.contains(&"delete".to_owned())), "{:?}", plan.changes());
    bootstrap.apply()?;
    assert_eq!(bootstrap.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    moto.aws("dynamodb", "describe_table", json!({"TableName": "task-api-terraform-locks"}))?;
    Ok(())
}

/// What of a service stands without the database, which takes minutes to make.
const WITHOUT_DATABASE: [&str; 4] = ["aws_cloudwatch_log_group", "aws_ecr_repository", "aws_iam_role", "aws_lb_target_group"];

/// Staging, whose one service has another name, with these settings laid over.
fn under_another_name(settings: &str) -> Emitted {
    let emitted =
        emit("staging", settings, &mut |path| read(path).map(|text| text.replace("[services.task-api", "[services.jobs")));
    emitted.unwrap_or_else(|report| panic!("{report}"))
}

/// Writes what is emitted over what stands in Terraform's folder.
fn write(terraform: &Terraform, emitted: &Emitted) {
    for (path, text) in &emitted.texts {
        fs::write(terraform.folder().join(path), text).expect("the folder can be written");
    }
}

/// What a plan would do to each of the resources that were made before, by type: `create` is of the others.
fn done_to(plan: &Plan) -> BTreeMap<String, BTreeSet<String>> {
    let mut done: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for change in plan.changes() {
        let mut actions = change.actions.clone();
        actions.sort();
        let actions = actions.join(" and ");
        if WITHOUT_DATABASE.contains(&change.resource_type.as_str()) && actions != "create" {
            done.entry(change.resource_type.clone()).or_default().insert(actions);
        }
    }
    done
}

#[test]
fn a_renamed_service_keeps_all_it_has_and_what_exists_is_imported_and_let_go_of() -> Result<(), Failure> {
    let name = "a service is renamed";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let terraform = Terraform::of_files(&tools, &staging().texts)?.against(&moto);
    terraform.init()?;
    let of_service = staging().resources().into_iter().filter(|it| it.module == "ecs" && it.label.starts_with("task_api"));
    let targets =
        of_service.filter(|it| WITHOUT_DATABASE.contains(&it.kind.as_str())).map(|it| format!("-target={}", it.address()));
    let targets: Vec<String> = targets.collect();
    let apply: Vec<&str> = ["apply", "-no-color", "-auto-approve"].into_iter().chain(targets.iter().map(String::as_str)).collect();
    terraform.run(&apply)?;

    // With its old name in AWS, it keeps all of it.
    let kept = under_another_name("[services.jobs]\nrenamed_from = \"task-api\"\naws_name = \"task-api\"\n");
    write(&terraform, &kept);
    let all = |action: &str| WITHOUT_DATABASE.map(|kind| (kind.to_owned(), BTreeSet::from([action.to_owned()]))).into();
    assert_eq!(done_to(&terraform.plan()?), all("no-op"));

    // With a new one, AWS lets nothing of it be renamed; the target group goes on under its old name, so that nobody is cut off.
    write(&terraform, &under_another_name("[services.jobs]\nrenamed_from = \"task-api\"\n"));
    let mut anew = all("create and delete");
    anew.insert("aws_lb_target_group".to_owned(), BTreeSet::from(["no-op".to_owned()]));
    assert_eq!(done_to(&terraform.plan()?), anew);

    // What exists comes under Terraform's care, and what leaves it stands.
    moto.aws("logs", "create_log_group", json!({"logGroupName": "/vpc/task-api-staging"}))?;
    let changes = "[[import]]\nto = \"module.networking.aws_cloudwatch_log_group.flow_logs\"\nid = \"/vpc/task-api-staging\"\n\
                   [[removed]]\nfrom = \"module.ecs.aws_ecr_repository.task_api\"\n";
    write(&terraform, &under_another_name(changes));
    let validation = terraform.validate()?;
    assert!(validation.valid, "{validation}");
    let plan = terraform.plan()?;
    let of = |address: &str| {
        let changes = plan.document["resource_changes"].as_array().into_iter().flatten();
        changes.filter(|it| it["address"] == address).map(|it| it["change"].clone()).next().unwrap_or_default()
    };
    assert_eq!(of("module.ecs.aws_ecr_repository.task_api")["actions"], json!(["forget"]));
    assert_eq!(of("module.networking.aws_cloudwatch_log_group.flow_logs")["importing"]["id"], "/vpc/task-api-staging");
    Ok(())
}
