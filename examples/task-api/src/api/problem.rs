//! Errors as a client reads them: problem details (RFC 9457).

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::database::AcquireError;
use crate::tasks::FieldFault;

/// What went wrong with a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The status, again.
    pub status: u16,
    /// The kind of problem, in short.
    pub title: String,
    /// What is wrong with this request.
    pub detail: String,
    /// What is wrong with single fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
    /// For the log alone.
    #[serde(skip)]
    pub cause: Option<String>,
}

/// The cause of a failed answer, which the request's log line shows.
#[derive(Clone, Debug)]
pub struct Cause(pub String);

impl Problem {
    /// A problem of this status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error").to_owned();
        Self { status: status.as_u16(), title, detail: detail.into(), errors: Vec::new(), cause: None }
    }

    /// There is no such task.
    pub fn no_task() -> Self {
        Self::new(StatusCode::NOT_FOUND, "there is no task with this id")
    }

    /// Fields hold what they must not.
    pub fn fields(errors: Vec<FieldFault>) -> Self {
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "the task is not valid") }
    }

    /// The service itself cannot answer now.
    pub fn away(cause: impl std::fmt::Display) -> Self {
        Self { cause: Some(cause.to_string()), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "try again in a moment") }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let cause = self.cause.clone();
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if let Some(cause) = cause {
            response.extensions_mut().insert(Cause(cause));
        }
        response
    }
}

impl From<AcquireError> for Problem {
    fn from(error: AcquireError) -> Self {
        Self::away(error)
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => Self::away(error),
            // `57P0x`: the server is shutting down or starting; `25006`: it is no longer the primary; `57014`: the statement took too long.
            sqlx::Error::Database(database)
                if database.code().is_some_and(|code| code.starts_with("57P0") || code == "25006" || code == "57014") =>
            {
                Self::away(error)
            }
            _ => Self {
                cause: Some(error.to_string()),
                ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "something is wrong on our side")
            },
        }
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

/// Only ids stand in paths, so a path that cannot be read names nothing.
impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::new(StatusCode::NOT_FOUND, "a task's id is a UUID")
    }
}
