//! The test files that every emitted folder carries, run by stock Terraform's own runner: without credentials, network or AWS.

use std::collections::{BTreeMap, BTreeSet};

use crate::common;
use crate::common::prod;
use crate::common::variants::{bootstraps, variants};
use support::{Terraform, Tools, require_or_skip};
use terraform::json::{Json, json};

type Change = fn(&mut Json);

/// `terraform test` on these files, in each folder that holds test files; what all of them said.
fn tested(tools: &Tools, files: &BTreeMap<String, String>) -> Result<String, String> {
    let terraform = Terraform::of_files(tools, files).map_err(|failure| failure.to_string())?;
    let folders: BTreeSet<&str> =
        files.keys().filter(|path| path.ends_with(".tftest.json")).filter_map(|path| Some(path.rsplit_once('/')?.0)).collect();
    let (mut said, mut failed) = (String::new(), false);
    for folder in folders {
        match terraform.test(folder) {
            Ok(text) => said += &text,
            Err(failure) => {
                said += &failure.to_string();
                failed = true;
            }
        }
    }
    if failed { Err(said) } else { Ok(said) }
}

#[test]
fn every_environments_own_tests_pass() {
    let Some(tools) = require_or_skip("every environment's own tests pass") else { return };
    let cycles = variants().chain(bootstraps()).map(|(name, emitted)| (format!("terraform test of {name}"), emitted));
    let failures = support::each(cycles, |_, emitted| {
        let said = tested(&tools, &emitted.texts)?;
        let runs = emitted.texts.keys().filter(|path| path.ends_with(".tftest.json")).count();
        if runs >= 1 && said.matches("... pass").count() == 2 * runs { Ok(()) } else { Err(said) }
    });
    assert!(failures.is_empty(), "{} environments failed:\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn a_modules_test_passes_with_what_overrides_wire_into_it() {
    let Some(tools) = require_or_skip("a module's test passes with what overrides wire into it") else { return };
    let said = tested(&tools, &crate::settings::emitted("overridden", &[])).unwrap_or_else(|said| panic!("{said}"));
    assert!(said.contains("monitoring.tftest.json... pass"), "{said}");
}

#[test]
fn a_fact_that_no_longer_holds_is_named() {
    let Some(tools) = require_or_skip("a fact that no longer holds is named") else { return };
    let cases: [(&str, Change, &str); 4] = [
        (
            "modules/networking/security_groups.tf.json",
            |it| {
                let rule = &mut it["resource"]["aws_vpc_security_group_ingress_rule"]["database_from_ecs"];
                rule["referenced_security_group_id"] = json!("${aws_security_group.load_balancer.id}");
            },
            "the tasks reach the database by the rule database_from_ecs, and nobody else by it",
        ),
        (
            "modules/networking/routes.tf.json",
            |it| it["resource"]["aws_route"]["private_b_internet"]["nat_gateway_id"] = json!("${aws_nat_gateway.a.id}"),
            "the private subnet of zone b reaches the internet by the NAT gateway of zone b",
        ),
        (
            "modules/rds/instance.tf.json",
            |it| it["resource"]["aws_db_instance"]["main"]["deletion_protection"] = json!(false),
            "the database is protected from deletion",
        ),
        (
            "modules/monitoring/service_alarms.tf.json",
            |it| it["resource"]["aws_cloudwatch_metric_alarm"]["task_api_http_5xx"]["threshold"] = json!(500),
            "the alarm `http_5xx` of task-api goes off at 5",
        ),
    ];
    let mut files = prod().texts.clone();
    for (path, change, _) in cases {
        let text = files.get_mut(path).unwrap_or_else(|| panic!("{path} is emitted"));
        let mut document: Json = serde_json::from_str(text).expect("it is JSON");
        change(&mut document);
        *text = document.to_string();
    }
    let said = tested(&tools, &files).expect_err("four facts no longer hold");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for (_, _, fact) in cases {
        assert!(said.contains(&format!("This no longer holds: {fact}.")), "{fact}: {said}");
    }
    assert_eq!(said.matches("This no longer holds: ").count(), cases.len(), "and no other: {said}");
}

#[test]
fn the_tests_say_what_the_systems_tables_say() {
    let mut facts = Vec::new();
    for (path, text) in prod().texts.iter().filter(|(path, _)| path.ends_with(".tftest.json")) {
        let document: Json = serde_json::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let runs = document["run"].as_array().expect("runs keep their order in a list");
        for assertion in runs
            .iter()
            .flat_map(|run| run.as_object().expect("it has a label").values())
            .flat_map(|run| common::list(&run["assert"]))
        {
            facts.push(
                assertion["error_message"]
                    .as_str()
                    .expect("it is a sentence")
                    .trim_start_matches("This no longer holds: ")
                    .to_owned(),
            );
        }
    }
    for row in [
        "the VPC has the range 10.0.0.0/16.",
        "the load balancer alone reaches the tasks by the rule ecs_from_load_balancer_8080, and nobody else by it.",
        "task-api has 10 tasks at the most.",
        "task-api waits 300 seconds before it scales in.",
        "the database is a db.t3.small.",
        "a standby stands in another zone.",
        "backups are kept for 30 days.",
        "the alarm `http_4xx` of task-api goes off at 50.",
    ] {
        assert!(facts.iter().any(|fact| fact == row), "`{row}` is none of {facts:#?}");
    }
}
