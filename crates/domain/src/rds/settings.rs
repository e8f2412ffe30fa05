//! The plain numbers and words of an RDS instance. It must not know which go together.

use crate::choice::choice;
use crate::number::Allowed::{Listed, Range};
use crate::number::bounded_number;

bounded_number! {
    /// The storage of a database, in GiB.
    ///
    /// RDS API Reference, `CreateDBInstance`: 20 to 65536 for gp3; io1 and io2 begin at 100, see
    /// [`StorageType::smallest_storage`].
    StorageGib is "a size of storage",
    unit: "GiB",
    allowed: Range(20, 65_536),
    examples: [20, 100],
}

bounded_number! {
    /// For how many days automatic backups are kept; 0 turns them off.
    ///
    /// RDS API Reference, `CreateDBInstance`.
    BackupRetention is "a backup retention",
    unit: "days",
    allowed: Range(0, 35),
    examples: [7, 30],
}

bounded_number! {
    /// How often Enhanced Monitoring measures, in seconds; 0 turns it off.
    ///
    /// RDS API Reference, `CreateDBInstance`.
    MonitoringInterval is "a monitoring interval",
    unit: "seconds",
    allowed: Listed(&[0, 1, 5, 10, 15, 30, 60]),
    examples: [60],
}

bounded_number! {
    /// For how many days Performance Insights keeps what it measured; 7 days are free.
    ///
    /// RDS API Reference, `CreateDBInstance`: 7, 731, or a whole number of months of 31 days, from
    /// 1 to 23.
    PerformanceInsightsRetention is "a Performance Insights retention",
    unit: "days",
    allowed: Listed(&[
        7, 31, 62, 93, 124, 155, 186, 217, 248, 279, 310, 341, 372, 403, 434, 465, 496, 527, 558,
        589, 620, 651, 682, 713, 731,
    ]),
    examples: [7, 731],
}

bounded_number! {
    /// Which password a database has that Terraform sets: another number is another password.
    PasswordVersion is "a version of the password",
    unit: "",
    allowed: Range(1, 1_000_000),
    examples: [1, 2],
}

choice! {
    /// The kind of storage that a database has.
    ///
    /// The older `gp2` and `standard` are left out: AWS recommends gp3 for both.
    StorageType is "a storage type that synth knows",
    "a storage type": "The kind of storage that a database has: general purpose or provisioned IOPS.",
    example: "gp3",
    /// General purpose SSD.
    Gp3 = "gp3",
    /// Provisioned IOPS SSD.
    Io1 = "io1",
    /// Provisioned IOPS SSD of the newer kind, Block Express.
    Io2 = "io2",
}

impl StorageType {
    /// The smallest storage of this type.
    ///
    /// RDS API Reference, `CreateDBInstance`.
    pub fn smallest_storage(self) -> StorageGib {
        match self {
            Self::Gp3 => StorageGib::of::<20>(),
            Self::Io1 | Self::Io2 => StorageGib::of::<100>(),
        }
    }
}
