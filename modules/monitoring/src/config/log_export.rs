//! The settings of the export of logs, as typed. It must not know how the logs get there.

use domain::{ArchiveAge, ObjectRetentionDays, RetentionDays};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The services' logs in a bucket, for the time after CloudWatch has forgotten them.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LogExport {
    /// Whether the services' logs are exported. What was written before it was set is not.
    pub enabled: bool,
    /// After how many days what was exported moves to S3 Glacier Flexible Retrieval, cheaper to keep and hours to get back; objects
    /// below 128 KiB stay where they are.
    pub archive_after_days: ArchiveAge,
    /// After how many days what was exported goes.
    pub retention_days: ObjectRetentionDays,
    /// How many days the record of exports that failed is kept.
    pub failure_retention_days: RetentionDays,
}

impl Default for LogExport {
    fn default() -> Self {
        Self {
            enabled: false,
            archive_after_days: ArchiveAge::of::<90>(),
            retention_days: ObjectRetentionDays::of::<730>(),
            failure_retention_days: RetentionDays::of::<30>(),
        }
    }
}
