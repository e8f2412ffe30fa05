//! What keeps it running: Terraform, its state, alarms, notifications, logs, costs, other environments.

use aws::budgets_budget::Notification;
use aws::{
    BudgetsBudget, CeAnomalySubscription, ChatbotSlackChannelConfiguration, CloudwatchLogGroup, CloudwatchMetricAlarm, SnsTopic,
    SnsTopicPolicy, SnsTopicSubscription,
};
use system::System;
use terraform::json::Json;
use terraform::read::View;

use super::{Subject, Verdict};

pub(super) fn terraform(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let settings = |(path, document): (&String, &Json)| Some((path.clone(), document.get("terraform")?.clone()));
    let root = subject.system.documents().by_path().iter().filter(|(path, _)| !path.contains('/')).find_map(settings);
    let (path, settings) = root.unwrap_or_default();
    verdict.expect(settings["required_version"].is_string(), &path, "no version of Terraform is required");
    verdict.expect(settings["required_providers"]["aws"]["version"].is_string(), &path, "no version of the provider is required");
    verdict.expect_some(subject.system.resources().len(), "there is no resource");
    verdict
}

const UNLOCKED: &str = "two people may apply at the same time";

pub(super) fn state(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let root = subject.system.documents().by_path().iter().filter(|(path, _)| !path.contains('/'));
    let mut backends = 0;
    for (path, terraform) in root.filter_map(|(path, document)| Some((path, document.get("terraform")?))) {
        if let Some(backend) = terraform.pointer("/backend/s3") {
            backends += 1;
            verdict.expect(backend["encrypt"] == true, path, "the state is not encrypted");
            let locked = backend["use_lockfile"] == true || backend["dynamodb_table"].is_string();
            verdict.expect(locked, path, UNLOCKED);
        } else if let Some(backend) = terraform.pointer("/backend/http") {
            backends += 1;
            verdict.expect(backend["lock_address"].is_string(), path, UNLOCKED);
        } else if terraform.get("cloud").is_some() {
            // HCP Terraform encrypts and locks every state.
            backends += 1;
            verdict.expect(true, path, UNLOCKED);
        }
    }
    verdict.expect_some(backends, "the state is kept on somebody's machine");
    verdict
}

/// How many things there are that have to be watched, and by which metrics of which namespace.
fn watched(system: &System<'_>) -> [(usize, &'static str, &'static [&'static str]); 4] {
    let target_groups = system.of::<aws::LbTargetGroup>().count();
    [
        (system.services.len(), "AWS/ECS", &["CPUUtilization", "MemoryUtilization"]),
        (
            target_groups,
            "AWS/ApplicationELB",
            &["HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count", "TargetResponseTime", "UnHealthyHostCount"],
        ),
        (system.jobs.len(), "AWS/Events", &[MATCHED]),
        (system.primaries().count(), "AWS/RDS", &["CPUUtilization", "DatabaseConnections", "FreeStorageSpace"]),
    ]
}

/// How many events a rule of EventBridge has matched.
const MATCHED: &str = "TriggeredRules";

/// Whether the rule whose matches an alarm counts is about tasks that end: other rules are about deployments, or about the state.
fn counts_tasks(alarm: &View<'_, CloudwatchMetricAlarm>) -> bool {
    let Some(name) = alarm.get(CloudwatchMetricAlarm::DIMENSIONS).key("RuleName") else { return false };
    let Some(rule) = name.leads_to::<aws::CloudwatchEventRule>() else { return false };
    let pattern = rule.get(aws::CloudwatchEventRule::EVENT_PATTERN).document();
    pattern.is_some_and(|pattern| pattern["detail-type"][0] == "ECS Task State Change")
}

