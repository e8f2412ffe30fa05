//! Every setting of the schema with another value, many at a time, there and back, with stock Terraform, the real provider and moto: each
//! apply succeeds, the plan after it changes nothing, nothing is destroyed before its users have changed, and nothing of it is left behind.
//!
//! It takes an hour, so it runs when it is asked for: `SYNTH_TRANSITIONS=all`, or the name of one stage (`least`, `most`, `other`), or some of its steps
//! as it numbers them (`least:3`, `least:3-5`), or several of these with commas between. What it found of a step is printed as soon as it is known.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::thread;

use serde_json::{Value as Json, json};
use support::{Failure, Moto, Terraform, require_or_skip};

use crate::changes::apply_as_read;
use crate::common::left_out::kept;
use crate::common::transitions::{STAGES, Stage, Step};
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
const NOT_AS_BEFORE: [(&str, &str, &str); 17] = [
    ("aws_appautoscaling_policy", "alarm_arns", "made anew with the policy, whose id is its name"),
    ("aws_appautoscaling_policy", "arn", "made anew, and the id is the name"),
    ("aws_db_instance", "final_snapshot_identifier", "an empty one is none to the provider"),
    ("aws_db_instance", "latest_restorable_time", "the time goes on"),
    ("aws_db_instance", "master_user_secret", "RDS makes another secret when it keeps the password again, after a read replica"),
    ("aws_db_instance", "password_wo_version", "the provider keeps that there was one"),
    ("aws_db_parameter_group", "parameter", "RDS keeps a parameter's last way to be applied"),
    ("aws_ecs_service", "load_balancer", "under `deployment = \"pipeline\"` the pipeline moves it"),
    ("aws_ecs_service", "task_definition", "under `deployment = \"pipeline\"` the pipeline moves it"),
    ("aws_ecs_task_definition", "arn", "each revision has its own"),
    ("aws_ecs_task_definition", "revision", "each revision has its own"),
    ("aws_instance", "public_dns", "EC2 gives another public address to a machine that was stopped for another type"),
    ("aws_instance", "public_ip", "EC2 gives another public address to a machine that was stopped for another type"),
    (
        "aws_instance",
        "root_block_device",
        "a tag that the volume gets goes there with the apply after (hashicorp/terraform-provider-aws#38301)",
    ),
    ("aws_lb", "access_logs", "off, and the load balancer remembers the bucket that they went to"),
    ("aws_wafv2_web_acl", "lock_token", "another one with each change"),
    ("aws_lb_target_group", "target_group_health", "moto tells its defaults only once another attribute was changed"),
];

/// The texts with what the mock has.
fn with_existing(emitted: &Emitted, existing: &Existing) -> BTreeMap<String, String> {
    let named = |text: &String| existing.iter().fold(text.clone(), |text, (example, name)| text.replace(example, name));
    emitted.texts.iter().map(|(path, text)| (path.clone(), named(text))).collect()
}

/// What stands, by address: the state's attributes as they were read after the apply, since the provider fills some in only then.
fn standing(terraform: &Terraform) -> Result<BTreeMap<String, Json>, Failure> {
    fn collect(module: &Json, found: &mut BTreeMap<String, Json>) {
        for resource in module["resources"].as_array().into_iter().flatten().filter(|it| it["mode"] == "managed") {
            found.insert(resource["address"].as_str().unwrap_or_default().to_owned(), resource["values"].clone());
        }
        module["child_modules"].as_array().into_iter().flatten().for_each(|child| collect(child, found));
    }
    let mut found = BTreeMap::new();
    collect(&terraform.show_state()?["values"]["root_module"], &mut found);
    Ok(found)
}

/// What differs between what stood and what stands, but for what AWS says anew; what was made anew is left out: of what was gone in between, the name
/// may be the same. Who names it names it anew.
fn left_behind(before: &BTreeMap<String, Json>, there: &Emitted, now: &BTreeMap<String, Json>) -> Vec<String> {
    let stood: BTreeSet<String> = there.resources().iter().map(Resource::address).collect();
    let is_anew = |address: &str, was: &Json, is: &Json| was["id"] != is["id"] || !stood.contains(address);
    let is_excused = |address: &str, attribute: &str| {
        let kind = address.rsplit('.').nth(1).unwrap_or_default();
        NOT_AS_BEFORE.iter().any(|(of, excused, _)| *of == kind && *excused == attribute)
    };
    let mut faults = Vec::new();
    let mut compared = Vec::new();
    let mut names = BTreeMap::new();
    for (address, was) in before {
        let Some(is) = now.get(address) else {
            faults.push(format!("{address} is gone"));
            continue;
        };
        for (attribute, value) in was.as_object().into_iter().flatten() {
            let other = &is[attribute.as_str()];
            if is_anew(address, was, is) || is_excused(address, attribute) {
                other_names(value, other, &mut names);
            } else if value != other {
                compared.push((address, attribute, value, other));
            }
        }
    }
    for (address, attribute, was, is) in compared {
        if as_read(was, &names) != as_read(is, &BTreeMap::new()) {
            faults.push(format!("{address}: {attribute} was {was} and is {is}"));
        }
    }
    faults.extend(now.keys().filter(|address| !before.contains_key(*address)).map(|address| format!("{address} is still there")));
    faults
}

