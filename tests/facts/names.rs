//! Section 1: names and places.

use std::collections::BTreeSet;

use engine::environment::EnvironmentFolder;
use terraform::json::{Json, json};

use crate::common::{both, over, package, prod, staging};

#[test]
fn the_environments_are_prod_and_staging() {
    let environments =
        EnvironmentFolder::new(package().join("environments")).environments(&engine::LocalDisk).expect("the folder can be read");
    let names: Vec<&str> = environments.iter().map(domain::EnvironmentName::as_str).collect();
    assert_eq!(names, ["prod", "staging"]);
}

#[test]
fn everything_stands_in_us_east_1_and_what_outlives_that_region_in_us_west_2() {
    assert_eq!(prod().providers()[0]["region"], "us-east-1");
    assert_eq!(prod().providers()[1]["region"], "us-west-2");
    assert_eq!(prod().providers()[1]["alias"], "disaster_recovery");
    assert_eq!(staging().providers()[0]["region"], "us-east-1");
    // Terraform could not destroy what stood there without it.
    assert_eq!(staging().providers()[1]["region"], "us-west-2", "staging has nothing in the second region, and its provider");
    for (_, _, _, body) in staging().raw_resources("resource") {
        assert!(body.get("provider").is_none(), "{body}");
    }
}

#[test]
fn terraform_refuses_every_account_but_the_environments_own() {
    for emitted in both() {
        for provider in emitted.providers() {
            assert_eq!(provider["allowed_account_ids"], json!(["111122223333"]), "{}", emitted.environment);
        }
    }
}

#[test]
fn the_cluster_and_the_service_are_named_after_project_and_environment() {
    for emitted in both() {
        let environment = &emitted.environment;
        assert_eq!(emitted.only("aws_ecs_cluster")["name"], format!("task-api-cluster-{environment}"));
        assert_eq!(emitted.only("aws_ecs_service")["name"], format!("task-api-service-{environment}"));
    }
}

#[test]
fn the_containers_log_to_a_group_named_after_service_and_environment() {
    for emitted in both() {
        let group = emitted.resource("ecs", "aws_cloudwatch_log_group", "task_api");
        assert_eq!(group["name"], format!("/ecs/task-api-{}", emitted.environment));
    }
}

#[test]
fn the_database_is_taskdb_and_its_user_taskadmin() {
    for emitted in both() {
        let instance = emitted.only("aws_db_instance");
        assert_eq!(instance["db_name"], "taskdb");
        assert_eq!(instance["username"], "taskadmin");
    }
}

#[test]
fn everything_is_tagged_with_project_environment_and_what_manages_it() {
    for emitted in both() {
        for provider in emitted.providers() {
            let tags = &provider["default_tags"][0]["tags"];
            assert_eq!(tags["Project"], "task-api");
            assert_eq!(tags["Environment"], emitted.environment.as_str());
            assert_eq!(tags["ManagedBy"], "terraform");
        }
    }
}

#[test]
fn everything_is_tagged_with_the_environments_own_tags_too() {
    let emitted = over("prod", "[tags]\nCostCentre = \"1234\"\n");
    for provider in emitted.providers() {
        assert_eq!(provider["default_tags"][0]["tags"]["CostCentre"], "1234");
        assert_eq!(provider["default_tags"][0]["tags"]["Project"], "task-api");
    }
}

#[test]
fn no_resource_takes_away_a_tag_that_everything_has() {
    for emitted in both() {
        for resource in emitted.resources() {
            for tag in ["Project", "Environment", "ManagedBy"] {
                assert!(resource.body["tags"].get(tag).is_none(), "{} sets `{tag}` itself", resource.address());
            }
        }
    }
}

#[test]
fn both_environments_fit_into_one_account_since_no_two_resources_of_a_type_have_the_same_name() {
    let mut names = BTreeSet::new();
    for emitted in both() {
        for resource in emitted.resources() {
            let arguments = ["name", "name_prefix", "bucket", "identifier", "alarm_name", "dashboard_name", "policy_name"];
            // Policies inside a role, and documents of a bucket, are named within what they belong to.
            if resource.kind == "aws_iam_role_policy" || resource.kind.starts_with("aws_s3_bucket_") {
                continue;
            }
            let family = resource.body.get("family").filter(|_| resource.kind == "aws_ecs_task_definition");
            for name in arguments.iter().filter_map(|argument| resource.body.get(argument)).chain(family).filter_map(Json::as_str) {
                let name = format!("{} {name}", resource.kind);
                assert!(names.insert(name.clone()), "{} in {}: {name} is taken", resource.address(), emitted.environment);
            }
        }
    }
    assert!(names.len() > 50, "the names were not found: {names:?}");
}
