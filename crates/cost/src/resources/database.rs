//! RDS for PostgreSQL: instance, storage, backups, secret. It must not know who uses the database.

use aws::{DbInstance, DbInstanceAutomatedBackupsReplication as Replication};
use domain::{ExtendedSupport, InstanceClass, PostgresVersion};
use rust_decimal::Decimal;
use terraform::read::View;
use terraform::{ArgumentName, Number};

use crate::estimate::Service;
use crate::estimator::{Draft, Estimator};
use crate::item::{Item, Listed};
use crate::levels::Levels;
use crate::number::HOURS;
use crate::number::short;
use crate::saving::DatabaseBasis;

/// Above this size gp3 stripes over four volumes, and has their baseline (RDS User Guide, "Amazon RDS DB instance storage").
const STRIPED_GIB: u32 = 400;

const BACKUP_ASSUMPTIONS: [&str; 2] = ["database_used_percent", "database_daily_change_percent"];

/// The price of database instances.
pub(super) fn instances(estimator: &mut Estimator<'_>) {
    for instance in estimator.of::<DbInstance>() {
        let name = instance.resource().label;
        if instance.get(DbInstance::ENGINE).literal().is_some_and(|engine| engine != "postgres") {
            estimator.leave_out_database(format!("{name}: database"), &[instance], "only RDS for PostgreSQL is priced here");
            continue;
        }
        class(estimator, &instance);
        extended_support(estimator, &instance);
        storage(estimator, &instance);
        backups(estimator, &instance);
        watching(estimator, &instance);
        if instance.get(DbInstance::MANAGE_MASTER_USER_PASSWORD).is_true() {
            let what = format!("{name}: secret of the master user");
            let method = "RDS keeps it in Secrets Manager";
            estimator.add(Draft::new(Service::Security, what, Listed::Secret, Decimal::ONE, method, &[instance]));
        }
        let between = estimator.assumptions.zone_crossing_gigabytes.value();
        let method = format!("{} GB, charged in both zones", between.normalize());
        let (what, item) = (format!("{name}: between zones"), Listed::DataBetweenZones);
        let draft = Draft::new(Service::DataTransfer, what, item, between * Decimal::TWO, method, &[instance]);
        estimator.add(draft.assuming(&["zone_crossing_gigabytes"]));
    }
}

/// The price of backups in another region.
pub(super) fn replications(estimator: &mut Estimator<'_>) {
    for replication in estimator.of::<Replication>() {
        let Some(instance) = replication.get(Replication::SOURCE_DB_INSTANCE_ARN).leads_to::<DbInstance>() else {
            estimator.leave_out("replicated backups", &[replication], "the database that they are of is not in the configuration");
            continue;
        };
        let name = instance.resource().label;
        // RDS API Reference, `StartDBInstanceAutomatedBackupsReplication`: 7 days, if nothing is said.
        let days = replication.get(Replication::RETENTION_PERIOD).literal().unwrap_or(7);
        let (Some(allocated), Some(region)) = (allocated(&instance), estimator.region_of(&replication)) else {
            estimator.leave_out(
                format!("{name}: replicated backups"),
                &[replication],
                "the size of the storage or the region is not known",
            );
            continue;
        };
        let (size, method) = backup(estimator, allocated.minimum, days);
        let method = format!("{method}; nothing is free where the database does not stand");
        let what = format!("{name}: replicated backups");
        let draft = Draft::new(Service::Rds, what, Listed::RdsBackup, size, method, &[replication]);
        estimator.add(draft.in_region(region).assuming(&BACKUP_ASSUMPTIONS));
        let change = estimator.assumptions.database_daily_change_percent.value();
        let used = used(estimator, allocated.minimum);
        let days_of_month = HOURS / Decimal::from(24);
        let crossing = used * change / Decimal::ONE_HUNDRED * days_of_month;
        let what = format!("{name}: backups to {region}");
        let method =
            format!("{} % of {} GB in use on each of {} days", change.normalize(), used.normalize(), short(days_of_month, 2));
        let draft = Draft::new(Service::DataTransfer, what, Listed::DataBetweenRegions, crossing, method, &[replication]);
        estimator.add(draft.assuming(&BACKUP_ASSUMPTIONS));
    }
}

