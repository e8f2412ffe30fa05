//! The settings of the database: the section `[rds]`, as typed and as checked.

mod check;
mod check_existing;
mod check_read_replica;
mod checked;
mod existing;
mod parameter;
mod parameter_table;
mod read_replica;
mod replication_regions;
mod restore;
mod section;
mod storage;
mod typed;

pub use checked::Rds;
pub(crate) use checked::{Origin, Replication};
pub use existing::{Existing, ExistingDatabase, Way};
pub use parameter::{ApplyMethod, Parameter, ParameterName, ParameterNameError};
pub use read_replica::ReadReplica;
pub(crate) use read_replica::{CheckedReadReplica, Password};
pub use replication_regions::replication_destinations;
pub use restore::{PointInTime, Restore, RestoreSource, RestoreSourceError, RestoreTime, RestoreTimeError};
pub use section::{Database, Section};
pub use typed::{Backups, Config, DatabaseInsightsMode, Deletion, Logs, Maintenance, Monitoring, Storage};
