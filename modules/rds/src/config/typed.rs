//! The section as typed. It must not know how it is checked.

use std::collections::BTreeMap;

use domain::{
    BackupRetention, BackupWindow, DatabaseName, DatabaseUser, InstanceClass, KeyDeletionWindow, KmsKeyArn, MaintenanceWindow,
    MonitoringInterval, PasswordVersion, PerformanceInsightsRetention, Port, PostgresVersion, ProjectName, RetentionDays,
    RotationDays, SnapshotIdentifier, StorageGib, StorageType,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::existing::{self, Existing};
use super::parameter::{Parameter, ParameterName};
use super::read_replica::ReadReplica;
use super::restore::Restore;

/// The database.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The instance class: how much CPU and memory the database has.
    pub instance_class: InstanceClass,
    /// The version of PostgreSQL. A major one (`"15"`) means the newest minor of it, and RDS upgrades to the next minor by itself; an
    /// exact one (`"15.17"`) stays. Going to the next major takes both settings of `maintenance` too: at once, since the old parameter group
    /// cannot go as long as the instance has it.
    pub engine_version: PostgresVersion,
    /// Whether a standby in another zone takes over when the instance or its zone is lost.
    pub multi_az: bool,
    /// The database that RDS makes in the instance; without this setting it is called after the project, with `_` for `-`. It cannot be
    /// changed without making the instance anew.
    pub database_name: Option<DatabaseName>,
    /// The master user; without this setting the first ten letters of the project's name and `_admin`. It cannot be changed without making
    /// the instance anew.
    pub username: Option<DatabaseUser>,
    /// The port on which the database listens, from 1150.
    pub port: Port,
    /// Whether database users may also log in with a token of IAM's instead of a password.
    pub iam_database_authentication: bool,
    /// After how many days RDS gives the master user a new password; without this setting 7. A task that is running keeps the one that it
    /// got when it started, and cannot connect anew with it: only a new task gets the next. With `read_replica` there is no rotation.
    pub password_rotation_days: Option<RotationDays>,
    /// With `read_replica` only: which password the master user has; without this setting 1.
    ///
    /// Another number makes another password, at once. Running tasks keep the old one and cannot connect anew with it, so start new ones
    /// after. Raise it as well when the secret and the database disagree, whatever the reason.
    pub password_version: Option<PasswordVersion>,
    /// How many days the database's keys, and a secret of the module's own, can still be saved after they were scheduled for deletion.
    pub key_deletion_window_days: KeyDeletionWindow,
    /// When and how the instance is changed.
    pub maintenance: Maintenance,
    /// The storage.
    pub storage: Storage,
    /// The automated backups, from which every moment of the retention can be restored.
    pub backups: Backups,
    /// What keeps the database from being deleted, and what is left when it is.
    pub deletion: Deletion,
    /// What is measured of the instance, beyond CloudWatch's own metrics.
    pub monitoring: Monitoring,
    /// What the database writes to its log.
    pub logs: Logs,
    /// Parameters of PostgreSQL by name, beyond those that the other settings stand for.
    pub parameters: BTreeMap<ParameterName, Parameter>,
    /// A second instance that follows the database, and answers queries that only read: `[rds.read_replica]` alone is enough.
    ///
    /// RDS makes none while it keeps the master user's password itself. So with a replica Secrets Manager makes the password while
    /// Terraform applies, and it is kept in a secret of this environment, in neither a file nor Terraform's state; this takes
    /// Terraform 1.11 or newer.
    ///
    /// A database that stands already gets another password with this setting, so start new tasks after. The way back goes by RDS:
    /// delete the replica there, let RDS keep the password again (`aws rds modify-db-instance --manage-master-user-password
    /// --master-user-secret-kms-key-id alias/<project>-database-<environment>`), and only then take the setting out and apply. That is another
    /// password as well.
    pub read_replica: Option<ReadReplica>,
    /// The backup from which the instance begins instead of being empty.
    ///
    /// It is read when the instance is made, and never after: it may stay, and has to stay as long as the backup's user, database or size
    /// is another than the settings say, since those are the backup's. The backup has to be encrypted. Where the old instance still
    /// stands, rename it in RDS and take it out of Terraform's state first: the new one gets its name, and so its host name.
    pub restore: Option<Restore>,
    /// A database that exists already, and of which nothing is managed here: services get its host, port, name and secret as they would of one of
    /// their own, and are let out to it. Of the other settings of `[rds]` only `port` holds for it.
    #[serde(deserialize_with = "existing::or_name")]
    pub existing: Option<Existing>,
}

