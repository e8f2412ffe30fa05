//! What holds data is encrypted. The settings cannot say otherwise; this guards what is made of them.

use settings::Severity;

use super::documents::Resource;
use super::{Check, Documents, Findings, Rule, Scope, Subject};

pub(super) const RULE: Rule = Rule {
    code: "ENC001",
    severity: Severity::Error,
    scope: Scope::Every,
    title: "what holds data is encrypted",
    why: "Encryption at rest cannot be turned on later for most of what holds data: a database and a disk have to be made anew.",
    mend: "report it, since no setting turns encryption off; until then accept it or go back to the version of synth before",
    settings: &[],
    check: Check::Documents(check),
};

fn check(_: &Subject<'_>, documents: Documents<'_>, findings: &mut Findings<'_>) {
    for resource in documents.resources() {
        let body = resource.body;
        let is_encrypted = match resource.kind {
            "aws_db_instance" => body["storage_encrypted"] == true,
            "aws_db_instance_automated_backups_replication" => body["kms_key_id"].is_string(),
            "aws_instance" => body["root_block_device"]["encrypted"] == true || body["root_block_device"][0]["encrypted"] == true,
            "aws_ecr_repository" => body["encryption_configuration"][0]["encryption_type"] == "KMS",
            "aws_sns_topic" => body["kms_master_key_id"].is_string(),
            "aws_s3_bucket" => has_encryption(documents, &resource),
            _ => true,
        };
        if !is_encrypted {
            let address = resource.address();
            findings.of_resource(address.clone(), format!("`{address}` holds data and is not encrypted"));
        }
    }
}

/// Whether the bucket has a configuration that says with what its objects are encrypted.
fn has_encryption(documents: Documents<'_>, bucket: &Resource<'_>) -> bool {
    documents.of_kind("aws_s3_bucket_server_side_encryption_configuration").any(|configuration| {
        let named = documents.follow(configuration.module, &configuration.body["bucket"]);
        let is_of_bucket = documents.resource(&named).is_some_and(|it| it.address() == bucket.address());
        is_of_bucket && configuration.body["rule"][0]["apply_server_side_encryption_by_default"]["sse_algorithm"].is_string()
    })
}
