//! What each setting changes.

use crate::common::emitted;
use terraform::json::{Json, json};

/// The database instance of prod with these settings.
fn instance(settings: &str) -> Json {
    emitted("prod", settings).instance().clone()
}

#[test]
fn a_setting_of_the_instance_is_the_argument_of_the_instance() {
    let table = [
        (r#"instance_class = "db.m7g.large""#, "instance_class", json!("db.m7g.large")),
        ("multi_az = false", "multi_az", json!(false)),
        (r#"database_name = "orders""#, "db_name", json!("orders")),
        (r#"username = "keeper""#, "username", json!("keeper")),
        ("port = 6432", "port", json!(6432)),
        ("iam_database_authentication = true", "iam_database_authentication_enabled", json!(true)),
        ("maintenance.apply_immediately = true", "apply_immediately", json!(true)),
        ("maintenance.allow_major_version_upgrade = true", "allow_major_version_upgrade", json!(true)),
        (r#"maintenance.window = "sat:22:00-sat:23:00""#, "maintenance_window", json!("sat:22:00-sat:23:00")),
        (r#"backups.window = "01:00-02:00""#, "backup_window", json!("01:00-02:00")),
        ("backups.retention_days = 14", "backup_retention_period", json!(14)),
        ("backups.kept_after_deletion = false", "delete_automated_backups", json!(true)),
        ("storage.max_allocated_gib = 500", "max_allocated_storage", json!(500)),
        (r#"deletion.final_snapshot_identifier = "task-api-last""#, "final_snapshot_identifier", json!("task-api-last")),
        ("monitoring.interval_seconds = 15", "monitoring_interval", json!(15)),
        ("monitoring.performance_insights_retention_days = 731", "performance_insights_retention_period", json!(731)),
    ];
    let default = instance("");
    for (setting, argument, value) in table {
        assert_ne!(default[argument], value, "{setting} is the default");
        assert_eq!(instance(setting)[argument], value, "{setting}");
    }
}

#[test]
fn an_exact_minor_version_turns_automatic_upgrades_off() {
    let exact = instance(r#"engine_version = "15.17""#);
    assert_eq!(exact["engine_version"], "15.17");
    assert_eq!(exact["auto_minor_version_upgrade"], false);
}

#[test]
fn the_next_major_version_gets_a_parameter_group_beside_the_old_one() {
    for major in ["15", "16", "17"] {
        let emitted = emitted("prod", &format!("engine_version = \"{major}\""));
        let group = emitted.resource("aws_db_parameter_group", "main");
        assert_eq!(group["family"], format!("postgres{major}"));
        assert_eq!(group["name_prefix"], format!("task-api-prod-postgres{major}-"));
        assert_eq!(group["lifecycle"], json!({ "create_before_destroy": true }));
    }
}

#[test]
fn what_the_log_says_is_a_setting() {
    let value = |settings: &str, name: &str| emitted("prod", settings).parameters()[name].0.clone();
    assert_eq!(value("", "log_connections"), "1");
    assert_eq!(value("", "log_disconnections"), "1");
    assert_eq!(value("logs.connections = false", "log_connections"), "0");
    assert_eq!(value("logs.connections = false", "log_disconnections"), "0");
    assert_eq!(value("", "log_min_duration_statement"), "1000");
    assert_eq!(value("logs.slow_statement_milliseconds = 250", "log_min_duration_statement"), "250");
    assert_eq!(value("logs.slow_statement_milliseconds = 0", "log_min_duration_statement"), "-1");
    let emitted = emitted("prod", "logs.retention_days = 90");
    assert_eq!(emitted.resource("aws_cloudwatch_log_group", "postgresql")["retention_in_days"], 90);
}

#[test]
fn further_parameters_say_when_they_take_effect() {
    let parameters = emitted(
        "prod",
        r#"
            [parameters]
            work_mem = { value = "65536" }
            "rds.logical_replication" = { value = "1", apply_method = "pending-reboot" }
        "#,
    )
    .parameters();
    assert_eq!(parameters["work_mem"], ("65536".to_owned(), "immediate".to_owned()));
    assert_eq!(parameters["rds.logical_replication"], ("1".to_owned(), "pending-reboot".to_owned()));
    assert_eq!(parameters["rds.force_ssl"].0, "1");
}

#[test]
fn storage_grows_to_twice_its_size_unless_it_is_told_otherwise() {
    assert_eq!(instance("storage.allocated_gib = 300")["max_allocated_storage"], 600);
    assert_eq!(instance("storage = { allocated_gib = 300, max_allocated_gib = 300 }").get("max_allocated_storage"), None);
    assert_eq!(instance("storage.allocated_gib = 40000")["max_allocated_storage"], 65_536);
    assert_eq!(instance("storage.allocated_gib = 65536").get("max_allocated_storage"), None);
    // io1 needs one IOPS to every two GiB, also of what it grows to.
    let provisioned = instance(r#"storage = { type = "io1", allocated_gib = 1500, iops = 1000 }"#);
    assert_eq!(provisioned["max_allocated_storage"], 2000);
}

#[test]
fn large_and_provisioned_storage_take_iops() {
    let gp3 = instance("storage = { allocated_gib = 400, iops = 16000, throughput_mib = 1000 }");
    assert_eq!((&gp3["iops"], &gp3["storage_throughput"]), (&json!(16_000), &json!(1000)));
    let io2 = instance(r#"storage = { type = "io2", allocated_gib = 100, iops = 100000 }"#);
    assert_eq!((&io2["storage_type"], &io2["iops"]), (&json!("io2"), &json!(100_000)));
}

#[test]
fn enhanced_monitoring_can_be_turned_off_with_its_role() {
    let emitted = emitted("prod", "monitoring.interval_seconds = 0");
    assert_eq!(emitted.instance()["monitoring_interval"], 0);
    assert_eq!(emitted.instance().get("monitoring_role_arn"), None);
    assert!(!emitted.has("aws_iam_role", "monitoring"));
    assert!(!emitted.has("aws_iam_role_policy_attachment", "monitoring"));
}

#[test]
fn performance_insights_can_be_turned_off_with_its_key() {
    let off = instance("monitoring.performance_insights = false");
    assert_eq!(off["performance_insights_enabled"], false);
    assert_eq!(off.get("performance_insights_kms_key_id"), None);
    assert_eq!(off.get("performance_insights_retention_period"), None);
}

#[test]
fn replicated_backups_may_lie_under_a_key_that_outlives_the_environment() {
    let key = "arn:aws:kms:us-west-2:111122223333:key/12345678-1234-1234-1234-123456789012";
    let emitted = emitted("prod", &format!("backups.replicated_key_arn = \"{key}\""));
    assert_eq!(emitted.resource("aws_db_instance_automated_backups_replication", "main")["kms_key_id"], json!(key));
    assert!(!emitted.text().contains("aws_kms_key.disaster_recovery"));
    assert_eq!(*emitted.output("key_arns"), json!({"database": "${aws_kms_key.database.arn}"}));
}

#[test]
fn replicated_backups_may_be_kept_for_another_time() {
    let emitted = emitted("prod", "backups.replicated_retention_days = 3");
    assert_eq!(emitted.resource("aws_db_instance_automated_backups_replication", "main")["retention_period"], 3);
    assert_eq!(emitted.instance()["backup_retention_period"], 30);
}

#[test]
fn the_password_rotates_after_as_many_days_as_are_set_and_never_at_apply() {
    for (settings, days) in [("", 7), ("password_rotation_days = 30", 30)] {
        assert_eq!(
            emitted("prod", settings).resource("aws_secretsmanager_secret_rotation", "master_user"),
            &json!({
                "secret_id": "${aws_db_instance.main.master_user_secret[0].secret_arn}",
                "rotation_rules": { "automatically_after_days": days },
                "rotate_immediately": false,
            })
        );
    }
}

#[test]
fn the_keys_deletion_window_is_a_setting() {
    let emitted = emitted("prod", "key_deletion_window_days = 7");
    for label in ["database", "disaster_recovery"] {
        assert_eq!(emitted.resource("aws_kms_key", label)["deletion_window_in_days"], 7);
    }
}

#[test]
fn an_instance_from_a_snapshot_has_what_the_snapshot_has() {
    let restored = instance(r#"restore.snapshot = "rds:task-api-prod-2025-03-01-03-12""#);
    assert_eq!(restored["snapshot_identifier"], "rds:task-api-prod-2025-03-01-03-12");
    for argument in ["db_name", "username", "allocated_storage", "storage_type", "kms_key_id", "engine_version"] {
        assert_eq!(restored.get(argument), None, "{argument}");
    }
    assert_eq!(restored["storage_encrypted"], true);
    assert_eq!(restored["manage_master_user_password"], true);
    let exact = instance(
        r#"engine_version = "15.17"
        restore.snapshot = "before-upgrade""#,
    );
    assert_eq!(exact["engine_version"], "15.17");
}

#[test]
fn an_instance_from_a_point_in_time_names_whose_backups_and_when() {
    let latest = json!({ "use_latest_restorable_time": true });
    let table = [
        (r#"source = "task-api-prod-old""#, json!({ "source_db_instance_identifier": "task-api-prod-old" }), latest.clone()),
        (
            r#"source = "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ", time = "2025-03-01T02:59:00Z""#,
            json!({ "source_dbi_resource_id": "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ" }),
            json!({ "restore_time": "2025-03-01T02:59:00Z" }),
        ),
        (
            r#"source = "arn:aws:rds:us-east-1:111122223333:auto-backup:ab-abcdefghijklmnop""#,
            json!({ "source_db_instance_automated_backups_arn": "arn:aws:rds:us-east-1:111122223333:auto-backup:ab-abcdefghijklmnop" }),
            latest,
        ),
    ];
    for (settings, source, moment) in table {
        let restored = instance(&format!("restore.point_in_time = {{ {settings} }}"));
        let mut block = source;
        block.as_object_mut().expect("it is an object").extend(moment.as_object().expect("it is an object").clone());
        assert_eq!(restored["restore_to_point_in_time"], block);
        assert_eq!(restored.get("db_name"), None);
        assert_eq!(restored.get("snapshot_identifier"), None);
    }
}

#[test]
fn neither_setting_nor_taking_back_a_restore_replaces_a_living_database() {
    for settings in ["", r#"restore.snapshot = "before-upgrade""#] {
        let ignored = &instance(settings)["lifecycle"]["ignore_changes"];
        assert_eq!(ignored, &json!(["snapshot_identifier", "restore_to_point_in_time", "kms_key_id"]));
    }
}

#[test]
fn a_text_that_is_no_source_no_moment_and_no_parameter_is_refused() {
    let refused = [
        r#"restore.point_in_time = { source = "task--api" }"#,
        r#"restore.point_in_time = { source = "arn:aws:rds:us-east-1:111122223333:snapshot:before" }"#,
        r#"restore.point_in_time = { source = "old", time = "2025-02-29T02:59:00Z" }"#,
        r#"restore.point_in_time = { source = "old", time = "2025-03-01 02:59" }"#,
        r#"parameters."Work Mem" = { value = "1" }"#,
        r#"parameters.work_mem = { value = "1", apply_method = "later" }"#,
    ];
    for settings in refused {
        assert!(toml::from_str::<rds::Config>(settings).is_err(), "{settings}");
    }
}
