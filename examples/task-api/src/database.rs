//! Connections to PostgreSQL: how each is made, how many there are, which are kept.

use std::time::Duration;

use aws_config::SdkConfig;
use deadpool::managed::{self, Metrics, Object, RecycleResult};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use thiserror::Error;

use crate::config::{Database as Settings, Tls};
use crate::credentials::{PasswordError, Passwords};

/// How long a request waits for a connection before it is told to come again.
const WAIT: Duration = Duration::from_secs(2);

/// How long making a connection may take: within this a database in failover shows that it is away.
const CONNECT: Duration = Duration::from_secs(5);

/// How long more idle connections stay than are to be kept.
const SURPLUS: Duration = Duration::from_secs(5);

/// How long the health check waits for the database.
const HEALTH: Duration = Duration::from_millis(800);

/// The pool of connections.
#[derive(Clone)]
pub struct Database {
    primary: managed::Pool<Connections>,
    replica: Option<managed::Pool<Connections>>,
}

/// Makes connections.
pub struct Connections {
    options: PgConnectOptions,
    passwords: Passwords,
}

/// Why no connection could be made.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// There is no password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The database did not take it, or did not answer.
    #[error("cannot connect to the database: {0}")]
    Database(#[from] sqlx::Error),
    /// It took too long.
    #[error("the database does not answer in {} s", CONNECT.as_secs())]
    Timeout,
}

/// Why a request gets no connection.
pub type AcquireError = managed::PoolError<ConnectError>;

impl managed::Manager for Connections {
    type Type = PgConnection;
    type Error = ConnectError;

    async fn create(&self) -> Result<PgConnection, ConnectError> {
        // Boxed, since every request's future would otherwise be as large as what it takes to make a connection.
        let password = Box::pin(self.passwords.current()).await?;
        let options = self.options.clone().password(&password);
        tokio::time::timeout(CONNECT, Box::pin(options.connect())).await.map_err(|_| ConnectError::Timeout)?.map_err(Into::into)
    }

    /// Asks each time: a connection that broke, or whose server is no longer the primary, must not come back to a request.
    async fn recycle(&self, connection: &mut PgConnection, _: &Metrics) -> RecycleResult<ConnectError> {
        connection.ping().await.map_err(|error| managed::RecycleError::Backend(error.into()))
    }
}

impl Database {
    /// A pool as the settings say; connections are made when they are needed.
    ///
    /// Must be called within the runtime, on which it lets go of surplus connections.
    pub fn new(settings: &Settings, aws: &SdkConfig) -> Self {
        let primary = pool(settings, &settings.host, aws);
        let replica = settings.replica_host.as_deref().map(|host| pool(settings, host, aws));
        for pool in std::iter::once(&primary).chain(&replica) {
            tokio::spawn(keep_idle(pool.clone(), settings.max_idle));
        }
        Self { primary, replica }
    }

    /// A connection that may write.
    ///
    /// # Errors
    /// All are in use for too long, or the database is away.
    pub async fn connection(&self) -> Result<Object<Connections>, AcquireError> {
        self.primary.get().await
    }

    /// A connection for reading what may be some moments old.
    ///
    /// # Errors
    /// As for [`Database::connection`].
    pub async fn reading(&self) -> Result<Object<Connections>, AcquireError> {
        self.replica.as_ref().unwrap_or(&self.primary).get().await
    }

    /// Whether the database answers, known within a second.
    pub async fn is_up(&self) -> bool {
        // A connection is asked before it is handed out.
        matches!(tokio::time::timeout(HEALTH, self.connection()).await, Ok(Ok(_)))
    }

    /// Ends: nobody gets a connection any more, and idle ones are closed.
    pub fn close(&self) {
        self.primary.close();
        if let Some(replica) = &self.replica {
            replica.close();
        }
    }
}

fn pool(settings: &Settings, host: &str, aws: &SdkConfig) -> managed::Pool<Connections> {
    let mut options = PgConnectOptions::new_without_pgpass()
        .host(host)
        .port(settings.port)
        .database(&settings.name)
        .username(&settings.user)
        .application_name("task-api")
        // A request is given up after ten seconds; its statement must not go on for longer.
        .options([("statement_timeout", "10s")])
        .disable_statement_logging();
    options = match &settings.tls {
        Tls::VerifyFull(certificates) => options.ssl_mode(PgSslMode::VerifyFull).ssl_root_cert(certificates),
        Tls::Disable => options.ssl_mode(PgSslMode::Disable),
    };
    let manager = Connections { options, passwords: Passwords::new(settings, host, aws) };
    managed::Pool::builder(manager)
        .max_size(settings.max_open)
        .wait_timeout(Some(WAIT))
        .runtime(deadpool::Runtime::Tokio1)
        .build()
        .expect("a runtime for the timeouts is named")
}

/// Lets go of idle connections beyond those that are to be kept, for as long as the pool is open.
async fn keep_idle(pool: managed::Pool<Connections>, max_idle: usize) {
    while !pool.is_closed() {
        tokio::time::sleep(SURPLUS).await;
        let mut kept = 0;
        pool.retain(|_, metrics| {
            kept += 1;
            kept <= max_idle || metrics.last_used() < SURPLUS
        });
    }
}
