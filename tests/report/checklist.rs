//! The checklist: what is met in production, and that every item notices what is broken on purpose.

use std::collections::BTreeSet;

use report::checklist::{Item, checklist};
use system::System;
use terraform::json::{Json, json};

use crate::common::variants::{everything, variants};
use crate::common::{Emitted, over, shipped};
use crate::report::change;

fn judged(emitted: &Emitted) -> Vec<Item> {
    checklist(&System::read(&emitted.documents), &["staging".to_owned()])
}

fn not_met(emitted: &Emitted) -> Vec<&'static str> {
    judged(emitted).into_iter().filter(|item| !item.is_met()).map(|item| item.title).collect()
}

#[test]
fn production_lacks_only_its_domain() {
    assert_eq!(not_met(&shipped("prod")), ["Data is encrypted in transit"]);
    // There Terraform rolls out: `deployment = "terraform"`.
    assert_eq!(not_met(everything()), ["A pipeline can roll out, and a failed rollout is rolled back"]);
}

#[test]
fn staging_says_what_it_goes_without() {
    let faults = judged(&shipped("staging")).into_iter().flat_map(|item| item.faults);
    let faults: Vec<String> = faults.map(|fault| fault.to_string()).collect();
    insta::assert_snapshot!(faults.join("\n"), @r"
    module.rds.aws_db_instance.main: there is no standby in another zone
    module.rds.aws_db_instance.main: no snapshot is taken when it is deleted
    module.rds.aws_db_instance.main: its backups are not copied to another region
    module.ecs.aws_lb_listener.http: it answers over plain HTTP, as no domain is set: `ecs.load_balancer.tls` takes one, with its hosted zone
    ");
}

#[test]
fn what_proves_an_item_is_there() {
    for (name, emitted) in variants() {
        let mut there: BTreeSet<String> = emitted.documents.addresses().map(|it| it.to_string()).collect();
        there.extend(emitted.documents.by_path().keys().cloned());
        there.insert("the environment staging".to_owned());
        for item in judged(emitted) {
            assert!(item.proof.iter().all(|proof| there.contains(proof)), "{name}: {item:?}");
            assert!(!item.proof.is_empty() || !item.is_met(), "{name}: {} is claimed", item.title);
        }
    }
}

/// What each item has to notice: its title, the place that is broken, and how.
type Break = (&'static str, &'static str, fn(&mut Json));

fn set(body: &mut Json, key: &str, value: Json) {
    body[key] = value;
}

fn gone(body: &mut Json) {
    *body = json!({});
}

/// A statement that replaces those of a policy.
fn statement(body: &mut Json, action: &str, resource: &str) {
    let policy = json!({ "Statement": [{ "Effect": "Allow", "Action": action, "Resource": resource }] });
    body["policy"] = Json::from(policy.to_string());
}

const BREAKS: [Break; 48] = [
    ("Everything is provisioned by Terraform, with its versions bounded", "/terraform", gone),
    ("The state is kept apart, encrypted and locked", "/terraform/backend", gone),
    ("The state is kept apart, encrypted and locked", "/terraform/backend/s3", |it| set(it, "encrypt", json!(false))),
    ("The state is kept apart, encrypted and locked", "/terraform/backend/s3", |it| set(it, "use_lockfile", json!(false))),
    ("It stands in several availability zones", "/resource/aws_subnet/public_b", |it| {
        set(it, "availability_zone", json!("us-east-1a"));
    }),
    ("It stands in several availability zones", "/resource/aws_subnet/private_b", |it| {
        set(it, "availability_zone", json!("us-east-1a"));
    }),
    ("It stands in several availability zones", "/resource/aws_db_instance/main", |it| set(it, "multi_az", json!(false))),
    (
        "Security groups admit only what is needed",
        "/resource/aws_vpc_security_group_ingress_rule/ecs_from_load_balancer_8080",
        |it| {
            set(it, "cidr_ipv4", json!("0.0.0.0/0"));
        },
    ),
    ("Security groups admit only what is needed", "/resource/aws_vpc_security_group_ingress_rule/load_balancer_http", |it| {
        set(it, "to_port", json!(90));
    }),
    ("Security groups admit only what is needed", "/resource/aws_default_security_group/closed", |it| {
        set(it, "ingress", json!([{}]));
    }),
    ("Security groups admit only what is needed", "/resource/aws_default_security_group", gone),
    ("Security groups admit only what is needed", "/resource/aws_db_instance/main", |it| {
        set(it, "publicly_accessible", json!(true));
    }),
    ("Backups are kept, with recovery to a point in time", "/resource/aws_db_instance/main", |it| {
        set(it, "backup_retention_period", json!(0));
    }),
    ("Backups are kept, with recovery to a point in time", "/resource/aws_db_instance/main", |it| {
        set(it, "skip_final_snapshot", json!(true));
    }),
    ("Data survives the loss of the region", "/resource/aws_db_instance_automated_backups_replication", gone),
    ("Data survives the loss of the region", "/resource/aws_db_instance_automated_backups_replication/main", |it| {
        set(it, "provider", Json::Null);
    }),
    ("Data survives the loss of the region", "/provider/aws/1", |it| set(it, "region", json!("us-east-1"))),
    ("Data is encrypted at rest", "/resource/aws_db_instance/main", |it| set(it, "storage_encrypted", json!(false))),
    ("Data is encrypted at rest", "/resource/aws_ecr_repository/task_api", |it| set(it, "encryption_configuration", json!([]))),
    ("Data is encrypted at rest", "/resource/aws_sns_topic/alerts", |it| set(it, "kms_master_key_id", Json::Null)),
    ("Data is encrypted at rest", "/resource/aws_instance/bastion", |it| set(it, "root_block_device", json!([]))),
    ("Data is encrypted at rest", "/resource/aws_s3_bucket_server_side_encryption_configuration", gone),
    ("Data is encrypted in transit", "/resource/aws_lb_listener/https", |it| set(it, "protocol", json!("HTTP"))),
    ("Data is encrypted in transit", "/resource/aws_lb_listener/http", |it| set(it, "default_action", json!([]))),
    ("Data is encrypted in transit", "/resource/aws_db_parameter_group/main", |it| set(it, "parameter", json!([]))),
    ("Data is encrypted in transit", "/resource/aws_s3_bucket_policy/access_logs", |it| set(it, "policy", json!("{}"))),
    ("Roles have the least privilege", "/resource/aws_iam_role_policy/task_api_task", |it| {
        statement(it, "s3:*", "arn:aws:s3:::files");
    }),
    ("Roles have the least privilege", "/resource/aws_iam_role_policy/task_api_task", |it| statement(it, "s3:GetObject", "*")),
    ("Roles have the least privilege", "/resource/aws_iam_role/task_api_task", |it| {
        let open = json!({ "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" }] });
        set(it, "assume_role_policy", Json::from(open.to_string()));
    }),
    ("Secrets stand in Secrets Manager only", "/resource/aws_db_instance/main", |it| set(it, "password", json!("${var.password}"))),
    ("Secrets stand in Secrets Manager only", "/resource/aws_db_instance/main", |it| {
        set(it, "manage_master_user_password", Json::Null);
    }),
    ("Secrets stand in Secrets Manager only", "/resource/aws_ecs_task_definition/task_api", |it| {
        let container = json!([{ "name": "task-api", "environment": [{ "name": "DB_PASSWORD", "value": "x" }] }]);
        set(it, "container_definitions", Json::from(container.to_string()));
    }),
    ("Images are scanned, and their tags never change", "/resource/aws_ecr_repository/task_api", |it| {
        set(it, "image_scanning_configuration", json!([{ "scan_on_push": false }]));
    }),
    ("Images are scanned, and their tags never change", "/resource/aws_ecr_repository/task_api", |it| {
        set(it, "image_tag_mutability", json!("MUTABLE"));
    }),
    ("Services scale, within limits", "/resource/aws_appautoscaling_target", gone),
    ("Services scale, within limits", "/resource/aws_appautoscaling_target/task_api", |it| set(it, "max_capacity", json!(3))),
    ("Services scale, within limits", "/resource/aws_appautoscaling_policy", gone),
    ("Health checks take out what does not answer", "/resource/aws_lb_target_group/task_api/health_check", gone),
    ("Health checks take out what does not answer", "/resource/aws_ecs_service/task_api", |it| set(it, "load_balancer", json!([]))),
    ("A pipeline can roll out, and a failed rollout is rolled back", "/resource/aws_ecs_service/task_api/lifecycle", gone),
    (
        "A pipeline can roll out, and a failed rollout is rolled back",
        "/resource/aws_ecs_service/task_api/deployment_circuit_breaker",
        gone,
    ),
    ("Alarms watch services, load balancer and database", "/resource/aws_cloudwatch_metric_alarm/database_cpu", gone),
    ("Alarms watch services, load balancer and database", "/resource/aws_cloudwatch_metric_alarm/task_api_http_5xx", |it| {
        set(it, "alarm_actions", json!([]));
    }),
    ("Somebody is notified", "/resource/aws_sns_topic_subscription", gone),
    ("Logs are kept, and not for ever", "/resource/aws_cloudwatch_log_group/task_api", |it| set(it, "retention_in_days", json!(0))),
    ("Costs are watched", "/resource/aws_budgets_budget", gone),
    ("Costs are watched", "/resource/aws_budgets_budget/monthly", |it| set(it, "notification", json!([]))),
    ("Costs are watched", "/resource/aws_ce_anomaly_subscription/alerts", |it| set(it, "subscriber", json!([]))),
];

