//! What the rules find, and in which words: each `tests/rules/<CODE>.toml` with the whole report beside it in `<CODE>.txt`, and the same for
//! acceptances.
//!
//! `cargo xtask bless rules` writes the reports and `docs/rules.md` anew; read them as the one who gets them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::variants::variants;
use crate::common::{golden, package};
use engine::rules::{Judgement, RULES, RuleOutcome, Scope, judge, nearest, page, rule};
use engine::synthesis::synthesize;
use engine::{Draft, LocalDisk, Neighbour, draft, draft_from};
use serde_json::{Value as Json, json};
use settings::{Report, Severity};

const FOLDER: &str = "tests/rules";

/// The day on which the cases are judged.
const TODAY: &str = "2026-12-01";

fn folder() -> PathBuf {
    package().join(FOLDER)
}

/// An environment of the folder.
fn read(name: &str, file: &str) -> Draft {
    // The paths in the report are relative to the folder of the cases, wherever that is.
    let mut read = |path: &Path| fs::read_to_string(folder().join(path));
    draft(&name.parse().expect("it is a name"), Path::new(file), &[], &mut read).unwrap_or_else(|report| panic!("{report}"))
}

/// What is emitted for it.
fn emitted(draft: &Draft) -> BTreeMap<String, String> {
    let environment = draft.environment.as_ref().unwrap_or_else(|| panic!("{}", draft.report(settings::Problems::default())));
    synthesize(environment).expect("every address is there once").files
}

fn judged(draft: &Draft, files: &BTreeMap<String, String>) -> Judgement {
    let neighbour = read("neighbour", "shared/neighbour.toml");
    let folder = Neighbour::of(&neighbour.name, &neighbour.layers).into_iter().collect();
    let documents = terraform::read::Documents::read(files).expect("they are documents");
    judge(draft, Some(&documents), &folder, TODAY.parse().expect("it is a day"))
}

/// The report on a case.
fn report(case: &str) -> Report {
    let draft = read("production", &format!("{case}.toml"));
    judged(&draft, &emitted(&draft)).report
}

/// The codes in a report.
fn codes(report: &Report) -> BTreeSet<String> {
    let findings = report.to_json();
    findings.as_array().expect("it is a list").iter().filter_map(|it| it["code"].as_str()).map(str::to_owned).collect()
}

#[test]
fn every_case_gets_the_report_that_lies_beside_it() {
    let reports = golden::stems(FOLDER, "toml").into_iter().map(|case| (case.clone(), report(&case).render(false, "")));
    golden::are_fresh(FOLDER, "txt", reports);
}

#[test]
fn every_rule_that_is_for_the_environment_says_how_that_stands_to_it() {
    let draft = read("production", "accepted.toml");
    let outcomes = judged(&draft, &emitted(&draft)).outcomes;
    let codes: Vec<&str> = outcomes.iter().map(|outcome| outcome.rule.code).collect();
    assert_eq!(codes, RULES.iter().map(|rule| rule.code).collect::<Vec<_>>(), "production is looked at by all");
    let told = outcomes.iter().flat_map(|RuleOutcome { rule, found, accepted }| {
        let found = found.iter().map(|found| format!("{} found: {}", rule.code, found.message));
        let accepted = accepted.iter().map(|it| {
            let by = it.accepted.as_ref().expect("it is accepted");
            format!("{} until {}: {} ({})", rule.code, by.until, it.message, by.reason)
        });
        found.chain(accepted)
    });
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"), @"
    MON005 until 2027-03-31: some storage is always in use, so the alarm would never end (The alarm is to be on for as long as the new dashboard is tried)
    NET002 until 2027-03-31: the only NAT gateway takes the internet from every zone when its own is lost (The environment is closed in the autumn, and can wait for a zone)
    RDS005 until 2026-12-01: production's database has no standby: it is away as long as its instance or zone is (The environment is closed in the autumn, and can wait for a zone)
    ");
}

