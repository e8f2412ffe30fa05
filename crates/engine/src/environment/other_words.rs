//! The words with which people come for what has another name here, or is said in another way: from Copilot's manifests, from the inputs of
//! Terraform's modules, from AWS's own API. A name that is unknown gets one sentence on what to write.
//!
//! It must not know how a fault is told.

use settings::{Fault, Segment, SettingPath};

/// The table in which a word is met (`*` for a name of the user's), the words, and what to write.
const WORDS: &[(&str, &[&str], &str)] = &[
    (
        "services.*",
        &["type", "kind"],
        "take it out, the kind follows from what is set: a web service has `port` and `routing`, an internal one `port` and `reached_by = [\"<service>\"]`, a worker neither, and what ends by itself is a job under `[jobs.<name>]`",
    ),
    (
        "jobs.*",
        &["type", "kind"],
        "take it out: what stands under `[jobs]` is started, does its work and ends; `schedule = { expression = \"cron(0 3 * * ? *)\" }` says when, and without it a person or a pipeline starts it",
    ),
    ("services.*", &["restart", "restart_policy"], "take it out: ECS starts another task whenever one ends"),
    (
        "jobs.*",
        &["restart", "restart_policy"],
        "a job that fails is not started again, and somebody hears of it: let its command try again",
    ),
    (
        "services.*.sidecars.*",
        &["restart", "restart_policy"],
        "take it out: with `essential = true`, the default, ECS starts the whole task anew when the sidecar ends; with `false` the task goes on without it",
    ),
    (
        "services.*.sidecars.*",
        &["volumes", "mount_points", "volumes_from", "storage", "efs"],
        "file systems of EFS and folders that containers share are not offered yet: name folders of its own, which go with the task, in `writable_paths = [\"/tmp\"]`",
    ),
    (
        "services.*",
        &["authenticate_oidc", "authenticate_cognito", "oidc", "cognito", "auth", "authentication"],
        "sign-in at the load balancer is not offered yet: write an `aws_lb_listener_rule` on `module.ecs.listener_arn` in Terraform of your own beside the settings, or let the service sign its users in",
    ),
    (
        "services.*.routing",
        &["authenticate_oidc", "authenticate_cognito", "oidc", "cognito", "auth", "authentication"],
        "sign-in at the load balancer is not offered yet: write an `aws_lb_listener_rule` on `module.ecs.listener_arn` in Terraform of your own beside the settings, or let the service sign its users in",
    ),
    (
        "ecs.load_balancer",
        &["authenticate_oidc", "authenticate_cognito", "oidc", "cognito", "auth", "authentication"],
        "sign-in at the load balancer is not offered yet: write an `aws_lb_listener_rule` on `module.ecs.listener_arn` in Terraform of your own beside the settings, or let the service sign its users in",
    ),
    (
        "",
        &["backend", "remote_state"],
        "write where the state is kept under `[state]`: `bucket` and `region` for S3, or `[state.cloud]`, `[state.http]`, `[state.local]`",
    ),
    (
        "state",
        &["backend", "type"],
        "`bucket` and `region` keep it in S3, `[state.cloud]` in HCP Terraform, `[state.http]` on a server such as GitLab's, `[state.local]` in a file",
    ),
    ("state", &["dynamodb_table", "dynamodb"], "write `lock = \"dynamodb\"` and `lock_table = \"…\"`"),
    ("state", &["use_lockfile"], "write `lock = \"s3\"`, the default"),
    (
        "state",
        &["encrypt", "kms_key_id"],
        "it is always encrypted: `encryption = { kms = \"arn:aws:kms:…\" }` names a key of your own",
    ),
    ("state", &["role_arn", "assume_role", "profile"], "write `assume_role_arn = \"arn:aws:iam::…:role/…\"`"),
    ("state", &["prefix", "workspace_key_prefix"], "write the whole key as `key = \"shop/prod/terraform.tfstate\"`"),
    (
        "",
        &["worker", "workers", "apps", "backend_services"],
        "every service stands under `[services.<name>]`: one without `port` and `routing` is a worker",
    ),
    (
        "",
        &["cron", "crons", "scheduled_jobs", "scheduled_tasks", "schedules", "tasks"],
        "write `[jobs.<name>]` with `schedule = { expression = \"cron(0 3 * * ? *)\" }`",
    ),
    ("", &["db", "database", "databases", "postgres", "postgresql"], "write `[rds]`, or `rds = false` for none"),
    ("", &["vpc", "subnets"], "write `[networking]` with `vpc_cidr`, or `[networking.existing]` with `vpc_id`"),
    ("", &["load_balancer", "alb", "lb", "http"], "write `[ecs.load_balancer]`, and `routing` in the service that it leads to"),
    ("", &["alarms", "cloudwatch", "alerts"], "write `[monitoring]` with `alert_mail`, and thresholds under `[monitoring.alarms]`"),
    (
        "",
        &["pipeline", "pipelines", "deploy"],
        "write `[delivery]` with whom the role trusts; `synth pipeline` writes the pipeline itself",
    ),
    (
        "",
        &["provider", "aws"],
        "AWS's provider follows from `region`, `account_id`, `tags` and `[assume_role]`; others are named as `[providers.<name>]`",
    ),
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
        &["publish", "publishes"],
        "there is no topic between services: make `[queues.<name>]`, write `uses = [\"queue.<name>\"]` here and `queue = \"<name>\"` in the service that reads it",
    ),
    (
        "services.*",
        &["http", "path", "paths", "listener", "rule", "additional_rules"],
        "write which requests are the service's own as `routing = { priority = 100, paths = [\"/*\"] }`, and `port` beside it",
    ),
    (
        "services.*",
        &["alias", "domain", "hostname", "host", "hosts"],
        "write the name under `[ecs.load_balancer.tls]`, and `hosts = [\"www.example.com\"]` in the service's `routing`",
    ),
    (
        "services.*",
        &["nlb"],
        "a network load balancer is not offered yet: make one in Terraform of your own beside the settings, and let it in by `[[services.<name>.ingress]]`",
    ),
    ("services.*", &["container_port", "image_port"], "write `port = 8080`"),
    ("services.*", &["exec", "enable_execute_command"], "write `execute_command = true`"),
    (
        "services.*",
        &["s3", "s3_buckets", "bucket"],
        "make it as `[buckets.<name>]` and write `uses = [\"bucket.<name>\"]`, with `:read` behind the name for who only reads; one that exists already is named in `buckets = [\"…\"]`",
    ),
    (
        "services.*",
        &["redis", "valkey", "elasticache", "cache"],
        "make it as `[caches.<name>]` and write `uses = [\"cache.<name>\"]`; one that exists already is reached by `[[services.<name>.egress]]`",
    ),
    ("", &["redis", "valkey", "elasticache", "cache"], "write `[caches.<name>]`: it may stay empty"),
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
        "services.*",
        &["permissions_boundary", "iam_role_path"],
        "one holds for all roles: write it under `[iam]`, `permissions_boundary = \"arn:aws:iam::…:policy/…\"`",
    ),
    (
        "",
        &["permissions_boundary", "role_path"],
        "write it under `[iam]`: `permissions_boundary = \"arn:aws:iam::…:policy/…\"`, `path = \"/…/\"`",
    ),
    (
        "services.*",
        &["healthcheck"],
        "write `health_check` for what the load balancer asks, or `container_health_check` for a command in the container",
    ),
    (
        "services.*.health_check",
        &["command", "retries", "start_period"],
        "a command that runs in the container is `[services.<name>.container_health_check]`; here stands what the load balancer asks",
    ),
    ("services.*.health_check", &["matcher", "codes", "status_codes", "expected_codes"], "write `success_codes = \"200-399\"`"),
    ("services.*", &["protocol_version", "http_version", "version"], "write `protocol = \"grpc\"`, `\"http2\"` or `\"http1\"`"),
    ("ecs.load_balancer", &["scheme", "private", "public"], "write `internal = true` for one that is reached from within only"),
    (
        "ecs.load_balancer",
        &["allowed_source_ips", "ingress_cidrs", "source_ranges", "allowed_ips"],
        "write `allowed_cidrs = [\"203.0.113.0/24\"]`",
    ),
    (
        "ecs.load_balancer",
        &["certificate_arn", "certificate", "certificates", "domain", "domain_name", "hosted_zone_id"],
        "write it under `[ecs.load_balancer.tls]`: `domain`, and `hosted_zone_id` or `certificate_arn`",
    ),
    (
        "ecs.load_balancer",
        &["arn", "alb", "listener_arn", "load_balancer_arn", "import"],
        "one that exists already is named under `[ecs.load_balancer.existing]`, by its listener",
    ),
    (
        "ecs.load_balancer.existing",
        &["arn", "load_balancer_arn", "alb", "name"],
        "write `listener_arn`: the load balancer's ARN follows from it",
    ),
    (
        "ecs.load_balancer.existing",
        &["hosted_zone_id", "canonical_hosted_zone_id"],
        "write `zone_id` for the zone of the load balancer's own name, and the zone of your domains as `hosted_zone_id` under `[ecs.load_balancer.tls]`",
    ),
    (
        "ecs.load_balancer",
        &["http2", "enable_http2", "grpc"],
        "HTTP/2 is always spoken with browsers; with the tasks it is a service's `protocol = \"http2\"` or `\"grpc\"`",
    ),
    (
        "ecs.load_balancer",
        &["ssl_policy", "tls_policy"],
        "it is `ELBSecurityPolicy-TLS13-1-2-2021-06`; an `[[override]]` of `module.ecs.aws_lb_listener.https` says another one",
    ),
    (
        "ecs.load_balancer",
        &["redirect_to_https", "redirect_http", "http_to_https"],
        "with `[ecs.load_balancer.tls]` all of HTTP is sent to HTTPS",
    ),
    ("services.*.routing", &["redirect_to_https", "redirect_http"], "with `[ecs.load_balancer.tls]` all of HTTP is sent to HTTPS"),
    ("ecs.load_balancer", &["waf", "waf_acl", "web_acl"], "write `[ecs.load_balancer.firewall]` with `managed_rule_groups`"),
    ("ecs.load_balancer", &["logs", "access_log", "log_bucket"], "write `access_logs = { enabled = true, retention_days = 90 }`"),
    ("ecs.load_balancer.tls", &["certificate", "acm_certificate_arn", "arn"], "write `certificate_arn = \"arn:aws:acm:…\"`"),
    (
        "ecs.load_balancer.rules.*.redirect",
        &["status", "status_code", "code"],
        "write `permanent = true` for 301, which is the default, or `permanent = false` for 302",
    ),
    ("services.*.routing", &["host", "alias"], "write `hosts = [\"www.example.com\"]`"),
    ("services.*.routing", &["path"], "write `paths = [\"/api/*\"]`"),
    ("services.*.routing", &["allowed_source_ips", "source_ips"], "write `source_cidrs = [\"203.0.113.0/24\"]`"),
    (
        "services.*.sidecars.*",
        &["image_tag", "tag"],
        "write the tag behind the image: `image = \"public.ecr.aws/datadog/agent:7\"`",
    ),
    (
        "services.*.sidecars.*",
        &["port", "ports", "target_port"],
        "the containers of a task share its network and reach each other at `localhost`; requests come to the service's own container, at its `port`",
    ),
    ("services.*.sidecars.*", &["variables", "env"], "write `environment = { NAME = \"value\" }`"),
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
    (
        "services.*.scaling",
        &["response_time", "queue_delay", "min", "max", "cpu", "memory", "cpu_percentage", "memory_percentage"],
        "how many tasks there may be stands under `tasks`; they follow `cpu_percent`, `memory_percent`, `requests_per_task`, a queue's `backlog_per_task` and `metrics` of your own",
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
        &["timeout", "timeout_seconds", "time_limit", "max_runtime", "deadline"],
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
    ("jobs.*", &["ulimits", "init_process", "execute_command"], "jobs have it not: services under `[services.<name>]` do"),
    ("jobs.*.sidecars.*", &["image_tag", "tag"], "write the tag behind the image: `image = \"public.ecr.aws/datadog/agent:7\"`"),
    ("jobs.*.sidecars.*", &["variables", "env"], "write `environment = { NAME = \"value\" }`"),
    ("jobs.*.sidecars.*", &["readonly", "readonly_root_filesystem", "read_only_root_filesystem"], "write `read_only = false`"),
    (
        "jobs.*",
        &["sidecar", "containers", "container_definitions"],
        "write a table for each, such as `[jobs.<name>.sidecars.proxy]` with `image`",
    ),
    (
        "jobs.*",
        &["logging", "firelens", "log_configuration", "log_driver"],
        "write `[jobs.<name>.log_router]` with `options = { Name = \"…\" }`",
    ),
    (
        "jobs.*",
        &["observability", "tracing", "otel", "xray", "opentelemetry"],
        "write `[jobs.<name>.open_telemetry]`: traces go to X-Ray",
    ),
    (
        "services.*",
        &["cron", "rate", "schedule_expression"],
        "what is started again and again and ends is a job: write `[jobs.<name>]` with `schedule`",
    ),
    (
        "networking",
        &["vpc_id", "import", "vpc"],
        "a VPC that exists already is named under `[networking.existing]`: `vpc_id`, and its subnets by zone",
    ),
    (
        "networking",
        &["endpoints", "vpc_endpoints", "gateway_endpoints"],
        "write `interface_endpoints = [\"kms\", \"sts\"]`; that of S3 is `s3_gateway_endpoint`",
    ),
    (
        "networking",
        &["vpc_peering", "peering", "transit_gateway", "vpn", "network_acls", "nacls"],
        "write it in Terraform of your own beside the settings: `module.networking.vpc_id` and `module.networking.route_table_ids` are there for it (examples/own-terraform)",
    ),
    (
        "networking",
        &["nat", "nat_gateway", "single_nat_gateway", "enable_nat_gateway"],
        "write `nat_gateways = \"per-zone\"`, `\"single\"` or `\"none\"`",
    ),
    ("networking", &["cidr", "cidr_block"], "write `vpc_cidr = \"10.0.0.0/16\"`"),
    (
        "rds",
        &["engine", "min_capacity", "max_capacity", "serverless", "cluster"],
        "the database is RDS for PostgreSQL; Aurora and other engines are not made here: one that exists already is named under `[rds.existing]`",
    ),
    ("rds", &["replicas", "replica", "read_replicas"], "write `[rds.read_replica]`: there is one"),
    (
        "rds",
        &["proxy", "rds_proxy"],
        "a proxy is not made here: write it in Terraform of your own beside the settings, or wire in a module (`[modules.<name>]`)",
    ),
    ("rds", &["allocated_storage", "storage_gib"], "write `storage = { allocated_gib = 20 }`"),
    ("queues.*", &["fifo", "fifo_queue"], "write `kind = \"fifo\"`"),
    (
        "queues.*",
        &["dead_letter", "dead_letter_queue", "dlq", "tries", "redrive_policy", "max_receive_count"],
        "every queue has one for what cannot be handled: write `max_receives = 5` for when a message goes there",
    ),
    ("queues.*", &["timeout", "visibility_timeout"], "write `visibility_timeout_seconds = 30`"),
    ("queues.*", &["retention", "message_retention_seconds"], "write `retention_days = 4`"),
    ("queues.*", &["delay"], "write `delay_seconds = 0`"),
    (
        "",
        &["topics", "tables", "dynamodb", "sns"],
        "it is not made here yet: write it in Terraform of your own beside the settings, or wire in a module (`[modules.<name>]`), and what the tasks may do as `[[services.<name>.permissions]]`",
    ),
    ("networking", &["availability_zones", "azs"], "write `zones = [\"a\", \"b\"]`"),
    (
        "networking",
        &["private_subnets", "public_subnets", "database_subnets", "subnet_cidrs"],
        "subnets get their ranges out of `vpc_cidr`; `[networking.subnets]` says other ones",
    ),
    ("networking.existing", &["id", "vpc"], "write `vpc_id = \"vpc-…\"`"),
    (
        "networking.existing",
        &["cidr", "cidr_block", "vpc_cidr"],
        "write `vpc_cidr` under `[networking]`: the range that the VPC has",
    ),
    (
        "networking.existing",
        &[
            "subnets",
            "subnet_ids",
            "private_subnets",
            "private_subnet_ids",
            "public_subnets",
            "public_subnet_ids",
            "database_subnets",
            "database_subnet_ids",
        ],
        "write each subnet by its zone: `[networking.existing.private]` with `a = \"subnet-…\"` and `b = \"subnet-…\"`, and so for `public` and `database`",
    ),
    (
        "networking.existing",
        &["route_tables", "route_table_ids", "private_route_tables"],
        "write `private_route_table_ids = [\"rtb-…\"]`",
    ),
    ("rds.existing", &["host", "hostname", "endpoint", "url"], "write `address = \"db.example.com\"`"),
    ("rds.existing", &["port"], "write `port = 5432` under `[rds]`"),
    ("rds.existing", &["name", "database", "db_name", "dbname"], "write `database_name = \"shop\"`"),
    (
        "rds.existing",
        &["secret", "password", "credentials", "user", "username", "master_user_secret_arn"],
        "write `secret_arn = \"arn:aws:secretsmanager:…\"`: the secret holds `username` and `password`",
    ),
    ("rds.existing", &["security_group", "security_groups", "security_group_ids"], "write `security_group_id = \"sg-…\"`"),
    ("rds", &["version"], "write `engine_version = \"15\"`"),
    ("rds", &["instance_type", "size"], "write `instance_class = \"db.t4g.small\"`"),
    ("rds", &["db_name", "dbname", "name"], "write `database_name = \"shop\"`"),
    ("rds", &["user", "master_username", "admin_username"], "write `username = \"shop_admin\"`"),
    (
        "rds",
        &["password", "master_password", "secret", "secret_arn"],
        "RDS makes the password and keeps it in Secrets Manager, so that no file holds it: take it out",
    ),
    (
        "rds",
        &["deletion_protection", "skip_final_snapshot", "final_snapshot"],
        "write `deletion = { protection = true, final_snapshot = true }`",
    ),
    (
        "rds",
        &["backup_retention_period", "backup_retention_days", "backup_window"],
        "write `backups = { retention_days = 30, window = \"03:00-04:00\" }`",
    ),
    (
        "rds",
        &["maintenance_window", "apply_immediately"],
        "write `maintenance = { window = \"sun:04:30-sun:05:30\", apply_immediately = false }`",
    ),
    (
        "rds",
        &["storage_encrypted", "encrypted", "kms_key_id", "kms_key"],
        "the storage is always encrypted, with a key of the environment's own: `storage = { key_arn = \"arn:aws:kms:…\" }` names another one",
    ),
    (
        "rds",
        &["publicly_accessible", "public"],
        "the database is never reached from the internet: `[networking.bastion]` is a way in",
    ),
    ("caches.*", &["engine"], "every cache is ElastiCache for Valkey, which speaks Redis's protocol: take it out"),
    ("caches.*", &["version"], "write `engine_version = \"8.0\"`"),
    (
        "caches.*",
        &["password", "auth_token", "auth"],
        "there is no password: with `login = \"iam\"` clients sign a token as their task's role",
    ),
    ("caches.*", &["port"], "a task finds it in `CACHE_<NAME>_PORT`: take it out"),
    (
        "caches.*",
        &[
            "node_type",
            "instance_type",
            "size",
            "count",
            "replicas",
            "num_nodes",
            "num_cache_nodes",
            "num_cache_clusters",
            "eviction",
            "maintenance_window",
            "final_snapshot",
        ],
        "a cache is serverless; of one on nodes it stands under them: `[caches.<name>.nodes]` with `node_type = \"cache.t4g.small\"`, `count = 2`",
    ),
    (
        "caches.*",
        &["cluster_mode", "shards", "num_shards", "num_node_groups"],
        "a cache on nodes has one shard; a serverless one, which is one without `[caches.<name>.nodes]`, grows by itself",
    ),
    (
        "caches.*.nodes",
        &["replicas", "number", "num_cache_nodes", "num_cache_clusters"],
        "write `count = 2`: one is written to, and the others follow it",
    ),
    ("caches.*.nodes", &["type", "instance_type", "size"], "write `node_type = \"cache.t4g.small\"`"),
    ("caches.*.nodes", &["maxmemory_policy", "eviction_policy"], "write `eviction = \"volatile-lru\"`"),
    ("buckets.*", &["name", "bucket", "bucket_name"], "write `aws_name = \"…\"`"),
    (
        "buckets.*",
        &["public", "acl", "public_read", "website", "policy", "bucket_policy"],
        "a bucket is private, and its policy is its own: what everybody may read belongs behind a CDN, in Terraform of your own beside the settings",
    ),
    (
        "buckets.*",
        &["lifecycle", "lifecycle_rules", "expiration", "expire_days"],
        "write `expiration_days = 365`, `old_version_days`, and `transition_days` with `transition_to`",
    ),
    ("buckets.*", &["cors", "cors_rules", "allowed_origins"], "write `cors_origins = [\"https://app.example.com\"]`"),
    (
        "buckets.*",
        &["kms_key", "kms_key_arn", "sse", "server_side_encryption"],
        "write `encryption = \"customer-key\"` or `\"s3\"`",
    ),
    (
        "buckets.*",
        &["readers", "writers", "services", "uses"],
        "write it where it is used: `uses = [\"bucket.<name>\"]` in a service, with `:read` behind the name for one that only reads",
    ),
    (
        "monitoring",
        &["email", "mail", "emails", "alarm_email", "notification_email"],
        "write `alert_mail = [\"ops@example.com\"]`, and `critical_mail` for what cannot wait",
    ),
    (
        "monitoring.alarms",
        &["buckets", "bucket", "s3"],
        "no alarm watches a bucket, since S3 counts errors only where each count is paid for: docs/operations.md, \"Alarms of buckets\", has one of your own",
    ),
    ("monitoring", &["slack"], "write `[monitoring.slack_channels.<name>]` with `workspace_id` and `channel_id`"),
    (
        "monitoring",
        &["pagerduty", "opsgenie", "webhook", "webhooks"],
        "write `[monitoring.https_endpoints.<name>]`: the address itself is a variable, since it is a secret",
    ),
    ("monitoring", &["sns_topic_arn", "topic_arn", "sns_topic"], "write `existing_topics = { alerts = \"arn:aws:sns:…\" }`"),
    (
        "monitoring",
        &["custom_alarms", "alarm"],
        "write `[monitoring.own_alarms.<name>]`, or other thresholds under `[monitoring.alarms]`",
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

    #[test]
    fn every_table_is_one_and_no_word_is_a_setting_in_it() {
        let known: Vec<String> = crate::reference::settings().into_iter().map(|it| it.path).collect();
        let is_known = |path: &str| known.iter().any(|known| known.trim_end_matches("[]") == path);
        for (table, words, _) in WORDS {
            let table = table.replace('*', "<name>");
            assert!(table.is_empty() || is_known(&table), "there is no table `{table}`");
            for word in *words {
                let path = if table.is_empty() { (*word).to_owned() } else { format!("{table}.{word}") };
                assert!(!is_known(&path), "`{path}` is a setting, so that nobody is told what to write instead");
            }
        }
    }
}
