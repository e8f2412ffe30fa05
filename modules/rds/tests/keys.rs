//! Who may do what with the keys.

use crate::common::emitted;
use terraform::json::{Json, json};

fn actions(statement: &Json) -> Vec<&str> {
    let actions = statement["Action"].as_array().expect("there are several");
    actions.iter().map(|action| action.as_str().expect("it is a string")).collect()
}

#[test]
fn each_key_rotates_has_an_alias_and_can_be_saved_for_30_days() {
    let prod = emitted("prod", "");
    for (label, alias) in [("database", "database"), ("disaster_recovery", "database-disaster-recovery")] {
        let key = prod.resource("aws_kms_key", label);
        assert_eq!(key["enable_key_rotation"], true);
        assert_eq!(key["deletion_window_in_days"], 30);
        let name = &prod.resource("aws_kms_alias", label)["name"];
        assert_eq!(name, &json!(format!("alias/task-api-{alias}-prod")));
    }
}

#[test]
fn the_key_of_the_replicated_backups_is_in_the_second_region() {
    let prod = emitted("prod", "");
    for kind in ["aws_kms_key", "aws_kms_alias"] {
        assert_eq!(prod.resource(kind, "disaster_recovery")["provider"], "aws.disaster_recovery");
        assert_eq!(prod.resource(kind, "database").get("provider"), None);
    }
    let required = prod.find(&["terraform", "required_providers", "aws", "configuration_aliases"]);
    assert_eq!(required, Some(&json!(["aws.disaster_recovery"])));
}

#[test]
fn nobody_decrypts_but_through_the_services_that_the_key_is_for() {
    let prod = emitted("prod", "");
    let keys = [
        (
            "database",
            json!(["rds.us-east-1.amazonaws.com", "secretsmanager.us-east-1.amazonaws.com", "logs.us-east-1.amazonaws.com"]),
        ),
        ("disaster_recovery", json!("rds.us-west-2.amazonaws.com")),
    ];
    for (label, services) in keys {
        let statements = prod.statements("aws_kms_key", label, "policy");
        let account = json!({ "AWS": "arn:aws:iam::${var.account_id}:root" });
        let administration = &statements["AccountAdministration"];
        assert_eq!(administration["Principal"], account);
        assert!(actions(administration).contains(&"kms:PutKeyPolicy"), "the account would be locked out");
        for action in ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"] {
            assert!(!actions(administration).contains(&action), "{action}");
        }
        let usage = &statements["UseThroughServices"];
        assert_eq!(usage["Principal"], account);
        assert!(actions(usage).contains(&"kms:Decrypt"));
        assert_eq!(usage["Condition"], json!({ "StringEquals": { "kms:ViaService": services } }));
    }
}

#[test]
fn cloudwatch_logs_uses_the_key_for_this_instance_alone() {
    let prod = emitted("prod", "");
    let logs = &prod.statements("aws_kms_key", "database", "policy")["UseByLogs"];
    assert_eq!(logs["Principal"], json!({ "Service": "logs.us-east-1.amazonaws.com" }));
    let groups = "arn:aws:logs:us-east-1:${var.account_id}:log-group:/aws/rds/instance/task-api-prod/*";
    assert_eq!(logs["Condition"], json!({ "ArnLike": { "kms:EncryptionContext:aws:logs:arn": groups } }));
    assert!(!actions(logs).contains(&"kms:CreateGrant"));
}