/// When and how the instance is changed.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Maintenance {
    /// The weekly window in which RDS changes the instance, in UTC; it must not overlap the backup window.
    pub window: MaintenanceWindow,
    /// Whether a change is made at once, perhaps with a reboot, instead of in the window.
    pub apply_immediately: bool,
    /// Whether `engine_version` may be raised to another major version. Only for as long as that takes.
    pub allow_major_version_upgrade: bool,
}

/// The storage.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Storage {
    /// The kind of storage: `gp3` is for general purposes; `io1` and `io2` have the IOPS that `iops` says.
    #[serde(rename = "type")]
    pub kind: StorageType,
    /// The storage with which the instance begins, in GiB. It can grow and never shrink.
    pub allocated_gib: StorageGib,
    /// Up to how many GiB RDS enlarges the storage by itself, at least a tenth more than `allocated_gib`; the same turns it off. Without
    /// this setting twice `allocated_gib`, or as much as the IOPS of `io1` and `io2` allow.
    pub max_allocated_gib: Option<StorageGib>,
    /// The IOPS: needed by `io1` and `io2`; of `gp3` from 400 GiB only, where it has 12000 without this setting.
    pub iops: Option<u32>,
    /// The throughput in MiB a second, of `gp3` from 400 GiB only, where it has 500 without this setting.
    pub throughput_mib: Option<u32>,
    /// A key of your own, in this region, under which the storage lies, and with it every snapshot and backup; without this setting a key that
    /// the environment makes, and that `terraform destroy` schedules for deletion. What is left of the database then stays readable.
    ///
    /// It is read when the database is made, and never after: RDS keeps the key of one that stands. With `restore` it has to be the key of the
    /// backup, which RDS keeps as well.
    pub key_arn: Option<KmsKeyArn>,
}

/// The automated backups.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Backups {
    /// For how many days they are kept; 0 turns them off.
    pub retention_days: BackupRetention,
    /// The daily window in which the snapshot is taken, in UTC.
    pub window: BackupWindow,
    /// Whether they outlive a deleted instance until their retention ends.
    pub kept_after_deletion: bool,
    /// Whether they are replicated to the disaster recovery region, under a key of that region.
    pub replicated: bool,
    /// For how many days they are kept in that region; without this setting as long as in the first one.
    pub replicated_retention_days: Option<BackupRetention>,
    /// A key of your own, in the disaster recovery region, under which the replicated backups lie; without this setting a key that the environment
    /// makes, and that `terraform destroy` schedules for deletion, while the copies are kept until their retention ends. They then stay readable.
    ///
    /// For a database whose backups are replicated already under another key, RDS refuses it until the copies under that one are deleted.
    pub replicated_key_arn: Option<KmsKeyArn>,
}

/// What keeps the database from being deleted, and what is left when it is.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Deletion {
    /// Whether RDS refuses to delete the instance until this is turned off.
    pub protection: bool,
    /// Whether RDS makes a last snapshot before it deletes the instance.
    pub final_snapshot: bool,
    /// The last snapshot's identifier; without this setting `<project>-<environment>-final`. A second database of that name needs another
    /// one: RDS deletes nothing while a snapshot has the name.
    pub final_snapshot_identifier: Option<SnapshotIdentifier>,
}

