//! Which resource types cost what: a table, so that no type is forgotten. It must not know prices.

mod compute;
mod database;
mod logs;
mod machine;
mod monitoring;
mod network;
mod security;
mod storage;

use domain::Region;
use terraform::read::{Documents, Resource};

use crate::assumptions::Assumptions;
use crate::estimate::Estimate;
use crate::price_book::PriceBook;
use crate::reckoning::Reckoning;
use crate::savings::{self, Basis};

/// How a resource type comes into an estimate.
#[derive(Clone, Copy)]
pub enum Treatment {
    /// It has lines of its own.
    Priced,
    /// AWS charges nothing for it, or charges for it with another resource; the text says which.
    Free(&'static str),
}

type Price = fn(&mut Reckoning<'_>, &[Resource<'_>]);

/// The types that have lines of their own, in the order of the estimate.
const PRICED: [(&str, Price); 22] = [
    ("aws_ecs_service", compute::services),
    ("aws_db_instance", database::instances),
    ("aws_db_instance_automated_backups_replication", database::replications),
    ("aws_lb", network::load_balancers),
    ("aws_nat_gateway", network::nat_gateways),
    ("aws_eip", network::addresses),
    ("aws_vpc_endpoint", network::endpoints),
    ("aws_flow_log", logs::flow_logs),
    ("aws_cloudwatch_log_group", logs::groups),
    ("aws_ecs_cluster", monitoring::clusters),
    ("aws_cloudwatch_metric_alarm", monitoring::alarms),
    ("aws_appautoscaling_policy", monitoring::autoscaling_alarms),
    ("aws_cloudwatch_composite_alarm", monitoring::composite_alarms),
    ("aws_cloudwatch_dashboard", monitoring::dashboards),
    ("aws_kms_key", security::keys),
    ("aws_secretsmanager_secret", security::secrets),
    ("aws_wafv2_web_acl", security::web_acls),
    ("aws_s3_bucket", storage::buckets),
    ("aws_ecr_repository", storage::repositories),
    ("aws_dynamodb_table", storage::tables),
    ("aws_kinesis_firehose_delivery_stream", storage::streams),
    ("aws_instance", machine::machines),
];

const NOTHING: &str = "AWS charges nothing for it";
const IAM: &str = "IAM costs nothing";
const OF_BUCKET: &str = "a setting of a bucket";
const OF_LOAD_BALANCER: &str = "charged with the load balancer";
const OF_TASKS: &str = "charged with the tasks that it leads to";

/// The types that have no line, and why.
const FREE: [(&str, &str); 55] = [
    ("aws_acm_certificate", "public certificates cost nothing"),
    ("aws_acm_certificate_validation", "public certificates cost nothing"),
    ("aws_appautoscaling_scheduled_action", OF_TASKS),
    ("aws_appautoscaling_target", OF_TASKS),
    ("aws_budgets_budget", "AWS charges for budgets with actions only, and none has any"),
    ("aws_ce_anomaly_monitor", "cost anomaly detection costs nothing"),
    ("aws_ce_anomaly_subscription", "cost anomaly detection costs nothing"),
    ("aws_cloudwatch_event_rule", "events of AWS's own services cost nothing"),
    ("aws_cloudwatch_event_target", "events of AWS's own services cost nothing"),
    ("aws_cloudwatch_log_resource_policy", NOTHING),
    ("aws_cloudwatch_log_stream", "charged with the log group"),
    ("aws_cloudwatch_log_subscription_filter", "charged with the stream that it leads to"),
    ("aws_cloudwatch_query_definition", "a saved query costs nothing until it is run"),
    ("aws_db_event_subscription", NOTHING),
    ("aws_db_parameter_group", NOTHING),
    ("aws_db_subnet_group", NOTHING),
    ("aws_default_security_group", NOTHING),
    ("aws_ecr_lifecycle_policy", NOTHING),
    ("aws_ecs_cluster_capacity_providers", OF_TASKS),
    ("aws_ecs_task_definition", OF_TASKS),
    ("aws_iam_instance_profile", IAM),
    ("aws_iam_openid_connect_provider", IAM),
    ("aws_iam_policy", IAM),
    ("aws_iam_role", IAM),
    ("aws_iam_role_policy", IAM),
    ("aws_iam_role_policy_attachment", IAM),
    ("aws_internet_gateway", NOTHING),
    ("aws_kms_alias", "charged with the key"),
    ("aws_kms_key_policy", "charged with the key"),
    ("aws_lb_listener", OF_LOAD_BALANCER),
    ("aws_lb_listener_rule", OF_LOAD_BALANCER),
    ("aws_lb_target_group", OF_LOAD_BALANCER),
    ("aws_route", NOTHING),
    ("aws_route53_record", "the zone is not made here, and queries for an alias cost nothing"),
    ("aws_route_table", NOTHING),
    ("aws_route_table_association", NOTHING),
    ("aws_s3_bucket_lifecycle_configuration", OF_BUCKET),
    ("aws_s3_bucket_logging", OF_BUCKET),
    ("aws_s3_bucket_notification", OF_BUCKET),
    ("aws_s3_bucket_ownership_controls", OF_BUCKET),
    ("aws_s3_bucket_policy", OF_BUCKET),
    ("aws_s3_bucket_public_access_block", OF_BUCKET),
    ("aws_s3_bucket_server_side_encryption_configuration", OF_BUCKET),
    ("aws_s3_bucket_versioning", OF_BUCKET),
    ("aws_secretsmanager_secret_version", "charged with the secret"),
    ("aws_secretsmanager_secret_rotation", "charged with the secret; RDS rotates it without a function of ours"),
    ("aws_security_group", NOTHING),
    ("aws_sns_topic", "the first thousand mails of a month cost nothing, and alarms send fewer"),
    ("aws_sns_topic_policy", NOTHING),
    ("aws_sns_topic_subscription", "the first thousand mails of a month cost nothing, and alarms send fewer"),
    ("aws_subnet", NOTHING),
    ("aws_vpc", NOTHING),
    ("aws_vpc_security_group_egress_rule", NOTHING),
    ("aws_vpc_security_group_ingress_rule", NOTHING),
    ("aws_wafv2_web_acl_association", "charged with the web ACL"),
];

