//! What is left out for some settings and written for others, though the provider takes an argument that is left out for "as it is".

use std::collections::{BTreeMap, BTreeSet};

use super::Emitted;
use super::provider_schema::{ProviderSchema, VERSIONS};

/// What depends on a setting and may: resource type, argument or block, and why nothing is kept that should go.
pub(crate) const EXCUSED: [(&str, &str, &str); 34] = [
    ("aws_budgets_budget", "cost_filter", "each scope is a budget of its own name, and replaces the other"),
    ("aws_db_instance", "allocated_storage", "a restored database has its backup's"),
    ("aws_db_instance", "db_name", "a restored database has its backup's"),
    ("aws_db_instance", "engine_version", "a restored database has its backup's"),
    ("aws_db_instance", "iops", "RDS takes it of gp3 from 400 GiB only, and storage never shrinks below that"),
    ("aws_db_instance", "kms_key_id", "a restored database has its backup's; read once, when the instance is made"),
    (
        "aws_db_instance",
        "master_user_secret_kms_key_id",
        "RDS keeps the password, or the module does; the way between is documented",
    ),
    ("aws_db_instance", "monitoring_role_arn", "it says nothing at an interval of 0"),
    ("aws_db_instance", "performance_insights_kms_key_id", "it says nothing while Performance Insights is off"),
    ("aws_db_instance", "performance_insights_retention_period", "it says nothing while Performance Insights is off"),
    ("aws_db_instance", "restore_to_point_in_time", "read once, when the instance is made"),
    ("aws_db_instance", "snapshot_identifier", "read once, when the instance is made"),
    ("aws_db_instance", "storage_throughput", "RDS takes it of gp3 from 400 GiB only, and storage never shrinks below that"),
    ("aws_db_instance", "storage_type", "a restored database has its backup's"),
    ("aws_db_instance", "username", "a restored database has its backup's"),
    (
        "aws_ecs_service",
        "alarms",
        "the provider takes none without a name; `heed_alarms = false` switches them off, and `synth diff` says so",
    ),
    ("aws_ecs_service", "service_connect_configuration", "the provider tells ECS that it is off when the block goes"),
    ("aws_ecs_task_definition", "volume", "any change is another revision, made anew"),
    ("aws_instance", "iam_instance_profile", "a way in by SSH brings a key, which makes another machine"),
    ("aws_instance", "key_name", "without SSH nothing reaches the machine on port 22"),
    ("aws_lb_listener", "default_action.fixed_response", "the action's type says which of them counts"),
    ("aws_lb_listener", "default_action.redirect", "the action's type says which of them counts"),
    ("aws_lb_listener_rule", "condition.host_header", "one of several conditions, which are compared as a set"),
    ("aws_s3_bucket_lifecycle_configuration", "rule.expiration.days", "the block goes as a whole, and S3 is told all rules anew"),
    ("aws_s3_bucket_lifecycle_configuration", "rule.transition", "the block goes as a whole, and S3 is told all rules anew"),
    (
        "aws_appautoscaling_policy",
        "target_tracking_scaling_policy_configuration.customized_metric_specification.dimensions",
        "a policy is told as a whole",
    ),
    ("aws_ecs_task_definition", "ephemeral_storage", "any change is another revision, made anew"),
    ("aws_ecs_task_definition", "runtime_platform", "any change is another revision, made anew"),
    ("aws_elasticache_serverless_cache", "cache_usage_limits.ecpu_per_second", "ElastiCache is told its limits as a whole"),
    ("aws_lb_listener_rule", "condition.http_header", "one of several conditions, which are compared as a set"),
    ("aws_lb_listener_rule", "condition.http_request_method", "one of several conditions, which are compared as a set"),
    ("aws_lb_listener_rule", "condition.query_string", "one of several conditions, which are compared as a set"),
    ("aws_lb_listener_rule", "condition.source_ip", "one of several conditions, which are compared as a set"),
    ("aws_sqs_queue", "sqs_managed_sse_enabled", "a key switches it off, and SQS the key with it"),
];

/// What is left out in some of these and written in others, so that the provider keeps it, but for what is excused; and all that it would keep.
pub(crate) fn kept<'a>(environments: impl IntoIterator<Item = &'a Emitted>) -> (Vec<String>, BTreeSet<(String, String)>) {
    let schema = ProviderSchema::read(VERSIONS[0]);
    let mut known = BTreeSet::new();
    let mut by_resource: BTreeMap<(String, String), BTreeSet<bool>> = BTreeMap::new();
    for emitted in environments {
        for (module, kind, label, body) in emitted.raw_resources("resource") {
            for (path, is_written) in schema.kept_when_left_out(kind, body) {
                known.insert((kind.to_owned(), path.clone()));
                by_resource.entry((format!("{module}.{kind}.{label}"), path)).or_default().insert(is_written);
            }
        }
    }
    let depends = |address: &str, path: &str| {
        !EXCUSED.iter().any(|(kind, excused, _)| address.contains(&format!(".{kind}.")) && *excused == path)
    };
    let kept = by_resource
        .iter()
        .filter(|(_, is_written)| is_written.len() == 2)
        .filter(|((address, path), _)| depends(address, path))
        .map(|((address, path), _)| format!("{address}: {path}"))
        .collect();
    (kept, known)
}
