//! What is written down and told beside metrics: saved queries, the database's events, writes to Terraform's state.

use crate::common::{PROD, embedded, emitted, prod, service, statement, subject};
use monitoring::Running;
use terraform::json::{Json, json};

#[test]
fn every_service_has_queries_by_level_by_request_and_for_the_slowest() {
    let mut subject = subject();
    subject.services.extend([service("mail-worker", Running::Always)]);
    let queries = emitted(PROD, &subject).resources("aws_cloudwatch_query_definition");
    let names: Vec<&Json> = queries.values().map(|query| &query["name"]).collect();
    assert_eq!(
        names,
        [
            "task-api-prod/mail-worker/by-level",
            "task-api-prod/mail-worker/by-request-id",
            "task-api-prod/mail-worker/counts-by-level",
            "task-api-prod/mail-worker/slowest",
            "task-api-prod/mail-worker/warnings",
            "task-api-prod/task-api/by-level",
            "task-api-prod/task-api/by-request-id",
            "task-api-prod/task-api/counts-by-level",
            "task-api-prod/task-api/slowest",
            "task-api-prod/task-api/warnings",
        ]
    );
    assert_eq!(queries["task_api_slowest"]["log_group_names"], json!(["${var.log_group_names[\"task-api\"]}"]));
}

#[test]
fn the_queries_use_the_field_names_that_the_services_write() {
    let settings = "[log_fields]\nlevel = \"severity\"\nrequest_id = \"http.request_id\"\nduration = \"elapsed\"";
    let emitted = emitted(settings, &subject());
    let query =
        |what: &str| emitted.resource("aws_cloudwatch_query_definition", &format!("task_api_{what}"))["query_string"].to_string();
    assert!(query("by_level").contains("filter tolower(severity) = "));
    assert!(query("by_request_id").contains("filter http.request_id = "));
    assert!(query("slowest").contains("sort elapsed desc"));
}

#[test]
fn a_field_name_that_would_break_the_query_is_refused() {
    for wrong in ["", "9lives", "a b", "a|b", "a`b", ".a"] {
        let settings = toml::from_str::<monitoring::Config>(&format!("[log_fields]\nlevel = \"{wrong}\""));
        let error = settings.expect_err("it is refused").to_string();
        assert!(error.contains(&format!("`{wrong}` is not the name of a log field")), "{error}");
    }
}

#[test]
fn failures_failovers_and_full_storage_of_the_database_are_told() {
    let subscription = prod().resource("aws_db_event_subscription", "database");
    assert_eq!(subscription["source_type"], "db-instance");
    assert_eq!(subscription["source_ids"], json!(["${var.database_identifier}"]));
    assert_eq!(subscription["sns_topic"], "${aws_sns_topic_policy.alerts.arn}");
    let categories = subscription["event_categories"].as_array().expect("it is a list");
    for category in ["failure", "failover", "low storage", "maintenance", "recovery", "notification", "read replica"] {
        assert!(categories.contains(&json!(category)), "{category}");
    }
    assert!(!categories.contains(&json!("backup")), "every night's backup would send two mails");
}

#[test]
fn the_categories_are_spelled_as_rds_spells_them() {
    let settings = r#"database_events = ["low-storage", "configuration-change", "security-patching", "backup"]"#;
    let subscription = emitted(settings, &subject()).resource("aws_db_event_subscription", "database");
    let spelled = json!(["backup", "configuration change", "low storage", "security patching"]);
    assert_eq!(subscription["event_categories"], spelled);
}

#[test]
fn no_category_is_no_subscription_and_not_one_to_all() {
    assert!(emitted("database_events = []", &subject()).resources("aws_db_event_subscription").is_empty());
}

#[test]
fn writes_to_the_state_are_recorded_under_terraform() {
    let prod = prod();
    let group = prod.resource("aws_cloudwatch_log_group", "state_changes");
    assert_eq!((&group["name"], &group["retention_in_days"]), (&json!("/terraform/task-api-prod"), &json!(365)));
    let rule = prod.resource("aws_cloudwatch_event_rule", "state_changes");
    assert_eq!(
        embedded(&rule["event_pattern"]),
        json!({
            "source": ["aws.s3"],
            "detail-type": ["Object Created", "Object Deleted"],
            "detail": { "bucket": { "name": ["task-api-terraform-state"] }, "object": { "key": ["prod/terraform.tfstate"] } },
        })
    );
    let target = prod.resource("aws_cloudwatch_event_target", "state_changes");
    assert_eq!(target["arn"], "${aws_cloudwatch_log_group.state_changes.arn}");
}

#[test]
fn only_that_rule_may_write_the_record() {
    let policy = prod().resource("aws_cloudwatch_log_resource_policy", "state_changes")["policy_document"].clone();
    let write = statement(&policy, "WriteEvents").expect("the rule may write");
    assert_eq!(write["Resource"], "<aws_cloudwatch_log_group.state_changes.arn>:*");
    assert_eq!(write["Condition"], json!({ "ArnLike": { "aws:SourceArn": "<aws_cloudwatch_event_rule.state_changes.arn>" } }));
}

#[test]
fn a_state_outside_of_s3_leaves_no_record() {
    let mut subject = subject();
    subject.state = None;
    assert!(!emitted(PROD, &subject).file_names().contains(&"state_changes"));
}

#[test]
fn each_concern_is_a_file() {
    assert_eq!(
        prod().file_names(),
        [
            "budget",
            "cost_anomalies",
            "dashboard",
            "database_alarms",
            "database_events",
            "network_alarms",
            "outputs",
            "queries",
            "service_alarms",
            "state_changes",
            "topics",
            "variables",
            "versions",
        ]
    );
}
