//! Settings that are taken back: nothing of them stays because an argument is left out.
//!
//! The provider takes an argument that is both optional and computed for "as it is" when it is left out, and many blocks as well. So such
//! an argument is written whatever the settings say, or has its reason here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::common::provider_schema::{ProviderSchema, VERSIONS};
use crate::common::users::users_of;
use crate::common::variants::variants;
use crate::common::{Emitted, Resource, over};

/// What depends on a setting and may: resource type, argument or block, and why nothing is kept that should go.
const EXCUSED: [(&str, &str, &str); 21] = [
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
    ("aws_ecs_task_definition", "volume", "any change is another revision, made anew"),
    ("aws_instance", "iam_instance_profile", "a way in by SSH brings a key, which makes another machine"),
    ("aws_instance", "key_name", "without SSH nothing reaches the machine on port 22"),
    ("aws_lb_listener", "default_action.fixed_response", "the action's type says which of them counts"),
    ("aws_lb_listener", "default_action.redirect", "the action's type says which of them counts"),
    ("aws_lb_listener_rule", "condition.host_header", "one of several conditions, which are compared as a set"),
];

/// Settings that others do not use, and that can be taken back.
const SETTINGS: [(&str, &str); 4] = [
    ("stickiness", "[services.task-api]\nstickiness_seconds = 3600\n"),
    ("gp3 with more than its base line", "[rds.storage]\nallocated_gib = 400\niops = 13000\nthroughput_mib = 600\n"),
    ("gp3 with its base line", "[rds.storage]\nallocated_gib = 400\n"),
    (
        "a budget of one environment, no logs, no monitoring",
        "[monitoring.budget]\nscope = \"environment-tag\"\n[ecs.load_balancer.access_logs]\nenabled = false\n\
         [rds.monitoring]\ninterval_seconds = 0\n",
    ),
];

/// What is compared: the environments of all tests, and those with [`SETTINGS`].
fn environments() -> Vec<(&'static str, &'static Emitted)> {
    static MORE: LazyLock<Vec<Emitted>> = LazyLock::new(|| SETTINGS.iter().map(|(_, settings)| over("prod", settings)).collect());
    let more = SETTINGS.iter().map(|(name, _)| *name).zip(MORE.iter());
    variants().chain(more).collect()
}

#[test]
fn nothing_of_a_setting_that_is_taken_back_stays_because_an_argument_is_left_out() {
    let schema = ProviderSchema::read(VERSIONS[0]);
    let mut written: BTreeMap<(&str, String), BTreeSet<bool>> = BTreeMap::new();
    let mut by_resource: BTreeMap<(String, String), BTreeSet<bool>> = BTreeMap::new();
    for (_, emitted) in environments() {
        for (module, kind, label, body) in emitted.raw_resources("resource") {
            for (path, is_written) in schema.kept_when_left_out(kind, body) {
                written.entry((kind, path.clone())).or_default();
                by_resource.entry((format!("{module}.{kind}.{label}"), path)).or_default().insert(is_written);
            }
        }
    }
    let depends = |address: &str, path: &str| {
        !EXCUSED.iter().any(|(kind, excused, _)| address.contains(&format!(".{kind}.")) && *excused == path)
    };
    let kept: Vec<String> = by_resource
        .iter()
        .filter(|(_, is_written)| is_written.len() == 2)
        .filter(|((address, path), _)| depends(address, path))
        .map(|((address, path), _)| format!("{address}: {path}"))
        .collect();
    assert!(
        kept.is_empty(),
        "left out in some environment, so that the provider keeps it: write it always, or say why not\n{}",
        kept.join("\n")
    );
    let known = |kind: &str, path: &str| written.contains_key(&(kind, path.to_owned()));
    let unknown: Vec<_> = EXCUSED.iter().filter(|(kind, path, _)| !known(kind, path)).collect();
    assert!(unknown.is_empty(), "no argument that the provider keeps: {unknown:?}");
}

#[test]
fn what_a_setting_takes_away_goes_after_its_users_have_changed() {
    let environments = environments();
    let mut faults: BTreeMap<String, &str> = BTreeMap::new();
    for (_, with) in &environments {
        let resources = with.resources();
        for (name, without) in environments.iter().filter(|(_, other)| other.environment == with.environment) {
            let left: BTreeSet<String> = without.resources().iter().map(Resource::address).collect();
            let gone = resources.iter().filter(|it| !left.contains(&it.address()));
            for gone in gone.filter(|it| it.body["lifecycle"]["create_before_destroy"] != true) {
                for user in users_of(&gone.address(), &resources).filter(|user| left.contains(user)) {
                    faults.entry(format!("{} goes before {user} changes", gone.address())).or_insert(*name);
                }
            }
        }
    }
    let faults: Vec<String> = faults.iter().map(|(fault, other)| format!("{fault}, in {other}")).collect();
    assert!(faults.is_empty(), "Terraform destroys it first, unless it says `create_before_destroy`:\n{}", faults.join("\n"));
}
