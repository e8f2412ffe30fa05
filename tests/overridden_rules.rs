//! The rules judge the result: an override that brings what a rule finds is told, and where one takes that away, nothing is told.
//!
//! Every rule has a case in each direction, or a reason why no override can do it: a new rule has to say.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::package;
use engine::rules::{RULES, judge};
use engine::synthesis::synthesize;
use engine::{Neighbour, draft};
use settings::{Problems, Report};

/// What an override does to a rule's finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Does {
    Bring,
    TakeAway,
}

use Does::{Bring, TakeAway};

/// The rule, what the override does, the settings beside it, the resource, and what it is set to. What takes away stands, without settings of
/// its own, over the rule's case in `tests/rules`.
type Case = (&'static str, Does, &'static str, &'static str, &'static str);

const CACHE: &str = "[caches.sessions]\n[services.web]\nuses = [\"cache.sessions\"]\n";
const NODES: &str = "[caches.sessions.nodes]\nnode_type = \"cache.t4g.small\"\n[services.web]\nuses = [\"cache.sessions\"]\n";
const GITHUB: &str =
    "[delivery.trust.github]\nrepository = \"octo-org/shop\"\nowner_id = 123456\nrepository_id = 456789\nbranches = [\"main\"]\n";
const TWO: &str = "[services.api]\nimage_tag = \"1.0.0\"\nport = 8081\ntasks = { desired = 2, min = 2, max = 2 }\ndatabase = \"none\"\n\
                   routing = { priority = 20, paths = [\"/api/*\"] }\n";
const REPORT: &str =
    "[jobs.report]\nimage = \"ghcr.io/acme/report\"\nimage_tag = \"1.0.0\"\nschedule = { expression = \"rate(1 day)\" }\n";
/// A trust in tokens of GitHub's with this subject.
macro_rules! trust {
    ($subject:literal) => {
        concat!(
            r#"assume_role_policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":"#,
            r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Condition":{"StringLike":{"#,
            r#""token.actions.githubusercontent.com:sub":""#,
            $subject,
            r#""}}}]}'"#
        )
    };
}

const DB: &str = "module.rds.aws_db_instance.main";

