//! The instance.

use aws::db_instance::RestoreToPointInTime;
use aws::{
    CloudwatchLogGroupReference, DbInstance, DbInstanceReference, DbInstanceRequired, DbParameterGroupReference,
    DbSubnetGroupReference, KmsKeyReference,
};
use domain::{PerformanceInsightsRetention, StorageGib};
use terraform::{Addressed, Document, Lifecycle, Resource, Value};

use crate::config::{Origin, PointInTime, Rds, RestoreSource};
use crate::interface::Variables;
use crate::logs::EXPORTED;
use crate::monitoring::MonitoringRole;
use crate::password::OwnSecret;

/// What has to be there before the instance.
pub(crate) struct Surroundings {
    pub(crate) key: KmsKeyReference,
    pub(crate) subnet_group: DbSubnetGroupReference,
    pub(crate) parameter_group: DbParameterGroupReference,
    pub(crate) log_groups: [CloudwatchLogGroupReference; 2],
    pub(crate) monitoring_role: Option<MonitoringRole>,
    /// The module's own secret; without one RDS makes and keeps the password.
    pub(crate) own_secret: Option<OwnSecret>,
}

/// The instance.
pub(crate) fn instance(
    document: &mut Document,
    rds: &Rds,
    surroundings: &Surroundings,
    variables: &Variables,
) -> DbInstanceReference {
    let instance = DbInstance::new(DbInstanceRequired { instance_class: rds.instance_class.to_string().into() })
        .identifier(rds.identifier.as_str())
        .engine("postgres");
    let instance = origin(instance, rds, surroundings);
    let instance = network(instance, rds, surroundings, variables);
    let instance = access(instance, rds, surroundings);
    let instance = backups(instance, rds);
    let instance = upgrades(instance, rds, surroundings);
    let instance = monitoring(instance, rds, surroundings);

    let lifecycle = Lifecycle::new()
        // How an instance began is no property that it could change: to set or to take back a restore, which may have brought its
        // own key, would replace a living database. It works when the instance is made, and never after.
        .ignore_changes([
            DbInstance::SNAPSHOT_IDENTIFIER.name(),
            DbInstance::RESTORE_TO_POINT_IN_TIME.name(),
            DbInstance::KMS_KEY_ID.name(),
        ]);
    // The storage that autoscaling added, and the minor version that RDS chose behind `15`, need no place in this list: the provider
    // tolerates both by itself (its page `aws_db_instance`: `max_allocated_storage`, `engine_version`).
    document.resource(Resource::new("main", instance).lifecycle(lifecycle).depends_on(before(surroundings)))
}

/// From what the instance begins.
fn origin(instance: DbInstance, rds: &Rds, surroundings: &Surroundings) -> DbInstance {
    let version = rds.engine_version;
    let storage = &rds.storage;
    // What follows from a backup is the backup's: master user, database, key and storage. RDS takes none of the first three (RDS API
    // Reference, `RestoreDBInstanceFromDBSnapshot`, `RestoreDBInstanceToPointInTime`), and given the size of before the autoscaling it
    // refuses to shrink. Nor is `15` a version to which it could move an instance of `15.17`, so only an exact one is given.
    let restored = |instance: DbInstance| instance.engine_version(version.is_exact().then(|| version.to_string()));
    match &rds.origin {
        Origin::Empty => instance
            .engine_version(version.to_string())
            .db_name(rds.database_name.as_str())
            .username(rds.username.as_str())
            .storage_type(storage.kind.as_str())
            .allocated_storage(storage.allocated.get())
            .iops(storage.iops)
            .storage_throughput(storage.throughput_mib)
            .kms_key_id(storage.key.as_ref().map_or_else(|| surroundings.key.arn().into(), |key| Value::from(key.to_string()))),
        Origin::Snapshot(snapshot) => restored(instance).snapshot_identifier(snapshot.as_str()),
        Origin::PointInTime(moment) => restored(instance).restore_to_point_in_time(point_in_time(moment)),
    }
    .max_allocated_storage(storage.autoscaling_limit.map(StorageGib::get))
    .storage_encrypted(true)
}

