//! Alarms, topics, dashboard.

use serde_json::json;

use crate::common::{both, embedded};

#[test]
fn the_six_alarms_have_the_thresholds_of_the_table() {
    for emitted in both() {
        for (label, threshold, topic) in [
            ("task_api_response_time", json!(1), "alerts"),
            ("task_api_unhealthy_hosts", json!(1), "alerts"),
            ("task_api_http_4xx", json!(50), "alerts"),
            ("task_api_http_5xx", json!(5), "critical"),
            ("task_api_ecs_cpu", json!(70), "alerts"),
            ("task_api_ecs_memory", json!(80), "alerts"),
        ] {
            let alarm = emitted.resource("monitoring", "aws_cloudwatch_metric_alarm", label);
            assert_eq!(alarm["threshold"], threshold, "{label}");
            let action = alarm["alarm_actions"][0].as_str().expect("the alarm tells somebody");
            assert!(action.contains(topic), "{label}: {action}");
        }
    }
}

#[test]
fn errors_are_counted_within_a_minute_and_refusals_within_five() {
    for emitted in both() {
        let period = |label: &str| emitted.resource("monitoring", "aws_cloudwatch_metric_alarm", label)["period"].clone();
        assert_eq!((period("task_api_http_5xx"), period("task_api_http_4xx")), (json!(60), json!(300)));
    }
}

#[test]
fn both_topics_are_encrypted_and_somebody_is_subscribed() {
    for emitted in both() {
        for topic in ["alerts", "critical"] {
            assert!(emitted.resource("monitoring", "aws_sns_topic", topic)["kms_master_key_id"].is_string());
        }
        assert_eq!(emitted.all("aws_sns_topic_subscription").len(), 2);
    }
}

#[test]
fn the_dashboard_shows_every_measure_of_the_list() {
    for emitted in both() {
        let body = embedded(&emitted.only("aws_cloudwatch_dashboard")["dashboard_body"]).to_string();
        for metric in [
            "CPUUtilization",
            "MemoryUtilization",
            "TargetResponseTime",
            "RequestCount",
            "HealthyHostCount",
            "UnHealthyHostCount",
            "HTTPCode_Target_4XX_Count",
            "HTTPCode_Target_5XX_Count",
            "DatabaseConnections",
            "p50",
            "p95",
            "p99",
        ] {
            assert!(body.contains(metric), "{metric}");
        }
    }
}
