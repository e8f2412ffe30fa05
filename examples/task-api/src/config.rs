//! What the container's environment says: exactly what the task definition injects, and four settings with defaults for other places.

use std::path::PathBuf;

use thiserror::Error;

/// Where Amazon RDS's certificates are in the image (see the `Dockerfile`).
const CERTIFICATES: &str = "/etc/ssl/certs/rds-global-bundle.pem";

/// All settings of the process.
#[derive(Clone, Debug)]
pub struct Config {
    /// `PORT`: where it listens, on all addresses.
    pub port: u16,
    /// `LOG_LEVEL`: `debug`, `info`, `warn` or `error`.
    pub log_level: tracing::Level,
    /// The database.
    pub database: Database,
    /// `MIGRATE_AT_START`: whether migrations are applied before the first request; `true` if it is not set.
    pub migrate_at_start: bool,
}

/// The database, and how many connections it gets.
#[derive(Clone, Debug)]
pub struct Database {
    /// `DB_HOST`.
    pub host: String,
    /// `DB_REPLICA_HOST`: where lists are read, if the database has a read replica.
    pub replica_host: Option<String>,
    /// `DB_PORT`.
    pub port: u16,
    /// `DB_NAME`.
    pub name: String,
    /// `DB_USER`.
    pub user: String,
    /// By what the user shows who it is.
    pub secret: Secret,
    /// `DB_MAX_OPEN_CONNECTIONS`.
    pub max_open: usize,
    /// `DB_MAX_IDLE_CONNECTIONS`.
    pub max_idle: usize,
    /// Whether the connection is encrypted, and the server's name and certificate verified.
    pub tls: Tls,
}

/// By what a database user shows who it is.
#[derive(Clone)]
pub enum Secret {
    /// `DB_SECRET_ARN`: read at each new connection, so that a rotation breaks nothing. `DB_PASSWORD` is what the secret held when the
    /// task started, for as long as Secrets Manager does not answer.
    SecretsManager {
        /// The secret's ARN.
        arn: String,
        /// The password at the start.
        at_start: Option<String>,
    },
    /// `DB_PASSWORD` alone.
    Password(String),
    /// Neither: a token of IAM's, made at each new connection.
    IamToken,
}

/// How connections to the database are protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// `DB_TLS=verify-full`, also if it is not set: certificates from `DB_TLS_CERTIFICATES`.
    VerifyFull(PathBuf),
    /// `DB_TLS=disable`, for a database on the same machine.
    Disable,
}

/// A setting that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// It is not set.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// It is set to something else than it takes.
    #[error("{name} is `{value}`: expected {expected}")]
    Wrong {
        /// The setting.
        name: &'static str,
        /// What it is set to; no secret is ever reported here.
        value: String,
        /// What it takes.
        expected: &'static str,
    },
}

impl Config {
    /// Reads all settings from `variable`, which gives an environment variable's value.
    ///
    /// # Errors
    /// All that are missing or wrong, not only the first.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Vec<ConfigError>> {
        let mut reader = Reader { variable, errors: Vec::new() };
        let port = reader.number("PORT", 1);
        let log_level = reader.log_level();
        let migrate_at_start = reader.switch("MIGRATE_AT_START");
        let max_open = reader.number("DB_MAX_OPEN_CONNECTIONS", 1);
        let max_idle = reader.number("DB_MAX_IDLE_CONNECTIONS", 0);
        let database = Database {
            host: reader.text("DB_HOST"),
            replica_host: reader.optional("DB_REPLICA_HOST"),
            port: reader.number("DB_PORT", 1),
            name: reader.text("DB_NAME"),
            user: reader.text("DB_USER"),
            secret: reader.secret(),
            max_open: usize::from(max_open),
            max_idle: usize::from(max_idle.min(max_open)),
            tls: reader.tls(),
        };
        let config = Self { port, log_level, database, migrate_at_start };
        if reader.errors.is_empty() { Ok(config) } else { Err(reader.errors) }
    }
}

/// Shows everything but the password.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SecretsManager { arn, at_start: _ } => f.debug_struct("SecretsManager").field("arn", arn).finish_non_exhaustive(),
            Self::Password(_) => f.write_str("Password"),
            Self::IamToken => f.write_str("IamToken"),
        }
    }
}