const CASES: &[Case] = &[
    ("ACC001", Bring, "", "module.monitoring.aws_sns_topic.alerts", "name = \"shop-critical-production\""),
    (
        "BUC001",
        Bring,
        "[buckets.uploads]\n",
        "module.buckets.aws_s3_bucket_versioning.uploads",
        "versioning_configuration = { status = \"Suspended\" }",
    ),
    (
        "BUC001",
        TakeAway,
        "",
        "module.buckets.aws_s3_bucket_versioning.uploads",
        "versioning_configuration = { status = \"Enabled\" }",
    ),
    ("CAC002", Bring, NODES, "module.caches.aws_elasticache_replication_group.sessions", "num_cache_clusters = 1"),
    ("CAC002", TakeAway, "", "module.caches.aws_elasticache_replication_group.sessions", "num_cache_clusters = 3"),
    ("CAC003", Bring, NODES, "module.caches.aws_elasticache_replication_group.sessions", "user_group_ids = []"),
    ("CAC003", Bring, CACHE, "module.caches.aws_elasticache_serverless_cache.sessions", "user_group_id = \"\""),
    ("CAC003", TakeAway, "", "module.caches.aws_elasticache_serverless_cache.sessions", "user_group_id = \"staff\""),
    (
        "CAC004",
        Bring,
        "purpose = \"development\"\nprevent_destroy = false\n[caches.sessions.nodes]\nnode_type = \"cache.t4g.small\"\n\
         final_snapshot = false\n[services.web]\nuses = [\"cache.sessions\"]\n",
        "module.caches.aws_elasticache_replication_group.sessions",
        "final_snapshot_identifier = \"last\"",
    ),
    (
        "CAC004",
        TakeAway,
        "purpose = \"development\"\nprevent_destroy = false\n[caches.sessions.nodes]\nnode_type = \"cache.t4g.small\"\n",
        "module.caches.aws_elasticache_replication_group.sessions",
        "kms_key_id = \"arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012\"",
    ),
    ("DEL001", Bring, GITHUB, "module.delivery.aws_iam_role.main", trust!("repo:octo-org/shop:ref:refs/heads/main")),
    ("DEL001", TakeAway, "", "module.delivery.aws_iam_role.main", trust!("repo:octo-org@1/shop@2:ref:refs/heads/main")),
    ("DEL002", Bring, GITHUB, "module.delivery.aws_iam_role.main", trust!("*")),
    ("ECS001", Bring, "", "module.ecs.aws_lb_listener.https", "protocol = \"HTTP\""),
    (
        "ECS001",
        TakeAway,
        "",
        "module.ecs.aws_lb_listener.http",
        "protocol = \"HTTPS\", port = 443, certificate_arn = \"arn:aws:acm:eu-central-1:111122223333:certificate/1\"",
    ),
    ("ECS002", Bring, "", "module.ecs.aws_lb.main", "enable_deletion_protection = false"),
    ("ECS002", TakeAway, "", "module.ecs.aws_lb.main", "enable_deletion_protection = true"),
    ("ECS003", Bring, "", "module.ecs.aws_appautoscaling_target.web", "min_capacity = 1"),
    ("ECS003", TakeAway, "", "module.ecs.aws_appautoscaling_target.web", "min_capacity = 2"),
    ("ECS004", Bring, TWO, "module.ecs.aws_lb_listener_rule.web", "priority = 10"),
    ("ECS004", Bring, TWO, "module.ecs.aws_lb_listener_rule.api", "condition = [{ path_pattern = { values = [\"/*\"] } }]"),
    (
        "ECS004",
        TakeAway,
        "[services.api]\nimage_tag = \"1.0.0\"\nport = 8081\ntasks = { desired = 2, min = 2, max = 2 }\ndatabase = \"none\"\n\
       routing = { priority = 200, paths = [\"/api/*\"] }\n",
        "module.ecs.aws_lb_listener_rule.api",
        "priority = 20",
    ),
    (
        "ECS005",
        Bring,
        "",
        "module.ecs.aws_lb_listener_rule.web",
        "condition = [{ host_header = { values = [\"other.example.com\"] } }]",
    ),
    (
        "ECS005",
        TakeAway,
        "",
        "module.ecs.aws_acm_certificate.main",
        "subject_alternative_names = [\"*.example.com\", \"*.shop.example.com\"]",
    ),
    ("ENC001", Bring, "", DB, "storage_encrypted = false"),
    (
        "IAM001",
        Bring,
        "",
        "module.ecs.aws_iam_role_policy.web_task",
        "policy = '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}'",
    ),
    (
        "IAM002",
        Bring,
        "[services.web]\npolicy_arns = [\"arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess\"]\n",
        "module.ecs.aws_iam_role_policy_attachment.web_task_AWSXRayDaemonWriteAccess",
        "policy_arn = \"arn:aws:iam::aws:policy/AmazonSQSFullAccess\"",
    ),
    (
        "IAM002",
        TakeAway,
        "[services.web]\npolicy_arns = [\"arn:aws:iam::aws:policy/AmazonSQSFullAccess\"]\n",
        "module.ecs.aws_iam_role_policy_attachment.web_task_AmazonSQSFullAccess",
        "policy_arn = \"arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess\"",
    ),
    (
        "IMP001",
        Bring,
        "[[import]]\nto = \"module.ecs.aws_cloudwatch_log_group.web\"\nid = \"/ecs/shop-web-production\"\n",
        "module.ecs.aws_cloudwatch_log_group.web",
        "name = \"/ecs/storefront\"",
    ),
    (
        "IMP001",
        TakeAway,
        "[[import]]\nto = \"module.rds.aws_db_instance.main\"\nid = \"shop-database\"\n",
        DB,
        "identifier = \"shop-database\"",
    ),
    ("JOB001", Bring, REPORT, "module.ecs.aws_scheduler_schedule.report", "schedule_expression = \"at(2026-03-31T04:00:00)\""),
    (
        "JOB001",
        TakeAway,
        "[jobs.report]\nimage = \"ghcr.io/acme/report\"\nimage_tag = \"1.0.0\"\nschedule = { expression = \"at(2026-03-31T04:00:00)\" }\n",
        "module.ecs.aws_scheduler_schedule.report",
        "schedule_expression = \"at(2028-03-31T04:00:00)\"",
    ),
    ("MON001", Bring, "", "module.monitoring.aws_cloudwatch_metric_alarm.web_ecs_cpu", "alarm_actions = []"),
    ("MON001", Bring, "", "module.monitoring.aws_cloudwatch_metric_alarm.web_ecs_cpu", "actions_enabled = false"),
    ("MON004", Bring, "", "module.monitoring.aws_cloudwatch_metric_alarm.web_ecs_cpu", "threshold = 100"),
    ("MON004", Bring, "", "module.monitoring.aws_cloudwatch_metric_alarm.database_connections", "threshold = 100000"),
    (
        "MON004",
        TakeAway,
        "[monitoring.alarms]\nservices = { ecs_cpu_percent = 100 }\n",
        "module.monitoring.aws_cloudwatch_metric_alarm.web_ecs_cpu",
        "threshold = 80.5",
    ),
    (
        "MON004",
        TakeAway,
        "[monitoring.alarms]\ndatabase = { connections_percent = 100 }\n",
        "module.monitoring.aws_cloudwatch_metric_alarm.database_connections",
        "threshold = 80",
    ),
    ("MON005", Bring, "", "module.monitoring.aws_cloudwatch_metric_alarm.database_free_storage", "threshold = 999999999999"),
    ("MON005", TakeAway, "", "module.monitoring.aws_cloudwatch_metric_alarm.database_free_storage", "threshold = 1000000000"),
    ("MON008", Bring, "", "module.monitoring.aws_cloudwatch_metric_alarm.web_http_5xx", "actions_enabled = false"),
    ("MON008", Bring, "", "module.monitoring.aws_cloudwatch_composite_alarm.web_down", "alarm_actions = []"),
    (
        "MON009",
        Bring,
        "",
        "module.ecs.aws_ecs_service.web",
        "alarms = { alarm_names = [\"shop-web-http-500-production\"], enable = true, rollback = true }",
    ),
    (
        "MON009",
        TakeAway,
        "",
        "module.ecs.aws_ecs_service.web",
        "alarms = { alarm_names = [\"shop-web-http-5xx-production\"], enable = true, rollback = true }",
    ),
    (
        "NET002",
        Bring,
        "",
        "module.networking.aws_route.private_b_internet",
        "nat_gateway_id = { from = \"networking.nat_gateway_ids.a\" }",
    ),
    ("NET003", Bring, "", "module.networking.aws_vpc_security_group_ingress_rule.load_balancer_http", "from_port = 22"),
    (
        "NET004",
        Bring,
        "[networking]\nvpc_cidr = \"10.9.0.0/16\"\npeered_environments = [\"neighbour\"]\n",
        "module.networking.aws_vpc.main",
        "cidr_block = \"10.0.0.0/16\"",
    ),
    (
        "NET004",
        TakeAway,
        "[networking]\npeered_environments = [\"neighbour\"]\n",
        "module.networking.aws_vpc.main",
        "cidr_block = \"10.9.0.0/16\"",
    ),
    ("NET006", Bring, "", "module.ecs.aws_appautoscaling_target.web", "max_capacity = 3000"),
    ("NET006", TakeAway, "", "module.ecs.aws_appautoscaling_target.web", "max_capacity = 6"),
    ("NET006", TakeAway, "", "module.networking.aws_subnet.private_a", "cidr_block = \"172.16.0.64/27\""),
    ("OWN002", Bring, "", "module.rds.aws_kms_key.database", "description = \"Key of ${aws_db_instance.main.id}\""),
    ("RDS001", Bring, "", DB, "engine_version = \"15.3\""),
    ("RDS001", TakeAway, "", DB, "engine_version = \"17\""),
    ("RDS002", Bring, "[rds.storage]\nallocated_gib = 100\nmax_allocated_gib = 200\n", DB, "max_allocated_storage = 115"),
    ("RDS002", Bring, "[rds.storage]\nallocated_gib = 100\nmax_allocated_gib = 200\n", DB, "allocated_storage = 180"),
    ("RDS002", TakeAway, "", DB, "max_allocated_storage = 500"),
    ("RDS004", Bring, "", DB, "skip_final_snapshot = true"),
    ("RDS004", Bring, "[rds.deletion]\nprotection = false\nfinal_snapshot = false\n", DB, "deletion_protection = true"),
    ("RDS004", TakeAway, "", DB, "skip_final_snapshot = false"),
    ("RDS005", Bring, "", DB, "multi_az = false"),
    ("RDS005", TakeAway, "", DB, "multi_az = true"),
    ("RDS006", Bring, "", DB, "deletion_protection = false"),
    ("RDS006", TakeAway, "", DB, "deletion_protection = true"),
    ("RDS007", Bring, "", DB, "backup_retention_period = 3"),
    ("RDS007", TakeAway, "", DB, "backup_retention_period = 14"),
    ("RDS008", Bring, "", DB, "publicly_accessible = true"),
    ("RDS009", Bring, "", "module.ecs.aws_appautoscaling_target.web", "max_capacity = 100"),
    ("RDS009", Bring, "", "module.rds.aws_db_parameter_group.main", "parameter = [{ name = \"max_connections\", value = \"20\" }]"),
    (
        "RDS009",
        Bring,
        "[rds]\ninstance_class = \"db.m7g.large\"\n[services.web]\ntasks = { desired = 2, min = 2, max = 20 }\n",
        DB,
        "instance_class = \"db.t3.micro\"",
    ),
    ("RDS009", TakeAway, "", DB, "instance_class = \"db.m7g.large\""),
    ("RDS009", TakeAway, "", "module.ecs.aws_appautoscaling_target.web", "max_capacity = 4"),
    (
        "RDS010",
        Bring,
        "unset = [\"rds.password_rotation_days\"]\n[rds.read_replica]\n",
        DB,
        "snapshot_identifier = \"before-the-change\"",
    ),
    ("RDS010", TakeAway, "", DB, "snapshot_identifier = \"\""),
    (
        "RDS011",
        Bring,
        "purpose = \"development\"\nprevent_destroy = false\n[rds.deletion]\nprotection = false\nfinal_snapshot = false\n",
        DB,
        "skip_final_snapshot = false, final_snapshot_identifier = \"last\"",
    ),
    (
        "RDS011",
        Bring,
        "purpose = \"development\"\nprevent_destroy = false\n[rds]\nkey_deletion_window_days = 30\n[rds.deletion]\nprotection = false\nfinal_snapshot = false\n[rds.backups]\nreplicated = true\nretention_days = 14\n",
        "module.rds.aws_kms_key.disaster_recovery",
        "deletion_window_in_days = 7",
    ),
    (
        "RDS011",
        TakeAway,
        "purpose = \"development\"\nprevent_destroy = false\n[rds.deletion]\nprotection = false\nfinal_snapshot = true\n",
        DB,
        "skip_final_snapshot = true",
    ),
    (
        "RDS012",
        Bring,
        "",
        "module.rds.aws_secretsmanager_secret_rotation.master_user",
        "rotation_rules = { automatically_after_days = 7 }",
    ),
    (
        "RDS012",
        TakeAway,
        "",
        "module.rds.aws_secretsmanager_secret_rotation.master_user",
        "rotation_rules = { automatically_after_days = 365 }",
    ),
    ("RDS013", Bring, "", DB, "iam_database_authentication_enabled = true"),
    ("RDS013", TakeAway, "", DB, "iam_database_authentication_enabled = false"),
    ("RDS015", Bring, "", DB, "snapshot_identifier = \"before-the-change\""),
    ("RDS015", TakeAway, "", DB, "snapshot_identifier = \"\""),
    ("RDS016", Bring, "", DB, "engine_version = \"13\""),
    ("RDS016", TakeAway, "", DB, "engine_version = \"17\""),
    ("SEC001", Bring, "", "module.rds.aws_kms_key.database", "description = \"AKIAIOSFODNN7EXAMPLE\""),
    ("SEC002", Bring, "", "module.rds.aws_kms_key.database", "tags = { db_password = \"hunter2hunter2\" }"),
];

