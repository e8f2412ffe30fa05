//! What keeps it running: Terraform, its state, alarms, notifications, logs, costs, other environments.

use serde_json::Value as Json;
use terraform::read::argument::{elements, number, target};

use super::{Subject, Verdict};

pub(super) fn terraform(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let settings = |(path, document): (&String, &Json)| Some((path.clone(), document.get("terraform")?.clone()));
    let root = subject.documents.by_path().iter().filter(|(path, _)| !path.contains('/')).find_map(settings);
    let (path, settings) = root.unwrap_or_default();
    verdict.expect(settings["required_version"].is_string(), &path, "no version of Terraform is required");
    verdict.expect(settings["required_providers"]["aws"]["version"].is_string(), &path, "no version of the provider is required");
    verdict.expect_some(subject.index.by_address().len(), "there is no resource");
    verdict
}

pub(super) fn state(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let root = subject.documents.by_path().iter().filter(|(path, _)| !path.contains('/'));
    let mut backends = 0;
    for (path, backend) in root.filter_map(|(path, document)| Some((path, document.get("terraform")?.get("backend")?.get("s3")?))) {
        backends += 1;
        verdict.expect(backend["encrypt"] == true, path, "the state is not encrypted");
        let locked = backend["use_lockfile"] == true || backend["dynamodb_table"].is_string();
        verdict.expect(locked, path, "two people may apply at the same time");
    }
    verdict.expect_some(backends, "the state is kept on somebody's machine");
    verdict
}

/// What is watched, by the namespace of its metric.
const WATCHED: [(&str, &str, &[&str]); 3] = [
    ("aws_ecs_service", "AWS/ECS", &["CPUUtilization", "MemoryUtilization"]),
    (
        "aws_lb_target_group",
        "AWS/ApplicationELB",
        &["HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count", "TargetResponseTime", "UnHealthyHostCount"],
    ),
    ("aws_db_instance", "AWS/RDS", &["CPUUtilization", "DatabaseConnections", "FreeStorageSpace"]),
];

pub(super) fn alarms(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    for (kind, namespace, metrics) in WATCHED {
        let things = index.of(kind).filter(|(_, body)| body["replicate_source_db"].is_null()).count();
        for metric in metrics {
            let of_metric = |body: &Json| body["namespace"] == namespace && body["metric_name"] == *metric;
            let tells = |body: &Json| !elements(&body["alarm_actions"]).is_empty() && body["actions_enabled"] != false;
            let alarms: Vec<&str> = index
                .of("aws_cloudwatch_metric_alarm")
                .filter(|(_, body)| of_metric(body) && tells(body))
                .map(|(address, _)| address)
                .collect();
            if alarms.len() < things {
                verdict
                    .missing(format!("{namespace} {metric}: {} of {things} watched by an alarm that tells somebody", alarms.len()));
            }
            for alarm in alarms {
                verdict.proven(alarm);
            }
        }
    }
    verdict.expect_some(index.of("aws_cloudwatch_metric_alarm").count(), "there is no alarm");
    verdict
}

pub(super) fn notifications(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    let mut topics = 0;
    for (address, _) in index.of("aws_sns_topic") {
        topics += 1;
        // A subscription may name the topic by its policy, so as to come after it.
        let leads_here = |body: &Json| {
            let named = target(&body["topic_arn"]);
            let policy =
                named.as_deref().and_then(|_| index.target(&body["topic_arn"])).and_then(|(_, policy)| target(&policy["arn"]));
            named.as_deref() == Some(address) || policy.as_deref() == Some(address)
        };
        let subscriptions: Vec<&str> =
            index.of("aws_sns_topic_subscription").filter(|(_, body)| leads_here(body)).map(|(it, _)| it).collect();
        if subscriptions.is_empty() {
            verdict.missing_at(address, "nobody is subscribed");
        }
        for subscription in subscriptions {
            verdict.proven(subscription);
        }
    }
    verdict.expect_some(topics, "there is no topic");
    verdict
}

pub(super) fn retention(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut groups = 0;
    for (address, body) in subject.index.of("aws_cloudwatch_log_group") {
        groups += 1;
        verdict.expect(number(&body["retention_in_days"]).is_some_and(|days| days > 0), address, "it is kept for ever");
    }
    verdict.expect_some(groups, "there is no log group");
    verdict
}

pub(super) fn costs(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    let mut budgets = 0;
    for (address, body) in index.of("aws_budgets_budget") {
        budgets += 1;
        let told = |it: &Json| {
            ["subscriber_sns_topic_arns", "subscriber_email_addresses"].iter().any(|key| !elements(&it[*key]).is_empty())
        };
        let notifications = elements(&body["notification"]);
        verdict.expect(!notifications.is_empty() && notifications.iter().all(told), address, "it tells nobody");
    }
    verdict.expect_some(budgets, "there is no budget");
    for (address, body) in index.of("aws_ce_anomaly_subscription") {
        verdict.expect(!elements(&body["subscriber"]).is_empty(), address, "it tells nobody");
    }
    verdict
}

pub(super) fn staging(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    subject.others.iter().for_each(|other| verdict.proven(format!("the environment {other}")));
    verdict.expect_some(subject.others.len(), "it is the only environment in its folder");
    verdict
}
