//! What AWS runs outside of the network: registry, secrets, keys, monitoring, notifications, storage.

use std::collections::BTreeMap;

use aws::ecr_repository::ImageScanningConfiguration;
use aws::lb::AccessLogs;
use aws::secretsmanager_secret_rotation::RotationRules;
use aws::{
    AcmCertificate, ChatbotSlackChannelConfiguration, CloudwatchCompositeAlarm, CloudwatchDashboard, CloudwatchLogGroup,
    CloudwatchMetricAlarm, DbInstance, EcrRepository, IamRolePolicyAttachment, KmsKey, Lb, S3Bucket, SecretsmanagerSecretRotation,
    SnsTopic, SnsTopicSubscription, SqsQueue, VpcEndpoint,
};
use system::System;
use terraform::read::View;

use super::{Node, Outside, OutsideService};

pub(super) fn outside(system: &System<'_>) -> Vec<Outside> {
    let endpoints = endpoints(system);
    let candidates = [
        (OutsideService::Names, "Route 53 and ACM", names(system)),
        (OutsideService::Registry, "ECR", registry(system)),
        (OutsideService::Secrets, "Secrets Manager", secrets(system)),
        (OutsideService::Keys, "KMS", keys(system)),
        (OutsideService::Monitoring, "CloudWatch", monitoring(system)),
        (OutsideService::Notifications, "SNS", notifications(system)),
        (OutsideService::Queues, "SQS", queues(system)),
        (OutsideService::Storage, "S3", storage(system, &endpoints)),
        (OutsideService::Sessions, "Systems Manager", sessions(system, &endpoints)),
    ];
    let shown = candidates.into_iter().filter(|(_, _, facts)| !facts.is_empty());
    shown
        .map(|(service, title, facts)| {
            let node = Node { address: String::new(), title: title.to_owned(), facts };
            Outside { service, node, endpoint: endpoints.get(&service).cloned() }
        })
        .collect()
}

/// What is said of the endpoint of each service that has one.
fn endpoints(system: &System<'_>) -> BTreeMap<OutsideService, String> {
    let mut interfaces: BTreeMap<OutsideService, bool> = BTreeMap::new();
    for endpoint in system.of::<VpcEndpoint>() {
        let name = endpoint.get(VpcEndpoint::SERVICE_NAME).literal().unwrap_or_default();
        let service = match name.rsplit('.').next() {
            Some("s3") => OutsideService::Storage,
            Some("api" | "dkr") => OutsideService::Registry,
            Some("logs") => OutsideService::Monitoring,
            Some("secretsmanager") => OutsideService::Secrets,
            Some("ssm" | "ssmmessages" | "ec2messages") => OutsideService::Sessions,
            Some("kms") => OutsideService::Keys,
            Some("sns") => OutsideService::Notifications,
            Some("sqs") => OutsideService::Queues,
            Some(_) | None => continue,
        };
        interfaces.insert(service, endpoint.get(VpcEndpoint::VPC_ENDPOINT_TYPE).is("Interface"));
    }
    let said = |interface| if interface { "interface endpoint" } else { "gateway endpoint" };
    interfaces.into_iter().map(|(service, interface)| (service, said(interface).to_owned())).collect()
}

fn names(system: &System<'_>) -> Vec<String> {
    system.of().filter_map(|it| it.get(AcmCertificate::DOMAIN_NAME).literal()).collect()
}

fn registry(system: &System<'_>) -> Vec<String> {
    let repositories: Vec<View<'_, EcrRepository>> = system.of().collect();
    if repositories.is_empty() {
        return Vec::new();
    }
    let scans = |it: &View<'_, EcrRepository>| {
        it.blocks(EcrRepository::IMAGE_SCANNING_CONFIGURATION).any(|it| it.get(ImageScanningConfiguration::SCAN_ON_PUSH).is_true())
    };
    let mut facts = vec![words::count(repositories.len(), "repository")];
    if repositories.iter().all(scans) {
        facts.push("scanned on push".to_owned());
    }
    facts
}

