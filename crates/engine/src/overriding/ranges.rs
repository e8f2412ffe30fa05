//! Which numbers AWS accepts for an argument: the provider's schema says only that it is a number, and the settings' own types know more.
//!
//! It holds the arguments for which there is such a type that refuses nothing AWS would take; of all others AWS says it when the plan is applied.

use aws::{
    AppautoscalingTarget, CloudwatchLogGroup, DbInstance, EcsService, ElasticacheReplicationGroup, IamRole, KmsKey, Lb,
    LbListenerRule, LbTargetGroup, SqsQueue,
};
use domain::{
    BackupRetention, CacheSnapshotRetention, GracePeriod, HealthCheckInterval, HealthCheckThreshold, HealthCheckTimeout,
    IdleTimeout, KeyDeletionWindow, MessageDelay, MonitoringInterval, NumberError, PerformanceInsightsRetention, RetentionDays,
    RulePriority, SessionDuration, SlowStart, StorageGib, TaskCount, VisibilityTimeout,
};
use terraform::ResourceType as _;

/// The block in which health is asked.
const HEALTH_CHECK: &str = "health_check";

/// Whether AWS takes a number for an argument of a resource's type, or of a block in it; where nothing is known of it, it does.
///
/// # Errors
/// Which numbers would be right.
pub(super) fn check(kind: &str, block: &str, argument: &str, number: i64) -> Result<(), NumberError> {
    let is = |of: &str, name: &str| kind == of && block == of && argument == name;
    let of_health = |name: &str| kind == LbTargetGroup::TYPE && block == HEALTH_CHECK && argument == name;
    match () {
        () if is(DbInstance::TYPE, "allocated_storage") => of::<StorageGib>(number),
        () if is(DbInstance::TYPE, "backup_retention_period") => of::<BackupRetention>(number),
        () if is(DbInstance::TYPE, "monitoring_interval") => of::<MonitoringInterval>(number),
        () if is(DbInstance::TYPE, "performance_insights_retention_period") => of::<PerformanceInsightsRetention>(number),
        () if is(KmsKey::TYPE, "deletion_window_in_days") => of::<KeyDeletionWindow>(number),
        // With 0 the log is kept for ever.
        () if number != 0 && is(CloudwatchLogGroup::TYPE, "retention_in_days") => of::<RetentionDays>(number),
        () if is(Lb::TYPE, "idle_timeout") => of::<IdleTimeout>(number),
        () if is(LbListenerRule::TYPE, "priority") => of::<RulePriority>(number),
        () if is(LbTargetGroup::TYPE, "slow_start") => of::<SlowStart>(number),
        () if of_health("interval") => of::<HealthCheckInterval>(number),
        () if of_health("timeout") => of::<HealthCheckTimeout>(number),
        () if of_health("healthy_threshold") || of_health("unhealthy_threshold") => of::<HealthCheckThreshold>(number),
        // With 0 a message is never hidden.
        () if number != 0 && is(SqsQueue::TYPE, "visibility_timeout_seconds") => of::<VisibilityTimeout>(number),
        () if is(SqsQueue::TYPE, "delay_seconds") => of::<MessageDelay>(number),
        () if is(EcsService::TYPE, "health_check_grace_period_seconds") => of::<GracePeriod>(number),
        () if is(AppautoscalingTarget::TYPE, "min_capacity") || is(AppautoscalingTarget::TYPE, "max_capacity") => {
            of::<TaskCount>(number)
        }
        () if is(IamRole::TYPE, "max_session_duration") => of::<SessionDuration>(number),
        () if is(ElasticacheReplicationGroup::TYPE, "snapshot_retention_limit") => of::<CacheSnapshotRetention>(number),
        () => Ok(()),
    }
}

fn of<T: TryFrom<i64, Error = NumberError>>(number: i64) -> Result<(), NumberError> {
    T::try_from(number).map(drop)
}

#[cfg(test)]
mod tests {
    use aws::facts::schema::{self, Entry, Type};

    use super::*;

    #[test]
    fn a_number_out_of_range_is_refused_and_what_aws_takes_is_not() {
        let refused = [
            (DbInstance::TYPE, DbInstance::TYPE, "backup_retention_period", 36),
            (DbInstance::TYPE, DbInstance::TYPE, "monitoring_interval", 7),
            (KmsKey::TYPE, KmsKey::TYPE, "deletion_window_in_days", 3),
            (CloudwatchLogGroup::TYPE, CloudwatchLogGroup::TYPE, "retention_in_days", 2),
            (LbTargetGroup::TYPE, HEALTH_CHECK, "timeout", 1),
            (IamRole::TYPE, IamRole::TYPE, "max_session_duration", 60),
        ];
        for (kind, block, argument, number) in refused {
            assert!(check(kind, block, argument, number).is_err(), "{kind} {block} {argument} {number}");
            // The names are the provider's.
            let schema = schema::of(kind).expect("the type is bound");
            let block = if block == kind { Some(schema) } else { schema.get(block).and_then(nested) };
            let entry = block.and_then(|block| block.get(argument));
            assert!(matches!(entry, Some(Entry::Argument(Type::Number))), "{kind} has a number `{argument}`");
        }
        for (kind, argument, number) in [
            (CloudwatchLogGroup::TYPE, "retention_in_days", 0),
            (SqsQueue::TYPE, "visibility_timeout_seconds", 0),
            (DbInstance::TYPE, "backup_retention_period", 0),
            (DbInstance::TYPE, "iops", 7),
        ] {
            assert!(check(kind, kind, argument, number).is_ok(), "{kind} {argument} {number}");
        }
    }

    fn nested(entry: Entry) -> Option<schema::Block> {
        match entry {
            Entry::Block(nested) => Some(nested.block),
            Entry::Argument(_) | Entry::ReadOnly => None,
        }
    }
}