fn class(estimator: &mut Estimator<'_>, instance: &View<'_, DbInstance>) {
    let name = instance.resource().label;
    let class = instance.get(DbInstance::INSTANCE_CLASS).literal().unwrap_or_default();
    let Ok(class) = class.parse::<InstanceClass>() else {
        estimator.leave_out_database(format!("{name}: instance"), &[*instance], format!("the class `{class}` is not known here"));
        return;
    };
    let (instances, method) = copies(instance);
    let quantity = instances * HOURS;
    let method = format!("{class}, {method} × {HOURS} h");
    let what = format!("{name}: instance");
    let price = estimator.add(Draft::new(Service::Rds, what, Item::Database(class), quantity, method, &[*instance]));
    if let Some(price) = price {
        estimator.basis.databases.push(DatabaseBasis { name: name.to_owned(), class, hours: quantity, price });
    }
}

/// What RDS charges for a major version that left standard support, unless it was told not to keep it (RDS User Guide, "Using Amazon RDS
/// Extended Support": by the vCPU-hour, for each instance of a Multi-AZ deployment and for replicas).
fn extended_support(estimator: &mut Estimator<'_>, instance: &View<'_, DbInstance>) {
    let is_refused = instance.get(DbInstance::ENGINE_LIFECYCLE_SUPPORT).literal().is_some_and(|it| it.ends_with("-disabled"));
    let version = instance.get(DbInstance::ENGINE_VERSION).literal().and_then(|version| version.parse::<PostgresVersion>().ok());
    let (Some(today), Some(version), false) = (estimator.today, version, is_refused) else { return };
    let Some(year) = version.extended_support(today) else { return };
    let class = instance.get(DbInstance::INSTANCE_CLASS).literal().and_then(|class| class.parse::<InstanceClass>().ok());
    let Some(class) = class else { return };
    let (item, when) = match year {
        ExtendedSupport::FirstYears => (Listed::ExtendedSupport, "first two years"),
        ExtendedSupport::ThirdYear => (Listed::ExtendedSupportThirdYear, "third year"),
    };
    let (instances, copies) = copies(instance);
    let quantity = Decimal::from(class.vcpus()) * instances * HOURS;
    let method = format!("PostgreSQL {}, {when}: {} vCPU, {copies} × {HOURS} h", version.major(), class.vcpus());
    let what = format!("{}: Extended Support", instance.resource().label);
    estimator.add(Draft::new(Service::Rds, what, item, quantity, method, &[*instance]));
}

fn copies(instance: &View<'_, DbInstance>) -> (Decimal, &'static str) {
    if instance.get(DbInstance::MULTI_AZ).is_true() {
        (Decimal::TWO, "primary and standby")
    } else {
        (Decimal::ONE, "one instance")
    }
}

/// The storage: as allocated, and at most as far as autoscaling lets it grow.
fn allocated(instance: &View<'_, DbInstance>) -> Option<Levels> {
    let allocated = instance.get(DbInstance::ALLOCATED_STORAGE).literal()?;
    let most = instance.get(DbInstance::MAX_ALLOCATED_STORAGE).literal().unwrap_or(0).max(allocated);
    Some(Levels { minimum: allocated, expected: allocated, maximum: most }.map(Decimal::from))
}

fn storage(estimator: &mut Estimator<'_>, instance: &View<'_, DbInstance>) {
    let name = instance.resource().label;
    let what = format!("{name}: storage");
    let Some(size) = allocated(instance) else {
        estimator.leave_out(what, &[*instance], "its size is that of the backup from which the database is restored");
        return;
    };
    let kind = instance.get(DbInstance::STORAGE_TYPE).literal().unwrap_or_else(|| "gp2".to_owned());
    let (storage, iops_item, free_iops, free_throughput) = match kind.as_str() {
        "gp3" if size.expected >= Decimal::from(STRIPED_GIB) => (Listed::RdsGp3, Listed::RdsGp3Iops, 12_000, 500),
        "gp3" => (Listed::RdsGp3, Listed::RdsGp3Iops, 3_000, 125),
        "io1" => (Listed::RdsIo1, Listed::RdsIo1Iops, 0, 0),
        "io2" => (Listed::RdsIo2, Listed::RdsIo2Iops, 0, 0),
        other => {
            estimator.leave_out(what, &[*instance], format!("storage of type `{other}` is not priced here"));
            return;
        }
    };
    let (instances, copies) = copies(instance);
    let method = format!("{} GB of {kind}, {copies}", size.expected);
    estimator.add(Draft::new(Service::Rds, what, storage, size.times(instances), method, &[*instance]));
    let beyond = |argument: ArgumentName<DbInstance, Number>, free: u64| {
        instance.get(argument).literal().map_or(0, |wanted| wanted.saturating_sub(free))
    };
    for (part, beyond, item) in [
        ("IOPS", beyond(DbInstance::IOPS, free_iops), iops_item),
        ("throughput", beyond(DbInstance::STORAGE_THROUGHPUT, free_throughput), Listed::RdsGp3Throughput),
    ] {
        if beyond > 0 {
            let method = format!("{beyond} beyond the baseline, {copies}");
            let quantity = Decimal::from(beyond) * instances;
            estimator.add(Draft::new(Service::Rds, format!("{name}: {part}"), item, quantity, method, &[*instance]));
        }
    }
}

