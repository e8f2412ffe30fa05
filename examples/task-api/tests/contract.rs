//! The contract with the infrastructure: the service runs with precisely what the emitted task definitions inject, and answers where the
//! emitted target groups ask.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::support::free_port;
use crate::support::postgres::{self, Database, PASSWORD};
use crate::support::secrets::Secrets;
use crate::support::service::Service;

/// How long ECS waits between SIGTERM and SIGKILL, unless the definition says otherwise.
const STOP_TIMEOUT: u64 = 30;

/// What Fargate puts into every container, and two stand-ins: for AWS, and for the certificates in the image.
fn of_fargate(secrets: &Secrets, certificates: &Path) -> BTreeMap<String, String> {
    let all = [
        ("AWS_REGION", "us-east-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", format!("http://127.0.0.1:{}", secrets.port)),
        ("DB_TLS_CERTIFICATES", certificates.display().to_string()),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[tokio::test]
async fn it_runs_with_precisely_what_each_environment_injects() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let emitted = emit(&project, folder.path());
    assert!(emitted.len() >= 2, "{emitted:?}");
    for environment in emitted {
        let database = postgres::database().await;
        let secrets = Secrets::start(PASSWORD).await;
        let ecs = environment.join("modules/ecs");
        let container = container(&ecs);
        assert_eq!(
            container["readonlyRootFilesystem"],
            true,
            "{}: the test runs it without a place to write",
            environment.display()
        );
        let mut settings = of_fargate(&secrets, &database.server.ca());
        let port = free_port();
        for (name, value) in pairs(&container["environment"], "value") {
            settings.insert(name.clone(), environment_value(&name, &value, &database, port));
        }
        for (name, source) in pairs(&container["secrets"], "valueFrom") {
            settings.insert(name.clone(), secret_value(&name, &source, &database));
        }
        let mut service = Service::ready(&settings).await;
        let check = target_group(&ecs);
        let (status, _) = service.get(check["path"].as_str().expect("the target group asks a path")).await;
        assert_eq!(check["matcher"].as_str().unwrap_or("200"), status.to_string(), "the target group takes the answer for healthy");
        assert_eq!(
            container["portMappings"][0]["containerPort"].to_string(),
            injected_port(&container),
            "the port that is injected is the one that is mapped"
        );
        assert_eq!(service.get("/tasks").await.0, 200);
        service.terminate();
        let ended = service.ended(Duration::from_secs(container["stopTimeout"].as_u64().unwrap_or(STOP_TIMEOUT))).await;
        assert!(ended.success(), "{}: {ended}", environment.display());
    }
}

#[tokio::test]
async fn the_saved_queries_search_fields_that_the_log_has() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for environment in emit(&project, folder.path()) {
        let queries = resources(&environment.join("modules/monitoring"), "aws_cloudwatch_query_definition");
        assert!(!queries.is_empty());
        let all: String = queries.iter().filter_map(|query| query["query_string"].as_str()).collect();
        for field in ["level", task_api::logging::REQUEST_ID, task_api::logging::DURATION] {
            assert!(all.contains(field), "{}: no query searches `{field}`", environment.display());
        }
    }
}

/// The folders of the shipped environments, as `synth` emits them.
fn emit(project: &Path, folder: &Path) -> Vec<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut synth = Command::new(cargo);
    synth.args(["run", "--quiet", "--locked", "--manifest-path"]).arg(project.join("Cargo.toml"));
    synth
        .args(["--bin", "synth", "--", "--all", "--quiet", "--environments"])
        .arg(project.join("environments"))
        .arg("--out")
        .arg(folder);
    let done = synth.output().expect("cargo runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("it was written").map(|entry| entry.expect("it can be listed").path()).collect();
    folders.sort();
    folders
}

/// The bodies of all resources of a type in a module.
fn resources(module: &Path, kind: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(module).expect("the module was written") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let document: Value = serde_json::from_str(&text).expect("it is JSON");
        if let Some(labels) = document["resource"][kind].as_object() {
            found.extend(labels.values().cloned());
        }
    }
    found
}

/// The container definition of the only service.
fn container(ecs: &Path) -> Value {
    let definitions = resources(ecs, "aws_ecs_task_definition");
    let [definition] = definitions.as_slice() else { panic!("the shipped environments have one service") };
    let text = definition["container_definitions"].as_str().expect("it is JSON in a string");
    // References have quotes of their own inside the quotes of the document.
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (reference, after) = after.split_once('}').expect("it is closed");
        plain.push_str(before);
        plain.push_str("${");
        plain.push_str(&reference.replace('"', "'"));
        plain.push('}');
        rest = after;
    }
    plain.push_str(rest);
    let containers: Value = serde_json::from_str(&plain).unwrap_or_else(|error| panic!("{error}: {plain}"));
    containers[0].clone()
}

fn target_group(ecs: &Path) -> Value {
    let groups = resources(ecs, "aws_lb_target_group");
    let check = &groups.first().expect("the service has a target group")["health_check"];
    check.get(0).unwrap_or(check).clone()
}

fn injected_port(container: &Value) -> String {
    pairs(&container["environment"], "value").remove("PORT").expect("the port is injected")
}

fn pairs(list: &Value, value: &str) -> BTreeMap<String, String> {
    let pair =
        |pair: &Value| (pair["name"].as_str().unwrap_or_default().to_owned(), pair[value].as_str().unwrap_or_default().to_owned());
    list.as_array().into_iter().flatten().map(pair).collect()
}

/// The value as injected; for a reference, what it would be for the test's database.
fn environment_value(name: &str, value: &str, database: &Database, port: u16) -> String {
    if name == "PORT" {
        // The environment's port may be taken on this machine.
        return port.to_string();
    }
    if !value.contains("${") {
        return value.to_owned();
    }
    match value {
        _ if value.contains("secret_arn") => crate::support::secrets::ARN.to_owned(),
        _ if value.contains("endpoint") => "localhost".to_owned(),
        _ if value.contains("port") => database.server.port.to_string(),
        _ if value.contains("name") => database.name.clone(),
        _ => panic!("nothing is known that `{name}` = `{value}` could be"),
    }
}

fn secret_value(name: &str, source: &str, database: &Database) -> String {
    let key = source.trim_end_matches(':').rsplit(':').next().unwrap_or_default();
    match key {
        "username" => database.user.clone(),
        "password" => PASSWORD.to_owned(),
        _ => panic!("nothing is known that `{name}` from `{source}` could be"),
    }
}