/// What is measured of the instance, beyond CloudWatch's own metrics.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Monitoring {
    /// Every how many seconds Enhanced Monitoring measures the operating system; 0 turns it off.
    pub interval_seconds: MonitoringInterval,
    /// How much CloudWatch Database Insights shows: `standard` is free and keeps seven days; `advanced` is billed by the virtual CPU and keeps 15
    /// months, for which Performance Insights has to be on.
    pub database_insights_mode: DatabaseInsightsMode,
    /// Whether Performance Insights records which statements the database spends its time on.
    pub performance_insights: bool,
    /// For how many days Performance Insights keeps what it recorded; without this setting 7, which are free, and 465 with
    /// `database_insights_mode = "advanced"`, which takes no other.
    pub performance_insights_retention_days: Option<PerformanceInsightsRetention>,
}

/// How much CloudWatch Database Insights shows of a database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DatabaseInsightsMode {
    /// Seven days, free.
    #[default]
    Standard,
    /// Fifteen months, with locks, plans and a view of all databases.
    Advanced,
}

/// What the database writes to its log.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Logs {
    /// For how many days the log groups keep their events.
    pub retention_days: RetentionDays,
    /// Whether every connection and its end is logged.
    pub connections: bool,
    /// From how many milliseconds on a statement is logged, with the values in it, at most 65535; 0 logs none.
    pub slow_statement_milliseconds: u16,
}

impl Config {
    /// The master user of a project's database.
    pub fn username_in(&self, project: &ProjectName) -> DatabaseUser {
        self.username.clone().unwrap_or_else(|| DatabaseUser::of_project(project))
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            instance_class: "db.t3.small".parse().expect("RDS has this class"),
            engine_version: "15".parse().expect("RDS runs this version"),
            multi_az: true,
            database_name: None,
            username: None,
            port: Port::POSTGRESQL,
            iam_database_authentication: false,
            password_rotation_days: None,
            password_version: None,
            key_deletion_window_days: KeyDeletionWindow::of::<30>(),
            maintenance: Maintenance::default(),
            storage: Storage::default(),
            backups: Backups::default(),
            deletion: Deletion::default(),
            monitoring: Monitoring::default(),
            logs: Logs::default(),
            parameters: BTreeMap::new(),
            read_replica: None,
            restore: None,
            existing: None,
        }
    }
}

impl DatabaseInsightsMode {
    /// The word that the RDS API has for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Advanced => "advanced",
        }
    }
}

impl Default for Maintenance {
    fn default() -> Self {
        Self {
            window: "sun:04:30-sun:05:30".parse().expect("it is a window"),
            apply_immediately: false,
            allow_major_version_upgrade: false,
        }
    }
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            kind: StorageType::Gp3,
            allocated_gib: StorageGib::of::<100>(),
            max_allocated_gib: None,
            iops: None,
            throughput_mib: None,
            key_arn: None,
        }
    }
}

impl Default for Backups {
    fn default() -> Self {
        Self {
            retention_days: BackupRetention::of::<30>(),
            window: "03:00-04:00".parse().expect("it is a window"),
            kept_after_deletion: true,
            replicated: true,
            replicated_retention_days: None,
            replicated_key_arn: None,
        }
    }
}

impl Default for Deletion {
    fn default() -> Self {
        Self { protection: true, final_snapshot: true, final_snapshot_identifier: None }
    }
}

impl Default for Monitoring {
    fn default() -> Self {
        Self {
            interval_seconds: MonitoringInterval::of::<60>(),
            database_insights_mode: DatabaseInsightsMode::Standard,
            performance_insights: true,
            performance_insights_retention_days: None,
        }
    }
}

impl Default for Logs {
    fn default() -> Self {
        Self { retention_days: RetentionDays::of::<30>(), connections: true, slow_statement_milliseconds: 1000 }
    }
}
