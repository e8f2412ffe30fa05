//! Section 6: where Terraform keeps its state.

use std::collections::BTreeSet;

use crate::common::{both, over};

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