fn secrets(system: &System<'_>) -> Vec<String> {
    let mut facts = Vec::new();
    if system.of().any(|it| it.get(DbInstance::MANAGE_MASTER_USER_PASSWORD).is_true()) {
        facts.push("database password".to_owned());
    }
    let rules = system.of().flat_map(|it| it.blocks(SecretsmanagerSecretRotation::ROTATION_RULES));
    if let Some(days) = rules.filter_map(|it| it.get(RotationRules::AUTOMATICALLY_AFTER_DAYS).literal()).min() {
        facts.push(format!("new every {days} days"));
    }
    facts
}

fn keys(system: &System<'_>) -> Vec<String> {
    let is_here = |key: &View<'_, KmsKey>| system.regions.elsewhere(key.resource()).is_none();
    let here: Vec<View<'_, KmsKey>> = system.of().filter(is_here).collect();
    if here.is_empty() {
        return Vec::new();
    }
    let mut facts = vec![words::count(here.len(), "key")];
    if here.iter().all(|key| key.get(KmsKey::ENABLE_KEY_ROTATION).is_true()) {
        facts.push("rotated".to_owned());
    }
    facts
}

fn monitoring(system: &System<'_>) -> Vec<String> {
    let alarms = system.of::<CloudwatchMetricAlarm>().count() + system.of::<CloudwatchCompositeAlarm>().count();
    let all = [
        (alarms, "alarm"),
        (system.of::<CloudwatchLogGroup>().count(), "log group"),
        (system.of::<CloudwatchDashboard>().count(), "dashboard"),
    ];
    all.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| words::count(count, noun)).collect()
}

fn notifications(system: &System<'_>) -> Vec<String> {
    let topics = system.of::<SnsTopic>().count();
    let by = |protocol: &str| system.of().filter(|it| it.get(SnsTopicSubscription::PROTOCOL).is(protocol)).count();
    let channels = system.of::<ChatbotSlackChannelConfiguration>().count();
    let subscribed = [(by("email"), "mail subscription"), (by("https"), "HTTPS subscription"), (channels, "Slack channel")];
    let mut facts = Vec::new();
    if topics > 0 {
        facts.push(words::count(topics, "topic"));
    }
    facts.extend(subscribed.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| words::count(count, noun)));
    facts
}

/// Dead letters are no queues of their own to whoever looks.
fn queues(system: &System<'_>) -> Vec<String> {
    let queues = system.of::<SqsQueue>().filter(|queue| queue.get(SqsQueue::REDRIVE_POLICY).is_set()).count();
    if queues == 0 {
        return Vec::new();
    }
    vec![words::count(queues, "queue"), "with dead letters".to_owned()]
}

fn storage(system: &System<'_>, endpoints: &BTreeMap<OutsideService, String>) -> Vec<String> {
    let logs = system.of().any(|it| it.blocks(Lb::ACCESS_LOGS).any(|it| it.get(AccessLogs::ENABLED).is_true()));
    let buckets = system.of::<S3Bucket>().count();
    match (buckets, logs) {
        (0, _) if endpoints.contains_key(&OutsideService::Storage) => vec!["image layers".to_owned()],
        (0, _) => Vec::new(),
        (1, true) => vec!["access logs".to_owned()],
        (buckets, _) => vec![words::count(buckets, "bucket")],
    }
}

fn sessions(system: &System<'_>, endpoints: &BTreeMap<OutsideService, String>) -> Vec<String> {
    let policies = || system.of().filter_map(|it| it.get(IamRolePolicyAttachment::POLICY_ARN).literal());
    let bastion = policies().any(|arn| arn.ends_with("/AmazonSSMManagedInstanceCore"));
    match (bastion, endpoints.contains_key(&OutsideService::Sessions)) {
        (true, _) => vec!["sessions on the bastion".to_owned()],
        (false, true) => vec!["sessions in containers".to_owned()],
        (false, false) => Vec::new(),
    }
}