#[test]
fn what_is_accepted_no_longer_is_found_again() {
    let draft = read("production", "accepted.toml");
    let day = "2026-12-02".parse().expect("it is a day");
    let documents = terraform::read::Documents::read(emitted(&draft)).expect("they are documents");
    let outcomes = judge(&draft, Some(&documents), &engine::Neighbours::default(), day).outcomes;
    let of = |code: &str| outcomes.iter().find(|outcome| outcome.rule.code == code).expect("it looked at it");
    assert_eq!((of("RDS005").found.len(), of("RDS005").accepted.len()), (1, 0), "the last day of its acceptance is over");
    assert_eq!((of("NET002").found.len(), of("NET002").accepted.len()), (0, 1));
}

#[test]
fn what_the_cases_extend_is_clean() {
    let base = read("production", "shared/base.toml");
    let report = judged(&base, &emitted(&base)).report;
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_rule_goes_off_and_none_but_the_one_that_its_case_is_named_after() {
    let by_settings: BTreeSet<String> = golden::stems(FOLDER, "toml").into_iter().filter(|case| rule(case).is_some()).collect();
    for code in &by_settings {
        assert_eq!(codes(&report(code)), BTreeSet::from([code.clone()]));
    }
    let by_documents: BTreeSet<String> = DEFECTS.iter().map(|(code, ..)| (*code).to_owned()).collect();
    // Found in files of the user's own only: tests/command/own.rs.
    let by_documents: BTreeSet<String> = by_documents.into_iter().chain(["OWN001".to_owned()]).collect();
    let all: BTreeSet<String> = RULES.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(by_settings.union(&by_documents).cloned().collect::<BTreeSet<_>>(), all, "a rule has neither case nor defect");
}

/// What a setting makes is what the rules ask for: nobody is to accept what they did not write.
#[test]
fn no_environment_of_the_tests_makes_what_a_rule_calls_an_error() {
    for name in golden::stems("tests/environments", "toml").into_iter().filter(|name| name != "base") {
        let path = package().join("tests/environments").join(format!("{name}.toml"));
        let draft =
            draft_from(&name.parse().expect("it is a name"), &path, &[], &LocalDisk).unwrap_or_else(|report| panic!("{report}"));
        let environment = draft.environment.as_ref().unwrap_or_else(|| panic!("{name} has faults"));
        let documents = synthesize(environment).expect("every address is there once").documents;
        let report = judge(&draft, Some(&documents), &engine::Neighbours::default(), TODAY.parse().expect("it is a day")).report;
        let findings = report.to_json();
        let is_ours = |it: &&Json| it["resource"].as_str().is_some_and(|resource| resource.starts_with("module."));
        let errors = findings.as_array().expect("it is a list").iter().filter(|it| it["severity"] == "error");
        assert_eq!(errors.filter(is_ours).collect::<Vec<_>>(), Vec::<&Json>::new(), "{name}");
    }
}

/// A trust in whoever has a token that meets a condition.
fn from_a_token(operator: &str, key: &str, value: &str) -> Json {
    json!({
        "Effect": "Allow",
        "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com" },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": { operator: { key: value } },
    })
}

/// What no setting says: the rule that watches over it, a file that is emitted, a place in it, what stands there by a defect, and the
/// resource that the rule names.
type Defect = (&'static str, &'static str, &'static str, fn() -> Json, Option<&'static str>);

