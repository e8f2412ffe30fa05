//! What `synth review` says of the shipped production with one setting changed, by real plans: the alarms of daily use, which somebody has read.
//!
//! It is applied once. The plans are made over that state and read nothing anew, so that each costs a plan and no more. It takes eight minutes all the
//! same, so it runs when it is asked for: `SYNTH_REVIEWS=1`; with `SYNTH_BLESS=1` it writes `reviews.md` anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use review::{Counts, Review};
use serde_json::json;
use support::{Failure, Moto, Terraform, require_or_skip};

use crate::common::{golden, over, prod};

const ACCOUNT: &str = "111122223333";
const STATE_BUCKET: &str = "task-api-terraform-state-111122223333";

/// What is changed: each has to do with security, data, availability or cost.
const CHANGES: &[&str] = &[
    r#"networking.nat_gateways = "single""#,
    r#"networking.flow_logs.traffic = "rejected""#,
    "networking.flow_logs.retention_days = 1",
    r#"networking.interface_endpoints = ["ecr-api", "ecr-dkr"]"#,
    r#"networking.bastion.access = "session-manager""#,
    r#"networking.bastion.access.ssh = { allowed_cidrs = ["203.0.113.0/24"], key_name = "ops" }"#,
    "services.task-api.tasks = { desired = 1, min = 1, max = 10 }",
    "services.task-api.tasks.max = 20",
    "services.task-api.memory = 1024",
    r#"services.task-api.image_tag = "1.1.0""#,
    "services.task-api.log_retention_days = 1",
    "services.task-api.execute_command = true",
    r#"services.task-api.database = "none""#,
    "services.task-api.spot_percent = 100",
    r#"services.task-api.environment = { FEATURE = "on" }"#,
    r#"services.task-api.routing.paths = ["/api/*"]"#,
    r#"services.task-api.health_check.path = "/ready""#,
    r#"services.task-api.policy_arns = ["arn:aws:iam::aws:policy/AmazonS3FullAccess"]"#,
    r#"services.task-api.permissions = [{ actions = ["sqs:SendMessage"], resources = ["arn:aws:sqs:us-east-1:111122223333:orders"] }]"#,
    r#"services.task-api.secrets = { TOKEN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:token-AbCdEf" }"#,
    r#"services.task-api.egress = [{ port = 5432, cidrs = ["0.0.0.0/0"] }]"#,
    "rds.multi_az = false",
    r#"rds.instance_class = "db.t3.medium""#,
    r#"rds.engine_version = "16""#,
    "rds.storage.allocated_gib = 200",
    "rds.backups.retention_days = 7",
    "rds.deletion.protection = false",
    "rds.deletion.final_snapshot = false",
    "rds.monitoring.performance_insights = false",
    "rds.iam_database_authentication = true",
    "rds.maintenance.apply_immediately = true",
    "ecs.load_balancer.deletion_protection = false",
    r#"ecs.load_balancer.allowed_cidrs = ["203.0.113.0/24"]"#,
    "ecs.load_balancer.internal = true",
    "ecs.load_balancer.firewall = {}",
    r#"ecs.cluster.container_insights = "disabled""#,
    "ecs.repositories.kept_images = 5",
    r#"monitoring.alert_mail = ["others@example.com"]"#,
    "monitoring.log_export.retention_days = 365",
    r#"monitoring.cost_anomalies.monitor = "none""#,
    r#"delivery.trust.jenkins.principal = "arn:aws:iam::444455556666:role/jenkins""#,
    r#"tags = { Team = "platform" }"#,
];

const HEAD: &str = "# What a review says of one changed setting\n\nThe shipped production, applied, and then planned with one setting changed each. \
    Read by somebody each time it is renewed (CONTRIBUTING.md).\n";

#[test]
fn a_review_says_of_one_changed_setting_what_somebody_has_read() -> Result<(), Failure> {
    if std::env::var_os("SYNTH_REVIEWS").is_none() {
        return Ok(());
    }
    let name = "a review says of one changed setting what somebody has read";
    let Some(tools) = require_or_skip(name) else { return Ok(()) };
    let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(()) };
    moto.aws("s3", "create_bucket", json!({"Bucket": STATE_BUCKET}))?;
    let terraform = Terraform::of_files(&tools, &prod().texts)?.against(&moto);
    terraform.init()?;
    terraform.apply()?;
    let mut page = HEAD.to_owned();
    let mut standing = prod().texts.clone();
    for change in CHANGES {
        let changed = over("prod", change).texts;
        write(&terraform, &standing, &changed);
        standing = changed;
        let planned = terraform.run(&["plan", "-no-color", "-refresh=false", "-out=tfplan"]);
        let said = match planned {
            Ok(_) => told(&reviewed(&terraform.run(&["show", "-json", "tfplan"])?)),
            Err(failure) if failure.to_string().contains("Instance cannot be destroyed") => {
                "Terraform refuses it: something is protected.\n".to_owned()
            }
            Err(failure) => return Err(failure),
        };
        let _ = write!(page, "\n## `{change}`\n\n{}", without_ids(&said));
    }
    golden::is_fresh("tests/terraform/reviews.md", &page);
    Ok(())
}

/// Puts the files in the place of those that stand.
fn write(terraform: &Terraform, standing: &BTreeMap<String, String>, files: &BTreeMap<String, String>) {
    for path in standing.keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(terraform.folder().join(path)).expect("it stands there");
    }
    for (path, text) in files.iter().filter(|(path, text)| standing.get(*path) != Some(text)) {
        let path = terraform.folder().join(path);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("it can be written");
    }
}

fn reviewed(plan: &str) -> Review {
    let plan = review::read(plan.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}"));
    review::review(&plan, None).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn told(review: &Review) -> String {
    let Counts { create, update, replace, destroy, .. } = review.counts;
    let mut text =
        format!("{create} made, {update} changed, {replace} made anew, {destroy} destroyed; risks: {}.\n", review.risks.len());
    for risk in &review.risks {
        let address = risk.address.as_deref().unwrap_or("the plan");
        let _ = writeln!(text, "- {} {} `{address}`: {}", risk.severity, risk.code.name(), risk.what);
    }
    text
}

/// Identifiers that AWS, or who stands for it, makes anew each time.
fn without_ids(text: &str) -> String {
    let is_id =
        |word: &str| word.len() >= 8 && word.bytes().all(|it| it.is_ascii_hexdigit()) && word.bytes().any(|it| it.is_ascii_digit());
    let mut shown = String::new();
    for piece in text.split_inclusive(|it: char| !it.is_ascii_alphanumeric()) {
        let (word, end) = piece.split_at(piece.trim_end_matches(|it: char| !it.is_ascii_alphanumeric()).len());
        shown.push_str(if is_id(word) && word != ACCOUNT && word != "444455556666" { "…" } else { word });
        shown.push_str(end);
    }
    shown
}
