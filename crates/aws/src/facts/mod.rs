//! Facts about resource types: what the provider says of arguments beyond their types (which are sets, and which make it replace a
//! resource), and a row for each type in [`types`].
//!
//! It must not know a configuration.

pub mod rights;
pub mod schema;
pub mod types;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value as Json;
use terraform::compare::Provider;

/// The compact schema, from which the bindings are made too.
const SCHEMA: &str = include_str!("../../schema/5.100.0.json");

/// What the provider answered to `cargo xtask replacing`.
const REPLACING: &str = include_str!("../../schema/replacing.txt");

static PROVIDER_SCHEMA: LazyLock<Json> = LazyLock::new(|| {
    let mut schema: Json = serde_json::from_str(SCHEMA).expect("the tests read it");
    schema["provider_schemas"]["registry.terraform.io/hashicorp/aws"].take()
});

static RESOURCES: LazyLock<&Json> = LazyLock::new(|| &PROVIDER_SCHEMA["resource_schemas"]);

static REPLACED_BY: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| REPLACING.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect());

/// What a comparison asks of the provider's schema.
pub const PROVIDER: Provider = Provider { is_set, replaces, is_stateful: types::is_stateful };

/// Whether an argument or block of a resource type is a set, whose order says nothing; `path` leads to it through blocks.
pub fn is_set(kind: &str, path: &[&str]) -> bool {
    let Some((last, blocks)) = path.split_last() else { return false };
    let outermost = RESOURCES.get(kind).map(|schema| &schema["block"]);
    let block = blocks.iter().fold(outermost, |block, name| Some(&block?["block_types"].get(*name)?["block"]));
    block
        .is_some_and(|block| block["attributes"][*last]["type"][0] == "set" || block["block_types"][*last]["nesting_mode"] == "set")
}

/// Whether a change of an argument or block makes the provider destroy the resource and make another one.
pub fn replaces(kind: &str, path: &[&str]) -> bool {
    REPLACED_BY.contains(format!("{kind} {}", path.join(".")).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_known_in_blocks_too() {
        assert!(is_set("aws_ecs_service", &["network_configuration", "subnets"]));
        assert!(is_set("aws_budgets_budget", &["notification"]));
        assert!(!is_set("aws_lb_listener_rule", &["action"]));
        assert!(!is_set("aws_vpc", &["cidr_block"]));
        assert!(!is_set("aws_nothing", &["at", "all"]));
    }

    #[test]
    fn what_replaces_a_resource_is_known() {
        for [kind, argument] in [
            ["aws_db_instance", "storage_encrypted"],
            ["aws_dynamodb_table", "hash_key"],
            ["aws_s3_bucket", "bucket"],
            ["aws_vpc", "cidr_block"],
        ] {
            assert!(replaces(kind, &[argument]), "{kind} {argument}");
        }
        assert!(replaces("aws_ecr_repository", &["encryption_configuration", "kms_key"]));
        assert!(!replaces("aws_db_instance", &["instance_class"]));
        assert!(!replaces("aws_ecs_service", &["desired_count"]));
    }

    #[test]
    fn every_bound_type_has_its_row() {
        let bound = RESOURCES.as_object().expect("there are types").keys();
        let without: Vec<&String> = bound.filter(|kind| types::of(kind).is_none()).collect();
        assert!(
            without.is_empty(),
            "fill in a row in the file of its service in crates/aws/src/facts/types for {without:?}: what is lost with one, what it is for, what AWS \
             charges, where its name is given once, what a reviewer is told where one goes, and with which ARNs and IAM actions Terraform reads, \
             makes and changes one"
        );
        for table in types::TABLES {
            assert!(table.is_sorted_by_key(|row| row.kind), "the rows of a file stand in the order of the types' names");
        }
        assert_eq!(types::all().count(), types::TABLES.map(<[_]>::len).iter().sum::<usize>(), "a type has one row");
    }

    #[test]
    fn what_terraform_needs_is_known_of_every_bound_type() {
        let bound = RESOURCES.as_object().expect("there are types").keys();
        let asked = [("data", "data_source_schemas"), ("ephemeral", "ephemeral_resource_schemas")];
        let asked = asked.into_iter().flat_map(|(of, part)| {
            let bound = PROVIDER_SCHEMA[part].as_object().expect("there are types").keys();
            bound.map(move |kind| format!("{of}.{kind}"))
        });
        let asked: Vec<String> = asked.collect();
        let without: Vec<&String> = asked.iter().filter(|kind| types::rights(kind).is_none()).collect();
        assert!(
            without.is_empty(),
            "fill in a row in crates/aws/src/facts/types/asked.rs for {without:?}: with which ARNs and IAM actions Terraform reads one"
        );
        for (kind, row) in bound.chain(&asked).filter_map(|kind| Some((kind, types::rights(kind)?))) {
            for action in row.read.iter().chain(row.make).chain(row.change) {
                let (service, _) = action.split_once(':').expect("an action is `service:Name`");
                let has_arn = row.on.iter().any(|arn| arn.starts_with(&format!("{service}:")));
                assert!(has_arn || !crate::policy::takes_arn(action), "`{action}` of `{kind}` has no ARN to act on");
            }
            assert!(!row.read.contains(&"secretsmanager:GetSecretValue"), "a plan reads no secret's value: `{kind}`");
        }
    }

    #[test]
    fn every_bound_type_stands_in_both_schemas() {
        let newer: Json = serde_json::from_str(include_str!("../../schema/6.66.0.json")).expect("it is JSON");
        let newer = &newer["provider_schemas"]["registry.terraform.io/hashicorp/aws"]["resource_schemas"];
        let missing: Vec<&String> =
            RESOURCES.as_object().expect("there are types").keys().filter(|kind| newer.get(kind).is_none()).collect();
        assert!(
            missing.is_empty(),
            "the schema of 6.66.0 lacks {missing:?}: run `terraform providers schema -json | cargo xtask schema 6.66.0 -` \
             where that version is installed"
        );
    }

    #[test]
    fn what_must_not_be_lost_is_known() {
        assert!(types::is_stateful("aws_db_instance") && types::is_stateful("aws_rds_cluster") && !types::is_stateful("aws_vpc"));
        assert!(types::keeps_its_address("aws_vpc") && types::keeps_its_address("aws_kms_key"));
        assert!(!types::keeps_its_address("aws_route") && !types::keeps_its_address("unheard_of"));
    }

    #[test]
    fn the_provider_was_asked_about_every_bound_type() {
        let asked: BTreeSet<&str> = REPLACING.lines().filter_map(|line| line.trim_start_matches("# ").split(' ').next()).collect();
        let bound = RESOURCES.as_object().expect("there are types").keys();
        let not_asked: Vec<&String> = bound.filter(|kind| !asked.contains(kind.as_str())).collect();
        assert!(not_asked.is_empty(), "for each of {not_asked:?} run `cargo xtask replacing <type>`");
    }

    #[test]
    fn every_line_names_an_argument_of_a_bound_type() {
        for line in REPLACED_BY.iter() {
            let (kind, path) = line.split_once(' ').expect("a type and an argument");
            let steps: Vec<&str> = path.split('.').collect();
            let (last, blocks) = steps.split_last().expect("an argument");
            let block = blocks.iter().fold(&RESOURCES[kind]["block"], |block, name| &block["block_types"][*name]["block"]);
            let is_there = block["attributes"].get(*last).is_some() || block["block_types"].get(*last).is_some();
            assert!(is_there, "`{line}` is not in the schema: run `cargo xtask replacing {kind}`");
        }
    }
}