/// What texts of something that was made anew became.
fn other_names(was: &Json, is: &Json, names: &mut BTreeMap<String, String>) {
    match (was, is) {
        (Json::String(was), Json::String(is)) if was != is && was.len() > 8 => {
            names.insert(was.clone(), is.clone());
        }
        (Json::Array(was), Json::Array(is)) => was.iter().zip(is).for_each(|(was, is)| other_names(was, is, names)),
        (Json::Object(was), Json::Object(is)) => {
            was.iter().filter_map(|(key, was)| Some((was, is.get(key)?))).for_each(|(was, is)| other_names(was, is, names));
        }
        _ => {}
    }
}

/// The value with other names, its documents as what they say, and its lists as sets, since AWS tells neither keys nor sets in an order.
fn as_read(value: &Json, names: &BTreeMap<String, String>) -> Json {
    match value {
        Json::String(text) => {
            let text = names.iter().rev().fold(text.clone(), |text, (was, is)| text.replace(was, is));
            match serde_json::from_str::<Json>(&text) {
                Ok(document @ (Json::Array(_) | Json::Object(_))) => as_read(&document, &BTreeMap::new()),
                _ => Json::from(text),
            }
        }
        Json::Array(elements) => {
            let mut elements: Vec<Json> = elements.iter().map(|element| as_read(element, names)).collect();
            elements.sort_by_key(Json::to_string);
            Json::from(elements)
        }
        Json::Object(members) => {
            let members: BTreeMap<String, Json> = members.iter().map(|(key, value)| (key.clone(), as_read(value, names))).collect();
            members.into_iter().collect()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
    }
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
///
/// Gives whether there was such a replica.
fn give_the_password_back(moto: &Moto, from: &Emitted, to: &Emitted) -> Result<bool, Failure> {
    let identifier = |it: &Resource| it.body["identifier"].clone();
    let (replicas, databases): (Vec<Resource>, Vec<Resource>) =
        from.all("aws_db_instance").into_iter().partition(|it| it.body.get("replicate_source_db").is_some());
    let stays = |replica: &Resource| to.resources().iter().any(|it| it.address() == replica.address());
    let going: Vec<&Resource> = replicas.iter().filter(|it| !stays(it)).collect();
    for replica in &going {
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
    Ok(!going.is_empty())
}

/// What `synth diff` says of a serverless cache that asks no more who connects: it is told by hand before Terraform is asked.
///
/// Gives whether there was such a cache.
fn take_user_groups_away(moto: &Moto, from: &Emitted, to: &Emitted) -> Result<bool, Failure> {
    let groups = |it: &Emitted| -> BTreeMap<String, terraform::Json> {
        let caches = it.all("aws_elasticache_serverless_cache").into_iter().filter(|it| it.body.get("user_group_id").is_some());
        caches.map(|it| (it.address(), it.body["name"].clone())).collect()
    };
    let (stands, stays) = (groups(from), groups(to));
    let is_emitted = |address: &str| to.resources().iter().any(|it| it.address() == address);
    let left: Vec<&terraform::Json> =
        stands.iter().filter(|(address, _)| !stays.contains_key(*address) && is_emitted(address)).map(|(_, name)| name).collect();
    for name in &left {
        moto.aws("elasticache", "modify_serverless_cache", json!({"ServerlessCacheName": name, "RemoveUserGroup": true}))?;
    }
    Ok(!left.is_empty())
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

/// How many steps go one after the other through one mock; nearly all of their time is the provider's own waiting, so the parts run side by side.
const STEPS_OF_A_PART: usize = 3;

/// Some of a stage's steps, of which each goes from home and back home.
struct Part {
    stage: Arc<Stage>,
    steps: Arc<Vec<Step>>,
    /// Counted from 1, as they are told.
    numbers: Vec<usize>,
}

fn parts(stage: &'static str, wanted: &RangeInclusive<usize>) -> Vec<(String, Part)> {
    let stage = Arc::new(Stage::of(stage));
    let steps = Arc::new(stage.kept_steps());
    let home_and_steps: Vec<Emitted> =
        std::iter::once(None).chain(steps.iter().map(Some)).map(|step| stage.emitted(step)).collect();
    let kept = kept(&home_and_steps).0.join("\n");
    assert!(kept.is_empty(), "left out in some step, so that the provider keeps it: write it always, or say why not\n{kept}");
    let numbers: Vec<usize> = (1..=steps.len()).filter(|number| wanted.contains(number)).collect();
    let part = |numbers: &[usize]| {
        let name = format!("transitions {} {}", stage.name, numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        (name, Part { stage: stage.clone(), steps: steps.clone(), numbers: numbers.to_vec() })
    };
    numbers.chunks(STEPS_OF_A_PART).map(part).collect()
}

/// Through these steps of a stage, from home and back home each time.
fn goes(name: &str, part: &Part) -> Result<(), Failure> {
    let Part { stage, steps, numbers } = part;
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
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
    terraform.read()?;
    let mut at_home = standing(&terraform)?;
    let mut faults = Vec::new();
    for (number, step) in numbers.iter().map(|number| (number, &steps[number - 1])) {
        let there = stage.emitted(Some(step));
        let mut tell = |way: &str, outcome: Result<Vec<String>, Failure>| -> bool {
            let found = outcome.unwrap_or_else(|failure| vec![failure.to_string()]);
            let is_right = found.is_empty();
            let told = if is_right { "right".to_owned() } else { found.join("\n") };
            eprintln!("{}, step {number} of {}, {way}: {told}", stage.name, steps.len());
            faults.extend(found.into_iter().map(|fault| format!("step {number}, {way}: {fault}")));
            is_right
        };
        let go = || {
            if take_user_groups_away(&moto, &home, &there)? {
                terraform.read()?;
            }
            let faults = apply_as_read(&terraform, &home, &with_existing(&there, &existing))?;
            fill(&moto, &there).map(|()| faults)
        };
        let is_right = tell("there", go());
        let back = || {
            // What was done by hand Terraform does not know, nor what an apply left that broke off.
            let by_hand = [take_user_groups_away(&moto, &there, &home)?, give_the_password_back(&moto, &there, &home)?];
            if by_hand.contains(&true) || !is_right {
                terraform.read()?;
            }
            let faults = apply_as_read(&terraform, &there, &with_existing(&home, &existing))?;
            delete_last_snapshots(&moto, &there, &home)?;
            Ok(faults)
        };
        let is_back = tell("back", back());
        let left = standing(&terraform).map(|now| {
            let left = left_behind(&at_home, &there, &now);
            // What a step leaves behind is told once, and what it made anew is what stands.
            at_home = now;
            left
        });
        if !(tell("and home", left) && is_right && is_back) {
            faults.push(format!("with these settings:\n{}", step.words()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    terraform.destroy()?;
    Ok(())
}

/// `3` or `3-5`.
fn range(text: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some(first.parse().ok()?..=last.parse().ok()?)
}

/// A stage, or some of its steps.
fn asked(text: &str) -> (&'static str, RangeInclusive<usize>) {
    let (name, numbers) = match text.split_once(':') {
        Some((stage, steps)) => (stage, range(steps).expect("they are numbers of steps, such as 3 or 3-5")),
        None => (text, 1..=usize::MAX),
    };
    let stage = STAGES.into_iter().find(|stage| *stage == name);
    (stage.unwrap_or_else(|| panic!("{name}: it is `all` or one of {STAGES:?}")), numbers)
}

#[test]
fn every_setting_goes_there_and_back_users_first() {
    let Ok(wanted) = std::env::var("SYNTH_TRANSITIONS") else { return };
    let asked: Vec<_> = if wanted == "all" { STAGES.map(asked).to_vec() } else { wanted.split(',').map(asked).collect() };
    let parts = thread::scope(|scope| {
        let threads: Vec<_> = asked.into_iter().map(|(stage, numbers)| scope.spawn(move || parts(stage, &numbers))).collect();
        threads.into_iter().flat_map(|it| it.join().expect("the steps can be put together")).collect::<Vec<_>>()
    });
    let failures = support::each(parts, |name, part| goes(name, &part).map_err(|failure| failure.to_string()));
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
