//! The schema, brought up to date under a lock: of all tasks that start at once, one applies what is missing and the others wait.

use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use tracing::{info, warn};

use crate::database::{AcquireError, Database};

/// `sqlx` takes an advisory lock of PostgreSQL's around what it applies, and refuses a migration that was changed afterwards.
static MIGRATIONS: Migrator = sqlx::migrate!();

/// Applies what is missing, as soon as the database is there.
///
/// # Errors
/// A migration itself fails: no later attempt would go better, so the process has to end, and ECS's circuit breaker to roll back.
pub async fn apply(database: &Database) -> Result<(), MigrateError> {
    let mut pause = Duration::from_millis(250);
    loop {
        match once(database).await {
            Ok(()) => {
                info!("the schema is up to date");
                return Ok(());
            }
            Err(Failure::Migration(error)) if !is_connection(&error) => return Err(error),
            Err(Failure::Migration(error)) => warn!(%error, "the migrations were interrupted"),
            Err(Failure::Away(error)) => warn!(%error, "the database is not there yet"),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

enum Failure {
    Away(AcquireError),
    Migration(MigrateError),
}

async fn once(database: &Database) -> Result<(), Failure> {
    let mut connection = database.connection().await.map_err(Failure::Away)?;
    // The schema may change for longer than a request may take.
    sqlx::query("SET statement_timeout = 0").execute(&mut *connection).await.map_err(|error| Failure::Migration(error.into()))?;
    let result = MIGRATIONS.run(&mut *connection).await.map_err(Failure::Migration);
    // The connection keeps the setting, so it is not used again.
    drop(deadpool::managed::Object::take(connection));
    result
}

/// Whether the connection failed, and not the migration.
fn is_connection(error: &MigrateError) -> bool {
    matches!(
        error,
        MigrateError::Execute(sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_))
            | MigrateError::ExecuteMigration(sqlx::Error::Io(_) | sqlx::Error::Protocol(_), _)
    )
}
