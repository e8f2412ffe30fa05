//! What is said of RDS instances.

use crate::common::table;
use domain::{
    BackupRetention, BackupWindow, CacheMaintenanceWindow, CacheSnapshotWindow, InstanceClass, MaintenanceWindow,
    MonitoringInterval, PasswordVersion, PerformanceInsightsRetention, PostgresVersion, SnapshotIdentifier, StorageGib,
    StorageType, windows_overlap,
};

fn class(text: &str) -> InstanceClass {
    text.parse().expect("it is an instance class")
}

fn version(text: &str) -> PostgresVersion {
    text.parse().expect("it is a version")
}

#[test]
fn an_instance_class_is_one_that_postgresql_runs_on() {
    insta::assert_snapshot!(table::<InstanceClass>(
        ["db.t3.micro", "db.t3.small", "db.m7g.large", "db.r8g.48xlarge", "db.x2iedn.32xlarge"],
        [
            "db.t3.smal",
            "t3.small",
            "db.t3.24xlarge",
            "db.m7g.micro",
            "db.c5.large",
            "db.serverless",
            "DB.T3.SMALL",
            "db.r6idn.large",
            "db.x2idn.16xlarge",
            "db.t3",
            "large",
            ""
        ],
    ));
}

#[test]
fn every_instance_class_has_cpu_memory_and_connections() {
    let lines = InstanceClass::all()
        .map(|class| format!("{class} | {} vCPU | {} MiB | {}", class.vcpus(), class.memory_mib(), class.max_connections()));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn connections_follow_the_memory_up_to_five_thousand() {
    assert_eq!(class("db.t3.micro").max_connections(), 112);
    assert_eq!(class("db.t3.small").max_connections(), 225);
    assert_eq!(class("db.r5.24xlarge").max_connections(), 5000);
}

#[test]
fn an_instance_class_knows_its_parts() {
    let class = class("db.m7g.2xlarge");
    assert_eq!((class.family(), class.size(), class.is_burstable()), ("m7g", "2xlarge", false));
    assert_eq!((class.vcpus(), class.memory_mib()), (8, 32_768));
    assert!(self::class("db.t4g.medium").is_burstable());
}

#[test]
fn a_version_is_a_major_or_an_exact_one() {
    insta::assert_snapshot!(table::<PostgresVersion>(
        ["13", "15", "15.7", "16.10", "18.1"],
        ["12.22", "19", "15.", "15.x", "15.07", "v15", "15.7.1", "9.6", "latest", ""],
    ));
}

#[test]
fn only_an_exact_version_is_deprecated() {
    let deprecated = ["13.17", "14.17", "15.3", "15.12", "16.8", "17.4"];
    let supported = ["13", "14", "15", "16", "17", "18", "14.18", "15.13", "16.9", "17.5", "18.1"];
    assert!(deprecated.iter().all(|text| version(text).is_deprecated()));
    assert!(!supported.iter().any(|text| version(text).is_deprecated()));
    assert_eq!(version("15.3").oldest_supported(), version("15.13"));
}

#[test]
fn a_version_knows_its_parameter_group_family() {
    assert_eq!(version("15").parameter_group_family(), "postgres15");
    assert_eq!(version("17.6").parameter_group_family(), "postgres17");
    assert_eq!((version("17.6").major(), version("17.6").minor()), (17, Some(6)));
    assert!(version("17.6").is_exact());
    assert!(!version("17").is_exact());
}

#[test]
fn storage_is_from_20_gib() {
    insta::assert_snapshot!(table::<StorageGib>([20, 100, 65_536], [19, 0, -20, 65_537]));
    insta::assert_snapshot!(table::<StorageType>(["gp3", "io1", "io2"], ["gp2", "GP3", "ssd"]));
    assert_eq!(StorageType::Gp3.smallest_storage().get(), 20);
    assert_eq!(StorageType::Io2.smallest_storage().get(), 100);
}

#[test]
fn the_retentions_and_intervals_are_those_of_the_rds_api() {
    insta::assert_snapshot!(table::<BackupRetention>([0, 7, 35], [-1, 36]));
    insta::assert_snapshot!(table::<MonitoringInterval>([0, 1, 5, 10, 15, 30, 60], [-1, 2, 45, 61]));
    insta::assert_snapshot!(table::<PerformanceInsightsRetention>([7, 31, 713, 731], [0, 6, 8, 94, 720, 732]));
    let months = (1..=23).map(|month| month * 31);
    assert!(months.into_iter().all(|days| PerformanceInsightsRetention::try_from(days).is_ok()));
}

#[test]
fn a_version_of_the_password_is_counted_from_1() {
    insta::assert_snapshot!(table::<PasswordVersion>([1, 2, 1_000_000], [0, -1]));
}

#[test]
fn a_backup_window_is_half_an_hour_at_least() {
    insta::assert_snapshot!(table::<BackupWindow>(
        ["03:00-04:00", "03:00-03:30", "23:45-00:15"],
        ["03:00", "3:00-4:00", "03:00-03:29", "03:00-03:00", "24:00-01:00", "03:00 - 04:00", "sun:03:00-sun:04:00", ""],
    ));
    let window: BackupWindow = "23:45-00:15".parse().expect("it is a window");
    assert_eq!((&*window.start().to_string(), &*window.end().to_string(), window.minutes()), ("23:45", "00:15", 30));
}

#[test]
fn a_maintenance_window_is_between_half_an_hour_and_a_day() {
    insta::assert_snapshot!(table::<MaintenanceWindow>(
        ["sun:04:30-sun:05:30", "sun:23:45-mon:00:15", "mon:00:00-mon:23:59"],
        [
            "sun:04:30",
            "04:30-05:30",
            "Sun:04:30-Sun:05:30",
            "sun:04:30-sun:04:59",
            "sun:04:30-sun:04:30",
            "mon:00:00-tue:00:00",
            "tue:04:00-mon:04:00",
            "",
        ],
    ));
    let window: MaintenanceWindow = "sun:23:45-mon:00:15".parse().expect("it is a window");
    let ((start, _), (end, _)) = (window.start(), window.end());
    assert_eq!((start.as_str(), end.as_str(), window.minutes()), ("sun", "mon", 30));
}

#[test]
fn the_two_windows_may_touch_but_not_overlap() {
    let overlap = |backup: &str, maintenance: &str| {
        windows_overlap(backup.parse().expect("it is a window"), maintenance.parse().expect("it is a window"))
    };
    assert!(!overlap("03:00-04:00", "sun:04:30-sun:05:30"));
    assert!(!overlap("03:00-04:00", "sun:04:00-sun:05:00"));
    assert!(!overlap("03:00-04:00", "sun:02:00-sun:03:00"));
    assert!(overlap("03:00-04:00", "sun:03:30-sun:04:30"));
    assert!(overlap("03:00-04:00", "sun:02:00-sun:05:00"));
    assert!(overlap("03:00-06:00", "sun:04:00-sun:05:00"));
    assert!(overlap("23:45-00:15", "mon:00:00-mon:01:00"));
    assert!(overlap("23:45-00:15", "sun:23:00-sun:23:50"));
    assert!(overlap("00:00-00:30", "sun:23:45-mon:00:15"));
    assert!(overlap("12:00-13:00", "sat:23:00-sun:22:00"));
}

#[test]
fn a_snapshot_is_one_s_own_or_one_that_rds_has_made() {
    insta::assert_snapshot!(table::<SnapshotIdentifier>(
        ["task-api-prod-before-upgrade", "rds:task-api-prod-2025-03-01-03-12"],
        ["", "1-snapshot", "snapshot-", "a--b", "before_upgrade", "awsbackup:job-1", "rds:", &*"a".repeat(256)],
    ));
}

#[test]
fn a_caches_windows_are_an_hour_at_least() {
    insta::assert_snapshot!(table::<CacheSnapshotWindow>(["03:00-04:00"], ["03:00-03:59", "03:00"]));
    insta::assert_snapshot!(table::<CacheMaintenanceWindow>(
        ["sun:04:30-sun:05:30"],
        ["sun:04:30-sun:05:29", "mon:00:00-tue:00:00"]
    ));
}
