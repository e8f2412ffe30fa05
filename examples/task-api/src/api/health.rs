//! Whether the process serves, and whether it can do its work.

use std::sync::atomic::Ordering;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{App, Problem};

/// The state of the service.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`: who can answer, serves.
    status: &'static str,
    /// `up` or `down`.
    database: &'static str,
}

/// Answers 200 for as long as the process serves, whatever the database does: the target group asks here, and a database's failover
/// must not make ECS replace every task.
#[utoipa::path(get, path = "/health", tag = "service", responses((status = 200, body = Health)))]
pub async fn health(State(app): State<App>) -> Json<Health> {
    let database = if app.database.is_up().await { "up" } else { "down" };
    Json(Health { status: "ok", database })
}

/// Answers 503 while requests would fail: without a database, or before its schema is up to date.
#[utoipa::path(get, path = "/ready", tag = "service", responses((status = 200, body = Health), (status = 503, body = Problem)))]
pub async fn ready(State(app): State<App>) -> Response {
    if !app.is_migrated.load(Ordering::Acquire) {
        return Problem::away("the schema is not up to date yet").into_response();
    }
    if !app.database.is_up().await {
        return Problem::away("the database does not answer").into_response();
    }
    Json(Health { status: "ok", database: "up" }).into_response()
}
