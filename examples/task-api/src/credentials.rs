//! How the database user shows who it is, asked anew for each connection.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials as _;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use serde::Deserialize;
use thiserror::Error;
use tracing::warn;

use crate::config::{Database, Secret};

/// How long Secrets Manager may take before the last password that it gave is used.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long a token of IAM's is good for (RDS User Guide, "IAM database authentication").
const TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);

/// Gives the password for a new connection.
pub struct Passwords {
    source: Source,
}

enum Source {
    Fixed(String),
    SecretsManager { client: aws_sdk_secretsmanager::Client, arn: String, last: Mutex<Option<String>> },
    Iam { aws: Box<SdkConfig>, host: String, port: u16, user: String },
}

/// Why there is no password.
#[derive(Debug, Error)]
pub enum PasswordError {
    /// Secrets Manager did not give it, now or before.
    #[error("Secrets Manager does not give the database's secret: {0}")]
    Secret(String),
    /// A token could not be signed.
    #[error("cannot sign a token for the database: {0}")]
    Token(String),
}

/// The part of RDS's secret that is needed here (RDS User Guide, "Password management with Amazon RDS and AWS Secrets Manager").
#[derive(Deserialize)]
struct RdsSecret {
    password: String,
}

impl Passwords {
    /// Passwords for a database as its settings say; `aws` is where AWS is reached.
    pub fn new(database: &Database, host: &str, aws: &SdkConfig) -> Self {
        let source = match &database.secret {
            Secret::Password(password) => Source::Fixed(password.clone()),
            Secret::SecretsManager { arn, at_start } => Source::SecretsManager {
                client: aws_sdk_secretsmanager::Client::new(aws),
                arn: arn.clone(),
                last: Mutex::new(at_start.clone()),
            },
            Secret::IamToken => {
                Source::Iam { aws: Box::new(aws.clone()), host: host.to_owned(), port: database.port, user: database.user.clone() }
            }
        };
        Self { source }
    }

    /// The password as of now.
    ///
    /// # Errors
    /// Secrets Manager never gave one, or there are no credentials to sign a token with.
    pub async fn current(&self) -> Result<String, PasswordError> {
        match &self.source {
            Source::Fixed(password) => Ok(password.clone()),
            Source::SecretsManager { client, arn, last } => {
                let told = match tokio::time::timeout(PATIENCE, secret(client, arn)).await {
                    Ok(told) => told,
                    Err(_) => Err(PasswordError::Secret(format!("no answer in {} s", PATIENCE.as_secs()))),
                };
                let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                match (told, last.as_ref()) {
                    (Ok(password), _) => Ok(last.insert(password).clone()),
                    (Err(error), Some(before)) => {
                        warn!(%error, "using the password that the secret held before");
                        Ok(before.clone())
                    }
                    (Err(error), None) => Err(error),
                }
            }
            Source::Iam { aws, host, port, user } => {
                let failed = |why: &dyn std::fmt::Display| PasswordError::Token(why.to_string());
                let provider = aws.credentials_provider().ok_or_else(|| failed(&"there are no credentials"))?;
                let credentials = provider.provide_credentials().await.map_err(|error| failed(&error))?;
                let region = aws.region().ok_or_else(|| failed(&"AWS_REGION is not set"))?;
                token(credentials, region.as_ref(), host, *port, user, SystemTime::now())
            }
        }
    }
}

async fn secret(client: &aws_sdk_secretsmanager::Client, arn: &str) -> Result<String, PasswordError> {
    let answer = client.get_secret_value().secret_id(arn).send().await;
    let answer =
        answer.map_err(|error| PasswordError::Secret(aws_sdk_secretsmanager::error::DisplayErrorContext(error).to_string()))?;
    let text = answer.secret_string().ok_or_else(|| PasswordError::Secret("it holds no text".to_owned()))?;
    // What the parser says could quote the secret.
    let secret: RdsSecret =
        serde_json::from_str(text).map_err(|_| PasswordError::Secret("it is not JSON with a `password`".to_owned()))?;
    Ok(secret.password)
}

/// A token that the database takes for a password: a signed address, without its scheme (RDS User Guide, "Connecting to your DB
/// instance using IAM authentication").
fn token(
    credentials: Credentials,
    region: &str,
    host: &str,
    port: u16,
    user: &str,
    now: SystemTime,
) -> Result<String, PasswordError> {
    let failed = |why: &dyn std::fmt::Display| PasswordError::Token(why.to_string());
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(TOKEN_LIFE);
    let identity = credentials.into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name("rds-db")
        .time(now)
        .settings(settings)
        .build()
        .map_err(|error| failed(&error))?;
    let user: String = user.bytes().map(encoded).collect();
    let address = format!("https://{host}:{port}/?Action=connect&DBUser={user}");
    let request =
        SignableRequest::new("GET", &address, std::iter::empty(), SignableBody::Bytes(&[])).map_err(|error| failed(&error))?;
    let (signed, _) = sign(request, &parameters.into()).map_err(|error| failed(&error))?.into_parts();
    let (_, parameters) = signed.into_parts();
    let mut token = address.trim_start_matches("https://").to_owned();
    for (name, value) in parameters {
        token.push('&');
        token.push_str(name);
        token.push('=');
        token.extend(value.bytes().map(encoded));
    }
    Ok(token)
}

/// A byte as it stands in a query.
fn encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn a_token_is_a_signed_address_without_a_scheme() {
        let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_764_374_400);
        let token = token(credentials, "us-east-1", "db.example.com", 5432, "task api", now).expect("it can be signed");
        assert!(token.starts_with("db.example.com:5432/?Action=connect&DBUser=task%20api&"), "{token}");
        for part in [
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Credential=AKIDEXAMPLE%2F20251129%2Fus-east-1%2Frds-db%2Faws4_request",
            "X-Amz-Expires=900",
            "X-Amz-Signature=",
        ] {
            assert!(token.contains(part), "{part} is not in {token}");
        }
    }
}
