//! Who may say something, to whom, and that nobody else can read it.

use crate::common::{PROD, emitted, prod, statement, subject};
use terraform::json::{Json, json};

const ALERTS: &str = "${aws_sns_topic_policy.alerts.arn}";

#[test]
fn there_are_two_topics_under_a_key_of_our_own_that_rotates() {
    let prod = prod();
    let topics = prod.resources("aws_sns_topic");
    assert_eq!(topics.len(), 2);
    for (label, name) in [("alerts", "task-api-alerts-prod"), ("critical", "task-api-critical-prod")] {
        assert_eq!(topics[label]["name"], name);
        assert_eq!(topics[label]["kms_master_key_id"], "${aws_kms_key.topics.arn}");
    }
    assert_eq!(prod.resource("aws_kms_key", "topics")["enable_key_rotation"], true);
}

#[test]
fn alarms_database_events_budgets_and_cost_anomalies_may_use_the_key_for_this_account_only() {
    let policy = prod().resource("aws_kms_key", "topics")["policy"].clone();
    let publish = statement(&policy, "Publish").expect("the key admits publishers");
    let services = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com", "costalerts.amazonaws.com", "events.rds.amazonaws.com"];
    assert_eq!(sorted(&publish["Principal"]["Service"]), services);
    assert_eq!(publish["Action"], json!(["kms:Decrypt", "kms:GenerateDataKey"]));
    assert_eq!(publish["Condition"], json!({ "StringEquals": { "aws:SourceAccount": "<var.account_id>" } }));
}

#[test]
fn each_publisher_is_admitted_to_the_alerts_for_its_own_kind_of_source() {
    let policy = prod().resource("aws_sns_topic_policy", "alerts")["policy"].clone();
    for (sid, service, source) in [
        ("Alarms", "cloudwatch.amazonaws.com", "arn:aws:cloudwatch:us-east-1:<var.account_id>:alarm:*"),
        ("DatabaseEvents", "events.rds.amazonaws.com", "arn:aws:rds:us-east-1:<var.account_id>:*"),
        ("Budgets", "budgets.amazonaws.com", "arn:aws:budgets::<var.account_id>:*"),
        ("CostAnomalies", "costalerts.amazonaws.com", "arn:aws:ce::<var.account_id>:anomalysubscription/*"),
    ] {
        let statement = statement(&policy, sid).unwrap_or_else(|| panic!("{sid} is admitted"));
        assert_eq!(statement["Effect"], "Allow", "{sid}");
        assert_eq!(statement["Principal"], json!({ "Service": service }));
        assert_eq!(statement["Resource"], "<aws_sns_topic.alerts.arn>");
        let condition = json!({
            "StringEquals": { "aws:SourceAccount": "<var.account_id>" },
            "ArnLike": { "aws:SourceArn": source },
        });
        assert_eq!(statement["Condition"], condition, "{sid}");
    }
}

#[test]
fn only_alarms_are_critical() {
    let policy = prod().resource("aws_sns_topic_policy", "critical")["policy"].clone();
    assert!(statement(&policy, "Alarms").is_some());
    for sid in ["DatabaseEvents", "Budgets", "CostAnomalies"] {
        assert!(statement(&policy, sid).is_none(), "{sid}");
    }
}

#[test]
fn who_has_nothing_to_say_is_not_admitted() {
    let silent = emitted("database_events = []\ncost_anomalies = { monitor = \"none\" }", &subject());
    let topic = silent.resource("aws_sns_topic_policy", "alerts")["policy"].clone();
    assert!(statement(&topic, "DatabaseEvents").is_none());
    assert!(statement(&topic, "CostAnomalies").is_none());
    let key = silent.resource("aws_kms_key", "topics")["policy"].clone();
    let services = statement(&key, "Publish").expect("the key admits publishers")["Principal"]["Service"].clone();
    assert_eq!(sorted(&services), ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]);
}

#[test]
fn nothing_is_published_unencrypted() {
    for topic in ["alerts", "critical"] {
        let policy = prod().resource("aws_sns_topic_policy", topic)["policy"].clone();
        let deny = statement(&policy, "OnlyEncryptedInTransit").expect("plain HTTP is denied");
        assert_eq!(deny["Effect"], "Deny");
        assert_eq!(deny["Condition"], json!({ "Bool": { "aws:SecureTransport": "false" } }));
    }
}

#[test]
fn each_address_is_subscribed_under_a_name_of_its_own() {
    let settings = r#"
        alert_mail = ["ops@example.com", "Second.Line@example.com"]
        critical_mail = ["ops@example.com"]
    "#;
    let subscriptions = emitted(settings, &subject()).resources("aws_sns_topic_subscription");
    let labels: Vec<&terraform::json::Key> = subscriptions.keys().collect();
    assert_eq!(labels, ["alerts_ops_at_example_com", "alerts_second_line_at_example_com", "critical_ops_at_example_com"]);
    let ops = &subscriptions["alerts_ops_at_example_com"];
    assert_eq!(ops["protocol"], "email");
    assert_eq!(ops["endpoint"], "ops@example.com");
    assert_eq!(ops["topic_arn"], ALERTS);
}

