//! Tasks over REST.

use std::collections::BTreeSet;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_MATCH, IF_NONE_MATCH};
use serde_json::{Value, json};

use crate::support::free_port;
use crate::support::postgres::{self, Database};
use crate::support::service::{Service, answer, environment};

async fn service() -> (Database, Service) {
    let database = postgres::database().await;
    let service = Service::ready(&environment(&database, free_port())).await;
    (database, service)
}

async fn made(service: &Service, task: &Value) -> String {
    let (status, task) = service.post("/tasks", task).await;
    assert_eq!(status, 201, "{task}");
    format!("/tasks/{}", task["id"].as_str().expect("a task has an id"))
}

#[tokio::test]
async fn a_task_is_made_read_changed_and_deleted() {
    let (_database, service) = service().await;
    let path = made(&service, &json!({ "title": "Write the guide", "description": "All of it" })).await;
    let (status, task) = service.get(&path).await;
    assert_eq!((status, &task["status"], &task["version"]), (200, &json!("todo"), &json!(1)));
    let (status, task) = answer(service.client.patch(service.url(&path)).json(&json!({ "status": "done" }))).await;
    assert_eq!(
        (status, &task["status"], &task["title"], &task["version"]),
        (200, &json!("done"), &json!("Write the guide"), &json!(2))
    );
    assert_eq!(answer(service.client.delete(service.url(&path))).await, (204, Value::Null));
    assert_eq!(service.get(&path).await.0, 404);
    assert_eq!(answer(service.client.delete(service.url(&path))).await.0, 404);
}

#[tokio::test]
async fn pages_show_every_task_once_newest_first() {
    let (_database, service) = service().await;
    let items: Vec<Value> = (0..25)
        .map(|number| json!({ "title": format!("Task {number}"), "status": if number % 2 == 0 { "done" } else { "todo" } }))
        .collect();
    let (status, batch) = service.post("/tasks/batch", &json!({ "items": items })).await;
    assert_eq!(status, 201, "{batch}");
    assert_eq!(batch["items"][3]["title"], "Task 3", "they come back in the order in which they were given");
    let mut seen = Vec::new();
    let mut path = "/tasks?limit=10".to_owned();
    loop {
        let (status, page) = service.get(&path).await;
        assert_eq!(status, 200, "{page}");
        seen.extend(
            page["items"]
                .as_array()
                .expect("a page has items")
                .iter()
                .map(|task| task["id"].as_str().unwrap_or_default().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/tasks?limit=10&after={next}");
    }
    assert_eq!(seen.len(), 25);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 25, "none twice");
    assert!(seen.is_sorted_by(|one, next| one > next), "newest first");
    let (_, done) = service.get("/tasks?status=done&limit=100").await;
    assert_eq!(done["items"].as_array().map(Vec::len), Some(13));
    assert!(done["next"].is_null());
}

#[tokio::test]
async fn what_is_wrong_is_told_as_problem_details_with_every_field() {
    let (_database, service) = service().await;
    let request = service.client.post(service.url("/tasks")).json(&json!({ "title": " ", "description": "a\u{0}b" }));
    let response = request.send().await.expect("it answers");
    assert_eq!(response.status(), 422);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let problem: Value = response.json().await.expect("it is JSON");
    assert_eq!(problem["errors"][0], json!({ "field": "title", "message": "must not be empty" }));
    assert_eq!(problem["errors"][1], json!({ "field": "description", "message": "must not hold the character U+0000" }));
    let wrong = [
        (service.get("/tasks?limit=0").await, 400),
        (service.get("/tasks?status=lost").await, 400),
        (service.get("/tasks?colour=red").await, 400),
        (service.get("/tasks/7").await, 404),
        (service.get("/nothing").await, 404),
        (answer(service.client.put(service.url("/tasks"))).await, 405),
        (answer(service.client.post(service.url("/tasks")).body("title=x")).await, 415),
        (answer(service.client.post(service.url("/tasks")).header("content-type", "application/json").body("{")).await, 400),
        (service.post("/tasks", &json!({ "title": "x", "colour": "red" })).await, 422),
        (service.post("/tasks", &json!({ "title": "x".repeat(201) })).await, 422),
        (service.post("/tasks/batch", &json!({ "items": [] })).await, 422),
    ];
    for ((status, problem), expected) in wrong {
        assert_eq!(status, expected, "{problem}");
        assert_eq!(problem["status"], expected, "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{problem}");
    }
}

#[tokio::test]
async fn a_batch_is_made_as_a_whole_or_not_at_all() {
    let (_database, service) = service().await;
    let (status, problem) = service.post("/tasks/batch", &json!({ "items": [{ "title": "fine" }, { "title": "" }] })).await;
    assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("items[1].title")));
    assert_eq!(service.get("/tasks").await.1["items"], json!([]));
}

#[tokio::test]
async fn two_who_change_the_same_task_do_not_overwrite_each_other() {
    let (_database, service) = service().await;
    let path = made(&service, &json!({ "title": "Ours" })).await;
    let tag = service.client.get(service.url(&path)).send().await.expect("it answers").headers()[ETAG].clone();
    let change = |title: &str| service.client.patch(service.url(&path)).header(IF_MATCH, &tag).json(&json!({ "title": title }));
    assert_eq!(answer(change("Mine")).await.0, 200);
    let (status, problem) = answer(change("Yours")).await;
    assert_eq!((status, &problem["detail"]), (412, &json!("the task has been changed since: read it again")));
    assert_eq!(service.get(&path).await.1["title"], "Mine");
}

#[tokio::test]
async fn what_a_client_has_already_is_not_sent_again() {
    let (_database, service) = service().await;
    let path = made(&service, &json!({ "title": "Same" })).await;
    let tag = service.client.get(service.url(&path)).send().await.expect("it answers").headers()[ETAG].clone();
    let again = service.client.get(service.url(&path)).header(IF_NONE_MATCH, &tag).send().await.expect("it answers");
    assert_eq!(again.status(), 304);
    assert_eq!(again.text().await.expect("it is whole"), "");
}

#[tokio::test]
async fn large_answers_are_compressed_for_who_takes_that() {
    let (_database, service) = service().await;
    made(&service, &json!({ "title": "Long", "description": "word ".repeat(1000) })).await;
    let list = |encoding: &'static str| service.client.get(service.url("/tasks")).header(ACCEPT_ENCODING, encoding).send();
    let compressed = list("gzip").await.expect("it answers");
    assert_eq!(compressed.headers()[CONTENT_ENCODING], "gzip");
    assert!(list("identity").await.expect("it answers").headers().get(CONTENT_ENCODING).is_none());
}

#[tokio::test]
async fn the_description_names_every_route() {
    let (_database, service) = service().await;
    let (status, description) = service.get("/openapi.json").await;
    assert_eq!(status, 200);
    let paths: Vec<&String> = description["paths"].as_object().expect("it has paths").keys().collect();
    assert_eq!(paths, ["/health", "/ready", "/tasks", "/tasks/batch", "/tasks/{id}"]);
    assert!(description["components"]["schemas"]["Problem"].is_object());
}
