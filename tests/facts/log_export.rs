//! Section 5: export to S3 for the long term.

use terraform::json::json;

use crate::common::policy::{Statement, statement_of, statements};
use crate::common::{Emitted, attribute_of, over, prod, staging};

#[test]
fn prod_exports_the_services_logs_to_s3_and_staging_does_not() {
    let filter = prod().resource("monitoring", "aws_cloudwatch_log_subscription_filter", "task_api");
    assert_eq!(filter["log_group_name"], "/ecs/task-api-prod");
    assert_eq!(filter["filter_pattern"], "", "everything is exported");
    assert_eq!(filter["destination_arn"], attribute_of("monitoring", "aws_kinesis_firehose_delivery_stream.log_export", "arn"));
    let destination = &prod().only("aws_kinesis_firehose_delivery_stream")["extended_s3_configuration"];
    assert_eq!(destination["bucket_arn"], attribute_of("monitoring", "aws_s3_bucket.log_export", "arn"));
    for kind in ["aws_cloudwatch_log_subscription_filter", "aws_kinesis_firehose_delivery_stream"] {
        assert!(staging().all(kind).is_empty(), "{kind}");
    }
}

#[test]
fn every_services_log_group_is_exported() {
    let emitted = over(
        "prod",
        "[services.mail-worker]\nimage_tag = \"1\"\nport = 9090\ntasks = { desired = 1, min = 1, max = 1 }\n\
         routing = { priority = 50, paths = [\"/mail/*\"] }\n",
    );
    let groups: Vec<_> =
        emitted.all("aws_cloudwatch_log_subscription_filter").iter().map(|filter| filter.body["log_group_name"].clone()).collect();
    assert_eq!(groups, ["/ecs/task-api-mail-worker-prod", "/ecs/task-api-prod"]);
    assert_eq!(emitted.all("aws_kinesis_firehose_delivery_stream").len(), 1);
}

#[test]
fn what_was_exported_moves_to_glacier_and_goes_in_the_end() {
    let rule = &prod().resource("monitoring", "aws_s3_bucket_lifecycle_configuration", "log_export")["rule"][0];
    assert_eq!(rule["transition"], json!([{ "storage_class": "GLACIER", "days": 90 }]));
    assert_eq!(rule["expiration"], json!([{ "days": 3650 }]));
}

#[test]
fn cloudwatch_may_send_to_this_stream_only_and_firehose_write_to_this_bucket_only() {
    let emitted = prod();
    let sender = policy(emitted, "log_export_sender");
    assert_eq!(sender.len(), 1);
    assert_eq!(sender[0].actions, ["firehose:PutRecord", "firehose:PutRecordBatch"]);
    assert_eq!(sender[0].resources, ["${module.monitoring.aws_kinesis_firehose_delivery_stream.log_export.arn}"]);

    let writer = policy(emitted, "log_export_writer");
    let sids: Vec<&str> = writer.iter().map(|statement| statement.sid.as_str()).collect();
    assert_eq!(sids, ["FindBucket", "WriteObjects", "EncryptObjects", "RecordFailures"]);
    assert_eq!(writer[0].resources, ["${module.monitoring.aws_s3_bucket.log_export.arn}"]);
    assert_eq!(writer[1].resources, ["${module.monitoring.aws_s3_bucket.log_export.arn}/*"]);
    let failures = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/kinesisfirehose/task-api-log-export-prod:log-stream:\
                    DestinationDelivery";
    assert_eq!(writer[2].resources, ["${module.monitoring.aws_kms_key.log_export.arn}"]);
    assert_eq!(writer[2].condition("StringEquals", "kms:ViaService"), Some(&["s3.us-east-1.amazonaws.com".to_owned()][..]));
    assert_eq!(writer[3].resources, [failures]);
}

#[test]
fn exported_logs_are_encrypted_with_a_key_of_the_environments() {
    let encryption = prod().resource("monitoring", "aws_s3_bucket_server_side_encryption_configuration", "log_export");
    let rule = &encryption["rule"][0]["apply_server_side_encryption_by_default"];
    let rule = rule.get(0).unwrap_or(rule);
    assert_eq!(rule["kms_master_key_id"], "${module.monitoring.aws_kms_key.log_export.arn}");
}

#[test]
fn each_service_of_aws_exports_for_this_account_alone() {
    for (label, service, source) in [
        ("log_export_sender", "logs.amazonaws.com", "arn:aws:logs:us-east-1:111122223333:*"),
        (
            "log_export_writer",
            "firehose.amazonaws.com",
            "arn:aws:firehose:us-east-1:111122223333:deliverystream/task-api-log-export-prod",
        ),
    ] {
        let trust = statement_of(&prod().resource("monitoring", "aws_iam_role", label)["assume_role_policy"], "AssumeRole");
        assert_eq!(trust.principals, [("Service".to_owned(), service.to_owned())]);
        assert_eq!(trust.condition("ArnLike", "aws:SourceArn"), Some(&[source.to_owned()][..]));
        assert_eq!(trust.condition("StringEquals", "aws:SourceAccount"), Some(&["111122223333".to_owned()][..]));
    }
}

#[test]
fn what_waits_on_its_way_is_encrypted_and_what_fails_is_recorded() {
    let stream = prod().only("aws_kinesis_firehose_delivery_stream");
    assert_eq!(stream["server_side_encryption"]["enabled"], true);
    let logging = &stream["extended_s3_configuration"]["cloudwatch_logging_options"];
    assert_eq!(
        (&logging["enabled"], &logging["log_group_name"]),
        (&json!(true), &json!("/aws/kinesisfirehose/task-api-log-export-prod"))
    );
}

fn policy(emitted: &Emitted, label: &str) -> Vec<Statement> {
    statements(&emitted.resource("monitoring", "aws_iam_role_policy", label)["policy"])
}
