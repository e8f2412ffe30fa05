//! What is answered: the routes, and what holds for all of them.

mod health;
mod problem;
mod request;
mod tasks;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use utoipa::OpenApi;

use crate::database::Database;

pub use problem::Problem;

/// The largest body: a full batch of the largest tasks.
const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// How long an answer may take.
const LONGEST: Duration = Duration::from_secs(10);

/// What all requests share.
#[derive(Clone)]
pub struct App {
    /// The connections.
    pub database: Database,
    /// Whether the schema is up to date.
    pub is_migrated: Arc<AtomicBool>,
}

/// The description of the API.
#[derive(OpenApi)]
#[openapi(
    info(title = "Task API", description = "Tasks: make, read, list, change and delete them."),
    paths(
        health::health,
        health::ready,
        tasks::create,
        tasks::create_batch,
        tasks::list,
        tasks::read,
        tasks::update,
        tasks::delete
    ),
    components(schemas(Problem))
)]
pub struct Description;

/// The whole service.
pub fn router(app: App) -> Router {
    let tasks = Router::new()
        .route("/tasks", get(tasks::list).post(tasks::create))
        .route("/tasks/batch", post(tasks::create_batch))
        .route("/tasks/{id}", get(tasks::read).patch(tasks::update).delete(tasks::delete))
        .route_layer(middleware::from_fn_with_state(app.clone(), when_migrated));
    Router::new()
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .route("/openapi.json", get(async || axum::Json(Description::openapi())))
        .merge(tasks)
        .fallback(async || Problem::new(StatusCode::NOT_FOUND, "there is nothing at this path: see `/openapi.json`"))
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "see `/openapi.json` for what can be done here")
        })
        .with_state(app)
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn(request::logged))
        .layer(CompressionLayer::new())
}

/// Tells a client to come again while the schema is not up to date.
async fn when_migrated(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.is_migrated.load(Ordering::Acquire) {
        next.run(request).await
    } else {
        Problem::away("the schema is not up to date yet").into_response()
    }
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::away("the answer took too long").into_response(),
    }
}
