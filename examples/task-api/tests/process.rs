//! What ECS and the log get from the process.

use std::time::Duration;

use serde_json::json;

use crate::support::free_port;
use crate::support::postgres;
use crate::support::service::{Service, environment};

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_process_stops() {
    let database = postgres::database().await;
    let mut service = Service::ready(&environment(&database, free_port())).await;
    // The table is locked for a moment, so that the request waits for it.
    let lock = database.run("BEGIN; LOCK TABLE tasks; SELECT pg_sleep(2); COMMIT".to_owned());
    let stop = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let request = tokio::spawn(service.client.get(service.url("/tasks")).send());
        tokio::time::sleep(Duration::from_millis(300)).await;
        service.terminate();
        request.await.expect("it ran").expect("the answer is not broken off").status()
    };
    let ((), status) = tokio::join!(lock, stop);
    assert_eq!(status, 200);
    let status = service.ended(Duration::from_secs(25)).await;
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn the_log_has_the_fields_that_the_saved_queries_search() {
    let database = postgres::database().await;
    let service = Service::ready(&environment(&database, free_port())).await;
    let request = service.client.post(service.url("/tasks")).header("X-Request-Id", "abc-123").json(&json!({ "title": "Logged" }));
    let answer = request.send().await.expect("it answers");
    assert_eq!(answer.headers()["x-request-id"], "abc-123");
    let traced =
        service.client.get(service.url("/tasks")).header("X-Amzn-Trace-Id", "Root=1-abc").send().await.expect("it answers");
    assert_eq!(traced.headers()["x-request-id"], "Root=1-abc");
    let line = service.logged(|line| line["request_id"] == "abc-123").await;
    assert_eq!((&line["level"], &line["status"], &line["route"]), (&json!("INFO"), &json!(201), &json!("/tasks")));
    assert!(line["duration_ms"].as_f64().is_some_and(|took| took > 0.0), "{line}");
    let log = service.log();
    assert!(log.iter().all(|line| line["level"].is_string() && line["timestamp"].is_string()), "{log:#?}");
}

#[tokio::test]
async fn a_server_error_is_logged_with_its_cause_and_told_without() {
    let database = postgres::database().await;
    let service = Service::ready(&environment(&database, free_port())).await;
    database.run("DROP TABLE tasks".to_owned()).await;
    let (status, problem) = service.get("/tasks").await;
    assert_eq!((status, &problem["detail"]), (500, &json!("something is wrong on our side")));
    let line = service.logged(|line| line["status"] == 500).await;
    assert_eq!(line["level"], "ERROR");
    assert!(line["cause"].as_str().is_some_and(|cause| cause.contains("tasks")), "{line}");
}

#[tokio::test]
async fn settings_that_are_missing_are_all_told_and_end_the_process() {
    let mut service = Service::spawn(&[("PORT".to_owned(), "none".to_owned())].into());
    assert!(!service.ended(Duration::from_secs(10)).await.success());
    let told: Vec<String> = service.log().iter().map(|line| line["message"].to_string()).collect();
    for name in ["PORT is `none`", "DB_HOST is not set", "DB_NAME is not set", "DB_MAX_OPEN_CONNECTIONS is not set"] {
        assert!(told.iter().any(|line| line.contains(name)), "{name}: {told:?}");
    }
}
