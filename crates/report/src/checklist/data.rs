//! What keeps data: backups, the other region, encryption at rest.

use terraform::read::argument::{elements, number, target};

use super::{Subject, Verdict};

pub(super) fn backups(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut databases = 0;
    for (address, body) in subject.index.of("aws_db_instance").filter(|(_, body)| body["replicate_source_db"].is_null()) {
        databases += 1;
        let kept = number(&body["backup_retention_period"]).is_some_and(|days| days > 0);
        verdict.expect(kept, address, "no backups are kept, so that there is no point in time to go back to");
        if body["skip_final_snapshot"] != false {
            verdict.missing_at(address, "no snapshot is taken when it is deleted");
        }
    }
    verdict.expect_some(databases, "there is no database");
    verdict
}

pub(super) fn disaster_recovery(subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let copied: Vec<String> = subject
        .index
        .of("aws_db_instance_automated_backups_replication")
        .filter(|(_, body)| in_another_region(subject, body))
        .filter_map(|(address, body)| {
            verdict.proven(address);
            target(&body["source_db_instance_arn"])
        })
        .collect();
    let mut databases = 0;
    for (address, _) in subject.index.of("aws_db_instance").filter(|(_, body)| body["replicate_source_db"].is_null()) {
        databases += 1;
        if !copied.iter().any(|it| it == address) {
            verdict.missing_at(address, "its backups are not copied to another region");
        }
    }
    verdict.expect_some(databases, "there is no database");
    verdict
}

/// Whether a resource's provider is configured for another region than the usual one.
fn in_another_region(subject: &Subject<'_>, body: &serde_json::Value) -> bool {
    let providers = subject.documents.providers("aws");
    let region_of =
        |alias: Option<&str>| providers.iter().find(|it| it["alias"].as_str() == alias).and_then(|it| it["region"].as_str());
    let alias = body["provider"].as_str().and_then(|provider| provider.strip_prefix("aws."));
    alias.is_some() && region_of(alias).is_some() && region_of(alias) != region_of(None)
}

pub(super) fn at_rest(subject: &Subject<'_>) -> Verdict {
    let (index, mut verdict) = (&subject.index, Verdict::default());
    for (address, body) in index.of("aws_db_instance") {
        verdict.expect(body["storage_encrypted"] == true, address, "its storage is not encrypted");
    }
    for (address, body) in index.of("aws_ecr_repository") {
        let with_key = elements(&body["encryption_configuration"]).iter().any(|it| it["encryption_type"] == "KMS");
        verdict.expect(with_key, address, "its images are not encrypted with a key of this account");
    }
    for (address, body) in index.of("aws_sns_topic") {
        verdict.expect(!body["kms_master_key_id"].is_null(), address, "its messages are not encrypted");
    }
    for (address, body) in index.of("aws_instance") {
        let encrypted = elements(&body["root_block_device"]).iter().any(|it| it["encrypted"] == true);
        verdict.expect(encrypted, address, "its disk is not encrypted");
    }
    let encrypted: Vec<String> = index
        .of("aws_s3_bucket_server_side_encryption_configuration")
        .filter(|(_, body)| !elements(&body["rule"]).is_empty())
        .filter_map(|(_, body)| target(&body["bucket"]).or_else(|| body["bucket"].as_str().map(str::to_owned)))
        .collect();
    for (address, body) in index.of("aws_s3_bucket") {
        let named = body["bucket"].as_str();
        let is_encrypted = encrypted.iter().any(|bucket| bucket == address || Some(bucket.as_str()) == named);
        verdict.expect(is_encrypted, address, "nothing says how its objects are encrypted");
    }
    let found = verdict.proof.len() + verdict.faults.len();
    verdict.expect_some(found, "there is nothing that keeps data");
    verdict
}
