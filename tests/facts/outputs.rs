//! Section 10: what a user asks the result.

use terraform::json::{Json, json};

use crate::common::{attribute_of, both};

#[test]
fn the_load_balancers_address_is_an_output() {
    expect("load_balancer_dns_name", &attribute_of("ecs", "aws_lb.main", "dns_name"));
}

#[test]
fn the_repositorys_address_is_an_output() {
    expect("repository_urls", &json!({ "task-api": attribute_of("ecs", "aws_ecr_repository.task_api", "repository_url") }));
}

#[test]
fn the_databases_endpoint_is_an_output() {
    expect("database_endpoint", &attribute_of("rds", "aws_db_instance.main", "address"));
}

#[test]
fn the_secrets_arn_is_an_output() {
    expect("database_secret_arn", &json!("${module.rds.aws_db_instance.main.master_user_secret[0].secret_arn}"));
}

#[test]
fn the_names_of_cluster_and_services_are_outputs() {
    for emitted in both() {
        let environment = &emitted.environment;
        assert_eq!(emitted.output("cluster_name"), format!("task-api-cluster-{environment}"));
        assert_eq!(emitted.output("service_names"), json!({ "task-api": format!("task-api-service-{environment}") }));
    }
}

#[test]
fn the_log_group_is_an_output() {
    for emitted in both() {
        assert_eq!(emitted.output("log_group_names"), json!({ "task-api": format!("/ecs/task-api-{}", emitted.environment) }));
    }
}

#[test]
fn the_dashboards_address_is_an_output() {
    for emitted in both() {
        let name = format!("task-api-{}", emitted.environment);
        let address =
            format!("https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/{name}");
        assert_eq!(emitted.output("dashboard_url"), address);
        assert_eq!(emitted.only("aws_cloudwatch_dashboard")["dashboard_name"], name);
    }
}

#[test]
fn every_output_says_what_it_is() {
    for emitted in both() {
        for module in [vec![""], emitted.modules()].concat() {
            for (name, output) in emitted.section(module, "output") {
                assert!(output["description"].as_str().is_some_and(|text| text.ends_with('.')), "{module} {name}");
            }
        }
    }
}

fn expect(output: &str, value: &Json) {
    for emitted in both() {
        assert_eq!(emitted.output(output), *value, "{output}, {}", emitted.environment);
    }
}
