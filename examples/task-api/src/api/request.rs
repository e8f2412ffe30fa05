//! A log line for each request, under an id that the client gets as well.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::{debug, error, info, warn};
use uuid::Uuid;

use super::problem::Cause;

const REQUEST_ID: &str = "x-request-id";

/// The longest id that is taken from a client: what is longer is not an id.
const LONGEST_ID: usize = 128;

/// Answers and logs. Paths are logged as routes, so that no id of a task and nothing made up by a client gets into a field.
pub(super) async fn logged(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let request_id = request_id(&request);
    let mut response = next.run(request).await;
    // Rounded to microseconds, which is as much as a person compares.
    let duration_ms = (start.elapsed().as_secs_f64() * 1_000_000.0).round() / 1000.0;
    let status = response.status();
    let cause = response.extensions().get::<Cause>().map(|Cause(cause)| cause.as_str());
    // The names of the fields are those of `logging`, by which the saved queries search.
    if status.is_server_error() {
        let cause = cause.unwrap_or("unknown");
        if status == axum::http::StatusCode::SERVICE_UNAVAILABLE {
            warn!(request_id, %method, route, status = status.as_u16(), duration_ms, cause, "request");
        } else {
            error!(request_id, %method, route, status = status.as_u16(), duration_ms, cause, "request");
        }
    } else if route == "/health" || route == "/ready" {
        debug!(request_id, %method, route, status = status.as_u16(), duration_ms, "request");
    } else {
        info!(request_id, %method, route, status = status.as_u16(), duration_ms, "request");
    }
    if let Ok(value) = HeaderValue::try_from(request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The id that the client gave, the load balancer's trace, or a new one.
fn request_id(request: &Request) -> String {
    let given = |name: &str| {
        let value = request.headers().get(name)?.to_str().ok()?;
        let is_id = (1..=LONGEST_ID).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_graphic());
        is_id.then(|| value.to_owned())
    };
    given(REQUEST_ID).or_else(|| given("x-amzn-trace-id")).unwrap_or_else(|| Uuid::now_v7().to_string())
}
