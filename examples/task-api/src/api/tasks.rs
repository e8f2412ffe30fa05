//! The tasks' resources.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{App, Problem};
use crate::tasks::{self, FieldFault, NewTask, Status, Task, TaskChange};

const LARGEST_BATCH: usize = 100;
const LARGEST_PAGE: u8 = 100;

/// Which tasks to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    /// Only those of this status.
    status: Option<Status>,
    /// How many: 1 to 100.
    #[serde(default = "usual_page")]
    limit: u8,
    /// Only those after this one: the `next` of the page before.
    after: Option<Uuid>,
}

fn usual_page() -> u8 {
    20
}

/// A page of tasks, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page {
    /// The tasks.
    items: Vec<Task>,
    /// What to give as `after` for the next page; none on the last one.
    next: Option<Uuid>,
}

/// Several tasks to be made at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The tasks: 1 to 100.
    items: Vec<NewTask>,
}

/// Several tasks that were made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    /// The tasks, in the order in which they were given.
    items: Vec<Task>,
}

/// Makes a task.
#[utoipa::path(post, path = "/tasks", tag = "tasks", request_body = NewTask, responses(
    (status = 201, body = Task), (status = 422, body = Problem)
))]
pub async fn create(State(app): State<App>, body: Result<Json<NewTask>, JsonRejection>) -> Result<Response, Problem> {
    let Json(task) = body?;
    let faults = task.faults();
    if !faults.is_empty() {
        return Err(Problem::fields(faults));
    }
    let mut connection = app.database.connection().await?;
    let made = tasks::create(&mut connection, std::slice::from_ref(&task)).await?;
    let task = made.into_iter().next().ok_or_else(|| Problem::away("the database made no task"))?;
    let location = format!("/tasks/{}", task.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], tagged(task)).into_response())
}

/// Makes up to 100 tasks, all or none.
#[utoipa::path(post, path = "/tasks/batch", tag = "tasks", request_body = Batch, responses(
    (status = 201, body = Made), (status = 422, body = Problem)
))]
pub async fn create_batch(State(app): State<App>, body: Result<Json<Batch>, JsonRejection>) -> Result<Response, Problem> {
    let Json(Batch { items }) = body?;
    if items.is_empty() || items.len() > LARGEST_BATCH {
        let message = format!("holds {} tasks: 1 to {LARGEST_BATCH} are taken", items.len());
        return Err(Problem::fields(vec![FieldFault { field: "items".to_owned(), message }]));
    }
    let numbered = items.iter().enumerate();
    let faults: Vec<FieldFault> = numbered
        .flat_map(|(number, task)| {
            task.faults()
                .into_iter()
                .map(move |FieldFault { field, message }| FieldFault { field: format!("items[{number}].{field}"), message })
        })
        .collect();
    if !faults.is_empty() {
        return Err(Problem::fields(faults));
    }
    let mut connection = app.database.connection().await?;
    let items = tasks::create(&mut connection, &items).await?;
    Ok((StatusCode::CREATED, Json(Made { items })).into_response())
}

/// Lists tasks, newest first.
#[utoipa::path(get, path = "/tasks", tag = "tasks", params(Listing), responses((status = 200, body = Page), (status = 400, body = Problem)))]
pub async fn list(State(app): State<App>, query: Result<Query<Listing>, QueryRejection>) -> Result<Json<Page>, Problem> {
    let Query(Listing { status, limit, after }) = query?;
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, format!("`limit` is {limit}: 1 to {LARGEST_PAGE} are taken")));
    }
    let mut connection = app.database.reading().await?;
    // One more than asked for shows whether there is a next page.
    let mut items = tasks::page(&mut connection, status, after, i64::from(limit) + 1).await?;
    let has_more = items.len() > usize::from(limit);
    items.truncate(usize::from(limit));
    let next = items.last().map(|task| task.id).filter(|_| has_more);
    Ok(Json(Page { items, next }))
}

/// Reads a task; with `If-None-Match` nothing is sent that the client has already.
#[utoipa::path(get, path = "/tasks/{id}", tag = "tasks", params(("id" = Uuid, Path)), responses(
    (status = 200, body = Task), (status = 304), (status = 404, body = Problem)
))]
pub async fn read(State(app): State<App>, id: Result<Path<Uuid>, PathRejection>, headers: HeaderMap) -> Result<Response, Problem> {
    let Path(id) = id?;
    let mut connection = app.database.connection().await?;
    let task = tasks::find(&mut connection, id).await?.ok_or_else(Problem::no_task)?;
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let tag = entity_tag(&task);
    let is_known =
        known.flat_map(|list| list.split(',')).any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*");
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(tagged(task))
}

/// Changes a task; with `If-Match` only if nobody else did since.
#[utoipa::path(patch, path = "/tasks/{id}", tag = "tasks", params(("id" = Uuid, Path)), request_body = TaskChange, responses(
    (status = 200, body = Task), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)
))]
pub async fn update(
    State(app): State<App>,
    id: Result<Path<Uuid>, PathRejection>,
    headers: HeaderMap,
    body: Result<Json<TaskChange>, JsonRejection>,
) -> Result<Response, Problem> {
    let Path(id) = id?;
    let Json(change) = body?;
    let faults = change.faults();
    if !faults.is_empty() {
        return Err(Problem::fields(faults));
    }
    let seen = seen_version(&headers)?;
    let mut connection = app.database.connection().await?;
    if let Some(task) = tasks::update(&mut connection, id, &change, seen).await? {
        return Ok(tagged(task));
    }
    match tasks::find(&mut connection, id).await? {
        Some(_) => Err(Problem::new(StatusCode::PRECONDITION_FAILED, "the task has been changed since: read it again")),
        None => Err(Problem::no_task()),
    }
}

/// Deletes a task.
#[utoipa::path(delete, path = "/tasks/{id}", tag = "tasks", params(("id" = Uuid, Path)), responses(
    (status = 204), (status = 404, body = Problem)
))]
pub async fn delete(State(app): State<App>, id: Result<Path<Uuid>, PathRejection>) -> Result<StatusCode, Problem> {
    let Path(id) = id?;
    let mut connection = app.database.connection().await?;
    if tasks::delete(&mut connection, id).await? { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::no_task()) }
}

fn entity_tag(task: &Task) -> String {
    format!("\"{}\"", task.version)
}

/// The task with its tag; a cache may keep it, and has to ask whether it still holds.
fn tagged(task: Task) -> Response {
    let tag = entity_tag(&task);
    let mut response = Json(task).into_response();
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// The version that the client saw, from `If-Match`; none when it does not care.
fn seen_version(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH).filter(|value| *value != "*") else { return Ok(None) };
    let version = value.to_str().ok().and_then(|text| text.trim().trim_matches('"').parse().ok());
    version.map(Some).ok_or_else(|| Problem::new(StatusCode::PRECONDITION_FAILED, "`If-Match` is not a tag that this service gave"))
}
