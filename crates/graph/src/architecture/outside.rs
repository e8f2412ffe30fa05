//! What AWS runs outside of the network: registry, secrets, keys, monitoring, notifications, storage.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use terraform::read::Index;
use terraform::read::argument::{elements, number, text};

use super::{Node, Outside, OutsideService};

pub(super) fn outside(index: &Index<'_>) -> Vec<Outside> {
    let endpoints = endpoints(index);
    let candidates = [
        (OutsideService::Names, "Route 53 and ACM", names(index)),
        (OutsideService::Registry, "ECR", registry(index)),
        (OutsideService::Secrets, "Secrets Manager", secrets(index)),
        (OutsideService::Keys, "KMS", keys(index)),
        (OutsideService::Monitoring, "CloudWatch", monitoring(index)),
        (OutsideService::Notifications, "SNS", notifications(index)),
        (OutsideService::Storage, "S3", storage(index, &endpoints)),
        (OutsideService::Sessions, "Systems Manager", sessions(index, &endpoints)),
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
fn endpoints(index: &Index<'_>) -> BTreeMap<OutsideService, String> {
    let mut interfaces: BTreeMap<OutsideService, bool> = BTreeMap::new();
    for (_, body) in index.of("aws_vpc_endpoint") {
        let name = text(&body["service_name"]).unwrap_or_default();
        let service = match name.rsplit('.').next() {
            Some("s3") => OutsideService::Storage,
            Some("api" | "dkr") => OutsideService::Registry,
            Some("logs") => OutsideService::Monitoring,
            Some("secretsmanager") => OutsideService::Secrets,
            Some("ssm" | "ssmmessages" | "ec2messages") => OutsideService::Sessions,
            Some("kms") => OutsideService::Keys,
            Some("sns") => OutsideService::Notifications,
            Some(_) | None => continue,
        };
        interfaces.insert(service, body["vpc_endpoint_type"] == "Interface");
    }
    let said = |interface| if interface { "interface endpoint" } else { "gateway endpoint" };
    interfaces.into_iter().map(|(service, interface)| (service, said(interface).to_owned())).collect()
}

fn names(index: &Index<'_>) -> Vec<String> {
    index.of("aws_acm_certificate").filter_map(|(_, body)| text(&body["domain_name"])).collect()
}

fn registry(index: &Index<'_>) -> Vec<String> {
    let repositories: Vec<&Json> = index.of("aws_ecr_repository").map(|(_, body)| body).collect();
    if repositories.is_empty() {
        return Vec::new();
    }
    let scans = |body: &&Json| elements(&body["image_scanning_configuration"]).iter().any(|it| it["scan_on_push"] == true);
    let mut facts = vec![counted(repositories.len(), "repository", "repositories")];
    if repositories.iter().all(scans) {
        facts.push("scanned on push".to_owned());
    }
    facts
}

fn secrets(index: &Index<'_>) -> Vec<String> {
    let managed = |body: &Json| body["manage_master_user_password"] == true;
    let mut facts = Vec::new();
    if index.of("aws_db_instance").any(|(_, body)| managed(body)) {
        facts.push("database password".to_owned());
    }
    let rules = index.of("aws_secretsmanager_secret_rotation").flat_map(|(_, body)| elements(&body["rotation_rules"]));
    if let Some(days) = rules.filter_map(|it| number(&it["automatically_after_days"])).min() {
        facts.push(format!("new every {days} days"));
    }
    facts
}

fn keys(index: &Index<'_>) -> Vec<String> {
    let here: Vec<&Json> = index.of("aws_kms_key").map(|(_, body)| body).filter(|body| body["provider"].is_null()).collect();
    if here.is_empty() {
        return Vec::new();
    }
    let mut facts = vec![counted(here.len(), "key", "keys")];
    if here.iter().all(|body| body["enable_key_rotation"] == true) {
        facts.push("rotated".to_owned());
    }
    facts
}

fn monitoring(index: &Index<'_>) -> Vec<String> {
    let count = |kinds: &[&str]| kinds.iter().map(|kind| index.of(kind).count()).sum::<usize>();
    let all = [
        (count(&["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"]), "alarm", "alarms"),
        (count(&["aws_cloudwatch_log_group"]), "log group", "log groups"),
        (count(&["aws_cloudwatch_dashboard"]), "dashboard", "dashboards"),
    ];
    all.into_iter().filter(|(count, _, _)| *count > 0).map(|(count, one, many)| counted(count, one, many)).collect()
}

fn notifications(index: &Index<'_>) -> Vec<String> {
    let topics = index.of("aws_sns_topic").count();
    let mails = index.of("aws_sns_topic_subscription").filter(|(_, body)| body["protocol"] == "email").count();
    let mut facts = Vec::new();
    if topics > 0 {
        facts.push(counted(topics, "topic", "topics"));
    }
    if mails > 0 {
        facts.push(counted(mails, "mail subscription", "mail subscriptions"));
    }
    facts
}

fn storage(index: &Index<'_>, endpoints: &BTreeMap<OutsideService, String>) -> Vec<String> {
    let logs = index.of("aws_lb").any(|(_, body)| elements(&body["access_logs"]).iter().any(|it| it["enabled"] == true));
    let buckets = index.of("aws_s3_bucket").count();
    match (buckets, logs) {
        (0, _) if endpoints.contains_key(&OutsideService::Storage) => vec!["image layers".to_owned()],
        (0, _) => Vec::new(),
        (1, true) => vec!["access logs".to_owned()],
        (buckets, _) => vec![counted(buckets, "bucket", "buckets")],
    }
}

fn sessions(index: &Index<'_>, endpoints: &BTreeMap<OutsideService, String>) -> Vec<String> {
    let attached = |body: &Json| text(&body["policy_arn"]).is_some_and(|arn| arn.ends_with("/AmazonSSMManagedInstanceCore"));
    let bastion = index.of("aws_iam_role_policy_attachment").any(|(_, body)| attached(body));
    match (bastion, endpoints.contains_key(&OutsideService::Sessions)) {
        (true, _) => vec!["sessions on the bastion".to_owned()],
        (false, true) => vec!["sessions in containers".to_owned()],
        (false, false) => Vec::new(),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
