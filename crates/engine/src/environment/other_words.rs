//! The words with which people come for what has another name here, or is said in another way: from Copilot's manifests, from the inputs of
//! Terraform's modules, from AWS's own API. A name that is unknown gets one sentence on what to write.
//!
//! It must not know how a fault is told.

use settings::{Fault, Segment, SettingPath};

/// The table in which a word is met (`*` for a name of the user's), the words, and what to write.
const WORDS: &[(&str, &[&str], &str)] = &[
    (
        "services.*",
        &["platform", "cpu_architecture", "runtime_platform", "arch"],
        "write `architecture = \"arm64\"` or `architecture = \"x86_64\"`",
    ),
    ("services.*", &["ephemeral_storage", "ephemeral", "disk_gib"], "write `ephemeral_storage_gib = 50`"),
    ("services.*", &["entrypoint", "entry"], "write `entry_point = [\"/bin/sh\", \"-c\"]`"),
    ("services.*", &["cmd", "args"], "write `command = [\"serve\", \"--port\", \"8080\"]`"),
    ("services.*", &["workdir", "working_dir"], "write `working_directory = \"/app\"`"),
    ("services.*", &["env_file", "env_files"], "write `environment_files = [\"arn:aws:s3:::<bucket>/prod.env\"]`"),
    ("services.*", &["variables", "env"], "write `environment = { NAME = \"value\" }`"),
    (
        "services.*",
        &["registry_credentials", "repository_credentials", "credentials"],
        "write `image_credentials = \"<ARN of the secret>\"` beside `image`",
    ),
    (
        "services.*",
        &["volumes", "efs", "storage", "mount_points"],
        "file systems of EFS are not offered yet: keep files in a bucket (`buckets = [\"…\"]`), or name folders for files that go with their task in `writable_paths = [\"/tmp\"]`",
    ),
    (
        "services.*",
        &["readonly_fs", "readonly_root_filesystem"],
        "the root file system is always read-only: name what is not in `writable_paths = [\"/tmp\"]`",
    ),
    (
        "services.*",
        &["policies", "managed_policies", "task_policy_arns", "tasks_iam_role_policies", "iam_policies", "task_exec_policy_arns"],
        "write managed policies as `policy_arns = [\"arn:aws:iam::…:policy/…\"]`, and statements of its own as `[[services.<name>.permissions]]` with `actions` and `resources`",
    ),
    (
        "services.*",
        &["queues", "subscribe", "sqs"],
        "make it as `[queues.<name>]`; write `queue = \"<name>\"` in the service that reads it, and `uses = [\"queue.<name>\"]` where one sends",
    ),
    (
        "services.*",
        &["s3", "s3_buckets", "bucket"],
        "make it as `[buckets.<name>]` and write `uses = [\"bucket.<name>\"]`, with `:read` behind the name for who only reads; one that exists already is named in `buckets = [\"…\"]`",
    ),
    (
        "services.*",
        &["tables", "topics", "iam_role", "task_role", "task_role_arn", "tasks_iam_role_statements", "statements", "policy"],
        "write what the tasks may do as `[[services.<name>.permissions]]` with `actions = [\"dynamodb:GetItem\"]` and `resources = [\"arn:aws:dynamodb:…\"]`",
    ),
    (
        "services.*",
        &["security_groups", "security_group_rules", "security_group_ids", "network"],
        "write `[[services.<name>.egress]]`, or `ingress`, with `port` and `cidrs`, `prefix_lists` or `security_groups`",
    ),
    (
        "",
        &["permissions_boundary", "role_path"],
        "write it under `[iam]`: `permissions_boundary = \"arn:aws:iam::…:policy/…\"`, `path = \"/…/\"`",
    ),
    ("services.*.health_check", &["matcher", "codes", "status_codes", "expected_codes"], "write `success_codes = \"200-399\"`"),
    ("services.*", &["protocol_version", "http_version", "version"], "write `protocol = \"grpc\"`, `\"http2\"` or `\"http1\"`"),
    ("ecs.load_balancer", &["scheme", "private", "public"], "write `internal = true` for one that is reached from within only"),
    (
        "ecs.load_balancer",
        &["allowed_source_ips", "ingress_cidrs", "source_ranges", "allowed_ips"],
        "write `allowed_cidrs = [\"203.0.113.0/24\"]`",
    ),
    ("ecs.load_balancer", &["certificate_arn", "domain", "hosted_zone_id"], "write it under `[ecs.load_balancer.tls]`"),
    ("ecs.load_balancer.tls", &["certificate", "acm_certificate_arn", "arn"], "write `certificate_arn = \"arn:aws:acm:…\"`"),
    ("services.*.routing", &["host", "alias"], "write `hosts = [\"www.example.com\"]`"),
    ("services.*.routing", &["path"], "write `paths = [\"/api/*\"]`"),
    ("services.*.routing", &["allowed_source_ips", "source_ips"], "write `source_cidrs = [\"203.0.113.0/24\"]`"),
    (
        "services.*.sidecars.*",
        &["image_tag", "tag"],
        "write the tag behind the image: `image = \"public.ecr.aws/datadog/agent:7\"`",
    ),
    ("services.*.sidecars.*", &["readonly", "readonly_root_filesystem", "read_only_root_filesystem"], "write `read_only = false`"),
    (
        "services.*",
        &["sidecar", "containers", "container_definitions"],
        "write a table for each, such as `[services.<name>.sidecars.datadog]` with `image`",
    ),
    (
        "services.*",
        &["logging", "firelens", "log_configuration", "log_driver"],
        "write `[services.<name>.log_router]` with `options = { Name = \"…\" }`",
    ),
    (
        "services.*",
        &["observability", "tracing", "otel", "xray", "opentelemetry"],
        "write `[services.<name>.open_telemetry]`: traces go to X-Ray",
    ),
    ("services.*", &["count", "replicas", "desired_count"], "write `tasks = { desired = 2, min = 2, max = 4 }`"),
    (
        "services.*",
        &["autoscaling", "auto_scaling"],
        "write it under `scaling`: `cpu_percent`, `memory_percent`, `requests_per_task`, `backlog_per_task`, `metrics`",
    ),
    ("services.*.scaling", &["requests", "requests_per_target", "request_count"], "write `requests_per_task = 1000`, a minute"),
    (
        "services.*",
        &[
            "deployment_configuration",
            "rolling",
            "minimum_healthy_percent",
            "maximum_percent",
            "rollback_alarms",
            "deployment_minimum_healthy_percent",
            "deployment_maximum_percent",
        ],
        "write it under `rollout`: `minimum_healthy_percent`, `maximum_percent`, `rollback_alarms`",
    ),
    (
        "jobs.*",
        &["cron", "rate", "at", "on", "schedule_expression", "timezone", "time_zone", "retries"],
        "write `[jobs.<name>.schedule]` with `expression = \"cron(0 3 * * ? *)\"` and `time_zone`",
    ),
    (
        "jobs.*",
        &["timeout", "timeout_seconds"],
        "ECS stops no task after a time: let the command do it, as in `command = [\"timeout\", \"1h\", \"report\"]`",
    ),
    ("jobs.*", &["service", "image_from"], "write `image_of = \"<service>\"` to run the image of a service"),
    (
        "jobs.*.schedule",
        &["cron", "rate", "at", "schedule", "schedule_expression"],
        "write `expression = \"cron(0 3 * * ? *)\"`, `\"rate(15 minutes)\"` or `\"at(2027-03-31T04:00:00)\"`",
    ),
    ("jobs.*.schedule", &["timezone", "schedule_expression_timezone", "tz"], "write `time_zone = \"Europe/Berlin\"`"),
    ("jobs.*.schedule", &["retries", "max_retries"], "write `maximum_retry_attempts = 3`"),
    ("jobs.*.schedule", &["state", "paused", "is_enabled"], "write `enabled = false`"),
    (
        "jobs.*.schedule",
        &["start", "stop", "first_day", "last_day"],
        "these say when a service runs; a job is started at `expression = \"cron(0 3 * * ? *)\"`",
    ),
    (
        "jobs.*",
        &[
            "port",
            "previous_port",
            "routing",
            "reached_by",
            "reaches",
            "app_protocol",
            "health_check",
            "protocol",
            "slow_start_seconds",
            "stickiness_seconds",
            "deregistration_delay_seconds",
            "ingress",
        ],
        "a job is started, does its work and ends, and nobody connects to it. What others reach is a service under `[services.<name>]`: a web service has `port` and `routing`, an internal one `port` and `reached_by`",
    ),
    (
        "jobs.*",
        &["tasks", "scaling", "rollout", "start_with", "spot_percent", "queue", "handling_seconds", "container_health_check"],
        "a job is one task that ends. What runs all the time, as many times as it takes, is a worker under `[services.<name>]`, which has neither `port` nor `routing`",
    ),
    (
        "jobs.*",
        &["sidecars", "depends_on", "log_router", "open_telemetry", "ulimits", "init_process", "execute_command"],
        "a job is one container, without it: services under `[services.<name>]` have it",
    ),
    (
        "services.*",
        &["cron", "rate", "schedule_expression"],
        "what is started again and again and ends is a job: write `[jobs.<name>]` with `schedule`",
    ),
    ("services.*.ulimits", &["memlock", "nproc", "stack", "core", "fsize"], "Fargate lets `nofile` be set and no other limit"),
];

