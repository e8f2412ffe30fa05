//! What `synth review` says of real plans: of the shipped environments with one setting changed, of the steps of the transitions, and of what another
//! version of synth emitted. These are the alarms of daily use, which somebody has read.
//!
//! Each environment is applied once. The plans are made over that state and read nothing anew, so that each costs a plan and no more. It takes a
//! quarter of an hour all the same, so it runs when it is asked for: `SYNTH_REVIEWS=1`; with `SYNTH_BLESS=1` it writes the pages of `reviews` anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::sync::Mutex;

use review::{Counts, Review};
use serde_json::json;
use support::{Failure, Moto, Terraform, require_or_skip};

use crate::common::transitions::{STAGES, Stage};
use crate::common::upgrades::{VERSIONS, emitted_by, emitted_now};
use crate::common::{golden, over, shipped};

const ACCOUNT: &str = "111122223333";

/// Where the shipped environments have their state, and the examples.
const STATE_BUCKETS: [&str; 2] = ["task-api-terraform-state-111122223333", "shop-terraform-state"];

/// The hosted zones and the certificate of the settings' own examples.
const ZONES: [&str; 2] = ["Z0123456789EXAMPLE", "Z0123456789ABCDEFGHIJ"];
const CERTIFICATE: &str = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

/// What is changed in production: each has to do with security, data, availability or cost.
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

/// What means something else in staging, where little is protected.
const CHANGES_OF_STAGING: &[&str] = &[
    r#"networking.nat_gateways = "per-zone""#,
    "services.task-api.tasks.max = 1",
    "services.task-api.spot_percent = 100",
    "services.task-api.spot_percent = 0",
    "services.task-api.schedule.stop = \"18:00\"",
    "rds.multi_az = true",
    "rds.storage.allocated_gib = 40",
    r#"rds.storage.key_arn = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012""#,
    "rds.backups.retention_days = 0",
    "rds.backups.replicated = true",
    "rds.deletion.protection = true",
    r#"rds.username = "other""#,
    "ecs.load_balancer.internal = true",
];

/// What an older version emitted for these is planned towards what is emitted today; each has something that the others have not.
const UPGRADED: [&str; 6] = [
    "environments/prod",
    "environments/staging",
    "examples/bastion/prod",
    "examples/https/prod",
    "examples/read-replica/prod",
    "examples/two-services/prod",
];

/// An environment that is applied, and over which plans are made.
struct Applied {
    /// It goes on as long as this.
    _moto: Moto,
    terraform: Terraform,
    /// The files of the folder.
    standing: BTreeMap<String, String>,
    /// What the mock calls what exists already, by its name in the settings' examples.
    existing: Vec<(&'static str, String)>,
}

impl Applied {
    /// Nothing where it is not asked for, or not possible.
    fn of(name: &str, texts: &BTreeMap<String, String>) -> Result<Option<Self>, Failure> {
        let Some(tools) = require_or_skip(name) else { return Ok(None) };
        let Some(moto) = Moto::start_or_skip(name, &tools, ACCOUNT) else { return Ok(None) };
        for bucket in STATE_BUCKETS {
            moto.aws("s3", "create_bucket", json!({"Bucket": bucket}))?;
        }
        for key in ["operations", "operations2", "ops"] {
            moto.aws("ec2", "create_key_pair", json!({"KeyName": key}))?;
        }
        let mut existing = Vec::new();
        for zone in ZONES {
            let made = moto.aws("route53", "create_hosted_zone", json!({"Name": "example.com", "CallerReference": zone}))?;
            let id = made["HostedZone"]["Id"].as_str().unwrap_or_default().trim_start_matches("/hostedzone/").to_owned();
            existing.push((zone, id));
        }
        let certificate = moto.aws("acm", "request_certificate", json!({"DomainName": "example.com"}))?["CertificateArn"].clone();
        existing.push((CERTIFICATE, certificate.as_str().unwrap_or_default().to_owned()));
        let standing = with_existing(texts, &existing);
        let terraform = Terraform::of_files(&tools, &standing)?.against(&moto);
        terraform.init()?;
        terraform.apply()?;
        Ok(Some(Self { _moto: moto, terraform, standing, existing }))
    }

