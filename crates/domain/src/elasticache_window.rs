//! The windows of time in which ElastiCache takes snapshots and changes nodes: written as those of RDS, and longer. It must not know the cache.

use std::str::FromStr;

use crate::edge::{crosses_as_text, pattern, schema, shown_as_its_own};
use crate::rds::{BackupWindow, MaintenanceWindow, ShortestWindow, WindowError, windows_overlap};
use crate::time::TimeOfDay;

/// ElastiCache API Reference, `CreateReplicationGroup`, `SnapshotWindow` and `PreferredMaintenanceWindow`: an hour at the least.
const OF_ELASTICACHE: ShortestWindow = ShortestWindow { service: "ElastiCache", minutes: 60 };

/// The daily window in which ElastiCache takes a snapshot, in UTC, such as `03:00-04:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CacheSnapshotWindow(BackupWindow);

/// The weekly window in which ElastiCache changes nodes, in UTC, such as `sun:04:30-sun:05:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CacheMaintenanceWindow(MaintenanceWindow);

crosses_as_text!(
    CacheSnapshotWindow,
    schema(
        "a window for snapshots",
        "The daily window of a cache's snapshot, in UTC, at least an hour long.",
        pattern("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"),
        ["03:00-04:00"],
    )
);

crosses_as_text!(
    CacheMaintenanceWindow,
    schema(
        "a maintenance window",
        "The weekly window of a cache's maintenance, in UTC, at least an hour and less than a day long.",
        pattern(concat!(
            "^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]",
            "-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$"
        )),
        ["sun:04:30-sun:05:30"],
    )
);

impl CacheSnapshotWindow {
    /// When it begins.
    pub fn start(self) -> TimeOfDay {
        self.0.start()
    }

    /// Whether the two overlap on some day, which ElastiCache forbids.
    pub fn overlaps(self, maintenance: CacheMaintenanceWindow) -> bool {
        windows_overlap(self.0, maintenance.0)
    }
}

impl FromStr for CacheSnapshotWindow {
    type Err = WindowError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        BackupWindow::parse(value, "a window for snapshots", OF_ELASTICACHE).map(Self)
    }
}

impl FromStr for CacheMaintenanceWindow {
    type Err = WindowError;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        MaintenanceWindow::parse(value, "a maintenance window", OF_ELASTICACHE).map(Self)
    }
}

shown_as_its_own!(CacheSnapshotWindow);

shown_as_its_own!(CacheMaintenanceWindow);
