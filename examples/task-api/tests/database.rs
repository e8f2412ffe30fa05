//! How the database is reached: verified, with the password of the moment, with no more connections than it is given.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::free_port;
use crate::support::postgres::{self, Database, PASSWORD};
use crate::support::secrets::{ARN, Secrets};
use crate::support::service::{Service, environment};

fn with_secret(database: &Database, secrets: &Secrets) -> BTreeMap<String, String> {
    let mut settings = environment(database, free_port());
    for (name, value) in [
        ("DB_SECRET_ARN", ARN.to_owned()),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", format!("http://127.0.0.1:{}", secrets.port)),
        ("AWS_REGION", "us-east-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
    ] {
        settings.insert(name.to_owned(), value);
    }
    settings
}

#[tokio::test]
async fn the_servers_certificate_is_verified() {
    let database = postgres::database().await;
    let mut settings = environment(&database, free_port());
    settings.insert("DB_TLS_CERTIFICATES".to_owned(), database.server.other_ca().display().to_string());
    let service = Service::start(&settings).await;
    let (status, _) = service.get("/ready").await;
    assert_eq!(status, 503, "another CA is not trusted");
    assert_eq!(service.get("/health").await.1["database"], "down");
    // The certificate names `localhost`, and not the address.
    let mut settings = environment(&database, free_port());
    settings.insert("DB_HOST".to_owned(), "127.0.0.1".to_owned());
    let service = Service::start(&settings).await;
    assert_eq!(service.get("/health").await.1["database"], "down", "another name is not trusted");
}

#[tokio::test]
async fn a_rotated_password_breaks_no_running_task() {
    let database = postgres::database().await;
    let secrets = Secrets::start(PASSWORD).await;
    let mut settings = with_secret(&database, &secrets);
    settings.insert("DB_MAX_IDLE_CONNECTIONS".to_owned(), "0".to_owned());
    let service = Service::ready(&settings).await;
    assert!(secrets.asked().iter().all(|id| id == ARN), "{:?}", secrets.asked());
    database.run(format!("ALTER ROLE {} PASSWORD 'second password'", database.user)).await;
    secrets.set(Some("second password"));
    database.run(format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{}'", database.user)).await;
    service.wait_for("/ready", 200).await;
    assert_eq!(service.get("/tasks").await.0, 200);
}

#[tokio::test]
async fn while_secrets_manager_is_away_the_last_password_is_used() {
    let database = postgres::database().await;
    let secrets = Secrets::start(PASSWORD).await;
    secrets.set(None);
    let service = Service::ready(&with_secret(&database, &secrets)).await;
    assert!(!secrets.asked().is_empty());
    assert_eq!(service.get("/tasks").await.0, 200);
}

#[tokio::test]
async fn no_more_connections_are_opened_than_it_may_and_none_is_kept_for_nothing() {
    let database = postgres::database().await;
    let mut settings = environment(&database, free_port());
    settings.insert("DB_MAX_OPEN_CONNECTIONS".to_owned(), "4".to_owned());
    settings.insert("DB_MAX_IDLE_CONNECTIONS".to_owned(), "1".to_owned());
    let service = Service::ready(&settings).await;
    let mut most = 0;
    let requests: Vec<_> = (0..200).map(|_| tokio::spawn(service.client.get(service.url("/tasks")).send())).collect();
    for request in requests {
        let answer = request.await.expect("it ran").expect("it answers");
        assert_eq!(answer.status(), 200);
        most = most.max(database.connections().await);
    }
    assert!((2..=4).contains(&most), "{most} connections");
    let since = Instant::now();
    while database.connections().await > 1 {
        assert!(since.elapsed() < Duration::from_secs(30), "{} connections stay", database.connections().await);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn tasks_that_start_at_once_apply_the_migrations_once() {
    let database = postgres::database().await;
    let settings: Vec<_> = (0..3).map(|_| environment(&database, free_port())).collect();
    let services: Vec<Service> = settings.iter().map(Service::spawn).collect();
    for service in &services {
        service.wait_for("/ready", 200).await;
    }
    let (status, task) = services[0].post("/tasks", &json!({ "title": "Shared" })).await;
    assert_eq!(status, 201, "{task}");
    assert_eq!(services[2].get("/tasks").await.1["items"][0]["title"], "Shared");
}

#[tokio::test]
async fn migrations_can_be_left_to_somebody_else() {
    let database = postgres::database().await;
    let mut settings = environment(&database, free_port());
    settings.insert("MIGRATE_AT_START".to_owned(), "false".to_owned());
    let service = Service::ready(&settings).await;
    assert_eq!(service.get("/tasks").await.0, 500, "there is no table, and nobody was asked to make one");
}

#[tokio::test]
async fn a_migration_that_fails_ends_the_process_so_that_ecs_rolls_back() {
    let database = postgres::database().await;
    database.run("CREATE TABLE tasks (unrelated int)".to_owned()).await;
    let mut service = Service::spawn(&environment(&database, free_port()));
    let status = service.ended(Duration::from_secs(30)).await;
    assert!(!status.success());
    let last = service.log().pop().expect("it says why");
    assert!(last["message"].as_str().is_some_and(|message| message.contains("the schema cannot be brought up to date")), "{last}");
}