#[test]
fn the_order_of_the_addresses_changes_nothing() {
    let of = |list: &str| emitted(&format!("alert_mail = {list}"), &subject()).file("topics").clone();
    assert_eq!(of(r#"["a@example.com", "b@example.com"]"#), of(r#"["b@example.com", "a@example.com"]"#));
}

#[test]
fn no_policy_but_the_keys_own_speaks_of_everything() {
    let emitted = emitted(PROD, &subject());
    for file in emitted.file_names() {
        let everything = emitted.file(file).to_string().matches(r#"\"Resource\":\"*\""#).count();
        // Two statements in each of the two keys' policies.
        let of_keys = if ["topics", "state_changes"].contains(&file) { 2 } else { 0 };
        assert_eq!(everything, of_keys, "{file}");
    }
}

#[test]
fn the_root_module_learns_the_topics_arns() {
    assert_eq!(prod().output("alerts_topic_arn"), ALERTS);
    assert_eq!(prod().output("critical_topic_arn"), "${aws_sns_topic_policy.critical.arn}");
}

fn sorted(values: &Json) -> Vec<&str> {
    let mut values: Vec<&str> = values.as_array().expect("there are several").iter().filter_map(Json::as_str).collect();
    values.sort_unstable();
    values
}

const ARN: &str = "arn:aws:sns:us-east-1:111122223333:on-call";

#[test]
fn a_topic_that_exists_is_published_to_and_nothing_of_it_is_made() {
    let one = emitted(&format!("[existing_topics]\ncritical = \"{ARN}\""), &subject());
    assert_eq!(one.resources("aws_sns_topic").keys().collect::<Vec<_>>(), ["alerts"]);
    assert_eq!(one.alarm("task_api_http_5xx")["alarm_actions"], json!([ARN]));
    assert_eq!(one.output("critical_topic_arn"), ARN);
    assert!(one.output("topics_key_arn").is_string());

    let both = emitted(&format!("[existing_topics]\nalerts = \"{ARN}\"\ncritical = \"{ARN}\""), &subject());
    assert!(both.resources("aws_sns_topic").is_empty() && both.resources("aws_sns_topic_policy").is_empty());
    assert!(!both.resources("aws_kms_key").contains_key("topics"), "no topic, no key");
    assert!(both.output("topics_key_arn").is_null());

    let critical = emitted(&format!("[existing_topics]\nalerts = \"{ARN}\""), &subject());
    let publishers = statement(&critical.resource("aws_kms_key", "topics")["policy"], "Publish").expect("alarms publish");
    assert_eq!(publishers["Principal"], json!({ "Service": "cloudwatch.amazonaws.com" }), "alarms alone are critical");
}

#[test]
fn an_address_by_https_comes_as_a_variable_and_never_as_text() {
    let emitted = emitted("[https_endpoints.pager-duty]\nseverities = [\"critical\"]", &subject());
    let subscription = emitted.resource("aws_sns_topic_subscription", "critical_pager_duty_https");
    assert_eq!(subscription["protocol"], "https");
    assert_eq!(subscription["endpoint"], "${var.endpoint_urls[\"pager-duty\"]}");
    assert_eq!(subscription["endpoint_auto_confirms"], true);
    assert!(!emitted.resources("aws_sns_topic_subscription").contains_key("alerts_pager_duty_https"));
}

#[test]
fn a_channel_of_slack_hears_of_both_topics_and_its_role_can_only_show_curves() {
    let emitted = emitted("[slack_channels.ops]\nworkspace_id = \"T1\"\nchannel_id = \"C1\"", &subject());
    let channel = emitted.resource("aws_chatbot_slack_channel_configuration", "ops");
    assert_eq!(channel["sns_topic_arns"], json!([ALERTS, "${aws_sns_topic_policy.critical.arn}"]));
    assert_eq!(channel["guardrail_policy_arns"], json!(["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"]));
    let policy = &emitted.resource("aws_iam_role_policy", "slack")["policy"];
    let actions = statement(policy, "ShowCurves").expect("curves are shown")["Action"].to_string();
    assert!(actions.contains("cloudwatch:GetMetricData") && !actions.contains('*'), "{actions}");
    // CloudWatch takes an ARN of alarms, and rule IAM001 asks for it.
    let alarms = statement(policy, "ReadAlarms").expect("alarms are read");
    assert_eq!(alarms["Resource"], "arn:aws:cloudwatch:us-east-1:<var.account_id>:alarm:*");
}
