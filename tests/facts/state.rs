//! Section 6: where Terraform keeps its state.

use std::collections::BTreeSet;

use engine::synthesis::StateOfBootstrap;

use crate::common::variants::LOCKS_AND_KEY;
use crate::common::{bootstrap, both, id_of, over};

#[test]
fn every_environments_state_lies_encrypted_in_the_one_bucket_and_is_locked_in_s3_itself() {
    for emitted in both() {
        let backend = &emitted.document("terraform.tf.json")["terraform"]["backend"]["s3"];
        assert_eq!(backend["bucket"], "task-api-terraform-state-111122223333");
        assert_eq!(backend["region"], "us-east-1");
        assert_eq!(backend["encrypt"], true);
        assert_eq!(backend["use_lockfile"], true);
        assert!(backend.get("dynamodb_table").is_none(), "Terraform deprecates the table");
    }
}

#[test]
fn every_environment_has_a_key_of_its_own() {
    let keys = both().map(|emitted| emitted.document("terraform.tf.json")["terraform"]["backend"]["s3"]["key"].to_string());
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:?}");
    for (key, emitted) in keys.iter().zip(both()) {
        assert!(key.contains(&emitted.environment), "{key}");
    }
}

#[test]
fn terraform_is_new_enough_to_lock_in_s3() {
    for emitted in both() {
        assert_eq!(emitted.document("terraform.tf.json")["terraform"]["required_version"], ">= 1.10.0, < 2.0.0");
    }
}

#[test]
fn the_backend_holds_no_credentials() {
    for emitted in both() {
        let backend = &emitted.document("terraform.tf.json")["terraform"]["backend"]["s3"];
        for argument in ["access_key", "secret_key", "token", "profile", "shared_credentials_files"] {
            assert!(backend.get(argument).is_none(), "{argument}");
        }
    }
}

#[test]
fn the_bucket_is_a_setting() {
    let emitted = over("prod", "[state]\nbucket = \"another-bucket\"\nregion = \"eu-central-1\"\n");
    let backend = &emitted.document("terraform.tf.json")["terraform"]["backend"]["s3"];
    assert_eq!((&backend["bucket"], &backend["region"]), (&"another-bucket".into(), &"eu-central-1".into()));
}

#[test]
fn the_lock_is_a_setting() {
    const TABLE: &str = "task-api-terraform-locks";
    for (lock, in_bucket) in [("dynamodb", false), ("both", true)] {
        let emitted = over("prod", &format!("[state]\nlock = \"{lock}\"\nlock_table = \"{TABLE}\"\n"));
        let backend = &emitted.document("terraform.tf.json")["terraform"]["backend"]["s3"];
        assert_eq!((&backend["dynamodb_table"], backend.get("use_lockfile").is_some()), (&TABLE.into(), in_bucket), "{lock}");
    }
}

#[test]
fn a_key_of_kms_encrypts_the_bucket_the_table_and_every_write() {
    let key = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012";
    let emitted = over("prod", &format!("[state]\nencryption = {{ kms = \"{key}\" }}\n"));
    assert_eq!(emitted.document("terraform.tf.json")["terraform"]["backend"]["s3"]["kms_key_id"], key);
    let bootstrap = bootstrap(&LOCKS_AND_KEY, StateOfBootstrap::InBucket);
    let rule = bootstrap.only("aws_s3_bucket_server_side_encryption_configuration")["rule"][0].clone();
    assert_eq!(rule["apply_server_side_encryption_by_default"]["sse_algorithm"], "aws:kms");
    assert_eq!(rule["apply_server_side_encryption_by_default"]["kms_master_key_id"], key);
    assert_eq!(bootstrap.only("aws_dynamodb_table")["server_side_encryption"]["kms_key_arn"], key);
}

#[test]
fn the_bootstrap_makes_what_every_backend_names() {
    for settings in [&[][..], &LOCKS_AND_KEY] {
        let bootstrap = bootstrap(settings, StateOfBootstrap::InBucket);
        let backend = &bootstrap.document("terraform.tf.json")["terraform"]["backend"]["s3"];
        assert_eq!(bootstrap.only("aws_s3_bucket")["bucket"], backend["bucket"]);
        let tables = bootstrap.all("aws_dynamodb_table");
        assert_eq!(tables.first().map(|table| &table.body["name"]), backend.get("dynamodb_table"));
        assert_eq!(bootstrap.document("providers.tf.json")["provider"]["aws"]["region"], backend["region"]);
    }
}

#[test]
fn the_states_bucket_and_table_are_protected_whatever_an_environment_says() {
    let bootstrap = bootstrap(&[&LOCKS_AND_KEY[..], &["prevent_destroy=false"]].concat(), StateOfBootstrap::Local);
    let table = bootstrap.only("aws_dynamodb_table");
    for resource in [&bootstrap.only("aws_s3_bucket"), &table] {
        assert_eq!(resource["lifecycle"]["prevent_destroy"], true);
    }
    assert_eq!(table["deletion_protection_enabled"], true);
    assert_eq!(table["point_in_time_recovery"]["enabled"], true);
    assert_eq!((&table["hash_key"], &table["attribute"][0]["type"]), (&"LockID".into(), &"S".into()));
}

#[test]
fn s3_tells_eventbridge_of_the_writes_that_monitoring_records() {
    let bootstrap = bootstrap(&[], StateOfBootstrap::Local);
    let notification = bootstrap.only("aws_s3_bucket_notification");
    assert_eq!((&notification["eventbridge"], &notification["bucket"]), (&true.into(), &id_of("state", "aws_s3_bucket.state")));
}

#[test]
fn the_bootstraps_own_state_lies_beside_it_at_first_and_under_a_key_that_no_environment_has_later() {
    let backend = |own_state| bootstrap(&[], own_state).document("terraform.tf.json")["terraform"]["backend"]["s3"]["key"].clone();
    assert_eq!(backend(StateOfBootstrap::Local), serde_json::Value::Null);
    let key = backend(StateOfBootstrap::InBucket);
    assert_eq!(key, "bootstrap/terraform.tfstate");
    for emitted in both() {
        assert_ne!(emitted.document("terraform.tf.json")["terraform"]["backend"]["s3"]["key"], key);
    }
}
