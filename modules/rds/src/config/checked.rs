//! The section as checked.

use std::collections::BTreeMap;

use domain::{
    BackupRetention, DatabaseName, DatabaseUser, InstanceClass, KeyDeletionWindow, KmsKeyArn, PerformanceInsightsRetention, Port,
    PostgresVersion, SnapshotIdentifier, StorageGib,
};

use super::parameter::{Parameter, ParameterName};
use super::read_replica::{CheckedReadReplica, Password};
use super::restore::PointInTime;
use super::storage::CheckedStorage;
use super::typed::{Backups, Deletion, Logs, Maintenance, Monitoring};

/// The checked settings of the database.
#[derive(Clone, Debug)]
pub struct Rds {
    pub(crate) identifier: String,
    pub(crate) instance_class: InstanceClass,
    pub(crate) engine_version: PostgresVersion,
    pub(crate) multi_az: bool,
    pub(crate) database_name: DatabaseName,
    pub(crate) username: DatabaseUser,
    pub(crate) port: Port,
    pub(crate) iam_database_authentication: bool,
    pub(crate) password: Password,
    pub(crate) key_deletion_window_days: KeyDeletionWindow,
    pub(crate) maintenance: Maintenance,
    pub(crate) storage: CheckedStorage,
    pub(crate) backups: Backups,
    /// How the backups are kept in the second region, if they are replicated.
    pub(crate) replication: Option<Replication>,
    pub(crate) deletion: Deletion,
    /// The last snapshot's identifier, if one is made.
    pub(crate) final_snapshot: Option<String>,
    pub(crate) monitoring: Monitoring,
    /// How long Performance Insights keeps what it recorded, if it is on.
    pub(crate) performance_insights_retention: Option<PerformanceInsightsRetention>,
    pub(crate) logs: Logs,
    pub(crate) parameters: BTreeMap<ParameterName, Parameter>,
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

impl Rds {
    /// The instance's identifier.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// The identifiers of the instance and of its read replica.
    pub(crate) fn identifiers(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.identifier.as_str()).chain(self.read_replica.iter().map(|replica| replica.identifier.as_str()))
    }

    /// The instance class.
    pub fn instance_class(&self) -> InstanceClass {
        self.instance_class
    }

    /// The port on which the database listens.
    pub fn port(&self) -> Port {
        self.port
    }

    /// The storage with which the instance begins.
    pub fn allocated_storage(&self) -> StorageGib {
        self.storage.allocated
    }

    /// Whether a standby stands by.
    pub fn multi_az(&self) -> bool {
        self.multi_az
    }

    /// Whether users may log in with a token of IAM's.
    pub fn iam_database_authentication(&self) -> bool {
        self.iam_database_authentication
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
