//! Section 5: dashboard, alarms, topics, logs, budget.

use std::collections::BTreeSet;

use terraform::json::{Json, json};

use crate::common::policy::{statement_of, statements};
use crate::common::{Emitted, attribute_of, both, embedded, list, over, prod, staging};

#[test]
fn the_dashboard_shows_every_row_of_the_table() {
    let rows = [
        ("AWS/ECS", "CPUUtilization", "Average"),
        ("AWS/ECS", "MemoryUtilization", "Average"),
        ("AWS/ApplicationELB", "TargetResponseTime", "p50"),
        ("AWS/ApplicationELB", "TargetResponseTime", "p95"),
        ("AWS/ApplicationELB", "TargetResponseTime", "p99"),
        ("AWS/ApplicationELB", "RequestCount", "Sum"),
        ("AWS/ApplicationELB", "HealthyHostCount", "Maximum"),
        ("AWS/ApplicationELB", "UnHealthyHostCount", "Maximum"),
        ("AWS/ApplicationELB", "HTTPCode_Target_4XX_Count", "Sum"),
        ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum"),
        ("AWS/RDS", "CPUUtilization", "Average"),
        ("AWS/RDS", "DatabaseConnections", "Maximum"),
    ];
    for emitted in both() {
        let shown = shown(emitted);
        for (namespace, metric, statistic) in rows {
            let row = (namespace.to_owned(), metric.to_owned(), statistic.to_owned());
            assert!(shown.contains(&row), "{}: {row:?} is none of {shown:?}", emitted.environment);
        }
    }
}

