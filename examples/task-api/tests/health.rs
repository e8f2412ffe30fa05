//! What the load balancer and a person on call see.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::free_port;
use crate::support::postgres::{self, Database};
use crate::support::service::{Service, environment};

#[tokio::test]
async fn a_lost_database_is_told_and_replaces_no_task() {
    // A server of its own, since it is stopped.
    let database = {
        let shared = postgres::own();
        Database { server: shared, name: "postgres".to_owned(), user: "postgres".to_owned() }
    };
    let mut settings = environment(&database, free_port());
    settings.insert("DB_PASSWORD".to_owned(), "administrator".to_owned());
    let service = Service::ready(&settings).await;
    assert_eq!(service.get("/health").await, (200, json!({ "status": "ok", "database": "up" })));
    database.server.stop();
    let since = Instant::now();
    assert_eq!(service.get("/health").await, (200, json!({ "status": "ok", "database": "down" })));
    assert!(since.elapsed() < Duration::from_secs(1), "it took {:?}", since.elapsed());
    let (status, problem) = service.get("/tasks").await;
    assert_eq!(status, 503, "{problem}");
    assert_eq!(service.get("/ready").await.0, 503);
    database.server.run();
    service.wait_for("/ready", 200).await;
    assert_eq!(service.get("/tasks").await.0, 200, "nobody had to restart it");
}

#[tokio::test]
async fn it_serves_before_there_is_a_database_and_works_when_there_is() {
    let database = Database { server: postgres::own(), name: "postgres".to_owned(), user: "postgres".to_owned() };
    database.server.stop();
    let mut settings = environment(&database, free_port());
    settings.insert("DB_PASSWORD".to_owned(), "administrator".to_owned());
    let service = Service::start(&settings).await;
    assert_eq!(service.get("/health").await.0, 200);
    assert_eq!(service.get("/ready").await.0, 503);
    let (status, problem) = service.get("/tasks").await;
    assert_eq!((status, &problem["detail"]), (503, &json!("try again in a moment")));
    database.server.run();
    service.wait_for("/ready", 200).await;
}

#[tokio::test]
async fn the_container_can_ask_without_a_shell() {
    let database = postgres::database().await;
    let settings = environment(&database, free_port());
    let _service = Service::ready(&settings).await;
    let ask = |port: &str| {
        let asked = std::process::Command::new(env!("CARGO_BIN_EXE_task-api")).arg("--health-check").env("PORT", port).output();
        asked.expect("it runs").status.success()
    };
    assert!(ask(&settings["PORT"]));
    assert!(!ask(&free_port().to_string()));
}
