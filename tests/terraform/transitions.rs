//! Every setting of the schema with another value, many at a time, there and back, with stock Terraform, the real provider and moto: each
//! apply succeeds, the plan after it changes nothing, nothing is destroyed before its users have changed, and nothing of it is left behind.
//!
//! It takes an hour, so it runs when it is asked for: `SYNTH_TRANSITIONS=all`, or the name of one stage (`least`, `most`, `other`), or one of its steps
//! as it numbers them (`least:3`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use support::{Failure, Moto, Terraform, require_or_skip};

use crate::changes::apply;
use crate::common::transitions::{STAGES, Stage};
use crate::common::{Emitted, Resource};

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// The hosted zone of the settings' own examples, and of the stages.
const ZONE: &str = "Z0123456789EXAMPLE";

/// The certificate of the settings' own examples.
const CERTIFICATE: &str = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

/// What exists already, by its name in the settings' examples.
type Existing = [(&'static str, String); 2];

/// What is not as it was although nothing is left behind, by resource type and attribute, and why.
const NOT_AS_BEFORE: [(&str, &str, &str); 12] = [
    ("aws_appautoscaling_policy", "alarm_arns", "made anew with the policy, whose id is its name"),
    ("aws_appautoscaling_policy", "arn", "made anew, and the id is the name"),
    ("aws_db_instance", "final_snapshot_identifier", "an empty one is none to the provider"),
    ("aws_db_instance", "latest_restorable_time", "the time goes on"),
    ("aws_db_instance", "password_wo_version", "the provider keeps that there was one"),
    ("aws_db_parameter_group", "parameter", "RDS keeps a parameter's last way to be applied"),
    ("aws_ecs_service", "load_balancer", "under `deployment = \"pipeline\"` the pipeline moves it"),
    ("aws_ecs_service", "task_definition", "under `deployment = \"pipeline\"` the pipeline moves it"),
    ("aws_ecs_task_definition", "arn", "each revision has its own"),
    ("aws_ecs_task_definition", "revision", "each revision has its own"),
    ("aws_lb", "access_logs", "off, and the load balancer remembers the bucket that they went to"),
    ("aws_lb_target_group", "target_group_health", "moto tells its defaults only once another attribute was changed"),
];

/// The texts with what the mock has.
fn with_existing(emitted: &Emitted, existing: &Existing) -> BTreeMap<String, String> {
    let named = |text: &String| existing.iter().fold(text.clone(), |text, (example, name)| text.replace(example, name));
    emitted.texts.iter().map(|(path, text)| (path.clone(), named(text))).collect()
}

/// What stands, by address: the state's attributes, read anew, since the provider fills some in only then.
fn standing(terraform: &Terraform) -> Result<BTreeMap<String, Json>, Failure> {
    fn collect(module: &Json, found: &mut BTreeMap<String, Json>) {
        for resource in module["resources"].as_array().into_iter().flatten().filter(|it| it["mode"] == "managed") {
            found.insert(resource["address"].as_str().unwrap_or_default().to_owned(), resource["values"].clone());
        }
        module["child_modules"].as_array().into_iter().flatten().for_each(|child| collect(child, found));
    }
    terraform.run(&["apply", "-refresh-only", "-no-color", "-auto-approve"])?;
    let mut found = BTreeMap::new();
    collect(&terraform.show_state()?["values"]["root_module"], &mut found);
    Ok(found)
}

/// What differs between what stood and what stands, but for what AWS says anew; what was made anew is left out: of what was gone in between, the name
/// may be the same.
fn left_behind(before: &BTreeMap<String, Json>, there: &Emitted, now: &BTreeMap<String, Json>) -> Vec<String> {
    let stood: BTreeSet<String> = there.resources().iter().map(Resource::address).collect();
    let mut faults = Vec::new();
    for (address, was) in before {
        let kind = address.rsplit('.').nth(1).unwrap_or_default();
        let Some(is) = now.get(address) else {
            faults.push(format!("{address} is gone"));
            continue;
        };
        if was["id"] != is["id"] || !stood.contains(address) {
            continue;
        }
        for (attribute, value) in
            was.as_object().into_iter().flatten().filter(|(attribute, value)| is[attribute.as_str()] != **value)
        {
            if !NOT_AS_BEFORE.iter().any(|(of, excused, _)| *of == kind && excused == attribute) {
                faults.push(format!("{address}: {attribute} was {value} and is {}", is[attribute.as_str()]));
            }
        }
    }
    faults.extend(now.keys().filter(|address| !before.contains_key(*address)).map(|address| format!("{address} is still there")));
    faults
}

/// Nothing that is in use is empty: an object in each bucket that may be destroyed with it.
fn fill(moto: &Moto, emitted: &Emitted) -> Result<(), Failure> {
    for bucket in emitted.all("aws_s3_bucket").into_iter().filter(|it| it.body["force_destroy"] == true) {
        let name =
            bucket.body["bucket"].as_str().unwrap_or_default().replace("${data.aws_caller_identity.current.account_id}", ACCOUNT);
        if !name.contains("${") {
            moto.aws("s3", "put_object", json!({"Bucket": name, "Key": "object"}))?;
        }
    }
    Ok(())
}

/// What the settings say of the way back from a read replica: RDS deletes it and keeps the password again, before Terraform is asked.
fn give_the_password_back(moto: &Moto, from: &Emitted, to: &Emitted) -> Result<(), Failure> {
    let identifier = |it: &Resource| it.body["identifier"].clone();
    let (replicas, databases): (Vec<Resource>, Vec<Resource>) =
        from.all("aws_db_instance").into_iter().partition(|it| it.body.get("replicate_source_db").is_some());
    let stays = |replica: &Resource| to.resources().iter().any(|it| it.address() == replica.address());
    for replica in replicas.iter().filter(|it| !stays(it)) {
        moto.aws("rds", "delete_db_instance", json!({"DBInstanceIdentifier": identifier(replica), "SkipFinalSnapshot": true}))?;
        let key = moto.aws("kms", "describe_key", json!({"KeyId": format!("alias/task-api-database-{}", from.environment)}))?;
        for database in &databases {
            let kept = json!({
                "DBInstanceIdentifier": identifier(database), "ManageMasterUserPassword": true,
                "MasterUserSecretKmsKeyId": key["KeyMetadata"]["Arn"], "ApplyImmediately": true,
            });
            moto.aws("rds", "modify_db_instance", kept)?;
        }
    }
    Ok(())
}

/// A cache on nodes leaves a last snapshot, and ElastiCache makes no second one of its name: whoever wants the cache once more deletes it.
fn delete_last_snapshots(moto: &Moto, from: &Emitted, to: &Emitted) -> Result<(), Failure> {
    let stays = |cache: &Resource| to.resources().iter().any(|it| it.address() == cache.address());
    for cache in from.all("aws_elasticache_replication_group").iter().filter(|it| !stays(it)) {
        if let Some(name) = cache.body["final_snapshot_identifier"].as_str() {
            moto.aws("elasticache", "delete_snapshot", json!({"SnapshotName": name}))?;
        }
    }
    Ok(())
}

/// Through the steps of a stage, or one of them, from home and back home each time.
fn goes(name: &str, only: Option<usize>) -> Result<(), Failure> {
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let stage = Stage::of(STAGES.into_iter().find(|stage| *stage == name).expect("it is a stage"));
    let steps = stage.steps();
    let Some(moto) = Moto::start_or_skip(&format!("transitions {name}"), &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    for key in ["operations", "operations2"] {
        moto.aws("ec2", "create_key_pair", json!({"KeyName": key}))?;
    }
    let zone = moto.aws("route53", "create_hosted_zone", json!({"Name": "example.com", "CallerReference": "test"}))?;
    let zone = zone["HostedZone"]["Id"].as_str().unwrap_or_default().trim_start_matches("/hostedzone/").to_owned();
    let certificate = moto.aws("acm", "request_certificate", json!({"DomainName": "example.com"}))?["CertificateArn"].clone();
    let existing = [(ZONE, zone), (CERTIFICATE, certificate.as_str().unwrap_or_default().to_owned())];

    let home = stage.emitted(None);
    let terraform = Terraform::of_files(&tools, with_existing(&home, &existing))?.against(&moto);
    terraform.init()?;
    terraform.apply()?;
    fill(&moto, &home)?;
    let at_home = standing(&terraform)?;
    let mut faults = Vec::new();
    for (number, step) in steps.iter().enumerate().filter(|(number, _)| only.is_none_or(|only| only == number + 1)) {
        let there = stage.emitted(Some(step));
        let mut tell = |way: &str, outcome: Result<Vec<String>, Failure>| -> bool {
            let found = outcome.unwrap_or_else(|failure| vec![failure.to_string()]);
            let is_right = found.is_empty();
            let told = if is_right { "right".to_owned() } else { found.join("\n") };
            eprintln!("{name}, step {} of {}, {way}: {told}", number + 1, steps.len());
            faults.extend(found.into_iter().map(|fault| format!("step {}, {way}: {fault}", number + 1)));
            is_right
        };
        let is_right = tell(
            "there",
            apply(&terraform, &home, &with_existing(&there, &existing)).and_then(|it| fill(&moto, &there).map(|()| it)),
        );
        let back = || {
            give_the_password_back(&moto, &there, &home)?;
            let faults = apply(&terraform, &there, &with_existing(&home, &existing))?;
            delete_last_snapshots(&moto, &there, &home)?;
            Ok(faults)
        };
        let is_back = tell("back", back());
        let left = standing(&terraform).map(|now| left_behind(&at_home, &there, &now));
        if !(tell("and home", left) && is_right && is_back) {
            faults.push(format!("with these settings:\n{}", step.words()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    terraform.destroy()?;
    Ok(())
}

#[test]
fn every_setting_goes_there_and_back_users_first() {
    let Ok(wanted) = std::env::var("SYNTH_TRANSITIONS") else { return };
    let (wanted, only) = match wanted.split_once(':') {
        Some((stage, step)) => (stage.to_owned(), Some(step.parse().expect("it is a step's number"))),
        None => (wanted, None),
    };
    let stages = STAGES.into_iter().filter(|stage| wanted == "all" || wanted == *stage).map(|stage| (stage.to_owned(), only));
    let failures = support::each(stages, |name, only| goes(name, only).map_err(|failure| failure.to_string()));
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
