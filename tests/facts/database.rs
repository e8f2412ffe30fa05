//! The database.

use serde_json::json;

use crate::common::{both, prod, staging};

#[test]
fn prod_is_a_db_t3_small_with_100_gb_in_two_zones() {
    let instance = prod().resource("rds", "aws_db_instance", "main");
    assert_eq!(instance["instance_class"], "db.t3.small");
    assert_eq!((&instance["allocated_storage"], &instance["storage_type"]), (&json!(100), &json!("gp3")));
    assert_eq!(instance["multi_az"], true);
    assert_eq!((&instance["backup_retention_period"], &instance["deletion_protection"]), (&json!(30), &json!(true)));
    assert_eq!(instance["backup_window"], "03:00-04:00");
    assert_eq!(instance["skip_final_snapshot"], false);
    assert_eq!(instance["lifecycle"]["prevent_destroy"], true);
}

#[test]
fn staging_is_a_db_t3_micro_with_20_gb_in_one_zone() {
    let instance = staging().resource("rds", "aws_db_instance", "main");
    assert_eq!(instance["instance_class"], "db.t3.micro");
    assert_eq!((&instance["allocated_storage"], &instance["multi_az"]), (&json!(20), &json!(false)));
    assert_eq!((&instance["backup_retention_period"], &instance["deletion_protection"]), (&json!(7), &json!(false)));
    assert_eq!(instance["skip_final_snapshot"], true);
}

#[test]
fn the_password_is_made_and_kept_by_rds() {
    for emitted in both() {
        let instance = emitted.resource("rds", "aws_db_instance", "main");
        assert_eq!(instance["manage_master_user_password"], true);
        assert!(instance["master_user_secret_kms_key_id"].is_string());
        assert_eq!((instance.get("password"), instance.get("password_wo")), (None, None));
        assert_eq!((&instance["db_name"], &instance["username"]), (&json!("taskdb"), &json!("taskadmin")));
    }
}

#[test]
fn everything_is_encrypted_and_connections_have_to_be() {
    for emitted in both() {
        let instance = emitted.resource("rds", "aws_db_instance", "main");
        assert_eq!(instance["storage_encrypted"], true);
        assert!(instance["kms_key_id"].is_string());
        assert_eq!(instance["publicly_accessible"], false);
        let parameters = emitted.only("aws_db_parameter_group")["parameter"].clone();
        let forced = parameters.as_array().into_iter().flatten().find(|parameter| parameter["name"] == "rds.force_ssl").cloned();
        assert_eq!(forced.expect("it is set")["value"], "1");
    }
}

#[test]
fn it_is_watched_every_60_seconds_and_its_logs_are_exported() {
    for emitted in both() {
        let instance = emitted.resource("rds", "aws_db_instance", "main");
        assert_eq!(instance["monitoring_interval"], 60);
        assert_eq!(instance["performance_insights_enabled"], true);
        assert_eq!(instance["enabled_cloudwatch_logs_exports"], json!(["postgresql", "upgrade"]));
        assert_eq!(instance["engine_version"], "15");
        assert_eq!(instance["auto_minor_version_upgrade"], true);
    }
}

#[test]
fn prods_backups_are_replicated_to_the_second_region_and_stagings_are_not() {
    assert_eq!(prod().all("aws_db_instance_automated_backups_replication").len(), 1);
    assert!(staging().all("aws_db_instance_automated_backups_replication").is_empty());
    assert_eq!(prod().resource("rds", "aws_kms_key", "disaster_recovery")["provider"], "aws.disaster_recovery");
}
