//! Environments by chance, in their thousands: whatever is accepted is right by checkers that know nothing of how it was made.
//!
//! `SYNTH_GENERATED` says how many; without it, few enough for everyday use.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use crate::common::generator::{Generated, generated, leaves, text};
use crate::common::provider_schema::{ProviderSchema, VERSIONS};
use crate::common::references::Configuration;
use crate::common::variants::everything;
use crate::common::{Emitted, package};
use domain::Cidr;
use serde_json::Value as Json;
use terraform::read::Documents;

/// How many without being asked for more.
const FEW: u64 = 60;

/// The longest names that AWS takes, by type and argument, from the API references of the services.
const LONGEST: [(&str, &str, usize); 22] = [
    ("aws_budgets_budget", "name", 100),
    ("aws_cloudwatch_dashboard", "dashboard_name", 255),
    ("aws_cloudwatch_event_rule", "name", 64),
    ("aws_cloudwatch_log_group", "name", 512),
    ("aws_cloudwatch_metric_alarm", "alarm_description", 1024),
    ("aws_cloudwatch_metric_alarm", "alarm_name", 255),
    ("aws_db_instance", "identifier", 63),
    ("aws_db_parameter_group", "name", 255),
    ("aws_db_subnet_group", "name", 255),
    ("aws_ecr_repository", "name", 256),
    ("aws_ecs_cluster", "name", 255),
    ("aws_ecs_service", "name", 255),
    ("aws_ecs_task_definition", "family", 255),
    ("aws_iam_role", "name", 64),
    ("aws_iam_role", "description", 1000),
    ("aws_iam_role_policy", "name", 128),
    ("aws_kms_key", "description", 8192),
    ("aws_lb", "name", 32),
    ("aws_lb_target_group", "name", 32),
    ("aws_s3_bucket", "bucket", 63),
    ("aws_security_group", "name", 255),
    ("aws_sns_topic", "name", 256),
];

/// What Fargate sells: CPU units, and memory from, to and in steps of so many MiB (Amazon ECS Developer Guide, "Task CPU and memory").
const FARGATE: [(u64, u64, u64, u64); 6] = [
    (512, 1024, 4096, 1024),
    (1024, 2048, 8192, 1024),
    (2048, 4096, 16_384, 1024),
    (4096, 8192, 30_720, 1024),
    (8192, 16_384, 61_440, 4096),
    (16_384, 32_768, 122_880, 8192),
];

