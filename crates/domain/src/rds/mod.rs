//! The nouns of RDS for PostgreSQL. It must not know how an instance is put together.

mod existing;
mod instance_class;
mod instance_class_table;
mod postgres_version;
mod settings;
mod snapshot;
mod window;

pub use existing::{DatabaseResourceId, ExistingDatabaseName};
pub use instance_class::{InstanceClass, InstanceClassError};
pub use postgres_version::{ExtendedSupport, PostgresVersion, PostgresVersionError};
pub use settings::{BackupRetention, MonitoringInterval, PasswordVersion, PerformanceInsightsRetention, StorageGib, StorageType};
pub use snapshot::SnapshotIdentifier;
pub use window::{BackupWindow, MaintenanceWindow, ShortestWindow, WindowError, windows_overlap};
