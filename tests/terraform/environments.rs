//! Stock Terraform and the real AWS provider, on what is emitted: as it stands, applied to a mock of AWS's API, and broken on purpose.
//!
//! Which parts of AWS the mock lacks stands in `tests/moto/README.md`.

use std::collections::BTreeMap;

use crate::common::{Emitted, over, prod, staging};
use serde_json::{Value as Json, json};
use support::{DetailedExitCode, Failure, Moto, Terraform, Tools, require_or_skip};

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// What a user sets before an environment may be destroyed.
const UNPROTECTED: &str = "\
prevent_destroy = false\n\
[rds.deletion]\nprotection = false\nfinal_snapshot = false\n\
[ecs.load_balancer]\ndeletion_protection = false\n";

/// A mock of AWS's API in which the bucket of the state stands, as after `synth bootstrap`.
fn moto(name: &str, tools: &Tools) -> Result<Option<Moto>, Failure> {
    let Some(moto) = Moto::start_or_skip(name, tools, ACCOUNT) else { return Ok(None) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    Ok(Some(moto))
}

/// Plans, applies, plans again, asks the API, and destroys.
fn cycle(name: &str, emitted: &Emitted, unprotected: Option<&Emitted>) -> Result<(), Failure> {
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = moto(name, &tools)? else { return Ok(()) };
    let terraform = Terraform::of_files(&tools, &emitted.texts)?.against(&moto);

    // The folder as it stands: its S3 backend, its provider, its account.
    terraform.init()?;
    let validation = terraform.validate()?;
    assert!(validation.valid && validation.diagnostics.is_empty(), "{validation}");
    assert!(terraform.plan()?.changes().iter().all(|change| change.actions == ["create"]));

    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    the_groups_admit_what_the_table_says(&moto)?;
    the_task_definition_is_the_systems(&moto, emitted)?;
    the_database_is_the_systems(&moto, emitted)?;

    if let Some(unprotected) = unprotected {
        let refusal = terraform.destroy().expect_err("what holds data is protected").to_string();
        assert!(refusal.contains("prevent_destroy"), "{refusal}");
        for (path, text) in &unprotected.texts {
            std::fs::write(terraform.folder().join(path), text).expect("the folder can be written");
        }
        terraform.apply()?;
    }
    terraform.destroy()?;
    Ok(())
}

/// The rules of the three groups, as AWS's API tells them.
fn the_groups_admit_what_the_table_says(moto: &Moto) -> Result<(), Failure> {
    let groups = moto.aws("ec2", "describe_security_groups", json!({}))?;
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for group in groups["SecurityGroups"].as_array().into_iter().flatten() {
        let name = group["GroupName"].as_str().unwrap_or_default();
        let tier = ["load-balancer", "ecs", "database"].into_iter().find(|tier| name.starts_with(&format!("task-api-{tier}-")));
        if let Some(tier) = tier {
            names.insert(group["GroupId"].as_str().unwrap_or_default().to_owned(), tier.to_owned());
        }
    }
    let rules = moto.aws("ec2", "describe_security_group_rules", json!({}))?;
    let mut found: Vec<String> = Vec::new();
    for rule in rules["SecurityGroupRules"].as_array().into_iter().flatten() {
        let Some(group) = rule["GroupId"].as_str().and_then(|id| names.get(id)) else { continue };
        let direction = if rule["IsEgress"] == true { "to" } else { "from" };
        let other = rule["ReferencedGroupInfo"]["GroupId"].as_str().and_then(|id| names.get(id)).map(String::as_str);
        let peer = other.or_else(|| rule["CidrIpv4"].as_str()).unwrap_or("nobody");
        found.push(format!("{group} {direction} {peer} {}", rule["FromPort"]));
    }
    found.sort();
    assert_eq!(
        found,
        [
            "database from ecs 5432",
            "ecs from load-balancer 8080",
            "ecs to 0.0.0.0/0 443",
            "ecs to database 5432",
            "load-balancer from 0.0.0.0/0 443",
            "load-balancer from 0.0.0.0/0 80",
            "load-balancer to ecs 8080",
        ]
    );
    Ok(())
}

fn the_task_definition_is_the_systems(moto: &Moto, emitted: &Emitted) -> Result<(), Failure> {
    let family = format!("task-api-{}", emitted.environment);
    let answer = moto.aws("ecs", "describe_task_definition", json!({"taskDefinition": family}))?;
    let task = &answer["taskDefinition"];
    assert_eq!((&task["cpu"], &task["memory"]), (&json!("256"), &json!("512")));
    let container = &task["containerDefinitions"][0];
    assert_eq!(container["readonlyRootFilesystem"], true);
    let secrets: Vec<&str> = container["secrets"].as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(secrets, ["DB_PASSWORD", "DB_USER"]);
    Ok(())
}

fn the_database_is_the_systems(moto: &Moto, emitted: &Emitted) -> Result<(), Failure> {
    let answer = moto.aws("rds", "describe_db_instances", json!({}))?;
    let instance = &answer["DBInstances"][0];
    let expected = match emitted.environment.as_str() {
        "prod" => json!(["db.t3.small", 100, true, 30]),
        _ => json!(["db.t3.micro", 20, false, 7]),
    };
    let told: Json = ["DBInstanceClass", "AllocatedStorage", "MultiAZ", "BackupRetentionPeriod"]
        .into_iter()
        .map(|key| instance[key].clone())
        .collect();
    assert_eq!(told, expected);
    assert_eq!((&instance["StorageEncrypted"], &instance["PubliclyAccessible"]), (&json!(true), &json!(false)));
    assert!(instance["MasterUserSecret"]["SecretArn"].is_string(), "RDS keeps the password: {instance}");
    Ok(())
}

#[test]
fn prod_applies_as_it_stands_plans_no_change_after_and_is_destroyed_only_without_its_protections() -> Result<(), Failure> {
    let name = "prod goes through the whole cycle";
    cycle(name, prod(), Some(&over("prod", UNPROTECTED)))
}

#[test]
fn staging_applies_as_it_stands_plans_no_change_after_and_is_destroyed() -> Result<(), Failure> {
    cycle("staging goes through the whole cycle", staging(), None)
}

/// What Terraform says of staging with one document changed.
fn broken(name: &str, path: &str, change: impl Fn(&mut Json)) -> Result<Option<String>, Failure> {
    let Some(tools) = require_or_skip(name) else { return Ok(None) };
    let mut files = staging().texts.clone();
    let text = files.get_mut(path).expect("the file is emitted");
    let mut document: Json = serde_json::from_str(text).expect("it is JSON");
    change(&mut document);
    *text = document.to_string();
    let terraform = Terraform::of_files(&tools, &files)?;
    terraform.init_without_backend()?;
    let validation = terraform.validate()?;
    assert!(!validation.valid, "{path} passes although it is broken");
    Ok(Some(validation.to_string()))
}

const VPC: &str = "modules/networking/vpc.tf.json";

#[test]
fn terraform_refuses_a_document_that_is_broken_on_purpose() -> Result<(), Failure> {
    type Change = fn(&mut Json);
    let cases: [(&str, &str, Change, &str); 4] = [
        ("an unknown argument", VPC, |it| it["resource"]["aws_vpc"]["main"]["cidr_blok"] = json!("10.0.0.0/16"), "cidr_blok"),
        (
            "a missing argument",
            "modules/networking/subnets.tf.json",
            |it| {
                it["resource"]["aws_subnet"]["public_a"].as_object_mut().expect("it is a block").remove("vpc_id");
            },
            "vpc_id",
        ),
        (
            "a reference to nothing",
            VPC,
            |it| it["resource"]["aws_internet_gateway"]["main"]["vpc_id"] = json!("${aws_vpc.other.id}"),
            "undeclared resource",
        ),
        ("a wrong type", VPC, |it| it["resource"]["aws_vpc"]["main"]["enable_dns_support"] = json!(["yes"]), "bool"),
    ];
    for (name, path, change, says) in cases {
        let Some(said) = broken(name, path, change)? else { return Ok(()) };
        assert!(said.contains(says), "{name}: {said}");
    }
    Ok(())
}
