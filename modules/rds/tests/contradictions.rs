//! Settings that are right by themselves and wrong together.

use crate::common;
use crate::common::{Found, identity, problems, problems_of};
use settings::Severity::{self, Error};

/// The settings, how bad they are, where it points to, and what the message says.
type Row = (&'static str, Severity, &'static [&'static str], &'static str);

const STORAGE: &[Row] = &[
    (
        "storage.max_allocated_gib = 109",
        Error,
        &["rds.storage.max_allocated_gib", "rds.storage.allocated_gib"],
        "`109` GiB are less than a tenth more than the `100`",
    ),
    ("storage.max_allocated_gib = 50", Error, &["rds.storage.max_allocated_gib", "rds.storage.allocated_gib"], "`50` GiB"),
    ("storage.iops = 12000", Error, &["rds.storage.iops", "rds.storage.allocated_gib"], "`gp3` storage takes it from 400 GiB only"),
    ("storage.throughput_mib = 500", Error, &["rds.storage.throughput_mib", "rds.storage.allocated_gib"], "from 400 GiB only"),
    ("storage = { allocated_gib = 400, iops = 3000 }", Error, &["rds.storage.iops"], "`3000` is out of the range"),
    (
        "storage = { allocated_gib = 400, iops = 64000, throughput_mib = 4001 }",
        Error,
        &["rds.storage.throughput_mib"],
        "`4001` is out of the range",
    ),
    (
        "storage = { allocated_gib = 400, iops = 12000, throughput_mib = 3001 }",
        Error,
        &["rds.storage.throughput_mib", "rds.storage.iops"],
        "`3001` MiB a second need more than `12000` IOPS",
    ),
    (
        r#"storage = { type = "io1", allocated_gib = 100 }"#,
        Error,
        &["rds.storage.type", "rds.storage.iops"],
        "`io1` storage needs IOPS",
    ),
    (
        r#"storage = { type = "io1", allocated_gib = 50, iops = 1000 }"#,
        Error,
        &["rds.storage.allocated_gib", "rds.storage.type"],
        "`50` GiB are less than `io1` storage can have",
    ),
    (
        r#"storage = { type = "io1", iops = 5001 }"#,
        Error,
        &["rds.storage.iops", "rds.storage.allocated_gib"],
        "more than 50 to each",
    ),
    (
        r#"storage = { type = "io2", iops = 100001 }"#,
        Error,
        &["rds.storage.iops", "rds.storage.allocated_gib"],
        "more than 1000 to each",
    ),
    (r#"storage = { type = "io2", iops = 999 }"#, Error, &["rds.storage.iops"], "`999` is out of the range"),
    (
        r#"storage = { type = "io1", allocated_gib = 2002, iops = 1000, max_allocated_gib = 2002 }"#,
        Error,
        &["rds.storage.iops", "rds.storage.allocated_gib"],
        "less than one to every two",
    ),
    (
        r#"storage = { type = "io1", allocated_gib = 1000, iops = 1000, max_allocated_gib = 2001 }"#,
        Error,
        &["rds.storage.max_allocated_gib", "rds.storage.iops"],
        "less than one to every two of `2001` GiB",
    ),
    (
        r#"storage = { type = "io2", iops = 1000, throughput_mib = 500 }"#,
        Error,
        &["rds.storage.throughput_mib", "rds.storage.type"],
        "`io2` storage takes no throughput",
    ),
];

const BACKUPS: &[Row] = &[
    (
        "backups.retention_days = 0",
        Error,
        &["rds.backups.replicated", "rds.backups.retention_days"],
        "automated backups are off, so there is nothing to replicate",
    ),
    (
        "backups.replicated_retention_days = 0",
        Error,
        &["rds.backups.replicated_retention_days", "rds.backups.replicated"],
        "cannot be kept for 0 days",
    ),
    (
        "backups = { replicated = false, replicated_retention_days = 7 }",
        Error,
        &["rds.backups.replicated_retention_days", "rds.backups.replicated"],
        "not replicated",
    ),
    (
        "backups = { replicated = false, replicated_key_arn = \"arn:aws:kms:us-west-2:111122223333:key/12345678-1234-1234-1234-123456789012\" }",
        Error,
        &["rds.backups.replicated_key_arn", "rds.backups.replicated"],
        "nothing to encrypt",
    ),
    (
        r#"backups.replicated_key_arn = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012""#,
        Error,
        &["rds.backups.replicated_key_arn", "disaster_recovery_region"],
        "one of their own region only",
    ),
    (
        r#"backups.window = "04:00-05:00""#,
        Error,
        &["rds.maintenance.window", "rds.backups.window"],
        "`sun:04:30-sun:05:30` overlaps the backup window `04:00-05:00`",
    ),
];

const DELETION: &[Row] = &[
    (
        r#"deletion = { protection = false, final_snapshot = false, final_snapshot_identifier = "last" }"#,
        Error,
        &["rds.deletion.final_snapshot_identifier", "rds.deletion.final_snapshot"],
        "no last snapshot is made",
    ),
    (
        r#"deletion.final_snapshot_identifier = "rds:last""#,
        Error,
        &["rds.deletion.final_snapshot_identifier"],
        "RDS keeps identifiers with `rds:`",
    ),
];

const RESTORE: &[Row] = &[
    (
        r#"restore = { snapshot = "before", point_in_time = { source = "old" } }"#,
        Error,
        &["rds.restore.snapshot", "rds.restore.point_in_time"],
        "cannot begin from the snapshot `before` and from a point in time",
    ),
    ("restore = {}", Error, &["rds.restore"], "it says no backup"),
    (
        r#"restore.point_in_time = { source = "task-api-prod" }"#,
        Error,
        &["rds.restore.point_in_time.source"],
        "`task-api-prod` is the identifier that the restored instance gets itself",
    ),
    (
        r#"restore.point_in_time = { source = "arn:aws:rds:us-west-2:111122223333:auto-backup:ab-abcdefghijklmnop" }"#,
        Error,
        &["rds.restore.point_in_time.source", "region"],
        "is not in `us-east-1`",
    ),
];

const READ_REPLICA: &[Row] = &[
    (
        "read_replica = {}
        backups = { retention_days = 0, replicated = false }",
        Error,
        &["rds.read_replica", "rds.backups.retention_days"],
        "no read replica of a database without automated backups",
    ),
    (
        "read_replica = {}
        password_rotation_days = 30",
        Error,
        &["rds.password_rotation_days", "rds.read_replica"],
        "is not rotated",
    ),
    ("password_version = 2", Error, &["rds.password_version"], "RDS makes and rotates the password itself"),
];

const INSTANCE: &[Row] = &[
    ("port = 443", Error, &["rds.port"], "no port below 1150"),
    (
        "monitoring = { performance_insights = false, performance_insights_retention_days = 7 }",
        Error,
        &["rds.monitoring.performance_insights_retention_days", "rds.monitoring.performance_insights"],
        "Performance Insights is off",
    ),
    (
        r#"parameters."rds.force_ssl" = { value = "0" }"#,
        Error,
        &[r#"rds.parameters."rds.force_ssl""#],
        "`rds.force_ssl` is set already",
    ),
    (r#"parameters.log_connections = { value = "0" }"#, Error, &["rds.parameters.log_connections"], "is set already"),
];

fn holds(table: &[Row]) {
    for (settings, severity, places, message) in table {
        let found = problems(settings);
        let [Found { severity: found_severity, settings: found_places, message: found_message }] = &found[..] else {
            panic!("{settings}: one problem expected, and {found:#?}")
        };
        assert_eq!(found_severity, severity, "{settings}");
        assert_eq!(found_places, places, "{settings}");
        assert!(found_message.contains(message), "{settings}: {found_message}");
    }
}

#[test]
fn storage_that_rds_does_not_make_is_refused() {
    holds(STORAGE);
}

#[test]
fn backups_that_cannot_be_kept_are_refused() {
    holds(BACKUPS);
}

#[test]
fn a_deletion_that_says_two_things_is_pointed_out() {
    holds(DELETION);
}

#[test]
fn a_restore_says_one_backup_that_can_be_there() {
    holds(RESTORE);
}

#[test]
fn a_read_replica_needs_backups_and_a_password_that_rds_does_not_keep() {
    holds(READ_REPLICA);
}

#[test]
fn an_instance_that_rds_does_not_make_is_pointed_out() {
    holds(INSTANCE);
}

#[test]
fn the_defaults_and_other_right_settings_have_no_problem() {
    let right = [
        "",
        common::STAGING,
        "storage.max_allocated_gib = 126",
        r#"engine_version = "15.13""#,
        "backups = { retention_days = 0, replicated = false }",
        "read_replica = {}\npassword_version = 7",
        r#"storage = { type = "io1", allocated_gib = 100, iops = 5000 }"#,
        "storage = { allocated_gib = 400, throughput_mib = 3000 }",
    ];
    for settings in right {
        assert_eq!(problems(settings), [], "{settings}");
    }
}

#[test]
fn backups_are_replicated_to_another_region() {
    let to = |region: &str, recovery: &str| {
        let mut identity = identity("prod");
        identity.region = region.parse().expect("it is a region");
        identity.disaster_recovery_region = recovery.parse().expect("it is a region");
        problems_of(&identity, "")
    };
    assert_eq!(to("us-east-1", "us-west-2"), []);
    assert_eq!(to("eu-central-1", "eu-west-1"), []);
    let same = &to("us-east-1", "us-east-1")[0];
    assert_eq!(
        (same.severity, &same.settings[..]),
        (Error, &["rds.backups.replicated".to_owned(), "disaster_recovery_region".to_owned()][..])
    );
}
