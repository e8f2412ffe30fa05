//! What the module makes of its section, what it tells, and what stock Terraform makes of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use engine::{Addition as _, Refused, Synthesized, Unwritten, Warnings, Workspace};
use own_module::Events;
use serde_json::json;
use settings::Problems;
use support::{DetailedExitCode, Failure, Moto, Terraform, require_or_skip};
use terraform::read::Documents;

const ACCOUNT: &str = "111122223333";

/// What the environment has besides its section.
const BASE: &str = r#"
project = "shop"
region = "us-east-1"
disaster_recovery_region = "us-west-2"
purpose = "development"
prevent_destroy = false
rds = false

[state]
bucket = "shop-terraform-state"
region = "us-east-1"

[networking]
vpc_cidr = "10.0.0.0/16"
zones = ["a", "b"]
nat_gateways = "single"

[ecs.load_balancer]
deletion_protection = false
access_logs = { enabled = false }

[services.web]
image_tag = "1.0.0"
port = 8080
tasks = { desired = 1, min = 1, max = 2 }
routing = { priority = 100, paths = ["/*"] }

[monitoring]
alert_mail = ["alerts@example.com"]
critical_mail = ["on-call@example.com"]
"#;

fn synthesized(section: &str) -> Result<Synthesized, Refused> {
    let files = BTreeMap::from([(PathBuf::from("environments/test.toml"), format!("{BASE}{section}"))]);
    let disk = Unwritten(files);
    let today = "2026-12-01".parse().expect("it is a day");
    let workspace = Workspace::new("environments", &disk, today).with(vec![Arc::new(Events)]);
    workspace.synthesize(&"test".parse().expect("it is a name"), Warnings::Told).expect("the environment is there")
}

fn emitted(section: &str) -> BTreeMap<String, String> {
    match synthesized(section) {
        Ok(synthesized) => synthesized.synthesis.files,
        Err(refused) => panic!("{}", refused.report),
    }
}

fn refusal(section: &str) -> String {
    match synthesized(section) {
        Ok(_) => panic!("it is accepted: {section}"),
        Err(refused) => refused.report.to_string(),
    }
}

#[test]
fn what_it_finds_may_be_accepted_by_its_code() {
    let accept = |code: &str| {
        format!("{EVENTS}[[accept]]\nrule = \"{code}\"\nreason = \"The stream holds nothing but marks\"\nuntil = \"2027-03-31\"\n")
    };
    let Ok(known) = synthesized(&accept("EVT001")) else { panic!("the code is known") };
    let report = known.report.to_string();
    assert!(report.contains("`EVT001` finds nothing"), "nothing is found here, so that nothing is accepted: {report}");
    assert!(refusal(&accept("EVT002")).contains("did you mean `EVT001`?"));
}

const EVENTS: &str = "[events]\nretention_hours = 24\nwriters = [\"web\"]\n";

#[test]
fn the_section_makes_a_module_beside_the_shipped_ones() {
    let files = emitted(EVENTS);
    let json = |path: &str| -> serde_json::Value { serde_json::from_str(&files[path]).expect("it is JSON") };
    assert_eq!(json("main.tf.json")["module"]["events"]["task_role_names"], "${module.ecs.task_role_names}");
    assert_eq!(json("outputs.tf.json")["output"]["events"]["value"], "${module.events}");
    let stream = json("modules/events/stream.tf.json")["resource"]["aws_kinesis_stream"]["main"].clone();
    assert_eq!((&stream["name"], &stream["retention_period"]), (&json!("shop-events-test"), &json!(24)));
    // Without the section there is nothing of it.
    assert!(!emitted("").keys().any(|path| path.starts_with("modules/events/")));
}

#[test]
fn what_is_wrong_with_the_section_is_told_with_everything_else() {
    let said = refusal("[events]\nshards = 0\nretention = 24\n[networking.bastion]\nacces = 1\n");
    for text in ["`0` is none of 1 to 500", "environments/test.toml:32:10", "unknown", "retention", "acces"] {
        assert!(said.contains(text), "{text}: {said}");
    }
    // Nobody else's section is taken in.
    assert!(refusal("[evnets]\nshards = 1\n").contains("evnets"));
}

#[test]
fn what_its_module_gives_can_be_referred_to() {
    let reason = "reason = \"A reason that is long enough to be one\"";
    let tags = "[[override]]\nresource = \"module.ecs.aws_ecs_cluster.main\"\nset = { tags = { A = { from = \"events.stream_name\" } } }\n";
    let files = emitted(&format!("{EVENTS}{tags}{reason}\n"));
    assert!(files["main.tf.json"].contains("${module.events.stream_name}"), "{}", files["main.tf.json"]);
}

#[test]
fn its_rule_judges_what_is_emitted() {
    let judged = |stream: &str| {
        let text = format!(r#"{{"resource": {{"aws_kinesis_stream": {{"main": {stream}}}}}}}"#);
        let documents = Documents::read([("main.tf.json", text)]).expect("it is a document");
        let mut problems = Problems::default();
        Events.judge(&documents, &mut problems);
        problems.iter().map(|problem| problem.message().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(judged(r#"{"name": "a"}"#), ["`aws_kinesis_stream.main` is not encrypted"]);
    assert!(judged(r#"{"name": "a", "encryption_type": "KMS"}"#).is_empty());
}

#[test]
fn its_bindings_are_what_the_schema_and_the_list_make() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut bindings = Command::new(env!("CARGO"));
    let arguments =
        ["run", "--quiet", "--locked", "--package", "xtask", "--", "bindings", "--check", "--crate", "examples/own-module"];
    let output = bindings.current_dir(root).args(arguments).output().expect("cargo is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn stock_terraform_makes_the_module_and_takes_it_away() -> Result<(), Failure> {
    let name = "stock Terraform makes a module of one's own";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": "shop-terraform-state"}))?;
    let terraform = Terraform::of_files(&tools, emitted(EVENTS))?.against(&moto);
    terraform.init()?;
    let validation = terraform.validate()?;
    assert!(validation.valid && validation.diagnostics.is_empty(), "{validation}");
    terraform.apply()?;
    assert_eq!(terraform.plan_detailed_exit_code()?, DetailedExitCode::NoChanges);
    let arn = terraform.output()?["events"]["value"]["stream_arn"].clone();
    assert_eq!(arn, format!("arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/shop-events-test"));
    terraform.destroy()?;
    Ok(())
}