#[test]
fn whatever_is_accepted_is_right() {
    let text = std::fs::read_to_string(package().join("environments/schema.json")).expect("the schema is there");
    let schema: Json = serde_json::from_str(&text).expect("the schema is JSON");
    let many = std::env::var("SYNTH_GENERATED").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW);
    let workers = thread::available_parallelism().map_or(1, |it| it.get() as u64);
    let providers = VERSIONS.map(ProviderSchema::read);
    let (schema, providers) = (&schema, &providers);
    let set: BTreeSet<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers)
            .map(|worker| {
                scope.spawn(move || {
                    let mut set = BTreeSet::new();
                    for seed in (worker..many).step_by(usize::try_from(workers).expect("they are few")) {
                        let generated = generated(schema, seed);
                        let faults = faults(&generated.emitted, providers);
                        let Generated { seed, settings, emitted: _ } = &generated;
                        assert!(
                            faults.is_empty(),
                            "seed {seed} is accepted:\n{}\nand wrong:\n{}",
                            text_of(settings),
                            faults.join("\n")
                        );
                        set.extend(leaves(settings));
                    }
                    set
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    // A generator that sets nothing would find everything right.
    assert!(set.len() > 150, "only {} settings were tried", set.len());
}

fn text_of(settings: &Json) -> String {
    text(settings)
}

/// Everything that is wrong with what is emitted.
fn faults(emitted: &Emitted, providers: &[ProviderSchema]) -> Vec<String> {
    let mut faults = Vec::new();
    for schema in providers {
        let configuration = Configuration { emitted, schema };
        faults.extend(configuration.schema_faults());
        faults.extend(configuration.reference_faults());
        faults.extend(configuration.call_faults());
    }
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut networks: Vec<(String, Cidr)> = Vec::new();
    let mut priorities: BTreeMap<u64, String> = BTreeMap::new();
    for resource in emitted.resources() {
        let address = resource.address();
        let body = &resource.body;
        let text = |argument: &str| body[argument].as_str().filter(|text| !text.contains("${"));
        for (kind, argument, longest) in LONGEST.iter().filter(|(kind, _, _)| *kind == resource.kind) {
            let Some(text) = text(argument) else { continue };
            if text.chars().count() > *longest {
                faults.push(format!("{address}: {argument} has more than {longest} characters: {text}"));
            }
            let is_name = !argument.ends_with("description");
            // A policy's name is one of its role's.
            let before = (is_name && *kind != "aws_iam_role_policy")
                .then(|| names.insert(((*kind).to_owned(), text.to_owned()), address.clone()))
                .flatten();
            faults.extend(before.map(|other| format!("{address} and {other} are both named {text}")));
        }
        match resource.kind.as_str() {
            "aws_subnet" => {
                let Some(network) = text("cidr_block").and_then(|text| text.parse::<Cidr>().ok()) else { continue };
                let clash = networks.iter().find(|(_, other)| other.overlaps(&network));
                faults.extend(clash.map(|(other, _)| format!("{address} and {other} overlap")));
                networks.push((address, network));
            }
            "aws_lb_listener_rule" => {
                let Some(priority) = body["priority"].as_u64() else { continue };
                faults.extend(
                    priorities.insert(priority, address.clone()).map(|other| format!("{address} and {other} share {priority}")),
                );
            }
            "aws_ecs_task_definition" => {
                let number = |argument: &str| body[argument].as_u64().or_else(|| text(argument)?.parse().ok()).unwrap_or(0);
                let (cpu, memory) = (number("cpu"), number("memory"));
                let is_sold = match cpu {
                    256 => [512, 1024, 2048].contains(&memory),
                    _ => FARGATE.iter().any(|(of, from, to, step)| {
                        *of == cpu && (*from..=*to).contains(&memory) && (memory - from).is_multiple_of(*step)
                    }),
                };
                if !is_sold {
                    faults.push(format!("{address}: Fargate does not sell {cpu} with {memory}"));
                }
            }
            "aws_iam_role_policy" => {
                // IAM counts no white space, and 10,240 characters in all inline policies of a role (IAM User Guide, "IAM and AWS STS quotas").
                let length =
                    body["policy"].as_str().map_or(0, |text| text.chars().filter(|letter| !letter.is_whitespace()).count());
                if length > 10_240 {
                    faults.push(format!("{address}: {length} characters of policy"));
                }
            }
            _ => {}
        }
    }
    faults
}

#[test]
fn the_same_seed_gives_the_same_environment() {
    let text = std::fs::read_to_string(package().join("environments/schema.json")).expect("the schema is there");
    let schema: Json = serde_json::from_str(&text).expect("the schema is JSON");
    let [one, two] = [0, 1].map(|_| generated(&schema, 3));
    assert_eq!((one.settings, one.emitted.texts), (two.settings, two.emitted.texts));
}

/// What each of the checkers is there for: a file of production with everything, a place in it, what stands there by a defect, and what is told.
const PLANTED: [(&str, &str, &str, &str); 9] = [
    ("modules/ecs/load_balancer.tf.json", "/resource/aws_lb/main/no_such_argument", "true", "no_such_argument"),
    ("modules/ecs/load_balancer.tf.json", "/resource/aws_lb/main/subnets", "\"${var.no_such_variable}\"", "no_such_variable"),
    ("main.tf.json", "/module/ecs/no_such_input", "1", "no_such_input"),
    (
        "modules/ecs/load_balancer.tf.json",
        "/resource/aws_lb/main/name",
        "\"a-name-that-no-load-balancer-takes\"",
        "name has more than 32 characters",
    ),
    (
        "modules/ecs/cluster.tf.json",
        "/resource/aws_ecs_cluster/second",
        "{ \"name\": \"task-api-cluster-prod\" }",
        "are both named task-api-cluster-prod",
    ),
    ("modules/networking/subnets.tf.json", "/resource/aws_subnet/database_b/cidr_block", "\"10.0.10.0/25\"", "overlap"),
    ("modules/ecs/load_balancer.tf.json", "/resource/aws_lb_listener_rule/mail_worker/priority", "100", "share 100"),
    ("modules/ecs/services.tf.json", "/resource/aws_ecs_task_definition/task_api/memory", "\"4096\"", "Fargate does not sell 256"),
    ("modules/ecs/roles.tf.json", "/resource/aws_iam_role_policy/task_api_task/policy", "LONG", "characters of policy"),
];

#[test]
fn each_checker_sees_the_fault_that_it_is_there_for() {
    let providers = VERSIONS.map(ProviderSchema::read);
    assert_eq!(faults(everything(), &providers), Vec::<String>::new());
    for (file, place, planted, told) in PLANTED {
        let mut files = everything().texts.clone();
        let text = files.get_mut(file).unwrap_or_else(|| panic!("{file} is not emitted"));
        let mut document: Json = serde_json::from_str(text).expect("it is JSON");
        let (table, key) = place.rsplit_once('/').expect("it is a pointer");
        let table = document.pointer_mut(table).and_then(Json::as_object_mut).unwrap_or_else(|| panic!("{place} is not emitted"));
        let planted = if planted == "LONG" { Json::from("a".repeat(10_241)) } else { planted.parse().expect("it is JSON") };
        table.insert(key.to_owned(), planted);
        *text = document.to_string();
        let documents = Documents::read(&files).expect("they are documents");
        let broken = Emitted { environment: "broken".to_owned(), texts: files, documents };
        let faults = faults(&broken, &providers);
        assert!(faults.iter().any(|fault| fault.contains(told)), "{file} {place}: {faults:?}");
    }
}
