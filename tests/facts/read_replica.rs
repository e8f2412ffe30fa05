//! A database with a read replica, as a setting: what the other modules and the user get of it, and where its password goes.

use terraform::json::{Json, json};

use crate::common::expression::{Piece, pieces};
use crate::common::provider_schema::{ProviderSchema, VERSIONS};
use crate::common::variants::{variants, with_read_replica as with_replica};
use crate::common::{Emitted, attribute_of, both, embedded, list, members};

#[test]
fn the_replicas_address_is_an_output_and_reaches_every_container() {
    let emitted = with_replica();
    let address = attribute_of("rds", "aws_db_instance.replica", "address");
    assert_eq!(emitted.output("database_replica_endpoint"), address);
    let task = emitted.only("aws_ecs_task_definition");
    let container = &embedded(&task["container_definitions"])[0];
    let host = list(&container["environment"]).iter().find(|it| it["name"] == "DB_REPLICA_HOST").expect("it is told");
    assert_eq!(host["value"], address);
    for shipped in both() {
        let task = shipped.only("aws_ecs_task_definition");
        assert!(!task.to_string().contains("DB_REPLICA_HOST"));
        assert!(!shipped.section("", "output").contains_key("database_replica_endpoint"));
    }
}

#[test]
fn containers_read_user_and_password_from_the_modules_own_secret() {
    let emitted = with_replica();
    let secret = attribute_of("rds", "aws_secretsmanager_secret.master_user", "arn");
    assert_eq!(emitted.output("database_secret_arn"), secret);
    let secret = secret.as_str().expect("it is text");
    let task = emitted.only("aws_ecs_task_definition");
    let container = &embedded(&task["container_definitions"])[0];
    let from = |name: &str| list(&container["secrets"]).iter().find(|it| it["name"] == name).map(|it| it["valueFrom"].clone());
    assert_eq!(from("DB_USER"), Some(json!(format!("{secret}:username::"))));
    assert_eq!(from("DB_PASSWORD"), Some(json!(format!("{secret}:password::"))));
}

#[test]
fn only_an_environment_with_a_replica_needs_terraform_1_11() {
    let required = |emitted: &Emitted| emitted.section("", "terraform")["required_version"].clone();
    assert_eq!(required(with_replica()), ">= 1.11.0, < 2.0.0");
    for shipped in both() {
        assert_eq!(required(shipped), ">= 1.10.0, < 2.0.0");
    }
}

#[test]
fn the_replica_admits_whom_the_database_admits_and_its_lag_is_watched() {
    let emitted = with_replica();
    let (replica, source) =
        (emitted.resource("rds", "aws_db_instance", "replica"), emitted.resource("rds", "aws_db_instance", "main"));
    assert_eq!(replica["vpc_security_group_ids"], source["vpc_security_group_ids"]);
    let alarm = emitted.resource("monitoring", "aws_cloudwatch_metric_alarm", "database_replica_lag");
    assert_eq!(alarm["dimensions"], json!({ "DBInstanceIdentifier": replica["identifier"] }));
}

/// What is ephemeral may stand in write-only arguments and in other ephemeral blocks only: everything else is written into the state.
#[test]
fn nothing_ephemeral_is_given_to_an_argument_that_the_state_keeps() {
    let mut given = 0;
    for version in VERSIONS {
        let schema = ProviderSchema::read(version);
        for (name, emitted) in variants() {
            for (module, kind, label, body) in emitted.raw_resources("resource") {
                for (argument, _) in members(body).iter().filter(|(_, value)| is_ephemeral(value)) {
                    assert!(schema.is_write_only(kind, argument), "{name}: {module}.{kind}.{label} keeps `{argument}`");
                    given += 1;
                }
            }
            for section in ["output", "locals", "module"] {
                for module in emitted.modules().into_iter().chain([""]) {
                    assert!(!emitted.section(module, section).values().any(|it| is_ephemeral(it)), "{name}: {module} {section}");
                }
            }
        }
    }
    assert_eq!(given, 2 * VERSIONS.len(), "the secret and the instance, in each version");
}

fn is_ephemeral(value: &Json) -> bool {
    match value {
        Json::String(text) => pieces(text)
            .expect("it can be read")
            .iter()
            .any(|piece| matches!(piece, Piece::Expression(expression) if expression.contains("ephemeral."))),
        Json::Array(elements) => elements.iter().any(is_ephemeral),
        Json::Object(members) => members.values().any(is_ephemeral),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}
