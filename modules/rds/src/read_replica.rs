//! The read replica: a second instance that follows the first one, a little behind, and answers reads.

use aws::{DbInstance, DbInstanceReference, DbInstanceRequired, DbParameterGroupReference};
use domain::PerformanceInsightsRetention;
use terraform::{Document, Resource};

use crate::config::{Rds, ReadReplica};
use crate::instance::Surroundings;
use crate::interface::Variables;

/// The replica. Storage, key, subnets, users and password are the first instance's (RDS API Reference, `CreateDBInstanceReadReplica`).
pub(crate) fn read_replica(
    document: &mut Document,
    rds: &Rds,
    settings: &ReadReplica,
    source: &DbInstanceReference,
    surroundings: &Surroundings,
    variables: &Variables,
) -> DbInstanceReference {
    let ReadReplica { instance_class, multi_az, password_version: _ } = settings;
    let insights = rds.performance_insights_retention;
    let parameter_group: &DbParameterGroupReference = &surroundings.parameter_group;
    let class = instance_class.unwrap_or(rds.instance_class);
    let replica = DbInstance::new(DbInstanceRequired { instance_class: class.to_string().into() })
        .identifier(rds.replica_identifier())
        .replicate_source_db(source.identifier())
        .multi_az(*multi_az)
        .max_allocated_storage(rds.storage.autoscaling_limit.map(domain::StorageGib::get))
        // The replica's storage is encrypted because the first instance's is; said, because the provider takes silence for no.
        .storage_encrypted(true)
        .vpc_security_group_ids([&variables.database_security_group_id])
        .port(rds.port.get())
        .publicly_accessible(false)
        .parameter_group_name(parameter_group.name())
        .iam_database_authentication_enabled(rds.iam_database_authentication)
        .auto_minor_version_upgrade(!rds.engine_version.is_exact())
        .apply_immediately(rds.maintenance.apply_immediately)
        .maintenance_window(rds.maintenance.window.to_string())
        .copy_tags_to_snapshot(true)
        .deletion_protection(rds.deletion.protection)
        // What it holds is the first instance's, whose snapshot is made.
        .skip_final_snapshot(true)
        .monitoring_interval(rds.monitoring.interval_seconds.get())
        .monitoring_role_arn(surroundings.monitoring_role.as_ref().map(|monitoring| monitoring.role.arn()))
        .performance_insights_enabled(insights.is_some())
        .performance_insights_retention_period(insights.map(PerformanceInsightsRetention::get))
        .performance_insights_kms_key_id(insights.map(|_| surroundings.key.arn()));
    document.resource(Resource::new("replica", replica))
}
