//! The alarms of the database.

use aws::CloudwatchMetricAlarmReference;
use domain::PositivePercentage;
use terraform::{Document, Expression};

use crate::Context;
use crate::alarm::{Alarm, Breach, MissingData, Trigger};
use crate::config::{DatabaseThresholds, Positive};
use crate::interface::{DatabaseVariables, ReplicaVariables};
use crate::measure;
use crate::subject::Database;

/// The alarms of the database, by ARN.
pub(crate) fn database_alarms(
    document: &mut Document,
    context: &Context,
    variables: &DatabaseVariables,
    thresholds: &DatabaseThresholds,
    database: &Database,
) -> Vec<Expression<String>> {
    let DatabaseThresholds {
        cpu_percent,
        free_storage_percent,
        connections_percent,
        free_memory_percent,
        cpu_credits,
        replica_lag_seconds,
    } = *thresholds;
    let replica = context.replica.zip(replica_lag_seconds.at());
    let alarms = [
        cpu_percent.at().map(|percent| cpu(context, variables, percent)),
        free_storage_percent.at().map(|percent| free_storage(context, variables, free_storage_bytes(percent, database))),
        connections_percent.at().map(|percent| connections(context, variables, connections_threshold(percent, database))),
        free_memory_percent.at().map(|percent| free_memory(context, variables, free_memory_bytes(percent, database))),
        cpu_credits.at().filter(|_| database.is_burstable).map(|credits| credits_left(context, variables, credits)),
        replica.map(|(replica, seconds)| replica_lag(context, replica, seconds)),
    ];
    alarms.into_iter().flatten().map(|alarm| alarm.add(document)).map(|alarm| CloudwatchMetricAlarmReference::arn(&alarm)).collect()
}

/// A quarter of an hour: a nightly job or a vacuum may be busy for some minutes.
fn cpu<'a>(context: &Context<'a>, variables: &DatabaseVariables, percent: PositivePercentage) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::database_cpu(variables),
        breach: Breach::Above(percent.get().into()),
        periods: 3,
        // RDS reports all the time; silence is a stopped instance, which the database's events tell.
        missing_data: MissingData::SaysNothing,
    };
    let description = "the database is busy. First see in Performance Insights which statements take the time.";
    of_database(context, "cpu", trigger, description)
}

fn free_storage<'a>(context: &Context<'a>, variables: &DatabaseVariables, bytes: u64) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::database_free_storage(variables),
        breach: Breach::Below(bytes.into()),
        periods: 3,
        // An instance whose storage is full is shut down, and may fall silent before this has gone off (RDS-EVENT-0221).
        missing_data: MissingData::IsTrouble,
    };
    let description = "the database's storage is nearly full; a full instance is shut down. First see whether storage autoscaling \
                       has reached its largest size, or waits out the six hours after it last grew, then raise the storage.";
    of_database(context, "free-storage", trigger, description)
}

fn connections<'a>(context: &Context<'a>, variables: &DatabaseVariables, most: u64) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::database_connections(variables),
        breach: Breach::Above(most.into()),
        periods: 5,
        // As for CPU.
        missing_data: MissingData::SaysNothing,
    };
    let description = "the database has nearly all the connections that it accepts; further ones are refused. First see how many \
                       tasks run, and how many connections each of them opens.";
    of_database(context, "connections", trigger, description)
}

fn free_memory<'a>(context: &Context<'a>, variables: &DatabaseVariables, bytes: u64) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::database_free_memory(variables),
        breach: Breach::Below(bytes.into()),
        periods: 3,
        // As for CPU.
        missing_data: MissingData::SaysNothing,
    };
    let description = "the database has hardly any memory left; where it runs out, it restarts. First see in Performance Insights which statements \
                       sort and join much, and how many connections there are, then take a larger class.";
    of_database(context, "free-memory", trigger, description)
}

fn credits_left<'a>(context: &Context<'a>, variables: &DatabaseVariables, credits: Positive) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::database_cpu_credits(variables),
        breach: Breach::Below(credits.get().into()),
        periods: 3,
        // As for CPU.
        missing_data: MissingData::SaysNothing,
    };
    let description = "the database has used up its CPU credits: it is slow, or costs more. First see in Performance Insights which statements take \
                       the CPU; where that is the usual load, take a larger class or one that is not of a `t` family.";
    of_database(context, "cpu-credits", trigger, description)
}

fn replica_lag<'a>(context: &Context<'a>, replica: &ReplicaVariables, seconds: Positive) -> Alarm<'a> {
    let trigger = Trigger {
        measure: measure::replica_lag(replica),
        breach: Breach::Above(seconds.get().into()),
        periods: 5,
        // Whoever reads from the replica misses it when it is gone.
        missing_data: MissingData::IsTrouble,
    };
    let description = "the read replica is far behind the database: what is read there is old. First see whether the replica is busy, \
                       whether a long query holds up what it has to repeat, and whether its class is smaller than the database's.";
    of_database(context, "replica-lag", trigger, description)
}

/// The share of the storage that the instance begins with, in bytes, the unit of the metric.
pub(crate) fn free_storage_bytes(percent: PositivePercentage, database: &Database) -> u64 {
    const BYTES_IN_GIB: u64 = 1024 * 1024 * 1024;
    u64::from(database.allocated_storage.get()) * BYTES_IN_GIB * u64::from(percent.get()) / 100
}

/// The share of the class's memory, in bytes, the unit of the metric.
pub(crate) fn free_memory_bytes(percent: PositivePercentage, database: &Database) -> u64 {
    const BYTES_IN_MIB: u64 = 1024 * 1024;
    u64::from(database.memory_mib) * BYTES_IN_MIB * u64::from(percent.get()) / 100
}

/// The share of the connections that the instance's class accepts.
pub(crate) fn connections_threshold(percent: PositivePercentage, database: &Database) -> u64 {
    u64::from(database.max_connections) * u64::from(percent.get()) / 100
}

fn of_database<'a>(context: &Context<'a>, what: &str, trigger: Trigger, description: &str) -> Alarm<'a> {
    Alarm {
        label: format!("database_{}", what.replace('-', "_")),
        name: context.identity.named(&format!("database-{what}")),
        description: context.described(&format!("database-{what}"), description),
        trigger,
        topic: Some(&context.topics.alerts),
    }
}