/// Puts what is known of such words into the faults that tell of unknown settings.
pub(crate) fn explain(faults: &mut [Fault]) {
    for fault in faults.iter_mut().filter(|fault| fault.is_of_unknown_setting()) {
        if let Some(help) = fault.setting().and_then(help) {
            fault.advise(help);
        }
    }
}

/// What to write; of a job as of a service, where the same words are met.
fn help(setting: &SettingPath) -> Option<String> {
    let [Segment::Key(table), rest @ ..] = setting.segments() else { return None };
    let own = meant(setting.segments()).map(str::to_owned);
    own.or_else(|| {
        let as_service: Vec<Segment> = std::iter::once(Segment::Key("services".to_owned())).chain(rest.iter().cloned()).collect();
        let help = (table == "jobs").then(|| meant(&as_service))??;
        Some(help.replace("[[services.", "[[jobs.").replace("[services.", "[jobs."))
    })
}

fn meant(setting: &[Segment]) -> Option<&'static str> {
    let [table @ .., Segment::Key(name)] = setting else { return None };
    let known = |(pattern, words, help): &(&str, &[&str], &'static str)| {
        (is_at(pattern, table) && words.contains(&name.as_str())).then_some(*help)
    };
    WORDS.iter().find_map(known)
}

fn is_at(pattern: &str, table: &[Segment]) -> bool {
    let steps: Vec<&str> = pattern.split('.').filter(|step| !step.is_empty()).collect();
    let fits = |(step, segment): (&&str, &Segment)| match segment {
        Segment::Key(key) => *step == "*" || step == key,
        Segment::Index(_) => *step == "[]",
    };
    steps.len() == table.len() && steps.iter().zip(table).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_known_where_it_is_met() {
        let help = |setting: &str| help(&setting.into());
        assert!(help("services.web.efs").is_some());
        assert!(help("services.efs").is_none());
        assert!(help("networking.efs").is_none());
        assert!(help("jobs.report.policies").is_some_and(|help| help.contains("[[jobs.<name>.permissions]]")));
        assert!(help("jobs.report.port").is_some_and(|help| help.contains("a job is started")));
    }
}
