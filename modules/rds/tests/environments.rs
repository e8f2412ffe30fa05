//! The database of the shipped environments, in the words of the system.

use crate::common::{STAGING, emitted};
use terraform::json::json;

#[test]
fn prod_has_a_highly_available_postgresql_15_with_100_gb_that_grow() {
    let prod = emitted("prod", "");
    let instance = prod.instance();
    assert_eq!(instance["identifier"], "task-api-prod");
    assert_eq!(instance["engine"], "postgres");
    assert_eq!(instance["engine_version"], "15");
    assert_eq!(instance["auto_minor_version_upgrade"], true);
    assert_eq!(instance["instance_class"], "db.t3.small");
    assert_eq!(instance["multi_az"], true);
    assert_eq!(instance["storage_type"], "gp3");
    assert_eq!(instance["allocated_storage"], 100);
    assert_eq!(instance["max_allocated_storage"], 200);
    assert_eq!(instance.get("iops"), None);
    assert_eq!(instance.get("storage_throughput"), None);
    assert_eq!(instance["db_name"], "task_api");
    assert_eq!(instance["port"], 5432);
}

#[test]
fn prod_is_backed_up_daily_at_three_for_30_days_in_two_regions() {
    let prod = emitted("prod", "");
    assert_eq!(prod.instance()["backup_retention_period"], 30);
    assert!(prod.instance()["backup_window"].as_str().expect("it is set").starts_with("03:00-"));
    assert_eq!(prod.instance()["copy_tags_to_snapshot"], true);
    assert_eq!(prod.instance()["delete_automated_backups"], false);
    assert_eq!(
        prod.resource("aws_db_instance_automated_backups_replication", "main"),
        &json!({
            "provider": "aws.disaster_recovery",
            "source_db_instance_arn": "${aws_db_instance.main.arn}",
            "kms_key_id": "${aws_kms_key.disaster_recovery.arn}",
            "retention_period": 30,
        })
    );
}

#[test]
fn prod_cannot_be_deleted_by_mistake_and_leaves_a_snapshot() {
    let prod = emitted("prod", "");
    let instance = prod.instance();
    assert_eq!(instance["deletion_protection"], true);
    assert_eq!(instance["skip_final_snapshot"], false);
    assert_eq!(instance["final_snapshot_identifier"], "task-api-prod-final");
}

#[test]
fn staging_is_small_and_goes_without_a_trace() {
    let staging = emitted("staging", STAGING);
    let instance = staging.instance();
    assert_eq!(instance["identifier"], "task-api-staging");
    assert_eq!(instance["instance_class"], "db.t3.micro");
    assert_eq!(instance["multi_az"], false);
    assert_eq!(instance["storage_type"], "gp3");
    assert_eq!(instance["allocated_storage"], 20);
    assert_eq!(instance["backup_retention_period"], 7);
    assert_eq!(instance["deletion_protection"], false);
    assert_eq!(instance["skip_final_snapshot"], true);
    assert_eq!(instance.get("final_snapshot_identifier"), None);
    let second_region = |address: &String| address.contains("replication") || address.contains("disaster_recovery");
    assert!(!staging.addresses().iter().any(second_region), "{:?}", staging.addresses());
    assert!(!staging.text().contains("aws.disaster_recovery"));
}

#[test]
fn rds_makes_the_password_and_nobody_else_sees_it() {
    for emitted in [emitted("prod", ""), emitted("staging", STAGING)] {
        let instance = emitted.instance();
        assert_eq!(instance["username"], "task_api_admin");
        assert_eq!(instance["manage_master_user_password"], true);
        assert_eq!(instance["master_user_secret_kms_key_id"], "${aws_kms_key.database.arn}");
        for argument in ["\"password\":", "\"password_wo\":", "random_password", "secret_string"] {
            assert!(!emitted.text().contains(argument), "{argument}");
        }
        assert_eq!(emitted.output("secret_arn"), "${aws_db_instance.main.master_user_secret[0].secret_arn}");
    }
}