struct Reader<F> {
    variable: F,
    errors: Vec<ConfigError>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    /// An empty variable is one that is not set.
    fn optional(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.is_empty())
    }

    fn text(&mut self, name: &'static str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.errors.push(ConfigError::Missing(name));
            String::new()
        })
    }

    fn wrong(&mut self, name: &'static str, value: String, expected: &'static str) {
        self.errors.push(ConfigError::Wrong { name, value, expected });
    }

    fn number(&mut self, name: &'static str, least: u16) -> u16 {
        let Some(value) = self.optional(name) else {
            self.errors.push(ConfigError::Missing(name));
            return least;
        };
        match value.parse() {
            Ok(number) if number >= least => number,
            _ => {
                self.wrong(name, value, if least == 0 { "a number from 0 to 65535" } else { "a number from 1 to 65535" });
                least
            }
        }
    }

    fn switch(&mut self, name: &'static str) -> bool {
        match self.optional(name).as_deref() {
            None | Some("true") => true,
            Some("false") => false,
            Some(other) => {
                let other = other.to_owned();
                self.wrong(name, other, "`true` or `false`");
                true
            }
        }
    }

    fn log_level(&mut self) -> tracing::Level {
        match self.optional("LOG_LEVEL").as_deref() {
            Some("debug") => tracing::Level::DEBUG,
            None | Some("info") => tracing::Level::INFO,
            Some("warn") => tracing::Level::WARN,
            Some("error") => tracing::Level::ERROR,
            Some(other) => {
                let other = other.to_owned();
                self.wrong("LOG_LEVEL", other, "`debug`, `info`, `warn` or `error`");
                tracing::Level::INFO
            }
        }
    }

    fn secret(&self) -> Secret {
        let password = self.optional("DB_PASSWORD");
        match (self.optional("DB_SECRET_ARN"), password) {
            (Some(arn), at_start) => Secret::SecretsManager { arn, at_start },
            (None, Some(password)) => Secret::Password(password),
            (None, None) => Secret::IamToken,
        }
    }

    fn tls(&mut self) -> Tls {
        let certificates = self.optional("DB_TLS_CERTIFICATES").unwrap_or_else(|| CERTIFICATES.to_owned());
        match self.optional("DB_TLS").as_deref() {
            None | Some("verify-full") => Tls::VerifyFull(certificates.into()),
            Some("disable") => Tls::Disable,
            Some(other) => {
                let other = other.to_owned();
                self.wrong("DB_TLS", other, "`verify-full` or `disable`");
                Tls::Disable
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INJECTED: [(&str, &str); 8] = [
        ("PORT", "8080"),
        ("LOG_LEVEL", "info"),
        ("DB_HOST", "db.example.com"),
        ("DB_PORT", "5432"),
        ("DB_NAME", "taskdb"),
        ("DB_USER", "taskadmin"),
        ("DB_MAX_OPEN_CONNECTIONS", "25"),
        ("DB_MAX_IDLE_CONNECTIONS", "10"),
    ];

    fn read(more: &[(&str, &str)]) -> Result<Config, Vec<ConfigError>> {
        let value =
            |name: &str| more.iter().chain(&INJECTED).find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Config::read(value)
    }

    #[test]
    fn the_password_comes_from_the_secret_where_there_is_one() {
        let secret = |more: &[(&str, &str)]| read(more).expect("all settings are there").database.secret;
        assert!(matches!(
            secret(&[("DB_SECRET_ARN", "arn"), ("DB_PASSWORD", "x")]),
            Secret::SecretsManager { at_start: Some(_), .. }
        ));
        assert!(matches!(secret(&[("DB_PASSWORD", "x")]), Secret::Password(_)));
        assert!(matches!(secret(&[]), Secret::IamToken));
    }

    #[test]
    fn the_database_is_reached_by_verified_tls_unless_told_otherwise() {
        assert_eq!(read(&[]).expect("all settings are there").database.tls, Tls::VerifyFull(CERTIFICATES.into()));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let errors = read(&[("PORT", "0"), ("LOG_LEVEL", "loud"), ("DB_HOST", ""), ("MIGRATE_AT_START", "yes")]).expect_err("four");
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "PORT is `0`: expected a number from 1 to 65535",
                "LOG_LEVEL is `loud`: expected `debug`, `info`, `warn` or `error`",
                "MIGRATE_AT_START is `yes`: expected `true` or `false`",
                "DB_HOST is not set",
            ]
        );
    }

    #[test]
    fn no_password_is_ever_shown() {
        let config = read(&[("DB_SECRET_ARN", "arn"), ("DB_PASSWORD", "hunter2")]).expect("all settings are there");
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
