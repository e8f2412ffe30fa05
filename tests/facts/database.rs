//! Section 4: the database.

use std::collections::BTreeMap;

use terraform::json::{Json, json};

use crate::common::policy::statement_of;
use crate::common::{Emitted, attribute_of, both, list, over, prod, refusal, staging};

#[test]
fn prod_is_a_db_t3_small_and_staging_a_db_t3_micro() {
    assert_eq!(instance(prod())["instance_class"], "db.t3.small");
    assert_eq!(instance(staging())["instance_class"], "db.t3.micro");
}

#[test]
fn prod_has_100_gb_of_gp3_that_grow_by_themselves() {
    let instance = instance(prod());
    assert_eq!((&instance["allocated_storage"], &instance["storage_type"]), (&json!(100), &json!("gp3")));
    assert!(instance["max_allocated_storage"].as_u64().is_some_and(|most| most > 100));
}

#[test]
fn staging_has_20_gb_of_gp3() {
    let instance = instance(staging());
    assert_eq!((&instance["allocated_storage"], &instance["storage_type"]), (&json!(20), &json!("gp3")));
}

#[test]
fn prod_has_a_standby_in_another_zone_and_staging_none() {
    assert_eq!(instance(prod())["multi_az"], true);
    assert_eq!(instance(staging())["multi_az"], false);
}

#[test]
fn prod_is_backed_up_daily_at_03_00_for_30_days_and_staging_daily_for_7() {
    assert_eq!(instance(prod())["backup_retention_period"], 30);
    assert_eq!(instance(staging())["backup_retention_period"], 7);
    for emitted in both() {
        let window = instance(emitted)["backup_window"].as_str().unwrap_or_default().to_owned();
        assert!(window.starts_with("03:00-"), "{window}");
    }
}

#[test]
fn prods_backups_are_replicated_to_the_second_region_under_a_key_of_that_region() {
    let replication = prod().only("aws_db_instance_automated_backups_replication");
    assert_eq!(replication["provider"], "aws.disaster_recovery");
    assert_eq!(replication["source_db_instance_arn"], attribute_of("rds", "aws_db_instance.main", "arn"));
    assert_eq!(replication["kms_key_id"], attribute_of("rds", "aws_kms_key.disaster_recovery", "arn"));
    assert_eq!(prod().resource("rds", "aws_kms_key", "disaster_recovery")["provider"], "aws.disaster_recovery");
    let passed = &prod().section("", "module")["rds"]["providers"];
    assert_eq!(*passed, json!({ "aws.disaster_recovery": "aws.disaster_recovery" }));
}

#[test]
fn stagings_backups_stay_in_the_first_region() {
    assert!(staging().all("aws_db_instance_automated_backups_replication").is_empty());
    assert!(staging().find("rds", "aws_kms_key", "disaster_recovery").is_none());
}

#[test]
fn prod_cannot_be_deleted_and_leaves_a_snapshot_and_staging_goes_without() {
    let prod = instance(prod());
    assert_eq!((&prod["deletion_protection"], &prod["skip_final_snapshot"]), (&json!(true), &json!(false)));
    assert!(prod["final_snapshot_identifier"].is_string());
    assert_eq!(prod["lifecycle"]["prevent_destroy"], true);
    let staging = instance(staging());
    assert_eq!((&staging["deletion_protection"], &staging["skip_final_snapshot"]), (&json!(false), &json!(true)));
}

#[test]
fn storage_password_and_insights_are_encrypted_with_a_key_of_the_customers() {
    for emitted in both() {
        let (instance, key) = (instance(emitted), attribute_of("rds", "aws_kms_key.database", "arn"));
        assert_eq!(instance["storage_encrypted"], true);
        for argument in ["kms_key_id", "master_user_secret_kms_key_id", "performance_insights_kms_key_id"] {
            assert_eq!(instance[argument], key, "{argument}");
        }
    }
}

#[test]
fn enhanced_monitoring_measures_every_60_seconds_with_a_role_of_its_own() {
    for emitted in both() {
        let instance = instance(emitted);
        assert_eq!(instance["monitoring_interval"], 60);
        assert_eq!(instance["monitoring_role_arn"], attribute_of("rds", "aws_iam_role.monitoring", "arn"));
        let role = emitted.resource("rds", "aws_iam_role", "monitoring");
        let trust = statement_of(&role["assume_role_policy"], "AssumeRole");
        assert_eq!(trust.principals, [("Service".to_owned(), "monitoring.rds.amazonaws.com".to_owned())]);
        let attached = emitted.resource("rds", "aws_iam_role_policy_attachment", "monitoring");
        assert_eq!(attached["policy_arn"], "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole");
        assert_eq!(attached["role"], role["name"]);
    }
}