fn point_in_time(PointInTime { source, time }: &PointInTime) -> RestoreToPointInTime {
    let block = RestoreToPointInTime::new();
    let block = match source {
        RestoreSource::Instance(identifier) => block.source_db_instance_identifier(identifier.as_str()),
        RestoreSource::ResourceId(id) => block.source_dbi_resource_id(id.as_str()),
        RestoreSource::AutomatedBackups(arn) => block.source_db_instance_automated_backups_arn(arn.to_string()),
    };
    match time {
        Some(time) => block.restore_time(time.as_str()),
        None => block.use_latest_restorable_time(true),
    }
}

fn network(instance: DbInstance, rds: &Rds, surroundings: &Surroundings, variables: &Variables) -> DbInstance {
    instance
        .multi_az(rds.multi_az)
        .db_subnet_group_name(surroundings.subnet_group.name())
        .vpc_security_group_ids([&variables.database_security_group_id])
        .port(rds.port.get())
        .publicly_accessible(false)
}

/// Who gets in.
///
/// The certificate authority is left to AWS's default, `rds-ca-rsa2048-g1`, under which RDS renews the server's certificate by itself
/// (RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance").
fn access(instance: DbInstance, rds: &Rds, surroundings: &Surroundings) -> DbInstance {
    let instance = match &surroundings.own_secret {
        None => instance.manage_master_user_password(true).master_user_secret_kms_key_id(surroundings.key.arn()),
        Some(secret) => instance.password_wo(&secret.password).password_wo_version(secret.version.get()),
    };
    instance.iam_database_authentication_enabled(rds.iam_database_authentication)
}

fn backups(instance: DbInstance, rds: &Rds) -> DbInstance {
    instance
        .backup_retention_period(rds.backups.retention_days.get())
        .backup_window(rds.backups.window.to_string())
        .copy_tags_to_snapshot(true)
        .delete_automated_backups(!rds.backups.kept_after_deletion)
        .deletion_protection(rds.deletion.protection)
        .skip_final_snapshot(rds.final_snapshot.is_none())
        .final_snapshot_identifier(rds.final_snapshot.as_deref())
}

fn upgrades(instance: DbInstance, rds: &Rds, surroundings: &Surroundings) -> DbInstance {
    let maintenance = &rds.maintenance;
    instance
        .parameter_group_name(surroundings.parameter_group.name())
        // Who names an exact minor version wants that one.
        .auto_minor_version_upgrade(!rds.engine_version.is_exact())
        .allow_major_version_upgrade(maintenance.allow_major_version_upgrade)
        .apply_immediately(maintenance.apply_immediately)
        .maintenance_window(maintenance.window.to_string())
}

fn monitoring(instance: DbInstance, rds: &Rds, surroundings: &Surroundings) -> DbInstance {
    let insights = rds.performance_insights_retention;
    instance
        .enabled_cloudwatch_logs_exports(EXPORTED)
        .monitoring_interval(rds.monitoring.interval_seconds.get())
        .monitoring_role_arn(surroundings.monitoring_role.as_ref().map(|monitoring| monitoring.role.arn()))
        .database_insights_mode(rds.monitoring.database_insights_mode.as_str())
        .performance_insights_enabled(insights.is_some())
        .performance_insights_retention_period(insights.map(PerformanceInsightsRetention::get))
        .performance_insights_kms_key_id(insights.map(|_| surroundings.key.arn()))
}

/// What no argument refers to, or refers to only in part: log groups that RDS would make itself, the role's permissions.
fn before(surroundings: &Surroundings) -> Vec<&dyn Addressed> {
    let log_groups = surroundings.log_groups.iter().map(|log_group| log_group as &dyn Addressed);
    let permissions = surroundings.monitoring_role.iter().map(|monitoring| &monitoring.permissions as &dyn Addressed);
    log_groups.chain(permissions).collect()
}