/// What no line is made for, because it is cents or is not this configuration's: said with every estimate.
pub const LEFT_OUT: [&str; 6] = [
    "taxes and support",
    "requests to KMS, Secrets Manager, S3 and CloudWatch, which are cents here",
    "queries of Logs Insights, by the GB that they search",
    "a rotated key's older versions: 1 USD a month each for the first two, from the second year on",
    "CPU credits of burstable databases, when they use more than they earn",
    "the hosted zone of Route 53 and the bucket of Terraform's state, which are made elsewhere",
];

/// The types without a line of their own of which an estimate reads the arguments.
const READ: [&str; 5] = [
    "aws_appautoscaling_scheduled_action",
    "aws_appautoscaling_target",
    "aws_ecs_task_definition",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_subnet",
];

/// Whether an estimate reads the arguments of this type's resources: of all others it is enough to know that they are there.
pub fn is_read(kind: &str) -> bool {
    READ.contains(&kind) || PRICED.iter().any(|(known, _)| *known == kind)
}

/// How a resource type comes into an estimate; nothing for one that this crate does not know.
pub fn treatment(kind: &str) -> Option<Treatment> {
    let priced = PRICED.iter().any(|(known, _)| *known == kind).then_some(Treatment::Priced);
    priced.or_else(|| FREE.iter().find(|(known, _)| *known == kind).map(|(_, why)| Treatment::Free(why)))
}

/// The estimate of a configuration whose region has prices.
pub(crate) fn estimate(documents: &Documents, book: &PriceBook, assumptions: &Assumptions, region: Region) -> Estimate {
    let mut reckoning =
        Reckoning { documents, book, assumptions, region, lines: Vec::new(), not_priced: Vec::new(), basis: Basis::default() };
    let resources = documents.resources();
    for (kind, price) in PRICED {
        let of_kind: Vec<Resource<'_>> = resources.iter().filter(|resource| resource.address.kind == kind).cloned().collect();
        if !of_kind.is_empty() {
            price(&mut reckoning, &of_kind);
        }
    }
    for resource in &resources {
        if treatment(&resource.address.kind).is_none() {
            let reason = format!("what `{}` costs is not known here", resource.address.kind);
            reckoning.leave_out(resource.address.to_string(), &[resource], reason);
        }
    }
    let savings = savings::of(&reckoning);
    let Reckoning { mut lines, not_priced, .. } = reckoning;
    lines.sort_by_key(|line| line.service);
    Estimate { region, lines, not_priced, savings }
}
