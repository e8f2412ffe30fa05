//! From a port to the end of the process: serving, and stopping without breaking off an answer.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::migrate::MigrateError;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing::info;

use crate::api::{App, router};
use crate::config::Config;
use crate::database::Database;
use crate::migrations;

/// How long requests that are under way may take after the signal to stop. ECS kills a task 30 seconds after the signal, unless its
/// definition says otherwise (ECS Developer Guide, `stopTimeout`).
const GRACE: Duration = Duration::from_secs(25);

/// Why the process ends before it is told to.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Nothing can be heard on the port.
    #[error("cannot listen on port {port}: {source}")]
    Listen {
        /// The port.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// A migration failed.
    #[error("the schema cannot be brought up to date: {0}")]
    Migration(#[from] MigrateError),
    /// Serving failed.
    #[error("cannot serve: {0}")]
    Serve(#[from] std::io::Error),
}

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// The port is taken, or a migration fails.
pub async fn serve(config: Config) -> Result<(), ServeError> {
    let aws = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let database = Database::new(&config.database, &aws);
    let app = App { database: database.clone(), is_migrated: Arc::new(AtomicBool::new(!config.migrate_at_start)) };
    let listener = listen(config.port).await.map_err(|source| ServeError::Listen { port: config.port, source })?;
    info!(port = config.port, "listening");
    let is_migrated = Arc::clone(&app.is_migrated);
    let schema = {
        let database = database.clone();
        async move {
            if config.migrate_at_start {
                migrations::apply(&database).await?;
                is_migrated.store(true, Ordering::Release);
            }
            // Serving goes on; only a failed migration ends it.
            std::future::pending::<Result<(), ServeError>>().await
        }
    };
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut seen = stopped.clone();
    let serving = axum::serve(listener, router(app)).with_graceful_shutdown(async move {
        let _ = seen.wait_for(|stop| *stop).await;
    });
    let result = tokio::select! {
        served = async { serving.await } => served.map_err(ServeError::from),
        failed = schema => failed,
        () = late(stop) => {
            info!("some requests were still under way");
            Ok(())
        }
    };
    database.close();
    info!("stopped");
    result
}

/// All addresses, those of IPv4 too; IPv4 alone where the kernel has no IPv6.
async fn listen(port: u16) -> std::io::Result<TcpListener> {
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::UNSPECIFIED, port))).await {
        Err(error) if error.kind() != std::io::ErrorKind::AddrInUse => {
            TcpListener::bind(SocketAddr::from((Ipv4Addr::UNSPECIFIED, port))).await
        }
        result => result,
    }
}

/// Waits for the signal, passes it on, and ends when the grace is over.
async fn late(stop: tokio::sync::watch::Sender<bool>) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    info!(grace_seconds = GRACE.as_secs(), "stopping");
    let _ = stop.send(true);
    tokio::time::sleep(GRACE).await;
}
