//! Stock Terraform and the real AWS provider on a change: many settings at once, there and back. Each apply succeeds, the plan after it changes
//! nothing, and nothing is destroyed before its users have changed. Every setting: `transitions.rs`.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value as Json, json};
use support::{DetailedExitCode, Failure, Moto, Terraform, require_or_skip};

use crate::common::users::users_of;
use crate::common::{Emitted, Resource, over, staging};

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// Many settings that are taken back afterwards. `ZONE` stands for the hosted zone that the mock has.
const MANY: &str = r#"
[networking]
nat_gateways = "per-zone"
[ecs.load_balancer]
access_logs = { enabled = false }
tls = { domain = "shop.example.com", hosted_zone_id = "ZONE" }
[monitoring.budget]
scope = "environment-tag"
[rds.monitoring]
interval_seconds = 0
[ecs.load_balancer.firewall]
managed_rule_groups = ["common"]
allowed_cidrs = ["192.168.10.0/24"]
blocked_cidrs = ["198.51.100.0/24"]
requests_in_5_minutes = 2000
[queues.mails]
[services.task-api]
stickiness_seconds = 3600
port = 9090
previous_port = 8080
uses = ["queue.mails"]
reaches = ["accounts"]
egress = [{ port = 6379, cidrs = ["10.1.0.0/16"] }]
ingress = [{ port = 9100, cidrs = ["10.2.0.0/16"] }]
[services.accounts]
image_tag = "1.0.0"
port = 9000
tasks = { desired = 1, min = 1, max = 2 }
"#;

/// One event of an apply: what was done to which address, and whether it began or ended.
struct Event {
    kind: String,
    action: String,
    address: String,
}

impl Event {
    fn read(line: &str) -> Option<Self> {
        let event: Json = serde_json::from_str(line).ok()?;
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let hook = &event["hook"];
        Some(Self { kind: text(&event["type"])?, action: text(&hook["action"])?, address: text(&hook["resource"]["addr"])? })
    }
}

/// What was destroyed before its users had changed, by the apply's own output.
fn destroyed_too_early(output: &str, before: &[Resource]) -> Vec<String> {
    let events: Vec<Event> = output.lines().filter_map(Event::read).collect();
    let ended =
        |address: &str| events.iter().position(|it| it.kind == "apply_complete" && it.action == "update" && it.address == address);
    let mut faults = Vec::new();
    for (at, gone) in events.iter().enumerate().filter(|(_, it)| it.kind == "apply_start" && it.action == "delete") {
        let late = users_of(&gone.address, before).filter(|user| ended(user).is_some_and(|end| end > at));
        faults.extend(late.map(|user| format!("{} was destroyed before {user} had changed", gone.address)));
    }
    faults
}

/// The errors in an apply's output, each with its address.
fn errors(output: &str) -> String {
    let events = output.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    let errors = events.filter(|event| event["@level"] == "error").map(|event| {
        let diagnostic = &event["diagnostic"];
        format!("{}: {} {}", diagnostic["address"], event["@message"], diagnostic["detail"])
    });
    errors.collect::<Vec<_>>().join("\n")
}

/// Applies these files over what stands, and gives what is wrong.
pub(crate) fn apply(terraform: &Terraform, before: &Emitted, texts: &BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
    replace(terraform, texts)?;
    let mut faults = carry_out(terraform, before, &["apply", "-json", "-auto-approve"])?;
    faults.extend(not_empty(terraform.plan_detailed_exit_code()?));
    Ok(faults)
}

/// As [`apply`], where the state is as it was just read, and leaves it as it was just read: every attribute is asked for once and not three times.
pub(crate) fn apply_as_read(
    terraform: &Terraform,
    before: &Emitted,
    texts: &BTreeMap<String, String>,
) -> Result<Vec<String>, Failure> {
    replace(terraform, texts)?;
    let mut faults = carry_out(terraform, before, &["apply", "-json", "-auto-approve", "-refresh=false"])?;
    terraform.read()?;
    let mut plan = terraform.plan_as_read()?;
    if matches!(&plan, DetailedExitCode::Changes(text) if is_of_volume_alone(text)) {
        faults.extend(carry_out(terraform, before, &["apply", "-json", "-auto-approve", "-refresh=false"])?);
        terraform.read()?;
        plan = terraform.plan_as_read()?;
    }
    faults.extend(not_empty(plan));
    Ok(faults)
}

/// The provider takes a tag from a machine's volume with the apply after the one that takes it from the machine
/// (hashicorp/terraform-provider-aws#38301).
fn is_of_volume_alone(plan: &str) -> bool {
    let changed: Vec<&str> = plan.lines().filter(|line| line.starts_with("  # ")).collect();
    !changed.is_empty()
        && changed.iter().all(|line| line.contains(".aws_instance.bastion will be updated in-place"))
        && plan.contains("~ root_block_device")
}