#[test]
fn the_dashboard_counts_requests_per_service() {
    let emitted = over("prod", SECOND_SERVICE);
    let dashboard = embedded(&emitted.only("aws_cloudwatch_dashboard")["dashboard_body"]).to_string();
    for service in ["task_api", "mail_worker"] {
        let requests = format!(r#""RequestCount","TargetGroup","${{module.ecs.aws_lb_target_group.{service}.arn_suffix}}""#);
        assert!(dashboard.contains(&requests), "{service}: {dashboard}");
    }
}

#[test]
fn an_alarm_goes_off_when_answers_take_more_than_a_second() {
    expect_alarm("task_api_response_time", &["TargetResponseTime", "GreaterThanThreshold", "1"], "alerts");
}

#[test]
fn an_alarm_goes_off_from_one_unhealthy_host_on() {
    expect_alarm("task_api_unhealthy_hosts", &["UnHealthyHostCount", "GreaterThanOrEqualToThreshold", "1"], "alerts");
}

#[test]
fn an_alarm_goes_off_above_50_answers_of_4xx_in_5_minutes() {
    expect_alarm("task_api_http_4xx", &["HTTPCode_Target_4XX_Count", "GreaterThanThreshold", "50", "300", "Sum"], "alerts");
}

#[test]
fn the_critical_alarm_goes_off_above_5_answers_of_5xx_in_a_minute() {
    expect_alarm("task_api_http_5xx", &["HTTPCode_Target_5XX_Count", "GreaterThanThreshold", "5", "60", "Sum"], "critical");
}

#[test]
fn an_alarm_goes_off_above_70_percent_of_the_tasks_cpu() {
    expect_alarm("task_api_ecs_cpu", &["CPUUtilization", "GreaterThanThreshold", "70"], "alerts");
}

#[test]
fn an_alarm_goes_off_above_80_percent_of_the_tasks_memory() {
    expect_alarm("task_api_ecs_memory", &["MemoryUtilization", "GreaterThanThreshold", "80"], "alerts");
}

#[test]
fn the_databases_cpu_storage_and_connections_are_watched() {
    expect_alarm("database_cpu", &["CPUUtilization", "GreaterThanThreshold"], "alerts");
    expect_alarm("database_free_storage", &["FreeStorageSpace", "LessThanThreshold"], "alerts");
    expect_alarm("database_connections", &["DatabaseConnections", "GreaterThanThreshold"], "alerts");
    for emitted in both() {
        for label in ["database_cpu", "database_free_storage", "database_connections"] {
            let dimensions = alarm(emitted, label)["dimensions"].clone();
            assert_eq!(dimensions, json!({ "DBInstanceIdentifier": format!("task-api-{}", emitted.environment) }));
        }
    }
}

#[test]
fn every_nat_gateway_that_runs_out_of_ports_is_heard() {
    for (emitted, zones) in [(prod(), &["a", "b"][..]), (staging(), &["a"])] {
        for zone in zones {
            let alarm = alarm(emitted, &format!("nat_{zone}_port_allocation_errors"));
            assert_eq!(alarm["metric_name"], "ErrorPortAllocation");
            let gateway = attribute_of("networking", &format!("aws_nat_gateway.{zone}"), "id");
            assert_eq!(alarm["dimensions"], json!({ "NatGatewayId": gateway }));
        }
        let alarms = emitted.all("aws_cloudwatch_metric_alarm");
        let watched = alarms.iter().filter(|alarm| alarm.body["metric_name"] == "ErrorPortAllocation").count();
        assert_eq!(watched, zones.len());
    }
}

#[test]
fn failures_of_the_database_and_its_backups_are_mailed() {
    for emitted in both() {
        let subscription = emitted.only("aws_db_event_subscription");
        assert_eq!(subscription["source_ids"], json!([format!("task-api-{}", emitted.environment)]));
        assert_eq!(subscription["sns_topic"], topic("alerts"));
        for category in ["failure", "failover", "low storage", "notification", "configuration change"] {
            assert!(list(&subscription["event_categories"]).contains(&json!(category)), "{category}");
        }
    }
}

#[test]
fn mails_go_to_the_addresses_of_the_settings() {
    let emitted =
        over("prod", "[monitoring]\nalert_mail = [\"a@example.com\", \"b@example.com\"]\ncritical_mail = [\"c@example.com\"]\n");
    let subscribed: BTreeSet<(String, String)> = emitted
        .all("aws_sns_topic_subscription")
        .iter()
        .map(|it| {
            assert_eq!(it.body["protocol"], "email");
            (it.body["topic_arn"].to_string(), it.body["endpoint"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    let expected = [("alerts", "a@example.com"), ("alerts", "b@example.com"), ("critical", "c@example.com")];
    assert_eq!(subscribed, expected.map(|(name, mail)| (topic(name).to_string(), mail.to_owned())).into());
}

#[test]
fn the_topics_key_lets_alarms_database_events_and_budgets_publish() {
    for emitted in both() {
        let key = &emitted.resource("monitoring", "aws_kms_key", "topics")["policy"];
        let publishers: BTreeSet<String> = statement_of(key, "Publish").principals.into_iter().map(|(_, name)| name).collect();
        for service in ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com", "budgets.amazonaws.com"] {
            assert!(publishers.contains(service), "{service} is none of {publishers:?}");
        }
    }
}

#[test]
fn who_publishes_to_a_topic_may_do_so_and_nobody_else() {
    for emitted in both() {
        let alerts = publishers(emitted, "alerts");
        let expected = ["budgets", "cloudwatch", "costalerts", "events.rds"].map(|name| format!("{name}.amazonaws.com"));
        assert!(alerts.is_superset(&expected[..2].iter().cloned().collect()), "{alerts:?}");
        assert!(alerts.is_subset(&BTreeSet::from(expected)), "{alerts:?}");
        assert_eq!(publishers(emitted, "critical"), BTreeSet::from(["cloudwatch.amazonaws.com".to_owned()]));
    }
}

#[test]
fn container_logs_are_kept_for_30_days_in_prod() {
    assert_eq!(prod().resource("ecs", "aws_cloudwatch_log_group", "task_api")["retention_in_days"], 30);
}

#[test]
fn writes_to_terraforms_state_are_recorded() {
    for emitted in both() {
        let environment = &emitted.environment;
        let group = emitted.resource("monitoring", "aws_cloudwatch_log_group", "state_changes");
        assert_eq!(group["name"], format!("/terraform/task-api-{environment}"));
        let pattern = embedded(&emitted.only("aws_cloudwatch_event_rule")["event_pattern"]);
        let backend = &emitted.document("terraform.tf.json")["terraform"]["backend"]["s3"];
        assert_eq!(pattern["detail"]["bucket"]["name"], json!([backend["bucket"]]));
        assert_eq!(pattern["detail"]["object"]["key"], json!([backend["key"]]));
        assert_eq!(pattern["detail-type"], json!(["Object Created", "Object Deleted"]));
        let target = emitted.only("aws_cloudwatch_event_target");
        assert_eq!(target["arn"], attribute_of("monitoring", "aws_cloudwatch_log_group.state_changes", "arn"));
    }
}

#[test]
fn queries_by_level_by_request_and_for_the_slowest_are_saved() {
    for emitted in both() {
        for query in ["by_level", "by_request_id", "counts_by_level", "slowest", "warnings"] {
            let saved = emitted.resource("monitoring", "aws_cloudwatch_query_definition", &format!("task_api_{query}"));
            assert_eq!(saved["log_group_names"], json!([format!("/ecs/task-api-{}", emitted.environment)]));
        }
    }
}

#[test]
fn the_dashboard_shows_error_rates_in_percent_and_asks_metrics_insights() {
    for emitted in both() {
        let body = embedded(&emitted.only("aws_cloudwatch_dashboard")["dashboard_body"]);
        let expressions: Vec<String> = list(&body["widgets"])
            .iter()
            .flat_map(|widget| widget["properties"]["metrics"].as_array().into_iter().flatten())
            .filter_map(|metric| metric[0]["expression"].as_str().map(str::to_owned))
            .collect();
        let query = "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/ECS\", ClusterName, ServiceName) WHERE ClusterName = '";
        assert!(expressions[0].starts_with(query) && expressions[0].contains("' GROUP BY ServiceName"), "{expressions:?}");
        assert_eq!(expressions[1..], ["100 * FILL(http4xx, 0) / requests", "100 * FILL(http5xx, 0) / requests"]);
    }
}

#[test]
fn the_budget_mails_at_80_percent_spent_and_100_percent_forecast() {
    for emitted in both() {
        let budget = emitted.only("aws_budgets_budget");
        assert_eq!((&budget["budget_type"], &budget["time_unit"]), (&json!("COST"), &json!("MONTHLY")));
        let said: BTreeSet<String> = list(&budget["notification"])
            .iter()
            .map(|it| {
                assert_eq!(it["threshold_type"], "PERCENTAGE");
                assert_eq!(it["subscriber_sns_topic_arns"], json!([topic("alerts")]));
                format!("{} {}", it["notification_type"].as_str().unwrap_or_default(), it["threshold"])
            })
            .collect();
        assert_eq!(said, BTreeSet::from(["ACTUAL 80".to_owned(), "FORECASTED 100".to_owned()]));
    }
}

#[test]
fn costs_out_of_the_ordinary_are_mailed() {
    let subscription = prod().only("aws_ce_anomaly_subscription");
    assert_eq!(subscription["subscriber"], json!([{ "address": topic("alerts"), "type": "SNS" }]));
}

#[test]
fn an_account_gets_one_monitor_of_cost_anomalies_although_it_holds_both_environments() {
    // AWS: "Limit exceeded on dimensional spend monitor creation".
    let monitors: usize = both().iter().map(|emitted| emitted.all("aws_ce_anomaly_monitor").len()).sum();
    assert!(monitors <= 1, "{monitors} monitors of the account 111122223333");
}

#[test]
fn every_alarm_says_what_is_wrong_and_when_it_is_over() {
    for emitted in both() {
        for kind in ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"] {
            for alarm in emitted.all(kind) {
                let description = alarm.body["alarm_description"].as_str().unwrap_or_default();
                // CloudWatch API Reference, `PutMetricAlarm`: at most 1024 characters.
                assert!((20..=1024).contains(&description.chars().count()), "{}: {description}", alarm.address());
                assert_eq!(alarm.body.get("alarm_actions"), alarm.body.get("ok_actions"), "{}", alarm.address());
            }
        }
    }
}

const SECOND_SERVICE: &str = r#"
[services.mail-worker]
image_tag = "1.0.0"
port = 9090
tasks = { desired = 1, min = 1, max = 2 }
routing = { priority = 50, hosts = ["mail.example.com"] }
"#;

/// A row of the table of alarms, in both environments: metric, comparison, threshold, period, statistic; and the topic.
fn expect_alarm(label: &str, row: &[&str], topic_name: &str) {
    for emitted in both() {
        let alarm = alarm(emitted, label);
        let columns = ["metric_name", "comparison_operator", "threshold", "period", "statistic"];
        for (column, expected) in columns.iter().zip(row) {
            let value = &alarm[*column];
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            assert_eq!(text, *expected, "{label}, {column}, {}", emitted.environment);
        }
        assert_eq!(alarm["alarm_actions"], json!([topic(topic_name)]), "{label}, {}", emitted.environment);
    }
}

fn alarm(emitted: &Emitted, label: &str) -> Json {
    emitted.resource("monitoring", "aws_cloudwatch_metric_alarm", label)
}

fn topic(name: &str) -> Json {
    attribute_of("monitoring", &format!("aws_sns_topic.{name}"), "arn")
}

/// The services that may publish to a topic.
fn publishers(emitted: &Emitted, topic: &str) -> BTreeSet<String> {
    let policy = &emitted.resource("monitoring", "aws_sns_topic_policy", topic)["policy"];
    let allowing = statements(policy).into_iter().filter(|statement| statement.allows);
    allowing.flat_map(|statement| statement.principals.into_iter().map(|(_, name)| name)).collect()
}

/// What the dashboard's graphs show: namespace, metric, statistic.
fn shown(emitted: &Emitted) -> BTreeSet<(String, String, String)> {
    let body = embedded(&emitted.only("aws_cloudwatch_dashboard")["dashboard_body"]);
    let metrics = list(&body["widgets"]).iter().filter_map(|widget| widget["properties"].get("metrics")).flat_map(list);
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    metrics.map(|metric| (text(&metric[0]), text(&metric[1]), text(&list(metric).last().unwrap_or(&Json::Null)["stat"]))).collect()
}
