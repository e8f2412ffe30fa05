//! Environments with other settings than the shipped ones, so that what these do not use is checked as well.

use std::sync::LazyLock;

use engine::synthesis::StateOfBootstrap;

use super::{Emitted, bootstrap, edited, over, shipped};

/// Every optional feature that can be had together.
const EVERYTHING: &str = r#"
[tags]
CostCentre = "1234"

[networking]
interface_endpoints = ["ecr-api", "ecr-dkr", "logs", "secrets-manager", "ssm-messages"]

[networking.bastion]
access = "session-manager"

[ecs.cluster]
container_insights = "enhanced"

[ecs.load_balancer.tls]
domain = "api.example.com"
alternative_domains = ["www.example.com", "1.example.com"]
hosted_zone_id = "Z0123456789ABCDEFGHIJ"

[ecs.load_balancer.firewall]
managed_rule_groups = ["common", "known-bad-inputs", "sql-injection", "ip-reputation", "anonymous-ip"]
requests_in_5_minutes = 2000

[services.task-api]
deployment = "terraform"
spot_percent = 50
buckets = ["task-api-files-111122223333"]
execute_command = true
slow_start_seconds = 60
stickiness_seconds = 3600

[services.task-api.environment]
GREETING = "hello"

[services.task-api.secrets]
API_KEY = "arn:aws:secretsmanager:us-east-1:111122223333:secret:task-api/key-AbCdEf"

[services.mail-worker]
image_tag = "1.0.0"
port = 9090

[services.mail-worker.tasks]
desired = 0
min = 0
max = 2

[services.mail-worker.routing]
priority = 50
paths = ["/mail/*"]
hosts = ["mail.example.com"]

[rds]
engine_version = "15.17"
port = 5433
iam_database_authentication = true
password_rotation_days = 30

[rds.storage]
type = "io2"
allocated_gib = 400
iops = 4000

[rds.parameters.work_mem]
value = "65536"

[delivery]
max_session_seconds = 7200

[delivery.trust.jenkins]
external_id = "task-api"

[monitoring]
runbook_url = "https://wiki.example.com/task-api/operations"

[monitoring.budget]
scope = "environment-tag"

[monitoring.cost_anomalies.monitor]
existing = "arn:aws:ce::111122223333:anomalymonitor/12345678-1234-1234-1234-123456789012"
"#;

/// What comes from elsewhere, under other addresses and names.
const FROM_ELSEWHERE: &str = r#"
[services.task-api]
renamed_from = "tasks"
aws_name = "tasks"

[[moved]]
from = "module.vpc[0].aws_vpc.this[0]"
to = "module.networking.aws_vpc.main"

[[import]]
to = "module.rds.aws_kms_key.database"
id = "${not} %{evaluated}"

[[removed]]
from = "module.vpc.aws_vpn_gateway.this"

[[removed]]
from = "module.vpc.aws_customer_gateway.this"
destroy = true
"#;

const SSH: &str = r#"
[networking.bastion.access.ssh]
allowed_cidrs = ["203.0.113.0/24", "198.51.100.7/32"]
key_name = "operations"
"#;

const WITHOUT_NAT: &str = r#"
[ecs.load_balancer.access_logs]
enabled = false

[networking]
nat_gateways = "none"
interface_endpoints = ["ecr-api", "ecr-dkr", "logs", "secrets-manager"]

[networking.flow_logs]
traffic = "none"

[rds]
monitoring = { interval_seconds = 0, performance_insights = false }

[monitoring]
cost_anomalies = { monitor = "none" }
database_events = []
"#;

const FROM_A_SNAPSHOT: &str = r#"
[rds.restore]
snapshot = "task-api-before-the-change"
"#;

const FROM_A_MOMENT: &str = r#"
[rds.restore.point_in_time]
source = "task-api-old"
time = "2025-03-01T02:59:00Z"
"#;

const READ_REPLICA: &str = "[rds.read_replica]\n";

const JENKINS: &str = "[delivery.trust.jenkins]\nprincipal = \"arn:aws:iam::111122223333:role/jenkins\"\n";

const GITHUB: &str = r#"
[delivery.trust.github]
repository = "octo-org/task-api"
branches = ["main", "release/1.0"]
environments = ["staging"]
"#;

/// What the variants that lie over a shipped environment set.
pub(crate) const SETTINGS: [&str; 8] =
    [EVERYTHING, FROM_ELSEWHERE, SSH, WITHOUT_NAT, FROM_A_SNAPSHOT, FROM_A_MOMENT, READ_REPLICA, SIX_ZONES];

static VARIANTS: LazyLock<Vec<(&'static str, Emitted)>> = LazyLock::new(|| {
    vec![
        ("prod", shipped("prod")),
        ("staging", shipped("staging")),
        ("prod with everything", over("prod", EVERYTHING)),
        ("staging with an SSH bastion", over("staging", SSH)),
        ("staging without NAT", over("staging", WITHOUT_NAT)),
        ("prod from a snapshot", over("prod", FROM_A_SNAPSHOT)),
        ("prod from a moment", over("prod", FROM_A_MOMENT)),
        ("prod with a read replica", over("prod", READ_REPLICA)),
        ("prod from elsewhere", over("prod", FROM_ELSEWHERE)),
        ("prod in six zones", over("prod", SIX_ZONES)),
        ("staging delivered to by GitHub", edited("staging", JENKINS, GITHUB)),
        ("prod in whatever account", edited("prod", "account_id = \"111122223333\"", "")),
    ]
});

/// The shipped environments, and others that use what these do not; each with a name for messages.
pub(crate) fn variants() -> impl Iterator<Item = (&'static str, &'static Emitted)> {
    VARIANTS.iter().map(|(name, emitted)| (*name, emitted))
}

/// A table for the locks and a key of the account's own.
pub(crate) const LOCKS_AND_KEY: [&str; 3] = [
    "state.lock=both",
    "state.lock_table=task-api-terraform-locks",
    "state.encryption.kms=arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012",
];

static BOOTSTRAPS: LazyLock<[(&str, Emitted); 2]> = LazyLock::new(|| {
    [
        ("bootstrap", bootstrap(&[], StateOfBootstrap::Local)),
        ("bootstrap with locks and a key", bootstrap(&LOCKS_AND_KEY, StateOfBootstrap::InBucket)),
    ]
});

/// The account's stack as the shipped environments have it, and with all that they do not use; each with a name for messages.
pub(crate) fn bootstraps() -> impl Iterator<Item = (&'static str, &'static Emitted)> {
    BOOTSTRAPS.iter().map(|(name, emitted)| (*name, emitted))
}

/// Production with all that can be had together.
pub(crate) fn everything() -> &'static Emitted {
    variant("prod with everything")
}

/// Production with a read replica of its database.
pub(crate) fn with_read_replica() -> &'static Emitted {
    variant("prod with a read replica")
}

fn variant(wanted: &str) -> &'static Emitted {
    variants().find(|(name, _)| *name == wanted).expect("it is one of them").1
}

/// Every zone of the region.
const SIX_ZONES: &str = r#"
[networking]
zones = ["a", "b", "c", "d", "e", "f"]

[networking.subnets]
public = { c = "10.0.3.0/24", d = "10.0.4.0/24", e = "10.0.5.0/24", f = "10.0.6.0/24" }
private = { c = "10.0.12.0/24", d = "10.0.13.0/24", e = "10.0.14.0/24", f = "10.0.15.0/24" }
database = { c = "10.0.22.0/24", d = "10.0.23.0/24", e = "10.0.24.0/24", f = "10.0.25.0/24" }
"#;
