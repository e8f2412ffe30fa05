//! The backup from which an instance can begin: a snapshot, or a moment that the automated backups reach.

use std::str::FromStr;

use domain::names::{NameError, NameKind, limited};
use domain::{Arn, ArnError, Date, SnapshotIdentifier, TimeOfDay};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The backup from which the instance begins: either a snapshot or a moment.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Restore {
    /// A snapshot of this region and account.
    pub snapshot: Option<SnapshotIdentifier>,
    /// A moment that the automated backups reach.
    ///
    /// Apply twice: the provider sets retention and window of the backups, the maintenance window and Performance Insights of such an
    /// instance with the next apply only.
    pub point_in_time: Option<PointInTime>,
}

/// A moment that the automated backups reach.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointInTime {
    /// Whose backups: the identifier of an instance that is still there, the resource id (`db-…`) of one that is gone and whose backups
    /// were kept, or the ARN of backups that were replicated to this region.
    #[schemars(extend("examples" = ["task-api-prod"]))]
    pub source: RestoreSource,
    /// The moment, in UTC, such as `"2025-03-01T02:59:00Z"`; without this setting the latest that can be restored.
    #[serde(default)]
    pub time: Option<RestoreTime>,
}

/// Whose automated backups are restored.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub enum RestoreSource {
    /// Those of an instance that is still there, by its identifier.
    Instance(String),
    /// Those that were kept of an instance that is gone, by its resource id.
    ResourceId(String),
    /// Those that were replicated to this region, by their ARN.
    AutomatedBackups(Arn),
}

/// A text names nothing that has automated backups.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RestoreSourceError {
    /// It is no identifier of an instance.
    #[error(transparent)]
    Identifier(NameError),
    /// It begins like an ARN and is none.
    #[error(transparent)]
    Arn(ArnError),
    /// It is the ARN of something else.
    #[error(
        "`{0}` is not the ARN of automated backups, such as `arn:aws:rds:us-west-2:111122223333:auto-backup:ab-abcdefghijklmnop`"
    )]
    Kind(String),
}

/// A moment in UTC, to the second, as the RDS API takes it: `2025-03-01T02:59:00Z`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct RestoreTime(String);

/// A text is no moment in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is not a moment in UTC, which is written like `2025-03-01T02:59:00Z`")]
pub struct RestoreTimeError(String);

impl RestoreTime {
    /// The moment as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RestoreSource {
    type Err = RestoreSourceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("arn:") {
            let arn: Arn = text.parse().map_err(RestoreSourceError::Arn)?;
            let of_backups = arn.service() == "rds" && arn.resource().starts_with("auto-backup:") && arn.region().is_some();
            return if of_backups { Ok(Self::AutomatedBackups(arn)) } else { Err(RestoreSourceError::Kind(text.to_owned())) };
        }
        if is_resource_id(text) {
            return Ok(Self::ResourceId(text.to_owned()));
        }
        limited(NameKind::RdsInstance, text).map(Self::Instance).map_err(RestoreSourceError::Identifier)
    }
}

/// A resource id is in capitals, while RDS keeps every identifier in lower case: neither can be taken for the other.
fn is_resource_id(text: &str) -> bool {
    text.strip_prefix("db-")
        .is_some_and(|id| id.len() >= 20 && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
}

impl FromStr for RestoreTime {
    type Err = RestoreTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        moment(text).map(|()| Self(text.to_owned())).ok_or_else(|| RestoreTimeError(text.to_owned()))
    }
}

fn moment(text: &str) -> Option<()> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    date.parse::<Date>().ok()?;
    let (time, second) = time.rsplit_once(':')?;
    time.parse::<TimeOfDay>().ok()?;
    let is_second = second.len() == 2 && second.bytes().all(|byte| byte.is_ascii_digit()) && second < "60";
    is_second.then_some(())
}

impl TryFrom<String> for RestoreSource {
    type Error = RestoreSourceError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<RestoreSource> for String {
    fn from(source: RestoreSource) -> Self {
        match source {
            RestoreSource::Instance(text) | RestoreSource::ResourceId(text) => text,
            RestoreSource::AutomatedBackups(arn) => arn.to_string(),
        }
    }
}

impl TryFrom<String> for RestoreTime {
    type Error = RestoreTimeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<RestoreTime> for String {
    fn from(RestoreTime(text): RestoreTime) -> Self {
        text
    }
}
