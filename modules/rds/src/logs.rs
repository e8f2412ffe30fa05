//! The log groups of the instances.

use aws::{CloudwatchLogGroup, CloudwatchLogGroupReference, KmsKeyReference};
use terraform::{Document, Resource};

use crate::config::{CheckedReadReplica, Rds};

/// The logs that RDS for PostgreSQL exports (RDS User Guide, "Publishing PostgreSQL logs to Amazon CloudWatch Logs").
pub(crate) const EXPORTED: [&str; 2] = ["postgresql", "upgrade"];

/// The log groups of the exported logs.
///
/// RDS makes a group that is missing itself, without retention and without the key: these have to be there before the instance.
pub(crate) fn log_groups(document: &mut Document, rds: &Rds, key: &KmsKeyReference) -> [CloudwatchLogGroupReference; 2] {
    of_instance(document, rds, "", &rds.identifier, key)
}

/// The log groups of the read replica, as those of the instance.
pub(crate) fn replica_log_groups(
    document: &mut Document,
    rds: &Rds,
    replica: &CheckedReadReplica,
    key: &KmsKeyReference,
) -> [CloudwatchLogGroupReference; 2] {
    of_instance(document, rds, "replica_", &replica.identifier, key)
}

fn of_instance(
    document: &mut Document,
    rds: &Rds,
    label: &str,
    identifier: &str,
    key: &KmsKeyReference,
) -> [CloudwatchLogGroupReference; 2] {
    EXPORTED.map(|log| {
        document.resource(Resource::new(
            format!("{label}{log}"),
            CloudwatchLogGroup::new()
                .name(format!("{}{log}", log_group_prefix(identifier)))
                .retention_in_days(rds.logs.retention_days.get())
                // Slow statements are written with the data in them.
                .kms_key_id(key.arn()),
        ))
    })
}

/// What the names of an instance's log groups begin with; RDS sets it.
pub(crate) fn log_group_prefix(identifier: &str) -> String {
    format!("/aws/rds/instance/{identifier}/")
}