/// Everything, with Terraform keeping no service's revision: what all items are met by.
fn sound() -> Emitted {
    let mut emitted = shipped("prod");
    emitted.documents = everything().documents.clone();
    for document in emitted.documents.by_path_mut().values_mut() {
        if let Some(services) = document.pointer_mut("/resource/aws_ecs_service").and_then(Json::as_object_mut) {
            services
                .values_mut()
                .for_each(|service| service["lifecycle"]["ignore_changes"] = json!(["desired_count", "task_definition"]));
        }
    }
    emitted
}

#[test]
fn every_item_notices_what_is_broken() {
    assert_eq!(not_met(&sound()), Vec::<&str>::new());
    for (title, place, harm) in BREAKS {
        let mut emitted = sound();
        change(&mut emitted, place, harm);
        assert!(not_met(&emitted).contains(&title), "{title} does not notice {place}");
    }
    let only = checklist(&System::read(&sound().documents), &[]);
    assert!(only.iter().any(|item| item.title.starts_with("There is another environment") && !item.is_met()));
}

#[test]
fn what_has_a_fault_proves_nothing() {
    let mut emitted = sound();
    change(&mut emitted, "/resource/aws_ecs_service/task_api/lifecycle", gone);
    let item = judged(&emitted).into_iter().find(|item| item.title.starts_with("A pipeline")).expect("it is there");
    assert_eq!(item.proof, ["module.ecs.aws_ecs_service.mail_worker"]);
    assert_eq!(item.faults[0].resource.as_deref(), Some("module.ecs.aws_ecs_service.task_api"));
}