/// Puts these files in the place of the folder's.
fn replace(terraform: &Terraform, texts: &BTreeMap<String, String>) -> Result<(), Failure> {
    // What is emitted takes the place of the whole folder, which may have a module and its test less.
    for part in ["modules", "tests"] {
        fs::remove_dir_all(terraform.folder().join(part)).expect("the folder can be emptied");
    }
    for (path, text) in texts {
        let path = terraform.folder().join(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder can be made");
        fs::write(path, text).expect("the folder can be written");
    }
    terraform.init().map(drop)
}

/// What the apply itself does wrong.
fn carry_out(terraform: &Terraform, before: &Emitted, arguments: &[&str]) -> Result<Vec<String>, Failure> {
    match terraform.run(arguments) {
        Ok(output) => Ok(destroyed_too_early(&output, &before.resources())),
        Err(Failure::Terraform { command, output }) => Err(Failure::Terraform { command, output: errors(&output) }),
        Err(failure) => Err(failure),
    }
}

fn not_empty(plan: DetailedExitCode) -> Option<String> {
    let DetailedExitCode::Changes(plan) = plan else { return None };
    let told: Vec<&str> = plan.lines().skip_while(|line| !line.starts_with("Terraform will perform")).collect();
    Some(format!("the plan after the apply is not empty:\n{}", told.join("\n")))
}

#[test]
fn many_settings_at_once_go_there_and_back_users_first() -> Result<(), Failure> {
    let name = "many settings go there and back";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let zone = moto.aws("route53", "create_hosted_zone", json!({"Name": "example.com", "CallerReference": "test"}))?;
    let zone = zone["HostedZone"]["Id"].as_str().unwrap_or_default().trim_start_matches("/hostedzone/").to_owned();
    let many = over("staging", &MANY.replace("ZONE", &zone));

    let terraform = Terraform::of_files(&tools, &staging().texts)?.against(&moto);
    terraform.init()?;
    terraform.apply()?;
    // A bucket that is in use is not empty.
    for bucket in moto.aws("s3", "list_buckets", json!({}))?["Buckets"].as_array().into_iter().flatten() {
        if bucket["Name"] != STATE_BUCKET {
            moto.aws("s3", "put_object", json!({"Bucket": bucket["Name"], "Key": "log"}))?;
        }
    }
    let mut faults = apply(&terraform, staging(), &many.texts)?;
    faults.extend(apply(&terraform, &many, &staging().texts)?);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    terraform.destroy()?;
    Ok(())
}

/// What the load balancer brings with it: certificate, records, firewall, the log's bucket. `ZONE` stands for the hosted zone that the mock has.
const BEHIND: &str = r#"
[services.task-api]
deployment = "terraform"
[ecs.load_balancer]
tls = { domain = "shop.example.com", hosted_zone_id = "ZONE" }
firewall = { managed_rule_groups = ["common"] }
"#;

#[test]
fn the_load_balancer_goes_with_the_last_web_service_and_comes_back_with_the_first() -> Result<(), Failure> {
    let name = "the load balancer goes and comes back";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let zone = moto.aws("route53", "create_hosted_zone", json!({"Name": "example.com", "CallerReference": "test"}))?;
    let zone = zone["HostedZone"]["Id"].as_str().unwrap_or_default().trim_start_matches("/hostedzone/").to_owned();
    let behind = BEHIND.replace("ZONE", &zone);
    let web = over("staging", &behind);
    // A worker, of which no task waits for a request.
    let quiet = "unset = [\"services.task-api.routing\", \"services.task-api.port\", \"services.task-api.health_check\"]\n";
    let worker = over("staging", &format!("{quiet}{behind}"));

    let terraform = Terraform::of_files(&tools, &web.texts)?.against(&moto);
    terraform.init()?;
    terraform.apply()?;
    let mut faults = apply(&terraform, &web, &worker.texts)?;
    let left = moto.aws("elbv2", "describe_load_balancers", json!({}))?["LoadBalancers"].clone();
    assert_eq!(left, json!([]));
    faults.extend(apply(&terraform, &worker, &web.texts)?);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    terraform.destroy()?;
    Ok(())
}

/// A bucket, a queue and a cache, and who uses them; `NAME` stands for what the three are called.
const STORES: &str = r#"
[buckets.NAME]
BEFORE
aws_name = "shop-uploads"
[queues.NAME]
BEFORE
KEPT
[caches.NAME]
BEFORE
KEPT
[services.task-api]
uses = ["bucket.NAME", "cache.NAME"]
[services.handler]
image_tag = "1"
queue = "NAME"
tasks = { desired = 1, min = 1, max = 2 }
"#;

#[test]
fn a_bucket_a_queue_and_a_cache_are_renamed_and_keep_what_they_hold() -> Result<(), Failure> {
    let name = "stores are renamed";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let stores = |name: &str, renamed: &str, aws_name: &str| {
        over("staging", &STORES.replace("NAME", name).replace("BEFORE", renamed).replace("KEPT", aws_name))
    };
    let before = stores("uploads", "", "");
    let after = stores("files", "renamed_from = \"uploads\"", "aws_name = \"task-api-uploads-staging\"");
    let terraform = Terraform::of_files(&tools, &before.texts)?.against(&moto);
    terraform.init()?;
    terraform.apply()?;
    moto.aws("s3", "put_object", json!({"Bucket": "shop-uploads", "Key": "kept"}))?;
    let url = moto.aws("sqs", "get_queue_url", json!({"QueueName": "task-api-uploads-staging"}))?["QueueUrl"].clone();
    moto.aws("sqs", "send_message", json!({"QueueUrl": url, "MessageBody": "kept"}))?;
    let caches = || moto.aws("elasticache", "describe_serverless_caches", json!({}));
    let made = caches()?;

    let faults = apply(&terraform, &before, &after.texts)?;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(moto.aws("s3", "list_objects_v2", json!({"Bucket": "shop-uploads"}))?["Contents"][0]["Key"], "kept");
    let attributes = moto.aws("sqs", "get_queue_attributes", json!({"QueueUrl": url, "AttributeNames": ["All"]}))?;
    assert_eq!(attributes["Attributes"]["ApproximateNumberOfMessages"], "1");
    assert_eq!(caches()?["ServerlessCaches"], made["ServerlessCaches"]);
    Ok(())
}

/// A database with a read replica goes to PostgreSQL's next major and to another certificate authority in one apply, and there is no way back.
#[test]
fn a_database_goes_to_the_next_major_with_its_replica_and_to_another_certificate_authority() -> Result<(), Failure> {
    let name = "a database goes to the next major";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let before = over("staging", "[rds]\nengine_version = \"15\"\n[rds.read_replica]\n");
    let upgraded = |maintenance: &str| {
        over(
            "staging",
            &format!(
                "[rds]\nengine_version = \"16\"\nmaintenance = {{ {maintenance} }}\n[rds.read_replica]\n\
                 [[override]]\nresource = \"module.rds.aws_db_instance.main\"\nset = {{ ca_cert_identifier = \"rds-ca-ecc384-g1\" }}\n\
                 reason = \"The clients only trust elliptic curves\"\n"
            ),
        )
    };
    let terraform = Terraform::of_files(&tools, &before.texts)?.against(&moto);
    terraform.init()?;
    terraform.apply()?;
    let refused = apply(&terraform, &before, &upgraded("apply_immediately = true").texts).expect_err("the upgrade is not allowed");
    assert!(refused.to_string().contains("AllowMajorVersionUpgrade"), "{refused}");
    let allowed = upgraded("apply_immediately = true, allow_major_version_upgrade = true");
    let faults = apply(&terraform, &before, &allowed.texts)?;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for instance in moto.aws("rds", "describe_db_instances", json!({}))?["DBInstances"].as_array().into_iter().flatten() {
        assert!(instance["EngineVersion"].as_str().is_some_and(|version| version.starts_with("16")), "{instance}");
    }
    let refused = apply(&terraform, &allowed, &before.texts).expect_err("RDS never goes back");
    assert!(refused.to_string().contains("Cannot upgrade postgres from 16 to 15"), "{refused}");
    Ok(())
}

/// The lines of an apply that takes a zone away, as Terraform 1.11 prints them; of each, which address, what is done, and how far it is.
fn recorded(lines: &[(&str, &str, &str)]) -> String {
    let line = |(kind, action, address): &(&str, &str, &str)| {
        let (module, resource) = address.rsplit_once(".aws_").unwrap_or(("", address));
        json!({
            "@level": "info", "@message": format!("{address}: {action}"), "@module": "terraform.ui", "type": kind,
            "hook": {
                "resource": {"addr": address, "module": module, "resource": format!("aws_{resource}"), "implied_provider": "aws"},
                "action": action, "id_key": "id", "id_value": "some-id",
            },
        })
        .to_string()
    };
    let mut text = json!({"@level": "info", "@message": "Terraform 1.11.4", "type": "version", "terraform": "1.11.4"}).to_string();
    text.push_str("\nnot JSON\n");
    text.push_str(&lines.iter().map(line).collect::<Vec<_>>().join("\n"));
    text
}

#[test]
fn what_is_destroyed_before_its_users_have_changed_is_seen() {
    const SUBNET: &str = "module.networking.aws_subnet.public_b";
    const BALANCER: &str = "module.ecs.aws_lb.main";
    let before = staging().resources();
    let change = [("apply_start", "update", BALANCER), ("apply_complete", "update", BALANCER)];
    let end = [("apply_start", "delete", SUBNET), ("apply_complete", "delete", SUBNET)];
    assert_eq!(destroyed_too_early(&recorded(&[change, end].concat()), &before), [] as [String; 0]);
    let fault = format!("{SUBNET} was destroyed before {BALANCER} had changed");
    assert_eq!(destroyed_too_early(&recorded(&[end, change].concat()), &before), std::slice::from_ref(&fault));
    // At the same time is too early as well.
    let [begun, ended] = change;
    assert_eq!(destroyed_too_early(&recorded(&[&[begun], &end[..], &[ended]].concat()), &before), [fault]);
    // Who does not change needs no order, and one that is made anew is no user that lets go.
    assert_eq!(destroyed_too_early(&recorded(&end), &before), [] as [String; 0]);
}
