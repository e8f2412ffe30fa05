//! Settings that are taken back: nothing of them stays because an argument is left out.
//!
//! The provider takes an argument that is both optional and computed for "as it is" when it is left out, and many blocks as well. So such
//! an argument is written whatever the settings say, or has its reason in `common::left_out`. The transitions ask the same of their steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::common::left_out::{EXCUSED, kept};
use crate::common::users::users_of;
use crate::common::variants::variants;
use crate::common::{Emitted, Resource, over};

/// Settings that others do not use, and that can be taken back: each optional table and list by itself, so that what it brings is compared with
/// production without it.
const SETTINGS: [(&str, &str); 20] = [
    ("stickiness", "[services.task-api]\nstickiness_seconds = 3600\n"),
    ("gp3 with more than its base line", "[rds.storage]\nallocated_gib = 400\niops = 13000\nthroughput_mib = 600\n"),
    ("gp3 with its base line", "[rds.storage]\nallocated_gib = 400\n"),
    (
        "a budget of one environment, no logs, no monitoring",
        "[monitoring.budget]\nscope = \"environment-tag\"\n[ecs.load_balancer.access_logs]\nenabled = false\n\
         [rds.monitoring]\ninterval_seconds = 0\n",
    ),
    (
        "ways out and in, rights, images of its own choice",
        "[services.task-api]\negress = [{ port = 6379, cidrs = [\"10.1.0.0/16\"] }]\ningress = [{ port = 9100, cidrs = [\"10.2.0.0/16\"] }]\n\
         policy_arns = [\"arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess\"]\n\
         permissions = [{ actions = [\"s3:GetObject\"], resources = [\"arn:aws:s3:::mails/*\"] }]\n",
    ),
    ("services that reach each other", CONNECTED),
    ("services beside each other", APART),
    ("a firewall", "[ecs.load_balancer.firewall]\nmanaged_rule_groups = [\"common\"]\n"),
    (
        "a firewall with ranges and a log",
        "[ecs.load_balancer.firewall]\nmanaged_rule_groups = [\"common\"]\nallowed_cidrs = [\"192.168.10.0/24\"]\n\
         blocked_cidrs = [\"198.51.100.0/24\"]\nlogs = { retention_days = 14 }\n",
    ),
    (
        "queues that the service uses",
        "[queues.mails]\n[queues.orders]\nencryption = \"sqs\"\n[services.task-api]\nqueue = \"mails\"\nuses = [\"queue.orders\"]\n",
    ),
    ("alarms that end a rollout", "[services.task-api]\nrollout = { rollback_alarms = [\"checkout-errors\"] }\n"),
    (
        "buckets that the service uses",
        "[buckets.uploads]\n[buckets.exports]\nencryption = \"s3\"\ntransition_days = 30\nexpiration_days = 400\n\
         cors_origins = [\"https://app.example.com\"]\n[services.task-api]\nuses = [\"bucket.uploads\", \"bucket.exports:read\"]\n",
    ),
    ("buckets that nobody uses", "[buckets.uploads]\n[buckets.exports]\nencryption = \"s3\"\n"),
    ("buckets without versions", "[buckets.uploads]\nversioning = false\n[buckets.exports]\nencryption = \"s3\"\n"),
    (
        "caches that the service uses",
        "[caches.sessions]\n[caches.pages.nodes]\nnode_type = \"cache.t4g.small\"\n[services.task-api]\nuses = [\"cache.sessions\", \"cache.pages\"]\n",
    ),
    ("caches that nobody uses", "[caches.sessions]\n[caches.pages.nodes]\nnode_type = \"cache.t4g.small\"\n"),
    (
        "caches of other sizes",
        "[caches.sessions]\nmaximum_gigabytes = 20\n[caches.pages.nodes]\nnode_type = \"cache.m7g.large\"\ncount = 3\neviction = \"allkeys-lru\"\n",
    ),
    (
        "caches that ask nobody who connects",
        "[caches.sessions]\nlogin = \"network\"\n[caches.pages]\nlogin = \"network\"\n[caches.pages.nodes]\nnode_type = \"cache.m7g.large\"\ncount = 3\n",
    ),
    ("queues that nobody uses", "[queues.mails]\n[queues.orders]\nencryption = \"sqs\"\n"),
    (
        "containers beside the service's, rules of the load balancer's own, a schedule, a metric",
        "[services.task-api]\ncpu = 512\nmemory = 1024\n[services.task-api.sidecars.agent]\nimage = \"public.ecr.aws/datadog/agent:7\"\n\
         [services.task-api.log_router]\noptions = { Name = \"cloudwatch_logs\" }\n[services.task-api.open_telemetry]\n\
         [services.task-api.schedule]\nstart = \"08:00\"\nstop = \"20:00\"\ntime_zone = \"Europe/Berlin\"\n\
         [services.task-api.scaling.metrics.jobs]\nnamespace = \"TaskApi\"\nmetric = \"Jobs\"\ntarget = 10\n\
         [ecs.load_balancer.rules.closed]\nrouting = { priority = 6, paths = [\"/admin/*\"] }\nfixed_response = { status = 403 }\n",
    ),
];