/// What no override can do, and why.
const EXCUSED: &[(&str, &[Does], &str)] = &[
    (
        "ACC001",
        &[TakeAway],
        "what the settings say of an account's one thing they still say; a name that is shared is taken away by a name of its own, as it is brought",
    ),
    ("CAC001", &[Bring, TakeAway], "who is let in are resources that follow from `uses`: an override makes none and takes none"),
    ("DEL002", &[TakeAway], "no setting brings it"),
    ("ENC001", &[TakeAway], "no setting brings it"),
    ("IAM001", &[TakeAway], "no setting brings it"),
    (
        "LIM001",
        &[Bring, TakeAway],
        "what is measured is the emitted document, whoever wrote it; no text of an override is short enough to show",
    ),
    ("LIM002", &[Bring, TakeAway], "as LIM001"),
    ("MON001", &[TakeAway], "who is subscribed are resources that follow from the lists: an override makes none"),
    ("MON007", &[Bring, TakeAway], "where the state lies is the backend's, which no override reaches"),
    ("MON008", &[TakeAway], "an alarm that is off is not there, and an override makes none"),
    (
        "NET001",
        &[Bring, TakeAway],
        "a zone is a subnet's, and Terraform makes all of one VPC's: what is emitted is read, as `tests/rules.rs` shows by its defects",
    ),
    ("NET002", &[TakeAway], "with one NAT gateway there is no other that a route could name"),
    ("NET003", &[TakeAway], "no setting brings it"),
    ("NET005", &[Bring, TakeAway], "a flow log is there or is not; whatever traffic one is set to, it records some"),
    ("OWN001", &[Bring, TakeAway], "it speaks of files, of which an override sets nothing"),
    ("OWN002", &[TakeAway], "as SEC001"),
    ("RDS003", &[Bring, TakeAway], "the regions are the providers', which no override reaches"),
    ("RDS008", &[TakeAway], "no setting brings it"),
    ("SEC001", &[TakeAway], "what stands in the settings stands there, whatever is set over it"),
    ("SEC002", &[TakeAway], "as SEC001"),
    (
        "SQS001",
        &[Bring, TakeAway],
        "who reads follows from `queue`: its right, its variable and its scaling are several resources, and no argument of one",
    ),
    ("STA001", &[Bring, TakeAway], "the backend, which no override reaches"),
    ("STA002", &[Bring, TakeAway], "`lifecycle`, which no override sets"),
];