#[test]
fn every_item_is_broken_at_least_once() {
    let broken: BTreeSet<&str> = BREAKS.iter().map(|(title, _, _)| *title).collect();
    let items: BTreeSet<&str> = judged(&sound()).into_iter().map(|item| item.title).collect();
    let by_the_folder = "There is another environment to try things in";
    assert_eq!(items.difference(&broken).copied().collect::<Vec<_>>(), [by_the_folder]);
    assert!(broken.is_subset(&items));
}

#[test]
fn nothing_is_met_by_nothing() {
    let nothing = checklist(&System::read(&terraform::read::Documents::default()), &[]);
    let met: Vec<&str> = nothing.iter().filter(|item| item.is_met()).map(|item| item.title).collect();
    assert_eq!(met, Vec::<&str>::new());
}

#[test]
fn who_has_no_database_is_not_asked_about_its_backups() {
    let titles = |emitted: &Emitted| judged(emitted).into_iter().map(|item| item.title).collect::<BTreeSet<_>>();
    let asked = titles(&shipped("prod"));
    let without = titles(&over("prod", "rds = false\n"));
    let left_out: Vec<&str> = asked.difference(&without).copied().collect();
    assert_eq!(left_out, ["Backups are kept, with recovery to a point in time", "Data survives the loss of the region"]);
}

#[test]
fn an_alarm_of_failed_deployments_watches_no_job() {
    let settings = "[jobs.report]\nimage_tag = \"1\"\nimage_of = \"task-api\"\nschedule = { expression = \"rate(1 day)\" }\n\
                    [monitoring.alarms.jobs]\nfailures_in_1_minute = \"off\"\n\
                    [monitoring.alarms.services]\nfailed_deployments_in_1_minute = 1\n";
    let faults: Vec<String> =
        judged(&over("prod", settings)).into_iter().flat_map(|item| item.faults).map(|it| it.to_string()).collect();
    assert!(faults.iter().any(|fault| fault.contains("AWS/Events TriggeredRules: 0 of 1")), "{faults:?}");
}

#[test]
fn stores_are_encrypted_and_a_serverless_cache_has_two_ports() {
    let stores = "[queues.mails]\n[caches.sessions]\n[services.task-api]\nuses = [\"cache.sessions\", \"queue.mails\"]\n";
    let judged = judged(&over("prod", stores));
    let of = |title: &str| judged.iter().find(|item| item.title == title).expect("it is an item");
    assert_eq!(of("Security groups admit only what is needed").faults.len(), 0);
    let proof = &of("Data is encrypted at rest").proof;
    for store in ["module.queues.aws_sqs_queue.mails", "module.caches.aws_elasticache_serverless_cache.sessions"] {
        assert!(proof.iter().any(|it| it == store), "{store}: {proof:?}");
    }
}