    /// What a review says of the plan towards these files.
    fn told_towards(&mut self, texts: &BTreeMap<String, String>) -> Result<String, Failure> {
        let texts = with_existing(texts, &self.existing);
        let modules = |texts: &BTreeMap<String, String>| {
            texts.keys().filter_map(|it| Some(it.rsplit_once('/')?.0.to_owned())).collect::<BTreeSet<String>>()
        };
        let has_other_modules = modules(&texts) != modules(&self.standing);
        write(&self.terraform, &self.standing, &texts);
        self.standing = texts;
        if has_other_modules {
            self.terraform.init()?;
        }
        let said = match self.terraform.run(&["plan", "-no-color", "-refresh=false", "-out=tfplan"]) {
            Ok(_) => told(&reviewed(&self.terraform.run(&["show", "-json", "tfplan"])?)),
            Err(failure) if failure.to_string().contains("Instance cannot be destroyed") => {
                "Terraform refuses it: something is protected.\n".to_owned()
            }
            Err(failure) => return Err(failure),
        };
        Ok(self.existing.iter().fold(without_ids(&said), |said, (example, name)| said.replace(name.as_str(), example)))
    }
}

fn with_existing(texts: &BTreeMap<String, String>, existing: &[(&str, String)]) -> BTreeMap<String, String> {
    let named = |text: &String| existing.iter().fold(text.clone(), |text, (example, name)| text.replace(example, name));
    texts.iter().map(|(path, text)| (path.clone(), named(text))).collect()
}

/// What is said of each changed setting of a shipped environment.
fn changed_settings(environment: &str, changes: &[&str]) -> Result<(), Failure> {
    if !is_asked() {
        return Ok(());
    }
    let Some(mut applied) = Applied::of(&format!("reviews of {environment}"), &shipped(environment).texts)? else { return Ok(()) };
    let mut page = format!(
        "# What a review says of one changed setting\n\nThe shipped `{environment}`, applied, and then planned with one setting changed each. \
         Read by somebody each time it is renewed (CONTRIBUTING.md).\n"
    );
    for change in changes {
        let said = applied.told_towards(&over(environment, change).texts)?;
        let _ = write!(page, "\n## `{change}`\n\n{said}");
    }
    golden::is_fresh(&format!("tests/terraform/reviews/{environment}.md"), &page);
    Ok(())
}

#[test]
fn a_review_says_of_one_changed_setting_of_production_what_somebody_has_read() -> Result<(), Failure> {
    changed_settings("prod", CHANGES)
}

#[test]
fn a_review_says_of_one_changed_setting_of_staging_what_somebody_has_read() -> Result<(), Failure> {
    changed_settings("staging", CHANGES_OF_STAGING)
}

#[test]
fn a_review_says_of_the_steps_of_the_transitions_what_somebody_has_read() {
    if !is_asked() {
        return;
    }
    let failures = support::each(STAGES.map(|it| (format!("reviews of the steps of {it}"), it)), |name, stage| {
        steps(name, stage).map_err(|failure| failure.to_string())
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// What is said of each step away from where a stage of the transitions stands.
fn steps(name: &str, stage: &'static str) -> Result<(), Failure> {
    let stage = Stage::of(stage);
    let Some(mut applied) = Applied::of(name, &stage.emitted(None).texts)? else { return Ok(()) };
    let mut page = format!(
        "# What a review says of many settings at once\n\n`tests/transitions/{}.toml`, applied, and then planned with the settings of one step of the \
         transitions each. Read by somebody each time it is renewed (CONTRIBUTING.md).\n",
        stage.name
    );
    for (number, step) in stage.kept_steps().iter().enumerate() {
        let said = applied.told_towards(&stage.emitted(Some(step)).texts)?;
        let _ = write!(page, "\n## Step {}\n\n```toml\n{}\n```\n\n{said}", number + 1, step.words());
    }
    golden::is_fresh(&format!("tests/terraform/reviews/steps-{}.md", stage.name), &page);
    Ok(())
}

#[test]
fn a_review_says_of_an_upgrade_of_synth_what_somebody_has_read() {
    if !is_asked() {
        return;
    }
    let told = Mutex::new(BTreeMap::new());
    let version = VERSIONS[0];
    let all = emitted_by(version);
    let failures = support::each(UPGRADED.map(|place| (format!("review of the upgrade of {place}"), place)), |name, place| {
        let texts = all[place].iter().map(|(path, document)| (path.clone(), document.to_string())).collect();
        let Some(mut applied) = Applied::of(name, &texts).map_err(|failure| failure.to_string())? else { return Ok(()) };
        let said = applied.told_towards(&emitted_now(place).texts).map_err(|failure| failure.to_string())?;
        told.lock().expect("nobody panics with it").insert(place, said);
        Ok(())
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    let told = told.into_inner().expect("nobody panics with it");
    let mut page = format!(
        "# What a review says of an upgrade of synth\n\nWhat `{version}` emitted, applied, and then planned towards what is emitted today from the same \
         settings. Read by somebody each time it is renewed (CONTRIBUTING.md).\n"
    );
    for (place, said) in told {
        let _ = write!(page, "\n## `{place}.toml`\n\n{said}");
    }
    golden::is_fresh("tests/terraform/reviews/upgrades.md", &page);
}

fn is_asked() -> bool {
    std::env::var_os("SYNTH_REVIEWS").is_some()
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
    // Hexadecimal ones, and those of databases.
    let is_id = |word: &str| {
        let (has_digits, has_letters) =
            (word.bytes().any(|it| it.is_ascii_digit()), word.bytes().any(|it| it.is_ascii_alphabetic()));
        let is_hexadecimal = word.len() >= 8 && word.bytes().all(|it| it.is_ascii_hexdigit());
        let is_of_database =
            word.len() >= 20 && has_letters && word.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
        has_digits && (is_hexadecimal || is_of_database)
    };
    let mut shown = String::new();
    for piece in text.split_inclusive(|it: char| !it.is_ascii_alphanumeric()) {
        let (word, end) = piece.split_at(piece.trim_end_matches(|it: char| !it.is_ascii_alphanumeric()).len());
        shown.push_str(if is_id(word) && word != ACCOUNT && word != "444455556666" { "…" } else { word });
        shown.push_str(end);
    }
    shown
}
