//! What keeps what exists when its address changes: moves, imports, and what leaves Terraform's care.

use std::collections::BTreeSet;

use terraform::compare::{Change, Difference, Subject};
use terraform::json::{Json, json};

use crate::common::{Emitted, Resource, emit, list, over, prod, read};

/// Production whose one service has another name, with these settings of its section.
fn renamed(settings: &str) -> Emitted {
    let settings = format!("[services.jobs]\nrenamed_from = \"task-api\"\n{settings}\n");
    let renamed = emit("prod", &settings, &mut |path| read(path).map(|text| text.replace("[services.task-api", "[services.jobs")));
    renamed.unwrap_or_else(|report| panic!("{report}"))
}

fn addresses(emitted: &Emitted) -> BTreeSet<String> {
    emitted.resources().iter().map(Resource::address).collect()
}

fn refactoring<'a>(emitted: &'a Emitted, section: &str) -> &'a [Json] {
    list(&emitted.document("refactoring.tf.json")[section])
}

#[test]
fn every_address_of_a_renamed_service_moves_and_no_other() {
    let renamed = renamed("");
    let (before, after) = (addresses(prod()), addresses(&renamed));
    let moved = |end: &str| -> BTreeSet<String> {
        refactoring(&renamed, "moved").iter().map(|it| it[end].as_str().unwrap_or_default().to_owned()).collect()
    };
    let gone: BTreeSet<String> = before.difference(&after).cloned().collect();
    let new: BTreeSet<String> = after.difference(&before).cloned().collect();
    assert!(gone.len() > 20, "{gone:?}");
    assert_eq!((moved("from"), moved("to")), (gone, new));
    for it in refactoring(&renamed, "moved") {
        let [from, to] = ["from", "to"].map(|end| it[end].as_str().unwrap_or_default());
        assert_eq!(from.replace("task_api", "jobs"), to);
    }
}

#[test]
fn a_renamed_service_keeps_its_names_in_aws_where_it_is_told_to() {
    let named = |emitted: &Emitted, label: &str| -> Vec<Json> {
        let arguments = [
            ("aws_cloudwatch_log_group", "", "name"),
            ("aws_ecr_repository", "", "name"),
            ("aws_ecs_service", "", "name"),
            ("aws_ecs_task_definition", "", "family"),
            ("aws_ecs_task_definition", "", "container_definitions"),
            ("aws_iam_role", "_execution", "name"),
            ("aws_iam_role", "_task", "name"),
            ("aws_lb_target_group", "", "name"),
        ];
        let value = |(kind, purpose, argument): &(&str, &str, &str)| {
            let value = &emitted.resource("ecs", kind, &format!("{label}{purpose}"))[*argument];
            // What refers to other resources goes where they went.
            json!(value.to_string().replace(&format!(".{label}"), ".<label>"))
        };
        arguments.iter().map(value).collect()
    };
    assert_eq!(named(&renamed("aws_name = \"task-api\""), "jobs"), named(prod(), "task_api"));
    assert_ne!(named(&renamed(""), "jobs")[0], named(prod(), "task_api")[0]);
}

