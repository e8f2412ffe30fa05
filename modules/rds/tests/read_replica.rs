//! A database with a read replica: the replica, and the password that RDS does not keep.

use crate::common::{Emitted, STAGING, emitted};
use terraform::json::{Json, json};

fn with_replica(settings: &str) -> Emitted {
    emitted("prod", &format!("read_replica = {{}}\n{settings}"))
}

fn replica(settings: &str) -> Json {
    with_replica(settings).resource("aws_db_instance", "replica").clone()
}

#[test]
fn no_environment_has_one_that_does_not_ask_for_it() {
    for emitted in [emitted("prod", ""), emitted("staging", STAGING)] {
        assert!(!emitted.has("aws_db_instance", "replica"));
        assert!(!emitted.text().contains("ephemeral"));
    }
}

#[test]
fn the_replica_follows_the_instance_and_is_guarded_and_watched_like_it() {
    let emitted = with_replica("");
    let replica = emitted.resource("aws_db_instance", "replica");
    assert_eq!(replica["identifier"], "task-api-prod-replica");
    assert_eq!(replica["replicate_source_db"], "${aws_db_instance.main.identifier}");
    assert_eq!(replica["multi_az"], false);
    let as_its_source = [
        "instance_class",
        "storage_type",
        "max_allocated_storage",
        "storage_encrypted",
        "publicly_accessible",
        "vpc_security_group_ids",
        "parameter_group_name",
        "iam_database_authentication_enabled",
        "auto_minor_version_upgrade",
        "apply_immediately",
        "maintenance_window",
        "copy_tags_to_snapshot",
        "deletion_protection",
        "enabled_cloudwatch_logs_exports",
        "monitoring_interval",
        "monitoring_role_arn",
        "performance_insights_enabled",
        "performance_insights_retention_period",
        "performance_insights_kms_key_id",
    ];
    for argument in as_its_source {
        assert!(replica.get(argument).is_some(), "{argument}");
        assert_eq!(replica[argument], emitted.instance()[argument], "{argument}");
    }
    // RDS takes none of these, or takes them from the source only.
    for argument in ["username", "password_wo", "manage_master_user_password", "db_name", "engine_version", "kms_key_id"] {
        assert_eq!(replica.get(argument), None, "{argument}");
    }
    assert_eq!(replica["skip_final_snapshot"], true);
}

#[test]
fn a_setting_of_the_replica_is_its_own() {
    let larger = emitted("prod", r#"read_replica = { instance_class = "db.m7g.large", multi_az = true }"#);
    let replica = larger.resource("aws_db_instance", "replica");
    assert_eq!((&replica["instance_class"], &replica["multi_az"]), (&json!("db.m7g.large"), &json!(true)));
    assert_eq!(larger.instance()["instance_class"], "db.t3.small");
    let provisioned = self::replica(r#"storage = { type = "io2", allocated_gib = 400, iops = 4000 }"#);
    assert_eq!((&provisioned["storage_type"], &provisioned["iops"]), (&json!("io2"), &json!(4000)));
    assert_eq!(self::replica(r#"restore.point_in_time.source = "old""#).get("storage_type"), None);
}

#[test]
fn the_replicas_logs_go_to_groups_of_its_own_under_the_same_key() {
    let emitted = with_replica("");
    for log in ["postgresql", "upgrade"] {
        let group = emitted.resource("aws_cloudwatch_log_group", &format!("replica_{log}"));
        let source = emitted.resource("aws_cloudwatch_log_group", log);
        assert_eq!(group["name"], format!("/aws/rds/instance/task-api-prod-replica/{log}"));
        assert_eq!((&group["retention_in_days"], &group["kms_key_id"]), (&source["retention_in_days"], &source["kms_key_id"]));
    }
    let by_logs = &emitted.statements("aws_kms_key", "database", "policy")["UseByLogs"];
    assert_eq!(
        by_logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"],
        json!([
            "arn:aws:logs:us-east-1:${var.account_id}:log-group:/aws/rds/instance/task-api-prod/*",
            "arn:aws:logs:us-east-1:${var.account_id}:log-group:/aws/rds/instance/task-api-prod-replica/*",
        ])
    );
    let trust = &emitted.statements("aws_iam_role", "monitoring", "assume_role_policy")["AssumeRole"];
    assert_eq!(
        trust["Condition"]["ArnLike"]["aws:SourceArn"],
        json!([
            "arn:aws:rds:us-east-1:${var.account_id}:db:task-api-prod",
            "arn:aws:rds:us-east-1:${var.account_id}:db:task-api-prod-replica",
        ])
    );
}

#[test]
fn the_password_comes_from_secrets_manager_by_way_of_a_secret_and_stays_in_neither_plan_nor_state() {
    let emitted = with_replica("password_version = 3");
    assert_eq!(
        emitted.find(&["ephemeral", "aws_secretsmanager_random_password", "master_user"]),
        Some(&json!({ "password_length": 32, "exclude_punctuation": true }))
    );
    let content = emitted.resource("aws_secretsmanager_secret_version", "master_user");
    assert_eq!(
        content,
        &json!({
            "secret_id": "${aws_secretsmanager_secret.master_user.arn}",
            "secret_string_wo": concat!(
                r#"{"username":"task_api_admin","#,
                r#""password":"${ephemeral.aws_secretsmanager_random_password.master_user.random_password}"}"#
            ),
            "secret_string_wo_version": 3,
        })
    );
    // Read back from the secret: the random one is another in every run.
    let instance = emitted.instance();
    let read_back = "${jsondecode(ephemeral.aws_secretsmanager_secret_version.master_user.secret_string).password}";
    assert_eq!((&instance["password_wo"], &instance["password_wo_version"]), (&json!(read_back), &json!(3)));
    assert_eq!(instance["username"], "task_api_admin");
    for argument in ["password", "manage_master_user_password", "master_user_secret_kms_key_id"] {
        assert_eq!(instance.get(argument), None, "{argument}");
    }
    let kept = emitted.find(&["ephemeral", "aws_secretsmanager_secret_version", "master_user"]).expect("it is read back");
    assert_eq!(kept["version_id"], "${aws_secretsmanager_secret_version.master_user.version_id}");
}

#[test]
fn the_secret_is_under_the_databases_key_and_has_no_rotation_that_it_could_not_do() {
    let emitted = with_replica("key_deletion_window_days = 7");
    let secret = emitted.resource("aws_secretsmanager_secret", "master_user");
    assert_eq!(secret["kms_key_id"], "${aws_kms_key.database.arn}");
    assert_eq!(secret["recovery_window_in_days"], 7);
    assert_eq!(secret["name_prefix"], "task-api-database-master-user-prod-");
    assert!(!emitted.has("aws_secretsmanager_secret_rotation", "master_user"));
    assert_eq!(emitted.output("secret_arn"), "${aws_secretsmanager_secret_version.master_user.secret_id}");
    assert_eq!(emitted.output("replica_endpoint"), "${aws_db_instance.replica.address}");
}
