//! The alarms of the system: what they watch, from which value on, and whom they tell.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{PROD, embedded, emitted, prod, service, subject};
use monitoring::{Job, Running};
use terraform::json::{Json, json};

const ALERTS: &str = "${aws_sns_topic_policy.alerts.arn}";
const CRITICAL: &str = "${aws_sns_topic_policy.critical.arn}";

/// Label, metric, statistic, comparison, threshold, period in seconds, periods, who is told.
type Row = (&'static str, &'static str, &'static str, &'static str, f64, u64, u64, &'static str);

const ABOVE: &str = "GreaterThanThreshold";
const FROM: &str = "GreaterThanOrEqualToThreshold";
const BELOW: &str = "LessThanThreshold";

#[rustfmt::skip]
const OF_A_SERVICE: &[Row] = &[
    ("task_api_response_time", "TargetResponseTime", "p95", ABOVE, 1.0, 60, 3, ALERTS),
    ("task_api_unhealthy_hosts", "UnHealthyHostCount", "Maximum", FROM, 1.0, 60, 2, ALERTS),
    ("task_api_http_4xx", "HTTPCode_Target_4XX_Count", "Sum", ABOVE, 50.0, 300, 1, ALERTS),
    ("task_api_http_5xx", "HTTPCode_Target_5XX_Count", "Sum", ABOVE, 5.0, 60, 1, CRITICAL),
    ("task_api_ecs_cpu", "CPUUtilization", "Average", ABOVE, 70.0, 60, 5, ALERTS),
    ("task_api_ecs_memory", "MemoryUtilization", "Average", ABOVE, 80.0, 60, 5, ALERTS),
];

#[rustfmt::skip]
const OF_THE_REST: &[Row] = &[
    ("load_balancer_errors", "HTTPCode_ELB_5XX_Count", "Sum", ABOVE, 5.0, 60, 1, CRITICAL),
    ("database_cpu", "CPUUtilization", "Average", ABOVE, 80.0, 300, 3, ALERTS),
    // A tenth of 100 GiB in bytes.
    ("database_free_storage", "FreeStorageSpace", "Minimum", BELOW, 10_737_418_240.0, 300, 3, ALERTS),
    // 60 % of the 225 connections of a db.t3.small.
    ("database_connections", "DatabaseConnections", "Maximum", ABOVE, 135.0, 60, 5, ALERTS),
    ("nat_a_port_allocation_errors", "ErrorPortAllocation", "Sum", ABOVE, 0.0, 300, 1, ALERTS),
    ("nat_b_port_allocation_errors", "ErrorPortAllocation", "Sum", ABOVE, 0.0, 300, 1, ALERTS),
];

#[test]
fn the_alarms_are_those_of_the_system() {
    let prod = prod();
    for (label, metric, statistic, comparison, threshold, period, periods, told) in OF_A_SERVICE.iter().chain(OF_THE_REST) {
        let alarm = prod.alarm(label);
        assert_eq!(alarm["metric_name"], *metric, "{label}");
        let percentile = statistic.starts_with('p');
        assert_eq!(alarm[if percentile { "extended_statistic" } else { "statistic" }], *statistic, "{label}");
        assert_eq!(alarm["comparison_operator"], *comparison, "{label}");
        assert_eq!(alarm["threshold"].as_f64(), Some(*threshold), "{label}");
        assert_eq!(alarm["period"], *period, "{label}");
        assert_eq!(alarm["evaluation_periods"], *periods, "{label}");
        assert_eq!(alarm["alarm_actions"], json!([told]), "{label}");
        assert_eq!(alarm["ok_actions"], json!([told]), "{label}");
    }
    // And one that only the composite alarm listens to.
    assert_eq!(prod.resources("aws_cloudwatch_metric_alarm").len(), OF_A_SERVICE.len() + OF_THE_REST.len() + 1);
}

#[test]
fn a_services_alarms_watch_its_own_target_group_and_its_own_tasks() {
    let prod = prod();
    let load_balancer = json!({
        "TargetGroup": "${var.target_group_arn_suffixes[\"task-api\"]}",
        "LoadBalancer": "${var.load_balancer_arn_suffix}",
    });
    for label in ["task_api_response_time", "task_api_unhealthy_hosts", "task_api_http_4xx", "task_api_http_5xx"] {
        assert_eq!(prod.alarm(label)["namespace"], "AWS/ApplicationELB");
        assert_eq!(prod.alarm(label)["dimensions"], load_balancer, "{label}");
    }
    let tasks = json!({ "ClusterName": "${var.cluster_name}", "ServiceName": "${var.service_names[\"task-api\"]}" });
    for label in ["task_api_ecs_cpu", "task_api_ecs_memory"] {
        assert_eq!(prod.alarm(label)["namespace"], "AWS/ECS");
        assert_eq!(prod.alarm(label)["dimensions"], tasks, "{label}");
    }
}

#[test]
fn the_load_balancers_own_errors_are_counted_for_all_services_together() {
    let alarm = prod().alarm("load_balancer_errors");
    assert_eq!(alarm["dimensions"], json!({ "LoadBalancer": "${var.load_balancer_arn_suffix}" }));
}

#[test]
fn every_threshold_is_a_setting() {
    let settings = r"
        [alarms.services]
        response_time_seconds = 0.5
        unhealthy_hosts = 2
        http_4xx_in_5_minutes = 100
        http_5xx_in_1_minute = 0
        ecs_cpu_percent = 60
        ecs_memory_percent = 65
        [alarms.load_balancer]
        http_5xx_in_1_minute = 7
        [alarms.database]
        cpu_percent = 90
        free_storage_percent = 20
        connections_percent = 50
        [alarms.nat_gateways]
        port_allocation_errors_in_5_minutes = 10
    ";
    let emitted = emitted(settings, &subject());
    for (label, threshold) in [
        ("task_api_response_time", json!(0.5)),
        ("task_api_unhealthy_hosts", json!(2)),
        ("task_api_http_4xx", json!(100)),
        ("task_api_http_5xx", json!(0)),
        ("task_api_ecs_cpu", json!(60)),
        ("task_api_ecs_memory", json!(65)),
        ("load_balancer_errors", json!(7)),
        ("database_cpu", json!(90)),
        ("database_free_storage", json!(21_474_836_480_u64)),
        ("database_connections", json!(112)),
        ("nat_b_port_allocation_errors", json!(10)),
    ] {
        assert_eq!(emitted.alarm(label)["threshold"], threshold, "{label}");
    }
}

#[test]
fn a_service_may_have_thresholds_of_its_own() {
    let mut subject = subject();
    let (name, worker) = service("mail-worker", Running::Always);
    subject.services.insert(name, worker);
    let own = "[alarms.by_service.mail-worker]\nresponse_time_seconds = 5\necs_cpu_percent = 90";
    let emitted = emitted(&format!("{PROD}\n{own}"), &subject);
    assert_eq!(emitted.alarm("mail_worker_response_time")["threshold"], 5);
    assert_eq!(emitted.alarm("mail_worker_ecs_cpu")["threshold"], 90);
    assert_eq!(emitted.alarm("mail_worker_ecs_memory")["threshold"], 80);
    assert_eq!(emitted.alarm("task_api_response_time")["threshold"], 1);
}

#[test]
fn every_alarm_says_what_it_means_and_what_to_do_first() {
    let prod = prod();
    let alarms = prod.resources("aws_cloudwatch_metric_alarm").into_iter().chain(prod.resources("aws_cloudwatch_composite_alarm"));
    for (label, alarm) in alarms {
        let description = alarm["alarm_description"].as_str().expect("it is text");
        // CloudWatch API Reference, `PutMetricAlarm`: 1024 characters.
        assert!(description.len() <= 1024, "{label}");
        let says_what_to_do = description.contains("First see") || description.contains("First run");
        // The one that tells nobody names the one that does.
        assert!(says_what_to_do || label == "task_api_no_healthy_host", "{label}: {description}");
    }
}

#[test]
fn every_alarm_is_one_that_cloudwatch_accepts() {
    let mut subject = subject();
    subject.services.extend([service("load-balancer", Running::Always), service("database", Running::AtTimes)]);
    let mut names = BTreeSet::new();
    for (label, alarm) in emitted(PROD, &subject).resources("aws_cloudwatch_metric_alarm") {
        let number = |argument: &str| alarm[argument].as_u64().unwrap_or_else(|| panic!("{label} has no {argument}"));
        // CloudWatch API Reference, `PutMetricAlarm`: 10, 20, 30 or a multiple of 60 seconds, and a day at the most in all.
        assert_eq!(number("period") % 60, 0, "{label}");
        assert!(number("period") * number("evaluation_periods") <= 86_400, "{label}");
        assert!(alarm["statistic"].is_null() != alarm["extended_statistic"].is_null(), "{label}");
        assert!(!alarm["treat_missing_data"].is_null(), "{label}");
        let name = alarm["alarm_name"].as_str().expect("it is text").to_owned();
        assert!(name.len() <= 255, "{label}");
        // Two alarms of one name would be one alarm, and the second one's settings would win in silence.
        assert!(names.insert(name), "{label}");
    }
}

#[test]
fn a_service_is_down_without_a_healthy_host_or_when_errors_and_unhealthy_hosts_come_together() {
    let prod = prod();
    let down = prod.resource("aws_cloudwatch_composite_alarm", "task_api_down");
    assert_eq!(down["alarm_name"], "task-api-down-prod");
    let name = |label: &str| format!("ALARM(\"${{aws_cloudwatch_metric_alarm.{label}.alarm_name}}\")");
    let rule = format!(
        "{} OR ({} AND ({} OR {}))",
        name("task_api_no_healthy_host"),
        name("task_api_unhealthy_hosts"),
        name("task_api_http_5xx"),
        name("load_balancer_errors"),
    );
    assert_eq!(down["alarm_rule"], rule);
    assert_eq!(down["alarm_actions"], json!([CRITICAL]));
    let sign = prod.alarm("task_api_no_healthy_host");
    assert_eq!(sign["alarm_actions"], Json::Null, "one mail says that the service is down, not two");
    assert_eq!((&sign["comparison_operator"], &sign["threshold"]), (&json!(BELOW), &json!(1)));
}

#[test]
fn a_service_without_any_task_is_down_unless_that_is_meant_to_happen() {
    for (running, missing) in
        [(Running::Always, "breaching"), (Running::OnceDelivered, "breaching"), (Running::AtTimes, "notBreaching")]
    {
        let mut subject = subject();
        subject.services = BTreeMap::from([service("task-api", running)]);
        assert_eq!(emitted(PROD, &subject).alarm("task_api_no_healthy_host")["treat_missing_data"], missing);
    }
}

#[test]
fn no_requests_are_no_trouble() {
    for label in ["task_api_response_time", "task_api_http_4xx", "task_api_http_5xx", "load_balancer_errors"] {
        assert_eq!(prod().alarm(label)["treat_missing_data"], "notBreaching", "{label}");
    }
}

#[test]
fn a_database_that_falls_silent_may_have_no_storage_left() {
    assert_eq!(prod().alarm("database_free_storage")["treat_missing_data"], "breaching");
    assert_eq!(prod().alarm("database_cpu")["treat_missing_data"], "missing");
}

#[test]
fn a_read_replica_that_is_ten_minutes_behind_or_gone_is_told() {
    let mut subject = subject();
    subject.database.as_mut().expect("there is one").has_replica = true;
    let with_replica = emitted(PROD, &subject);
    let alarm = with_replica.alarm("database_replica_lag");
    assert_eq!((&alarm["metric_name"], &alarm["statistic"]), (&json!("ReplicaLag"), &json!("Maximum")));
    assert_eq!(alarm["dimensions"], json!({ "DBInstanceIdentifier": "${var.database_replica_identifier}" }));
    assert_eq!((&alarm["comparison_operator"], &alarm["threshold"]), (&json!(ABOVE), &json!(600)));
    assert_eq!((&alarm["period"], &alarm["evaluation_periods"]), (&json!(60), &json!(5)));
    assert_eq!(alarm["treat_missing_data"], "breaching");
    assert_eq!(alarm["alarm_actions"], json!([ALERTS]));
    assert!(!prod().resources("aws_cloudwatch_metric_alarm").contains_key("database_replica_lag"));
    let other = emitted(&format!("{PROD}\nalarms.database.replica_lag_seconds = 900"), &subject);
    assert_eq!(other.alarm("database_replica_lag")["threshold"], 900);
    let subscription = with_replica.resource("aws_db_event_subscription", "database");
    assert_eq!(subscription["source_ids"], json!(["${var.database_identifier}", "${var.database_replica_identifier}"]));
    let of_the_replica = with_replica.widgets().iter().filter(|widget| widget.to_string().contains("ReplicaLag")).count();
    assert_eq!(of_the_replica, 1, "the dashboard shows the lag");
}

#[test]
fn each_nat_gateway_has_its_alarm_and_none_has_none() {
    let alarm = prod().alarm("nat_b_port_allocation_errors");
    assert_eq!(alarm["dimensions"], json!({ "NatGatewayId": "${var.nat_gateway_ids[\"b\"]}" }));
    let mut subject = subject();
    subject.nat_zones = BTreeSet::new();
    let alarms = emitted(PROD, &subject).resources("aws_cloudwatch_metric_alarm");
    assert!(alarms.keys().all(|label| !label.starts_with("nat_")));
}

#[test]
fn before_the_first_delivery_nobody_is_told_that_a_service_is_down() {
    let mut subject = subject();
    let (name, waiting) = service("task-api", Running::OnceDelivered);
    subject.services.insert(name, waiting);
    let emitted = emitted(PROD, &subject);
    let wanted = emitted.resource("aws_cloudwatch_metric_alarm", "task_api_tasks_wanted");
    assert_eq!((&wanted["namespace"], &wanted["metric_name"]), (&json!("ECS/ContainerInsights"), &json!("DesiredTaskCount")));
    assert_eq!(wanted["treat_missing_data"], "notBreaching");
    assert_eq!(wanted["alarm_actions"], Json::Null);
    let rule = emitted.resource("aws_cloudwatch_composite_alarm", "task_api_down")["alarm_rule"].to_string();
    assert!(
        rule.contains("task_api_no_healthy_host") && rule.contains("AND ALARM") && rule.contains("task_api_tasks_wanted"),
        "{rule}"
    );
    let dashboard = emitted.resource("aws_cloudwatch_dashboard", "main").to_string();
    assert!(!dashboard.contains("tasks_wanted"), "{dashboard}");
}

#[test]
fn a_job_tells_when_a_task_fails_and_when_none_is_started() {
    let job = |name: &str, has_schedule| {
        let name: domain::ServiceName = name.parse().expect("it is a name");
        (name.clone(), Job { aws_name: name, has_schedule })
    };
    let jobs = BTreeMap::from([job("report", true), job("migrate", false)]);
    let emitted = emitted(PROD, &monitoring::Subject { jobs, ..subject() });
    let told = |label: &str| (emitted.alarm(label)["metric_name"].clone(), emitted.alarm(label)["alarm_actions"].clone());
    for (label, metric) in [
        ("report_job_failed", "TriggeredRules"),
        ("report_job_dropped", "InvocationDroppedCount"),
        ("report_job_undelivered", "ApproximateNumberOfMessagesVisible"),
        ("migrate_job_failed", "TriggeredRules"),
    ] {
        assert_eq!(told(label), (json!(metric), json!([ALERTS])), "{label}");
    }
    let alarms = emitted.resources("aws_cloudwatch_metric_alarm");
    assert!(!alarms.contains_key("migrate_job_dropped"), "nothing starts it that could give up");
    let rule = &emitted.resources("aws_cloudwatch_event_rule")["report_failed"];
    // The quotes within a reference are Terraform's.
    let pattern = rule["event_pattern"].as_str().expect("it is text").replace("[\"report\"]}", ".report}");
    let pattern: Json = serde_json::from_str(&pattern).expect("it is JSON");
    assert_eq!(
        pattern["detail"],
        json!({
            "clusterArn": ["${var.cluster_arn}"],
            "group": ["family:${var.job_families.report}"],
            "lastStatus": ["STOPPED"],
            "$or": [
                { "containers": { "name": ["report"], "exitCode": [{ "anything-but": [0] }] } },
                { "containers": { "exitCode": [{ "exists": false }] } },
                { "stopCode": ["TaskFailedToStart", "SpotInterruption", "TerminationNotice"] },
            ],
        })
    );
    assert_eq!(emitted.alarm("report_job_failed")["dimensions"]["RuleName"], "${aws_cloudwatch_event_rule.report_failed.name}");
}

#[test]
fn an_alarm_that_is_switched_off_is_gone_with_its_line_and_its_share_in_down() {
    let off = |settings: &str| emitted(&format!("{PROD}\n{settings}"), &subject());
    let rule = |emitted: &crate::common::Emitted| {
        emitted.resource("aws_cloudwatch_composite_alarm", "task_api_down")["alarm_rule"].to_string()
    };
    let without = off("alarms.services.http_4xx_in_5_minutes = \"off\"");
    assert!(!without.resources("aws_cloudwatch_metric_alarm").contains_key("task_api_http_4xx"));
    let widgets: String = without.widgets().iter().map(ToString::to_string).collect();
    assert!(widgets.contains("4XX in 5 minutes") && !widgets.contains("alarm (4XX)"), "the curve stays, its line goes: {widgets}");
    assert!(!widgets.contains("task_api_http_4xx"), "{widgets}");

    let one_kind_of_errors = rule(&off("alarms.load_balancer.http_5xx_in_1_minute = \"off\""));
    assert!(
        one_kind_of_errors.contains("task_api_http_5xx") && !one_kind_of_errors.contains("load_balancer"),
        "{one_kind_of_errors}"
    );
    let no_errors =
        rule(&off("alarms.load_balancer.http_5xx_in_1_minute = \"off\"\nalarms.services.http_5xx_in_1_minute = \"off\""));
    assert!(!no_errors.contains("unhealthy"), "unhealthy tasks alone take no service down: {no_errors}");
    assert!(!rule(&off("alarms.services.unhealthy_hosts = \"off\"")).contains("5xx"));

    let not_down = off("alarms.services.down = false");
    assert!(not_down.resources("aws_cloudwatch_composite_alarm").is_empty());
    let signs = not_down.resources("aws_cloudwatch_metric_alarm");
    assert!(!signs.contains_key("task_api_no_healthy_host"), "a sign of nothing is no alarm");
}

#[test]
fn a_service_switches_on_again_what_is_off_for_all() {
    let mut subject = subject();
    subject.services.extend([service("mail-worker", Running::Always)]);
    let settings = "alarms.services.http_4xx_in_5_minutes = \"off\"\nalarms.by_service.mail-worker.http_4xx_in_5_minutes = 9";
    let alarms = emitted(&format!("{PROD}\n{settings}"), &subject).resources("aws_cloudwatch_metric_alarm");
    assert!(alarms.contains_key("mail_worker_http_4xx") && !alarms.contains_key("task_api_http_4xx"));
}

#[test]
fn an_alarm_of_ones_own_watches_what_it_names() {
    let own = "[own_alarms.few-requests]\ndescription = \"Nobody asks.\"\nof = \"service.task-api\"\nnamespace = \"AWS/ApplicationELB\"\n\
               metric = \"RequestCount\"\nstatistic = \"Sum\"\ncomparison = \"at-or-below\"\nthreshold = -0.5\nseverity = \"critical\"\n\
               dimensions = { AvailabilityZone = \"us-east-1a\" }\nbreaching_periods = 2\nperiods = 3\n";
    let alarm = emitted(&format!("{PROD}\n{own}"), &subject()).alarm("few_requests_own");
    assert_eq!(alarm["alarm_name"], "task-api-few-requests-own-prod");
    assert_eq!(
        alarm["dimensions"],
        json!({
            "AvailabilityZone": "us-east-1a",
            "TargetGroup": "${var.target_group_arn_suffixes[\"task-api\"]}",
            "LoadBalancer": "${var.load_balancer_arn_suffix}",
        })
    );
    assert_eq!((&alarm["comparison_operator"], &alarm["threshold"]), (&json!("LessThanOrEqualToThreshold"), &json!(-0.5)));
    assert_eq!((&alarm["evaluation_periods"], &alarm["datapoints_to_alarm"]), (&json!(3), &json!(2)));
    assert_eq!((&alarm["treat_missing_data"], &alarm["alarm_actions"]), (&json!("missing"), &json!([CRITICAL])));
    assert_eq!((&alarm["statistic"], &alarm["extended_statistic"]), (&json!("Sum"), &Json::Null));
}

#[test]
fn a_failed_deployment_is_told_where_that_is_asked_for() {
    assert!(!prod().resources("aws_cloudwatch_event_rule").keys().any(|label| label.ends_with("_deployments")), "not by itself");
    let emitted = emitted(&format!("{PROD}\nalarms.services.failed_deployments_in_1_minute = 0"), &subject());
    let pattern = embedded(&emitted.resource("aws_cloudwatch_event_rule", "task_api_deployments")["event_pattern"]);
    assert_eq!(pattern["resources"], json!(["<var.service_arns[task-api]>"]));
    assert_eq!(pattern["detail"]["eventName"], json!(["SERVICE_DEPLOYMENT_FAILED"]));
    let alarm = emitted.alarm("task_api_deployment_failed");
    assert_eq!((&alarm["namespace"], &alarm["metric_name"]), (&json!("AWS/Events"), &json!("TriggeredRules")));
    assert_eq!(alarm["dimensions"], json!({ "RuleName": "${aws_cloudwatch_event_rule.task_api_deployments.name}" }));
    assert_eq!((&alarm["threshold"], &alarm["alarm_actions"]), (&json!(0), &json!([ALERTS])));
}

#[test]
fn the_databases_memory_and_credits_are_told_where_that_is_asked_for() {
    let settings = format!("{PROD}\nalarms.database = {{ free_memory_percent = 5, cpu_credits = 30 }}");
    let asked_for = emitted(&settings, &subject());
    // A twentieth of the 2 GiB of a db.t3.small in bytes.
    assert_eq!(asked_for.alarm("database_free_memory")["threshold"], 107_374_182);
    assert_eq!(asked_for.alarm("database_free_memory")["comparison_operator"], BELOW);
    assert_eq!((&asked_for.alarm("database_cpu_credits")["threshold"], BELOW), (&json!(30), BELOW));
    let curves: String = asked_for.widgets().iter().map(ToString::to_string).collect();
    assert!(curves.contains("FreeableMemory") && curves.contains("CPUCreditBalance"), "{curves}");
    let mut subject = subject();
    subject.database.as_mut().expect("there is one").is_burstable = false;
    let alarms = emitted(&settings, &subject).resources("aws_cloudwatch_metric_alarm");
    assert!(alarms.contains_key("database_free_memory") && !alarms.contains_key("database_cpu_credits"));
    let prod = prod().resources("aws_cloudwatch_metric_alarm");
    assert!(!prod.contains_key("database_free_memory") && !prod.contains_key("database_cpu_credits"), "not by itself");
}
