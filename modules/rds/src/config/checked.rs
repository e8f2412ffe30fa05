//! The section as checked.

use std::ops::Deref;

use domain::{
    BackupRetention, DatabaseName, DatabaseUser, KmsKeyArn, PerformanceInsightsRetention, SnapshotIdentifier, StorageGib,
};

use super::read_replica::{CheckedReadReplica, Password};
use super::restore::PointInTime;
use super::storage::CheckedStorage;
use super::typed::Config;

/// The checked settings of the database.
#[derive(Clone, Debug)]
pub struct Rds {
    /// What holds as it was typed. What checking makes another thing of stands below under the same name, and hides it.
    pub(crate) typed: Config,
    pub(crate) identifier: String,
    pub(crate) database_name: DatabaseName,
    pub(crate) username: DatabaseUser,
    pub(crate) password: Password,
    pub(crate) storage: CheckedStorage,
    /// How the backups are kept in the second region, if they are replicated.
    pub(crate) replication: Option<Replication>,
    /// The last snapshot's identifier, if one is made.
    pub(crate) final_snapshot: Option<String>,
    /// How long Performance Insights keeps what it recorded, if it is on.
    pub(crate) performance_insights_retention: Option<PerformanceInsightsRetention>,
    pub(crate) read_replica: Option<CheckedReadReplica>,
    pub(crate) origin: Origin,
}

/// How the backups are kept in the second region.
#[derive(Clone, Debug)]
pub(crate) struct Replication {
    pub(crate) retention: BackupRetention,
    /// The key under which they lie, where that is none of the environment's.
    pub(crate) key: Option<KmsKeyArn>,
}

/// From what the instance begins.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    Empty,
    Snapshot(SnapshotIdentifier),
    PointInTime(PointInTime),
}

impl Deref for Rds {
    type Target = Config;

    fn deref(&self) -> &Config {
        &self.typed
    }
}

impl Rds {
    /// The instance's identifier.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// The identifiers of the instance and of its read replica.
    pub(crate) fn identifiers(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.identifier.as_str()).chain(self.read_replica.iter().map(|replica| replica.identifier.as_str()))
    }

    /// The storage with which the instance begins.
    pub fn allocated_storage(&self) -> StorageGib {
        self.storage.allocated
    }

    /// Whether a read replica follows the database. Its password takes [`crate::READ_REPLICA_REQUIRES`].
    pub fn has_read_replica(&self) -> bool {
        self.read_replica.is_some()
    }

    /// Whether the backups are replicated, for which the module needs [`crate::disaster_recovery`].
    pub fn replicates_backups(&self) -> bool {
        self.replication.is_some()
    }
}