/// The report on these settings over a file of the cases.
fn report(extended: &str, settings: &str) -> Report {
    let folder = package().join("tests/rules");
    let text = format!("extends = \"{extended}\"\n{settings}");
    let mut read = |path: &Path| {
        if path == Path::new("case.toml") { Ok(text.clone()) } else { fs::read_to_string(folder.join(path)) }
    };
    let of = |name: &str, file: &str, read: &mut dyn FnMut(&Path) -> std::io::Result<String>| {
        draft(&name.parse().expect("it is a name"), Path::new(file), &[], read).unwrap_or_else(|report| panic!("{report}"))
    };
    let draft = of("production", "case.toml", &mut read);
    let Some(environment) = &draft.environment else { panic!("{settings}\n{}", draft.report(Problems::default())) };
    let files = synthesize(environment).expect("every address is there once").files;
    let documents = terraform::read::Documents::read(&files).expect("they are documents");
    let neighbour = of("neighbour", "shared/neighbour.toml", &mut read);
    let folder = Neighbour::of(&neighbour.name, &neighbour.layers).into_iter().collect();
    judge(&draft, Some(&documents), &folder, "2026-12-01".parse().expect("it is a day")).report
}

/// What the rule found there, each as a whole.
fn found(report: &Report, code: &str) -> Vec<String> {
    let all = report.to_json();
    all.as_array().expect("it is a list").iter().filter(|it| it["code"] == code).map(ToString::to_string).collect()
}

