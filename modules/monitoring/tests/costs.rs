//! The budget, and costs that are out of the ordinary.

use crate::common::{emitted, prod, subject};
use terraform::json::{Json, json};

const ALERTS: &str = "${aws_sns_topic_policy.alerts.arn}";

#[test]
fn a_mail_is_sent_at_80_percent_spent_and_at_100_percent_expected() {
    let budget = prod().resource("aws_budgets_budget", "monthly");
    assert_eq!(budget["name"], "task-api-monthly-prod");
    assert_eq!((&budget["limit_amount"], &budget["limit_unit"]), (&json!("400"), &json!("USD")));
    let notification = |kind: &str, threshold: u32| {
        json!({
            "comparison_operator": "GREATER_THAN",
            "notification_type": kind,
            "threshold": threshold,
            "threshold_type": "PERCENTAGE",
            "subscriber_sns_topic_arns": [ALERTS],
        })
    };
    assert_eq!(budget["notification"], json!([notification("ACTUAL", 80), notification("FORECASTED", 100)]));
}

#[test]
fn a_budget_counts_the_whole_account_unless_the_tag_is_asked_for() {
    assert_eq!(prod().resource("aws_budgets_budget", "monthly")["cost_filter"], Json::Null);
    let settings = "[budget]\nscope = \"environment-tag\"\nmonthly_amount = 49.5";
    let budget = emitted(settings, &subject()).resource("aws_budgets_budget", "monthly");
    assert_eq!(budget["cost_filter"], json!([{ "name": "TagKeyValue", "values": ["user:Environment$prod"] }]));
    assert_eq!(budget["limit_amount"], "49.5");
}

#[test]
fn cost_anomalies_are_told_at_once_by_the_accounts_one_monitor() {
    let prod = prod();
    let monitor = prod.resource("aws_ce_anomaly_monitor", "services");
    assert_eq!((&monitor["monitor_type"], &monitor["monitor_dimension"]), (&json!("DIMENSIONAL"), &json!("SERVICE")));
    let subscription = prod.resource("aws_ce_anomaly_subscription", "alerts");
    assert_eq!(subscription["frequency"], "IMMEDIATE");
    assert_eq!(subscription["monitor_arn_list"], json!(["${aws_ce_anomaly_monitor.services.arn}"]));
    assert_eq!(subscription["subscriber"], json!([{ "address": ALERTS, "type": "SNS" }]));
    let impact = &subscription["threshold_expression"]["dimension"];
    assert_eq!((&impact["key"], &impact["values"]), (&json!("ANOMALY_TOTAL_IMPACT_ABSOLUTE"), &json!(["50"])));
}

#[test]
fn a_monitor_that_the_account_has_already_is_subscribed_to() {
    let arn = "arn:aws:ce::111122223333:anomalymonitor/12345678-1234-1234-1234-123456789012";
    let emitted = emitted(&format!("[cost_anomalies]\nmonitor = {{ existing = \"{arn}\" }}"), &subject());
    assert!(emitted.resources("aws_ce_anomaly_monitor").is_empty());
    assert_eq!(emitted.resource("aws_ce_anomaly_subscription", "alerts")["monitor_arn_list"], json!([arn]));
}

#[test]
fn no_monitor_is_no_subscription() {
    let emitted = emitted("[cost_anomalies]\nmonitor = \"none\"", &subject());
    assert!(emitted.resources("aws_ce_anomaly_monitor").is_empty());
    assert!(emitted.resources("aws_ce_anomaly_subscription").is_empty());
}
