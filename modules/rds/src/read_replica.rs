//! The read replica: an instance that follows the database and answers queries that only read.
//!
//! RDS makes one of a database only while it does not keep the master user's password itself (RDS User Guide, "Password management with
//! Amazon RDS and AWS Secrets Manager", limitations; it holds for all engines but SQL Server). Blue/green deployments have the same
//! limitation, Multi-AZ has not.

use aws::{CloudwatchLogGroupReference, DbInstance, DbInstanceReference, DbInstanceRequired};
use domain::{PerformanceInsightsRetention, StorageGib};
use terraform::{Addressed, Document, Resource};

use crate::config::{CheckedReadReplica, Origin, Rds};
use crate::instance::Surroundings;
use crate::interface::Variables;
use crate::logs::EXPORTED;

/// The replica of this instance.
///
/// User, password, database, engine version, key, subnets and port are the source's. Its security groups are not: without any, RDS
/// takes the default group of the VPC (RDS API Reference, `CreateDBInstanceReadReplica`).
pub(crate) fn read_replica(
    document: &mut Document,
    rds: &Rds,
    replica: &CheckedReadReplica,
    source: &DbInstanceReference,
    surroundings: &Surroundings,
    log_groups: &[CloudwatchLogGroupReference; 2],
    variables: &Variables,
) -> DbInstanceReference {
    let insights = rds.performance_insights_retention;
    let instance = DbInstance::new(DbInstanceRequired { instance_class: replica.instance_class.to_string().into() })
        .identifier(replica.identifier.as_str())
        .replicate_source_db(source.identifier())
        .multi_az(replica.multi_az)
        .vpc_security_group_ids([&variables.database_security_group_id])
        .publicly_accessible(false)
        .storage_encrypted(true)
        .max_allocated_storage(rds.storage.autoscaling_limit.map(StorageGib::get))
        .iam_database_authentication_enabled(rds.iam_database_authentication)
        .parameter_group_name(surroundings.parameter_group.name())
        .auto_minor_version_upgrade(!rds.engine_version.is_exact())
        .apply_immediately(rds.maintenance.apply_immediately)
        .maintenance_window(rds.maintenance.window.to_string())
        .copy_tags_to_snapshot(true)
        .deletion_protection(rds.deletion.protection)
        // Of a replica RDS makes no last snapshot (RDS API Reference, `DeleteDBInstance`): all that it holds is in its source.
        .skip_final_snapshot(true)
        .enabled_cloudwatch_logs_exports(EXPORTED)
        .monitoring_interval(rds.monitoring.interval_seconds.get())
        .monitoring_role_arn(surroundings.monitoring_role.as_ref().map(|monitoring| monitoring.role.arn()))
        .database_insights_mode(rds.monitoring.database_insights_mode.as_str())
        .performance_insights_enabled(insights.is_some())
        .performance_insights_retention_period(insights.map(PerformanceInsightsRetention::get))
        .performance_insights_kms_key_id(insights.map(|_| surroundings.key.arn()));
    let instance = match rds.origin {
        // Without a type RDS chooses one of its own, and not the source's.
        Origin::Empty => {
            instance.storage_type(rds.storage.kind.as_str()).iops(rds.storage.iops).storage_throughput(rds.storage.throughput_mib)
        }
        // The source's storage is its backup's, which is not known here.
        Origin::Snapshot(_) | Origin::PointInTime(_) => instance,
    };
    let log_groups = log_groups.iter().map(|log_group| log_group as &dyn Addressed);
    let permissions = surroundings.monitoring_role.iter().map(|monitoring| &monitoring.permissions as &dyn Addressed);
    document.resource(Resource::new("replica", instance).depends_on(log_groups.chain(permissions)))
}