#[test]
fn performance_insights_is_on() {
    for emitted in both() {
        assert_eq!(instance(emitted)["performance_insights_enabled"], true);
    }
}

#[test]
fn postgresql_and_upgrade_logs_are_exported_to_groups_that_exist_before_and_forget() {
    for emitted in both() {
        let instance = instance(emitted);
        assert_eq!(instance["enabled_cloudwatch_logs_exports"], json!(["postgresql", "upgrade"]));
        for log in ["postgresql", "upgrade"] {
            let group = emitted.resource("rds", "aws_cloudwatch_log_group", log);
            assert_eq!(group["name"], format!("/aws/rds/instance/task-api-{}/{log}", emitted.environment));
            assert!(group["retention_in_days"].as_u64().is_some_and(|days| days > 0));
            // RDS would make the group itself, and keep it for ever.
            assert!(list(&instance["depends_on"]).contains(&json!(format!("aws_cloudwatch_log_group.{log}"))));
        }
    }
}

#[test]
fn the_database_takes_no_connection_without_tls() {
    for emitted in both() {
        assert_eq!(parameters(emitted)["rds.force_ssl"], "1");
        assert_eq!(instance(emitted)["parameter_group_name"], attribute_of("rds", "aws_db_parameter_group.main", "name"));
    }
}

#[test]
fn iam_authentication_is_a_setting() {
    assert_eq!(instance(prod())["iam_database_authentication_enabled"], false);
    let emitted = over("prod", "[rds]\niam_database_authentication = true\n");
    assert_eq!(instance(&emitted)["iam_database_authentication_enabled"], true);
}

#[test]
fn storage_settings_that_contradict_each_other_are_refused() {
    // RDS gives gp3 its baseline below 400 GiB, and takes no setting of it.
    let report = refusal("prod", "[rds.storage]\niops = 4000\n");
    assert!(report.contains("rds.storage.iops") || report.contains("iops = 4000"), "{report}");
}

#[test]
fn rds_makes_and_keeps_the_password() {
    for emitted in both() {
        let instance = instance(emitted);
        assert_eq!(instance["manage_master_user_password"], true);
        assert!(instance.get("password").is_none() && instance.get("password_wo").is_none());
    }
}

#[test]
fn the_password_is_rotated_every_7_days_unless_a_setting_says_otherwise() {
    for emitted in both() {
        assert_eq!(emitted.only("aws_secretsmanager_secret_rotation")["rotation_rules"]["automatically_after_days"], 7);
    }
    let rotation = over("prod", "[rds]\npassword_rotation_days = 30\n").only("aws_secretsmanager_secret_rotation");
    assert_eq!(rotation["rotation_rules"]["automatically_after_days"], 30);
    assert_eq!(rotation["secret_id"], "${module.rds.aws_db_instance.main.master_user_secret[0].secret_arn}");
}

#[test]
fn the_engine_is_the_newest_postgresql_15_and_upgrades_to_the_next_minor_by_itself() {
    for emitted in both() {
        let instance = instance(emitted);
        assert_eq!((&instance["engine"], &instance["engine_version"]), (&json!("postgres"), &json!("15")));
        assert_eq!(instance["auto_minor_version_upgrade"], true);
        assert_eq!(emitted.only("aws_db_parameter_group")["family"], "postgres15");
    }
}

#[test]
fn an_exact_minor_stays() {
    let instance = instance(&over("prod", "[rds]\nengine_version = \"15.17\"\n"));
    assert_eq!((&instance["engine_version"], &instance["auto_minor_version_upgrade"]), (&json!("15.17"), &json!(false)));
}

#[test]
fn maintenance_and_backup_do_not_meet() {
    let report = refusal("prod", "[rds.maintenance]\nwindow = \"sun:03:30-sun:04:30\"\n");
    assert!(report.contains("window"), "{report}");
}

fn instance(emitted: &Emitted) -> Json {
    emitted.only("aws_db_instance")
}

/// PostgreSQL's parameters by name.
fn parameters(emitted: &Emitted) -> BTreeMap<String, Json> {
    let group = emitted.only("aws_db_parameter_group");
    list(&group["parameter"]).iter().map(|it| (it["name"].as_str().unwrap_or_default().to_owned(), it["value"].clone())).collect()
}