const CONNECTED: &str = "[services.task-api]\nreaches = [\"accounts\"]\n[services.accounts]\nimage_tag = \"1.0.0\"\nport = 9090\n\
                         routing = { priority = 50, paths = [\"/accounts/*\"] }\ntasks = { desired = 1, min = 1, max = 2 }\n";
const APART: &str = "[services.accounts]\nimage_tag = \"1.0.0\"\nport = 9090\n\
                     routing = { priority = 50, paths = [\"/accounts/*\"] }\ntasks = { desired = 1, min = 1, max = 2 }\n";

/// What is compared: the environments of all tests, and those with [`SETTINGS`].
fn environments() -> Vec<(&'static str, &'static Emitted)> {
    static MORE: LazyLock<Vec<Emitted>> = LazyLock::new(|| SETTINGS.iter().map(|(_, settings)| over("prod", settings)).collect());
    let more = SETTINGS.iter().map(|(name, _)| *name).zip(MORE.iter());
    variants().chain(more).collect()
}

#[test]
fn nothing_of_a_setting_that_is_taken_back_stays_because_an_argument_is_left_out() {
    let (kept, known) = kept(environments().into_iter().map(|(_, emitted)| emitted));
    assert!(
        kept.is_empty(),
        "left out in some environment, so that the provider keeps it: write it always, or say why not\n{}",
        kept.join("\n")
    );
    let is_known = |kind: &str, path: &str| known.contains(&(kind.to_owned(), path.to_owned()));
    let unknown: Vec<_> = EXCUSED.iter().filter(|(kind, path, _)| !is_known(kind, path)).collect();
    assert!(unknown.is_empty(), "no argument that the provider keeps: {unknown:?}");
}

#[test]
fn what_a_setting_takes_away_goes_after_its_users_have_changed() {
    let environments = environments();
    let mut faults: BTreeMap<String, &str> = BTreeMap::new();
    for (_, with) in &environments {
        let resources = with.resources();
        let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, without) in environments.iter().filter(|(_, other)| other.environment == with.environment) {
            let left: BTreeSet<String> = without.resources().iter().map(Resource::address).collect();
            let gone = resources.iter().filter(|it| !left.contains(&it.address()));
            for gone in gone.filter(|it| it.body["lifecycle"]["create_before_destroy"] != true) {
                let users = users.entry(gone.address()).or_insert_with(|| users_of(&gone.address(), &resources).collect());
                for user in users.iter().filter(|user| left.contains(*user)) {
                    faults.entry(format!("{} goes before {user} changes", gone.address())).or_insert(*name);
                }
            }
        }
    }
    let faults: Vec<String> = faults.iter().map(|(fault, other)| format!("{fault}, in {other}")).collect();
    assert!(faults.is_empty(), "Terraform destroys it first, unless it says `create_before_destroy`:\n{}", faults.join("\n"));
}