#[test]
fn every_rule_judges_what_an_override_makes_of_the_settings() {
    let mut faults = Vec::new();
    for (code, does, settings, resource, set) in CASES {
        let own_case = format!("{code}.toml");
        let extended = if *does == TakeAway && settings.is_empty() { own_case.as_str() } else { "shared/base.toml" };
        let overriding =
            format!("[[override]]\nresource = \"{resource}\"\nset = {{ {set} }}\nreason = \"It is tried what comes of it\"\n");
        let before = found(&report(extended, settings), code);
        // What stands at the top has to stand before the first header.
        let with = report(extended, &format!("{settings}{overriding}"));
        let after = found(&with, code);
        match does {
            Bring if !before.is_empty() => faults.push(format!("{code} {set}: found without the override: {before:?}")),
            Bring if after.is_empty() || !with.to_string().contains("override") => {
                faults.push(format!("{code} {set}: not told of the override: {after:?}\n{with}"));
            }
            TakeAway if before.is_empty() => faults.push(format!("{code} {set}: nothing to take away")),
            TakeAway if after.iter().any(|it| before.contains(it)) && after.len() >= before.len() => {
                faults.push(format!("{code} {set}: told all the same: {after:?}"));
            }
            Bring | TakeAway => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_says_what_an_override_can_do_to_it() {
    let mut said: BTreeSet<(&str, Does)> = CASES.iter().map(|(code, does, ..)| (*code, *does)).collect();
    for (code, all, why) in EXCUSED {
        for does in *all {
            assert!(said.insert((code, *does)), "{code} {does:?}: there is a case, or it is excused twice ({why})");
        }
    }
    let wanted: BTreeSet<(&str, Does)> = RULES.iter().flat_map(|rule| [(rule.code, Bring), (rule.code, TakeAway)]).collect();
    assert_eq!(said, wanted, "each rule has a case in each direction, or a reason in `EXCUSED`");
}