#[test]
fn connections_are_encrypted_or_refused() {
    for emitted in [emitted("prod", ""), emitted("staging", STAGING)] {
        assert_eq!(emitted.parameters()["rds.force_ssl"], ("1".to_owned(), "immediate".to_owned()));
        assert_eq!(emitted.instance()["parameter_group_name"], "${aws_db_parameter_group.main.name}");
    }
}

#[test]
fn storage_logs_and_insights_are_encrypted_with_the_customer_key() {
    let prod = emitted("prod", "");
    let key = "${aws_kms_key.database.arn}";
    assert_eq!(prod.instance()["storage_encrypted"], true);
    assert_eq!(prod.instance()["kms_key_id"], key);
    assert_eq!(prod.instance()["performance_insights_kms_key_id"], key);
    for log in ["postgresql", "upgrade"] {
        assert_eq!(prod.resource("aws_cloudwatch_log_group", log)["kms_key_id"], key);
    }
}

#[test]
fn the_database_is_reachable_from_the_database_subnets_only() {
    let prod = emitted("prod", "");
    assert_eq!(prod.instance()["publicly_accessible"], false);
    assert_eq!(prod.instance()["vpc_security_group_ids"], json!(["${var.database_security_group_id}"]));
    assert_eq!(prod.instance()["db_subnet_group_name"], "${aws_db_subnet_group.main.name}");
    assert_eq!(prod.resource("aws_db_subnet_group", "main")["subnet_ids"], "${var.database_subnet_ids}");
}

#[test]
fn the_instance_is_measured_every_minute_by_a_role_that_only_this_instance_can_use() {
    let prod = emitted("prod", "");
    assert_eq!(prod.instance()["monitoring_interval"], 60);
    assert_eq!(prod.instance()["monitoring_role_arn"], "${aws_iam_role.monitoring.arn}");
    assert_eq!(prod.instance()["performance_insights_enabled"], true);
    assert_eq!(prod.instance()["performance_insights_retention_period"], 7);
    let trust = &prod.statements("aws_iam_role", "monitoring", "assume_role_policy")["AssumeRole"];
    assert_eq!(trust["Principal"], json!({ "Service": "monitoring.rds.amazonaws.com" }));
    assert_eq!(
        trust["Condition"],
        json!({
            "StringEquals": { "aws:SourceAccount": "${var.account_id}" },
            "ArnLike": { "aws:SourceArn": "arn:aws:rds:us-east-1:${var.account_id}:db:task-api-prod" },
        })
    );
}

#[test]
fn the_log_groups_are_there_before_rds_would_make_them_without_retention() {
    let prod = emitted("prod", "");
    assert_eq!(prod.instance()["enabled_cloudwatch_logs_exports"], json!(["postgresql", "upgrade"]));
    for log in ["postgresql", "upgrade"] {
        let group = prod.resource("aws_cloudwatch_log_group", log);
        assert_eq!(group["name"], format!("/aws/rds/instance/task-api-prod/{log}"));
        assert_eq!(group["retention_in_days"], 30);
        let before = prod.instance()["depends_on"].as_array().expect("it is a list");
        assert!(before.contains(&json!(format!("aws_cloudwatch_log_group.{log}"))));
    }
}

#[test]
fn the_other_modules_learn_where_the_database_is_and_how_to_get_in() {
    let prod = emitted("prod", "");
    let outputs = [
        ("endpoint", "${aws_db_instance.main.address}"),
        ("port", "${aws_db_instance.main.port}"),
        ("database_name", "${aws_db_instance.main.db_name}"),
        ("username", "${aws_db_instance.main.username}"),
        ("instance_identifier", "${aws_db_instance.main.identifier}"),
        ("instance_arn", "${aws_db_instance.main.arn}"),
        ("resource_id", "${aws_db_instance.main.resource_id}"),
        ("key_arn", "${aws_kms_key.database.arn}"),
    ];
    for (name, value) in outputs {
        assert_eq!(prod.output(name), value, "{name}");
    }
}

#[test]
fn the_same_settings_give_the_same_bytes() {
    assert_eq!(emitted("prod", "").text(), emitted("prod", "").text());
}
