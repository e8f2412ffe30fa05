//! Stock Terraform and the real AWS provider on a change: many settings at once, there and back. Each apply succeeds, the plan after it changes
//! nothing, and nothing is destroyed before its users have changed.

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
[services.task-api]
stickiness_seconds = 3600
port = 9090
previous_port = 8080
[ecs.load_balancer]
access_logs = { enabled = false }
tls = { domain = "shop.example.com", hosted_zone_id = "ZONE" }
[monitoring.budget]
scope = "environment-tag"
[rds.monitoring]
interval_seconds = 0
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

/// Applies what is emitted over what stands, and says what was destroyed before its users had changed.
fn apply(terraform: &Terraform, before: &[Resource], emitted: &Emitted) -> Result<Vec<String>, Failure> {
    let modules = terraform.folder().join("modules");
    fs::remove_dir_all(&modules).expect("the folder can be emptied");
    for (path, text) in &emitted.texts {
        let path = terraform.folder().join(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder can be made");
        fs::write(path, text).expect("the folder can be written");
    }
    terraform.init()?;
    let events: Vec<Event> = terraform.run(&["apply", "-json", "-auto-approve"])?.lines().filter_map(Event::read).collect();
    let ended =
        |address: &str| events.iter().position(|it| it.kind == "apply_complete" && it.action == "update" && it.address == address);
    let mut faults = Vec::new();
    for (at, gone) in events.iter().enumerate().filter(|(_, it)| it.kind == "apply_start" && it.action == "delete") {
        let late = users_of(&gone.address, before).filter(|user| ended(user).is_some_and(|end| end > at));
        faults.extend(late.map(|user| format!("{} was destroyed before {user} had changed", gone.address)));
    }
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    Ok(faults)
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
    let mut faults = apply(&terraform, &staging().resources(), &many)?;
    faults.extend(apply(&terraform, &many.resources(), staging())?);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    terraform.destroy()?;
    Ok(())
}