fn backups(estimator: &mut Estimator<'_>, instance: &View<'_, DbInstance>) {
    let days = instance.get(DbInstance::BACKUP_RETENTION_PERIOD).literal().unwrap_or(0);
    let Some(allocated) = allocated(instance).filter(|_| days > 0) else { return };
    let (size, method) = backup(estimator, allocated.minimum, days);
    // Amazon RDS for PostgreSQL pricing: as much backup storage as the databases of the region have storage costs nothing.
    let beyond = (size - allocated.minimum).max(Decimal::ZERO);
    let method = format!("{method}; the first {} GB are free", allocated.minimum);
    let what = format!("{}: backups", instance.resource().label);
    let draft = Draft::new(Service::Rds, what, Listed::RdsBackup, beyond, method, &[*instance]);
    estimator.add(draft.assuming(&BACKUP_ASSUMPTIONS));
}

fn used(estimator: &Estimator<'_>, allocated: Decimal) -> Decimal {
    allocated * estimator.assumptions.database_used_percent.value() / Decimal::ONE_HUNDRED
}

/// How large the backups of so many days are: all that is in use once, and what each day changed.
fn backup(estimator: &Estimator<'_>, allocated: Decimal, days: u64) -> (Decimal, String) {
    let used = used(estimator, allocated);
    let change = estimator.assumptions.database_daily_change_percent.value();
    let size = used + used * change / Decimal::ONE_HUNDRED * Decimal::from(days);
    (
        size,
        format!(
            "{} GB in use and {} % of it for each of {days} days: {} GB",
            used.normalize(),
            change.normalize(),
            size.normalize()
        ),
    )
}

/// Enhanced Monitoring and Performance Insights.
fn watching(estimator: &mut Estimator<'_>, instance: &View<'_, DbInstance>) {
    let name = instance.resource().label;
    let interval = instance.get(DbInstance::MONITORING_INTERVAL).literal().unwrap_or(0);
    if interval > 0 {
        let at_60 = estimator.assumptions.enhanced_monitoring_gigabytes.value();
        let (instances, copies) = copies(instance);
        let size = at_60 * Decimal::from(60) / Decimal::from(interval) * instances;
        let method = format!("{} GB at 60 s, every {interval} s, {copies}", at_60.normalize());
        let what = format!("{name}: Enhanced Monitoring");
        let draft = Draft::new(Service::CloudWatch, what, Listed::LogIngestion, size, method, &[*instance]);
        estimator.add(draft.assuming(&["enhanced_monitoring_gigabytes"]));
    }
    // RDS User Guide, "Pricing and data retention for Performance Insights": 7 days are free; else it is months of 31 days.
    let days = instance.get(DbInstance::PERFORMANCE_INSIGHTS_RETENTION_PERIOD).literal().unwrap_or(7);
    if instance.get(DbInstance::PERFORMANCE_INSIGHTS_ENABLED).is_true() && days > 7 {
        let class = instance.get(DbInstance::INSTANCE_CLASS).literal();
        let vcpus = class.and_then(|class| class.parse::<InstanceClass>().ok()).map_or(0, InstanceClass::vcpus);
        let vcpus = Decimal::from(vcpus) * copies(instance).0;
        let months = days.div_ceil(31);
        let method = format!("{} vCPU", vcpus.normalize());
        let what = format!("{name}: Performance Insights");
        estimator.add(Draft::new(Service::Rds, &*what, Listed::PerformanceInsights, vcpus, &*method, &[*instance]));
        if months > 1 {
            let further = vcpus * Decimal::from(months - 1);
            let method = format!("{method} × {} further months", months - 1);
            let item = Listed::PerformanceInsightsLonger;
            estimator.add(Draft::new(Service::Rds, format!("{what}, further months"), item, further, method, &[*instance]));
        }
    }
    if instance.get(DbInstance::DATABASE_INSIGHTS_MODE).is("advanced") {
        estimator.leave_out(format!("{name}: Database Insights"), &[*instance], "the advanced mode is not priced here");
    }
}