pub(super) fn alarms(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    let tells = |alarm: &View<'_, CloudwatchMetricAlarm>| {
        let is_on = !alarm.get(CloudwatchMetricAlarm::ACTIONS_ENABLED).is_false();
        is_on && !alarm.get(CloudwatchMetricAlarm::ALARM_ACTIONS).elements().is_empty()
    };
    let all: Vec<View<'_, CloudwatchMetricAlarm>> = system.of().collect();
    for (things, namespace, metrics) in watched(system) {
        for metric in metrics {
            let of_metric = |alarm: &&View<'_, CloudwatchMetricAlarm>| {
                alarm.get(CloudwatchMetricAlarm::NAMESPACE).is(namespace)
                    && alarm.get(CloudwatchMetricAlarm::METRIC_NAME).is(metric)
                    && (*metric != MATCHED || counts_tasks(alarm))
            };
            let alarms: Vec<_> = all.iter().filter(of_metric).filter(|alarm| tells(alarm)).collect();
            if alarms.len() < things {
                verdict
                    .missing(format!("{namespace} {metric}: {} of {things} watched by an alarm that tells somebody", alarms.len()));
            }
            for alarm in &alarms {
                verdict.proven(alarm.address());
            }
        }
    }
    verdict.expect_some(all.len(), "there is no alarm");
    verdict
}

pub(super) fn notifications(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    let mut topics = 0;
    for topic in system.of::<SnsTopic>() {
        topics += 1;
        let address = Some(topic.address());
        // A subscription may name the topic by its policy, so as to come after it.
        let leads_here = |it: &View<'_, SnsTopicSubscription>| {
            let named = it.get(SnsTopicSubscription::TOPIC_ARN);
            let by_policy = || named.leads_to::<SnsTopicPolicy>().and_then(|policy| policy.get(SnsTopicPolicy::ARN).target());
            named.target() == address || by_policy() == address
        };
        let hears = |it: &View<'_, ChatbotSlackChannelConfiguration>| {
            let topics = it.get(ChatbotSlackChannelConfiguration::SNS_TOPIC_ARNS).elements();
            topics.iter().any(|named| {
                let policy = named.leads_to::<SnsTopicPolicy>().and_then(|policy| policy.get(SnsTopicPolicy::ARN).target());
                named.target() == address || policy == address
            })
        };
        let channels = system.of().filter(hears).map(|channel| channel.address());
        let subscribed: Vec<_> = system.of().filter(leads_here).map(|it| it.address()).chain(channels).collect();
        if subscribed.is_empty() {
            verdict.missing_at(topic.address(), "nobody is subscribed");
        }
        for receiver in subscribed {
            verdict.proven(receiver);
        }
    }
    // A topic that exists already is named by its ARN; who hears of it is not seen here.
    let publishes_elsewhere = |alarm: &View<'_, CloudwatchMetricAlarm>| {
        alarm.get(CloudwatchMetricAlarm::ALARM_ACTIONS).elements().iter().any(|action| action.literal().is_some())
    };
    let elsewhere = system.of().filter(publishes_elsewhere).count();
    verdict.expect_some(topics + elsewhere, "there is no topic");
    verdict
}

pub(super) fn retention(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut groups = 0;
    for group in subject.system.of::<CloudwatchLogGroup>() {
        groups += 1;
        let ends = group.get(CloudwatchLogGroup::RETENTION_IN_DAYS).literal().is_some_and(|days| days > 0);
        verdict.expect(ends, group.address(), "it is kept for ever");
    }
    verdict.expect_some(groups, "there is no log group");
    verdict
}

pub(super) fn costs(subject: &Subject<'_>) -> Verdict {
    let (system, mut verdict) = (subject.system, Verdict::default());
    let mut budgets = 0;
    for budget in system.of::<BudgetsBudget>() {
        budgets += 1;
        let told = |it: &View<'_, Notification>| {
            let to_topics = it.get(Notification::SUBSCRIBER_SNS_TOPIC_ARNS).elements();
            !to_topics.is_empty() || !it.get(Notification::SUBSCRIBER_EMAIL_ADDRESSES).elements().is_empty()
        };
        let notifications: Vec<_> = budget.blocks(BudgetsBudget::NOTIFICATION).collect();
        verdict.expect(!notifications.is_empty() && notifications.iter().all(told), budget.address(), "it tells nobody");
    }
    verdict.expect_some(budgets, "there is no budget");
    for subscription in system.of::<CeAnomalySubscription>() {
        let tells = subscription.block(CeAnomalySubscription::SUBSCRIBER).is_some();
        verdict.expect(tells, subscription.address(), "it tells nobody");
    }
    verdict
}

pub(super) fn staging(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    subject.others.iter().for_each(|other| verdict.proven(format!("the environment {other}")));
    verdict.expect_some(subject.others.len(), "it is the only environment in its folder");
    verdict
}
