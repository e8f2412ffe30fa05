//! Tasks: what one is, and how they are kept.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::FromRow)]
pub struct Task {
    /// Its id; it never changes.
    pub id: Uuid,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub description: String,
    /// How far it is.
    #[sqlx(try_from = "String")]
    pub status: Status,
    /// Counts the changes; the entity tag.
    pub version: i64,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was changed last.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Not begun.
    #[default]
    Todo,
    /// Begun.
    InProgress,
    /// Done.
    Done,
}

/// A task to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// What is to be done: 1 to 200 characters.
    pub title: String,
    /// More about it: up to 10,000 characters.
    #[serde(default)]
    pub description: String,
    /// How far it is.
    #[serde(default)]
    pub status: Status,
}

/// What to change; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskChange {
    /// What is to be done: 1 to 200 characters.
    pub title: Option<String>,
    /// More about it: up to 10,000 characters.
    pub description: Option<String>,
    /// How far it is.
    pub status: Option<Status>,
}

/// A fault in one field of what a client sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldFault {
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

const LONGEST_TITLE: usize = 200;
const LONGEST_DESCRIPTION: usize = 10_000;

impl Status {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::InProgress => "in-progress",
            Self::Done => "done",
        }
    }
}

impl TryFrom<String> for Status {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        [Self::Todo, Self::InProgress, Self::Done]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| format!("the database holds the status `{text}`"))
    }
}

impl NewTask {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<FieldFault> {
        title_fault(&self.title).into_iter().chain(description_fault(&self.description)).collect()
    }
}

impl TaskChange {
    /// What is wrong with it.
    pub fn faults(&self) -> Vec<FieldFault> {
        let title = self.title.as_deref().and_then(title_fault);
        title.into_iter().chain(self.description.as_deref().and_then(description_fault)).collect()
    }
}

fn title_fault(title: &str) -> Option<FieldFault> {
    let length = title.chars().count();
    let message = if title.trim().is_empty() {
        "must not be empty".to_owned()
    } else if length > LONGEST_TITLE {
        format!("has {length} characters, more than {LONGEST_TITLE}")
    } else {
        return nul_fault("title", title);
    };
    Some(FieldFault { field: "title".to_owned(), message })
}

fn description_fault(description: &str) -> Option<FieldFault> {
    let length = description.chars().count();
    if length <= LONGEST_DESCRIPTION {
        return nul_fault("description", description);
    }
    let message = format!("has {length} characters, more than {LONGEST_DESCRIPTION}");
    Some(FieldFault { field: "description".to_owned(), message })
}

/// PostgreSQL's text holds every character but this one.
fn nul_fault(field: &str, text: &str) -> Option<FieldFault> {
    let has_nul = text.contains('\0');
    has_nul.then(|| FieldFault { field: field.to_owned(), message: "must not hold the character U+0000".to_owned() })
}

/// Makes tasks, all or none, in one statement.
///
/// # Errors
/// The database's.
pub async fn create(connection: &mut PgConnection, tasks: &[NewTask]) -> sqlx::Result<Vec<Task>> {
    let ids: Vec<Uuid> = tasks.iter().map(|_| Uuid::now_v7()).collect();
    let titles: Vec<&str> = tasks.iter().map(|task| task.title.as_str()).collect();
    let descriptions: Vec<&str> = tasks.iter().map(|task| task.description.as_str()).collect();
    let statuses: Vec<&str> = tasks.iter().map(|task| task.status.as_str()).collect();
    let mut made: Vec<Task> = sqlx::query_as(
        "INSERT INTO tasks (id, title, description, status)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
         RETURNING *",
    )
    .bind(&ids)
    .bind(titles)
    .bind(descriptions)
    .bind(statuses)
    .fetch_all(connection)
    .await?;
    made.sort_by_key(|task| ids.iter().position(|id| *id == task.id));
    Ok(made)
}

/// The task with this id.
///
/// # Errors
/// The database's.
pub async fn find(connection: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<Task>> {
    sqlx::query_as("SELECT * FROM tasks WHERE id = $1").bind(id).fetch_optional(connection).await
}

/// Up to `limit` tasks, newest first, that come after `after`.
///
/// # Errors
/// The database's.
pub async fn page(
    connection: &mut PgConnection,
    status: Option<Status>,
    after: Option<Uuid>,
    limit: i64,
) -> sqlx::Result<Vec<Task>> {
    // Two statements, so that each has the index that fits.
    let after = after.unwrap_or(Uuid::max());
    match status {
        Some(status) => {
            sqlx::query_as("SELECT * FROM tasks WHERE status = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
                .bind(status.as_str())
                .bind(after)
                .bind(limit)
                .fetch_all(connection)
                .await
        }
        None => {
            sqlx::query_as("SELECT * FROM tasks WHERE id < $1 ORDER BY id DESC LIMIT $2")
                .bind(after)
                .bind(limit)
                .fetch_all(connection)
                .await
        }
    }
}

/// Changes a task, if it still has the version that the client saw where one is given; nothing when there is no such task.
///
/// # Errors
/// The database's.
pub async fn update(connection: &mut PgConnection, id: Uuid, change: &TaskChange, seen: Option<i64>) -> sqlx::Result<Option<Task>> {
    sqlx::query_as(
        "UPDATE tasks
         SET title = coalesce($2, title), description = coalesce($3, description), status = coalesce($4, status),
             version = version + 1, updated_at = now()
         WHERE id = $1 AND ($5::bigint IS NULL OR version = $5)
         RETURNING *",
    )
    .bind(id)
    .bind(&change.title)
    .bind(&change.description)
    .bind(change.status.map(Status::as_str))
    .bind(seen)
    .fetch_optional(connection)
    .await
}

/// Deletes a task; whether there was one.
///
/// # Errors
/// The database's.
pub async fn delete(connection: &mut PgConnection, id: Uuid) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM tasks WHERE id = $1").bind(id).execute(connection).await?;
    Ok(done.rows_affected() > 0)
}