/// Of a service called `NAME` all that it may have besides: other services that it reaches and that reach it, ways, rights, containers.
const ALL: &str = r#"
[ecs.load_balancer.firewall]
managed_rule_groups = ["common"]
[queues.mails]
[queues.orders]
[services.NAME]
cpu = 1024
memory = 2048
queue = "mails"
uses = ["queue.orders"]
reaches = ["accounts"]
reached_by = ["accounts"]
policy_arns = ["arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"]
permissions = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::mails/*"] }]
egress = [{ port = 6379, cidrs = ["10.1.0.0/16"] }]
ingress = [{ port = 9100, cidrs = ["10.2.0.0/16"] }]
writable_paths = ["/tmp"]
rollout = { rollback_alarms = ["checkout-errors"] }
log_router = { options = { Name = "cloudwatch_logs" } }
open_telemetry = {}
sidecars = { agent = { image = "public.ecr.aws/datadog/agent:7" } }
scaling = { requests_per_task = 1000, metrics = { jobs = { namespace = "TaskApi", metric = "Jobs", target = 10 } } }
[services.accounts]
image_tag = "1.0.0"
port = 9090
tasks = { desired = 1, min = 1, max = 2 }
[monitoring.alarms.by_service.NAME]
ecs_cpu_percent = 90
"#;

#[test]
fn a_renamed_service_with_all_that_there_is_loses_nothing_and_nothing_is_made_anew() {
    let before = over("prod", &ALL.replace("NAME", "task-api"));
    let settings = ALL
        .replace("NAME", "jobs")
        .replace("[services.jobs]", "[services.jobs]\nrenamed_from = \"task-api\"\naws_name = \"task-api\"");
    let renamed = emit("prod", &settings, &mut |path| read(path).map(|text| text.replace("[services.task-api", "[services.jobs")));
    let renamed = renamed.unwrap_or_else(|report| panic!("{report}"));
    let difference = Difference::between(&before.documents, &renamed.documents, Subject::Same, &aws::facts::PROVIDER);
    let faults: Vec<String> = difference
        .blocks
        .iter()
        // Alarms are called after the service, hold nothing, and every change of a task is another revision.
        .filter(|it| it.module != "monitoring" && it.kind.as_deref() != Some("aws_ecs_task_definition"))
        .filter(|it| it.kind.is_some() && (it.replaced || it.destroyed || it.change != Change::Changed))
        .map(|it| format!("{}: {:?} {:?}", it.address, it.change, it.replacing()))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each kind of store: its section, what it is set to, the name that AWS has for it under the old name, and its type.
const STORES: [(&str, &str, &str, &str); 5] = [
    ("buckets", "expiration_days = 365", "shop-uploads", "aws_s3_bucket"),
    ("queues", "", "task-api-uploads-prod", "aws_sqs_queue"),
    ("queues", "kind = \"fifo\"", "task-api-uploads-prod", "aws_sqs_queue"),
    ("caches", "login = \"iam\"", "task-api-uploads-prod", "aws_elasticache_serverless_cache"),
    (
        "caches",
        "nodes = { node_type = \"cache.t4g.small\", eviction = \"allkeys-lru\" }",
        "task-api-uploads-prod",
        "aws_elasticache_replication_group",
    ),
];

/// A worker and a job that use the store; a worker reads a queue besides.
fn users(section: &str, store: &str) -> String {
    let used = format!("{}.{store}", section.trim_end_matches('s'));
    let reads = if section == "queues" { format!("queue = \"{store}\"\n") } else { String::new() };
    format!(
        "[services.handler]\nimage_tag = \"1\"\ntasks = {{ desired = 1, min = 1, max = 2 }}\n{reads}[services.task-api]\nuses = [\"{used}\"]\n\
         [jobs.report]\nimage_tag = \"1\"\nuses = [\"{used}\"]\n"
    )
}

#[test]
fn a_renamed_store_keeps_what_it_holds_and_nothing_is_made_anew() {
    for (section, settings, aws_name, kind) in STORES {
        // The bucket has a name of its own from the beginning, since the default holds the account's number, which is not known here.
        let named = format!("aws_name = \"{aws_name}\"\n");
        let first = if section == "buckets" { named.as_str() } else { "" };
        let before = over("prod", &format!("[{section}.uploads]\n{first}{settings}\n{}", users(section, "uploads")));
        let renamed =
            over("prod", &format!("[{section}.files]\nrenamed_from = \"uploads\"\n{named}{settings}\n{}", users(section, "files")));
        let moved: Vec<&str> = refactoring(&renamed, "moved").iter().filter_map(|it| it["to"].as_str()).collect();
        assert!(moved.contains(&format!("module.{section}.{kind}.files").as_str()), "{moved:?}");
        let difference = Difference::between(&before.documents, &renamed.documents, Subject::Same, &aws::facts::PROVIDER);
        let resources = difference.blocks.iter().filter(|it| it.kind.is_some());
        // A task finds the store under a variable that is called after it: every change of a task is another revision. Alarms hold nothing.
        let lasts = |kind: Option<&str>| !matches!(kind, Some("aws_ecs_task_definition" | "aws_cloudwatch_metric_alarm"));
        let lost: Vec<String> = resources
            .filter(|it| lasts(it.kind.as_deref()) && (it.replaced || it.destroyed || it.change != Change::Changed))
            .map(|it| format!("{}: {:?} {:?}", it.address, it.change, it.replacing()))
            .collect();
        assert_eq!(lost, Vec::<String>::new(), "{section} {settings}");
    }
}

#[test]
fn a_store_that_would_be_made_anew_by_its_new_name_is_refused() {
    for (section, settings, aws_name, _) in STORES {
        let text = format!("[{section}.files]\nrenamed_from = \"uploads\"\n{settings}\n{}", users(section, "files"));
        let report = emit("prod", &text, &mut read).err().unwrap_or_else(|| panic!("{section}: it is made anew"));
        let kept = if section == "buckets" { "task-api-uploads-prod-" } else { aws_name };
        assert!(report.contains("another one would be made, and this one destroyed with what it holds"), "{report}");
        assert!(report.contains(&format!("keep it with `aws_name = \"{kept}")), "{report}");
    }
}

#[test]
fn a_service_that_keeps_its_name_moves_nothing() {
    assert!(!prod().texts.contains_key("refactoring.tf.json"));
}

#[test]
fn what_is_set_stands_in_the_root_module_and_nothing_of_it_is_evaluated() {
    let settings = "\
        [[moved]]\nfrom = 'module.vpc[\"${a}\"].aws_vpc.this[0]'\nto = \"module.networking.aws_vpc.main\"\n\
        [[import]]\nto = \"module.rds.aws_kms_key.database\"\nid = \"${path.module}\"\n\
        [[removed]]\nfrom = \"aws_vpn_gateway.old\"\n\
        [[removed]]\nfrom = \"aws_eip.old\"\ndestroy = true\n";
    let emitted = over("prod", settings);
    assert_eq!(
        refactoring(&emitted, "moved"),
        [json!({"from": "module.vpc[\"$${a}\"].aws_vpc.this[0]", "to": "module.networking.aws_vpc.main"})]
    );
    assert_eq!(refactoring(&emitted, "import"), [json!({"to": "module.rds.aws_kms_key.database", "id": "$${path.module}"})]);
    assert_eq!(
        refactoring(&emitted, "removed"),
        [
            json!({"from": "aws_vpn_gateway.old", "lifecycle": {"destroy": false}}),
            json!({"from": "aws_eip.old", "lifecycle": {"destroy": true}}),
        ]
    );
}