const DEFECTS: &[Defect] = &[
    (
        "ENC001",
        "modules/rds/instance.tf.json",
        "/resource/aws_db_instance/main/storage_encrypted",
        || json!(false),
        Some("module.rds.aws_db_instance.main"),
    ),
    (
        "ENC001",
        "modules/ecs/access_logs.tf.json",
        "/resource/aws_s3_bucket_server_side_encryption_configuration",
        || json!({}),
        Some("module.ecs.aws_s3_bucket.access_logs"),
    ),
    (
        "ENC001",
        "modules/monitoring/topics.tf.json",
        "/resource/aws_sns_topic/alerts/kms_master_key_id",
        || json!(null),
        Some("module.monitoring.aws_sns_topic.alerts"),
    ),
    (
        "IAM001",
        "modules/ecs/roles.tf.json",
        "/resource/aws_iam_role_policy/web_task/policy",
        || policy(&json!({ "Effect": "Allow", "Action": ["s3:GetObject", "s3:Get*"], "Resource": "arn:aws:s3:::shop/*" })),
        Some("module.ecs.aws_iam_role_policy.web_task"),
    ),
    (
        "IAM001",
        "modules/ecs/roles.tf.json",
        "/resource/aws_iam_role_policy/web_task/policy",
        || policy(&json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" })),
        Some("module.ecs.aws_iam_role_policy.web_task"),
    ),
    (
        "IAM001",
        "modules/ecs/roles.tf.json",
        "/resource/aws_iam_role/web_task/assume_role_policy",
        || policy(&json!({ "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" })),
        Some("module.ecs.aws_iam_role.web_task"),
    ),
    (
        "IAM001",
        "modules/ecs/roles.tf.json",
        "/resource/aws_iam_role_policy/web_task/policy",
        || policy(&json!({ "Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "arn:aws:s3:::shop/*" })),
        Some("module.ecs.aws_iam_role_policy.web_task"),
    ),
    (
        "IAM001",
        "modules/ecs/roles.tf.json",
        "/resource/aws_iam_role_policy/web_task/policy",
        || json!("no policy"),
        Some("module.ecs.aws_iam_role_policy.web_task"),
    ),
    (
        "DEL002",
        "modules/ecs/roles.tf.json",
        "/resource/aws_iam_role/web_task/assume_role_policy",
        || policy(&from_a_token("StringLike", "gitlab.com:sub", "project_path:*")),
        Some("module.ecs.aws_iam_role.web_task"),
    ),
    (
        "DEL002",
        "modules/ecs/roles.tf.json",
        "/resource/aws_iam_role/web_task/assume_role_policy",
        || policy(&from_a_token("StringEquals", "gitlab.com:aud", "https://gitlab.com")),
        Some("module.ecs.aws_iam_role.web_task"),
    ),
    (
        "NET001",
        "modules/networking/subnets.tf.json",
        "/resource/aws_subnet/database_b/availability_zone",
        || json!("eu-central-1a"),
        Some("module.rds.aws_db_subnet_group.main"),
    ),
    (
        "NET001",
        "main.tf.json",
        "/module/ecs/private_subnet_ids",
        || json!("${module.networking.no_such_output}"),
        Some("module.ecs.aws_ecs_service.web"),
    ),
    (
        "NET003",
        "modules/networking/security_groups.tf.json",
        "/resource/aws_vpc_security_group_ingress_rule/load_balancer_http/to_port",
        || json!(8080),
        Some("module.networking.aws_vpc_security_group_ingress_rule.load_balancer_http"),
    ),
    (
        "NET003",
        "modules/networking/security_groups.tf.json",
        "/resource/aws_security_group/ecs/ingress",
        || json!([{ "cidr_blocks": ["10.0.0.0/8", "0.0.0.0/0"], "from_port": 22, "to_port": 22, "protocol": "tcp" }]),
        Some("module.networking.aws_security_group.ecs"),
    ),
    (
        "RDS008",
        "modules/rds/instance.tf.json",
        "/resource/aws_db_instance/main/publicly_accessible",
        || json!(true),
        Some("module.rds.aws_db_instance.main"),
    ),
    (
        "RDS008",
        "modules/networking/security_groups.tf.json",
        "/resource/aws_vpc_security_group_ingress_rule/database_from_ecs",
        || {
            json!({ "ip_protocol": "tcp", "security_group_id": "${aws_security_group.database.id}", "cidr_ipv4": "10.0.0.0/8",
                    "from_port": 5432, "to_port": 5432 })
        },
        Some("module.networking.aws_vpc_security_group_ingress_rule.database_from_ecs"),
    ),
    (
        "RDS008",
        "modules/networking/routes.tf.json",
        "/resource/aws_route/private_a_internet/route_table_id",
        || json!("${aws_route_table.database.id}"),
        Some("module.networking.aws_route.private_a_internet"),
    ),
];

fn policy(statement: &Json) -> Json {
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string().into()
}

#[test]
fn a_defect_in_what_is_emitted_is_found_by_the_rule_that_watches_over_it() {
    let base = read("production", "shared/base.toml");
    let sound = emitted(&base);
    for (code, file, place, broken, resource) in DEFECTS {
        let mut files = sound.clone();
        let text = files.get_mut(*file).unwrap_or_else(|| panic!("{file} is not emitted"));
        let mut document: Json = serde_json::from_str(text).expect("it is JSON");
        set(&mut document, place, broken());
        *text = document.to_string();
        let report = judged(&base, &files).report;
        assert!(report.errors() > 0 && codes(&report) == BTreeSet::from([(*code).to_owned()]), "{code} {place}:\n{report}");
        let found = report.to_json();
        let named: Vec<Option<&str>> = found.as_array().expect("it is a list").iter().map(|it| it["resource"].as_str()).collect();
        assert!(named.contains(resource), "{code} {place}: {named:?}");
    }
}

/// Sets what stands at a JSON pointer.
fn set(document: &mut Json, place: &str, value: Json) {
    let (table, key) = place.rsplit_once('/').expect("it is a pointer");
    let table = document.pointer_mut(table).and_then(Json::as_object_mut).unwrap_or_else(|| panic!("{place} is not emitted"));
    table.insert(key.to_owned(), value);
}

#[test]
fn what_is_emitted_for_every_kind_of_environment_is_without_a_defect() {
    let base = read("production", "shared/base.toml");
    for (name, emitted) in variants() {
        let report =
            judge(&base, Some(&emitted.documents), &engine::Neighbours::default(), TODAY.parse().expect("it is a day")).report;
        assert!(report.is_empty(), "{name}:\n{report}");
    }
}

#[test]
fn ranges_are_compared_when_only_the_other_side_speaks_of_peering() {
    let (base, other) = (read("production", "shared/base.toml"), read("asking", "shared/asking.toml"));
    let folder = Neighbour::of(&other.name, &other.layers).into_iter().collect();
    let documents = terraform::read::Documents::read(emitted(&base)).expect("they are documents");
    let report = judge(&base, Some(&documents), &folder, TODAY.parse().expect("it is a day")).report;
    assert_eq!(codes(&report), BTreeSet::from(["NET004".to_owned()]));
    assert!(report.to_string().contains("overlaps `10.0.0.0/18`, the range of `asking`"), "{report}");
}

#[test]
fn the_list_of_codes_is_public() {
    let lines: Vec<String> = RULES
        .iter()
        .map(|rule| {
            let severity = if rule.severity == Severity::Error { "error" } else { "warning" };
            let scope = if rule.scope == Scope::Production { ", production" } else { "" };
            format!("{} {severity}{scope}: {}", rule.code, rule.title)
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    ACC001 warning: what an account has only one of is made by one environment
    BUC001 warning, production: a bucket keeps the old versions of its objects
    CAC001 warning: a service or a job uses every cache
    CAC002 warning, production: a cache on nodes has more than one
    CAC003 warning, production: a cache asks who connects
    CAC004 warning: what is left of a destroyed cache stays readable
    DEL001 warning: a repository at GitHub is trusted by its ids
    DEL002 error: a role that is taken with a token names whose
    ECS001 warning, production: production is reached by HTTPS
    ECS002 warning, production: production's load balancer is protected from deletion
    ECS003 warning, production: every service of production runs two tasks at least
    ECS004 warning: requests reach every service, by every pattern that it has
    ECS005 warning: every host of a service is in the certificate
    ENC001 error: what holds data is encrypted
    IAM001 error: a policy names its actions, and its resources where AWS accepts an ARN
    IAM002 warning: no task has one of AWS's policies that open a whole service or the whole account
    IMP001 error: what is imported keeps its name
    JOB001 warning: what is started by a schedule is started again
    LIM001 error: nothing is larger than AWS takes
    LIM002 warning: what is larger than AWS takes of everybody has its quota raised first
    MON001 warning: somebody hears of every alarm
    MON004 error: every alarm can go off
    MON005 error: every alarm can end
    MON007 warning, production: writes to Terraform's state are recorded
    MON008 warning, production: somebody hears of what users feel at once
    MON009 warning: an alarm that ends a rollout is there
    NET001 error: load balancer, tasks and database stand in two zones at least
    NET002 warning, production: every zone of production has a way out of its own
    NET003 error: the internet reaches ports 80 and 443 only
    NET004 error: environments that are to be peered have ranges of their own
    NET005 warning, production: production's network traffic is logged
    NET006 warning: the private subnets hold every task, twice while a new version rolls out
    NET007 warning: the account sees every zone that is named
    OWN001 warning: what stands in a module of your own is judged
    OWN002 warning: what refers to something is written as a reference
    RDS001 warning: RDS still makes instances of the database's version
    RDS002 warning: the storage has room to grow
    RDS003 warning: the backups go to a region that takes them
    RDS004 warning: a database that is worth protecting leaves a snapshot
    RDS005 warning, production: production's database has a standby in another zone
    RDS006 warning, production: production's database is protected from deletion
    RDS007 warning, production: production's backups are kept for a week at least
    RDS008 error: only tasks and bastion reach the database
    RDS009 warning: the database holds every connection that the services may open
    RDS010 warning: the secret of a restored database names the user that its backup has
    RDS011 warning: what is left of a destroyed database stays readable
    RDS012 warning, production: tasks survive the rotation of the database's password
    RDS013 warning: somebody may log in by IAM where the database takes that
    RDS015 warning: a restored database depends on the key of its backup
    RDS016 warning: the version of PostgreSQL is in standard support
    SEC001 error: no credential stands in a setting, or in Terraform of your own
    SEC002 warning: what is called a secret is not a plain variable
    SQS001 warning: a service reads every queue
    STA001 error: every environment has a state of its own
    STA002 warning, production: Terraform destroys nothing of production that holds data
    ");
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "each code once, in order: {codes:?}");
}

#[test]
fn what_a_rule_finds_is_in_the_settings_that_it_weighs() {
    let known: BTreeSet<String> = engine::reference::settings().into_iter().map(|setting| setting.path).collect();
    for rule in RULES {
        assert!(rule.settings.iter().all(|setting| known.contains(*setting)), "{}: {:?} are settings", rule.code, rule.settings);
        // What no setting can bring about has no case of settings.
        if !folder().join(format!("{}.toml", rule.code)).exists() {
            continue;
        }
        let findings = report(rule.code).to_json();
        for setting in
            findings.as_array().into_iter().flatten().filter(|it| it["code"] == rule.code).filter_map(|it| it["setting"].as_str())
        {
            let parts: Vec<&str> = setting.split('[').next().unwrap_or_default().split('.').collect();
            let fits = |weighed: &&str| {
                let weighed: Vec<&str> = weighed.split('[').next().unwrap_or_default().split('.').collect();
                // A rule may point at the table in which the setting would stand, or at an entry of it.
                parts.iter().zip(&weighed).all(|(part, weighed)| *weighed == "<name>" || part == weighed)
            };
            assert!(rule.settings.iter().any(fits), "{}: `{setting}` is none of {:?}", rule.code, rule.settings);
        }
    }
}

#[test]
fn only_rules_give_codes() {
    let mut open = vec![package().join("modules"), package().join("src")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).expect("it can be listed").map(|entry| entry.expect("it can be listed").path()));
        } else if path.extension() == Some(std::ffi::OsStr::new("rs")) {
            let text = fs::read_to_string(&path).expect("it is text");
            assert!(!text.contains(".code(\""), "{}: make it a rule under `crates/engine/src/rules`", path.display());
        }
    }
}

#[test]
fn a_rule_is_found_by_its_code_and_by_one_that_is_nearly_right() {
    assert_eq!(rule("NET002").map(|rule| rule.code), Some("NET002"));
    assert!(rule("net002").is_none());
    assert_eq!(nearest("net002"), Some("NET002"));
    assert_eq!(nearest("RSD005"), Some("RDS005"));
    assert_eq!(nearest("XYZ999"), None);
}

#[test]
fn the_page_of_the_rules_is_what_they_say() {
    golden::is_fresh("docs/rules.md", &page());
}

/// A new rule is a file of its own.
#[test]
fn every_file_of_a_rule_is_taken_in() {
    let is_code = |name: &String| {
        let (letters, digits) = name.split_at(name.len().min(3));
        letters.bytes().all(|byte| byte.is_ascii_lowercase())
            && digits.len() == 3
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let files: Vec<String> =
        golden::stems("crates/engine/src/rules", "rs").into_iter().filter(is_code).map(|name| name.to_uppercase()).collect();
    let known: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(known, files, "`{}` takes in what lies in the folder", golden::BLESS);
}
