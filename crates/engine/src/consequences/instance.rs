//! What RDS refuses of a change, does with an interruption, or does not do at all (RDS User Guide, "Settings for DB instances", has a row for
//! each: when the change applies, and whether it causes downtime).

use std::collections::{BTreeMap, BTreeSet};

use aws::db_parameter_group::Parameter;
use aws::{DbInstance, DbParameterGroup};
use domain::PostgresVersion;
use terraform::read::argument::number;
use terraform::read::{Documents, View};

use super::Consequence;
use super::pairs::on_both;

/// RDS goes to no version that is older than the one that runs.
pub(super) fn older_version(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let version = |of: View<DbInstance>| of.get(DbInstance::ENGINE_VERSION).literal()?.parse::<PostgresVersion>().ok();
    let told = on_both::<DbInstance>(old, new).filter_map(|(before, instance)| {
        let (from, to) = (version(before)?, version(instance)?);
        let is_older = to.major() < from.major() || to.major() == from.major() && from.minor() > to.minor() && to.is_exact();
        let may_be_older = to.major() == from.major() && !from.is_exact() && to.is_exact();
        let what = if is_older {
            format!("RDS takes no database back from {from} to {to}, and the apply fails there")
        } else if may_be_older {
            format!("RDS has taken the database to newer versions of {from} by itself; one that is newer than {to} it does not take back, and the apply fails there")
        } else {
            return None;
        };
        let instead = if is_older {
            "leave the version; restore a backup of before, or a dump, into another database of the older version"
        } else {
            "ask which one runs (`aws rds describe-db-instances`), and name that or a newer one"
        };
        Some(Consequence::new(instance.address(), what, instead))
    });
    told.collect()
}

/// Storage grows. The provider says nothing of less, where RDS may have enlarged it by itself (its page `aws_db_instance`, `max_allocated_storage`).
pub(super) fn less_storage(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let size = |of: View<DbInstance>| number(&of.get(DbInstance::ALLOCATED_STORAGE).resolved());
    let told = on_both::<DbInstance>(old, new).filter_map(|(before, instance)| {
        let (from, to) = size(before).zip(size(instance)).filter(|(from, to)| to < from)?;
        let then =
            if instance.get(DbInstance::MAX_ALLOCATED_STORAGE).is_set() { "nothing happens" } else { "the apply fails there" };
        let what = format!("RDS makes no storage smaller: from {from} to {to} GiB {then}");
        Some(Consequence::new(instance.address(), what, "leave it, or restore a dump into another database with less storage"))
    });
    told.collect()
}

/// Another instance class, and automated backups switched on or off, restart the database.
pub(super) fn restart(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let mut told = Vec::new();
    for (before, instance) in on_both::<DbInstance>(old, new) {
        let class = |of: View<DbInstance>| of.get(DbInstance::INSTANCE_CLASS).literal();
        let backups = |of: View<DbInstance>| number(&of.get(DbInstance::BACKUP_RETENTION_PERIOD).resolved()).map(|days| days > 0);
        let why = match (class(before).zip(class(instance)), backups(before).zip(backups(instance))) {
            (Some((from, to)), _) if from != to => format!("it goes from {from} to {to}"),
            (_, Some((false, true))) => "automated backups are switched on".to_owned(),
            (_, Some((true, false))) => "automated backups are switched off, and all that there are go".to_owned(),
            _ => continue,
        };
        let when = if instance.get(DbInstance::APPLY_IMMEDIATELY).is_true() {
            "with this apply"
        } else {
            "in its next maintenance window"
        };
        let long = if instance.get(DbInstance::MULTI_AZ).is_true() { "as long as a failover takes" } else { "for minutes" };
        told.push(Consequence::new(
            instance.address(),
            format!("the database is away {when}, {long}: {why}"),
            "look that the window lies in a quiet hour, and that whoever uses it connects anew",
        ));
    }
    told
}

/// A backup is read when an instance is made.
pub(super) fn restored(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let begins = |of: View<DbInstance>| {
        let moment = of.block(DbInstance::RESTORE_TO_POINT_IN_TIME).map(|block| block.written().clone());
        (of.get(DbInstance::SNAPSHOT_IDENTIFIER).literal(), moment)
    };
    let told =
        on_both::<DbInstance>(old, new).filter(|(before, now)| begins(*before) != begins(*now) && begins(*now) != (None, None));
    let told = told.map(|(_, instance)| {
        Consequence::new(
            instance.address(),
            "nothing is restored: the database stands, and a backup is read only when one is made",
            "rename the one that stands in RDS and let go of it (`terraform state rm`), or restore in another environment",
        )
    });
    told.collect()
}

/// A static parameter waits for a restart, which nobody makes.
pub(super) fn parameters(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let waiting = |group: View<DbParameterGroup>| -> BTreeMap<String, String> {
        let waits = group.blocks(DbParameterGroup::PARAMETER).filter(|it| it.get(Parameter::APPLY_METHOD).is("pending-reboot"));
        waits.filter_map(|it| Some((it.get(Parameter::NAME).literal()?, it.get(Parameter::VALUE).literal()?))).collect()
    };
    let family = |group: View<DbParameterGroup>| group.get(DbParameterGroup::FAMILY).literal();
    let told = on_both::<DbParameterGroup>(old, new).filter(|(before, now)| family(*before) == family(*now)).filter_map(
        |(before, group)| {
            let (before, now) = (waiting(before), waiting(group));
            let names = before.keys().chain(now.keys()).filter(|name| before.get(*name) != now.get(*name));
            let names: BTreeSet<String> = names.map(|name| format!("`{name}`")).collect();
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            (!names.is_empty()).then(|| {
                Consequence::new(
                    group.address(),
                    format!("{names}: RDS sets it when the database restarts, and no apply restarts it"),
                    "restart it in a quiet hour: `aws rds reboot-db-instance`",
                )
            })
        },
    );
    told.collect()
}

/// RDS User Guide, "Working with storage for Amazon RDS DB instances": no further change of it for six hours, or as long as it is optimized.
pub(super) fn other_storage(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let stored = |of: View<DbInstance>| {
        let numbers = [DbInstance::ALLOCATED_STORAGE, DbInstance::IOPS, DbInstance::STORAGE_THROUGHPUT];
        (of.get(DbInstance::STORAGE_TYPE).literal(), numbers.map(|it| number(&of.get(it).resolved())))
    };
    let told = on_both::<DbInstance>(old, new).filter_map(|(before, instance)| {
        let (from, to) = (stored(before), stored(instance));
        // Less than there is, is told by itself.
        (from != to && to.1[0] >= from.1[0]).then(|| {
            Consequence::new(
                instance.address(),
                "RDS works over its storage for hours, answers more slowly meanwhile, and takes no other change of it for at least six hours: the apply \
                 of one fails",
                "choose a quiet hour, and change all of the storage at once",
            )
        })
    });
    told.collect()
}
