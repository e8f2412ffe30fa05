//! The export of the services' logs: each log group sends what is written to Firehose, and Firehose puts it into a bucket, in which it
//! moves to the archive by age.
//!
//! No code of ours runs on the way, and nothing reads the log groups again.

use aws::kinesis_firehose_delivery_stream::{
    ExtendedS3Configuration, ExtendedS3ConfigurationCloudwatchLoggingOptions, ExtendedS3ConfigurationRequired, ServerSideEncryption,
};
use aws::log_key::LogKey;
use aws::policy::{Condition, PolicyDocument, Statement};
use aws::private_bucket::{DefaultEncryption, PrivateBucket, PrivateBucketReference, Transition};
use aws::{
    CloudwatchLogGroup, CloudwatchLogStream, CloudwatchLogStreamReference, CloudwatchLogStreamRequired,
    CloudwatchLogSubscriptionFilter, CloudwatchLogSubscriptionFilterRequired, IamRole, IamRolePolicy, IamRolePolicyReference,
    IamRolePolicyRequired, IamRoleReference, IamRoleRequired, KinesisFirehoseDeliveryStream,
    KinesisFirehoseDeliveryStreamReference, KinesisFirehoseDeliveryStreamRequired, KmsKeyReference,
};
use domain::{Identity, ServiceName};
use terraform::{Document, Resource, Value, template};

use crate::Context;
use crate::config::LogExport;
use crate::interface::Variables;

/// The most that Firehose gathers before it writes an object: large objects, because the archive takes none below 128 KiB. What is
/// younger than a quarter of an hour is in CloudWatch still.
const BUFFER_MIB: u32 = 64;
const BUFFER_SECONDS: u32 = 900;

/// A role with the policy that says what it may do.
struct Role {
    role: IamRoleReference,
    policy: IamRolePolicyReference,
}

/// The bucket, the delivery stream into it, and a subscription for each service.
pub(crate) fn log_export<'a>(
    document: &mut Document,
    context: &Context,
    export: &LogExport,
    services: impl Iterator<Item = &'a ServiceName>,
) {
    let Context { identity, variables, load_balancer: _, database: _, replica: _, queues: _, caches: _, topics: _, runbook_url: _ } =
        context;
    let key = key(document, identity, variables);
    let bucket = bucket(document, identity, export, &key, variables);
    let stream = delivery_stream(document, identity, export, &bucket, &key, variables);
    let sender = sender(document, identity, &stream, variables);
    for service in services {
        document.resource(
            Resource::new(
                service.label(),
                CloudwatchLogSubscriptionFilter::new(CloudwatchLogSubscriptionFilterRequired {
                    name: identity.named("log-export").into(),
                    log_group_name: variables.log_group_names.key(service.as_str()).into(),
                    // Everything.
                    filter_pattern: "".into(),
                    destination_arn: stream.arn().into(),
                })
                .role_arn(sender.role.arn()),
            )
            // CloudWatch Logs sends a message on trial when the subscription is made.
            .depends_on([&sender.policy as _]),
        );
    }
}

/// The key of the exported logs, and of the log of what could not be exported: where the logs come from they have a key of their own too.
fn key(document: &mut Document, identity: &Identity, variables: &Variables) -> KmsKeyReference {
    let key = LogKey {
        label: "log_export",
        alias: identity.named("log-export"),
        description: format!("{}: exported logs", identity.prefix()),
        region: identity.region.as_str(),
        account_id: &variables.account_id,
        log_groups: failures_name(identity),
    };
    key.add_to(document)
}

/// Its name is unique in all of AWS by the account's number.
fn bucket(
    document: &mut Document,
    identity: &Identity,
    export: &LogExport,
    key: &KmsKeyReference,
    variables: &Variables,
) -> PrivateBucketReference {
    let LogExport { enabled: _, archive_after_days, retention_days, failure_retention_days: _ } = export;
    let bucket = PrivateBucket {
        label: "log_export".to_owned(),
        name: template![identity.named("logs"), "-", &variables.account_id],
        encryption: DefaultEncryption::Kms(key.arn().into()),
        transition: Some(Transition::to_glacier(archive_after_days.get())),
        expiration_days: Some(retention_days.get()),
        noncurrent_days: 1,
        versioning: true,
        without_delete_markers: false,
    };
    bucket.add(document, |_| Vec::new())
}

fn delivery_stream(
    document: &mut Document,
    identity: &Identity,
    export: &LogExport,
    bucket: &PrivateBucketReference,
    key: &KmsKeyReference,
    variables: &Variables,
) -> KinesisFirehoseDeliveryStreamReference {
    let failures = failures(document, identity, export, key);
    let name = identity.named("log-export");
    let arn = template![format!("arn:aws:firehose:{}:", identity.region), &variables.account_id, format!(":deliverystream/{name}")];
    let failure_streams = template![
        format!("arn:aws:logs:{}:", identity.region),
        &variables.account_id,
        ":log-group:",
        failures.log_group_name(),
        ":log-stream:",
        failures.name(),
    ];
    // Amazon Data Firehose Developer Guide, "Grant Firehose access to an Amazon S3 destination".
    let policy = PolicyDocument::new([
        Statement::allow("FindBucket", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"])
            .on([bucket.bucket.arn()]),
        Statement::allow("WriteObjects", ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"])
            .on([template![bucket.bucket.arn(), "/*"]]),
        Statement::allow("EncryptObjects", ["kms:Decrypt", "kms:GenerateDataKey"])
            .on([key.arn()])
            .condition(Condition::string_equals("kms:ViaService", [format!("s3.{}.amazonaws.com", identity.region)])),
        Statement::allow("RecordFailures", ["logs:PutLogEvents"]).on([failure_streams]),
    ]);
    let writer = role(document, identity, "writer", "firehose.amazonaws.com", arn, policy, variables);

    let logging = ExtendedS3ConfigurationCloudwatchLoggingOptions::new()
        .enabled(true)
        .log_group_name(failures.log_group_name())
        .log_stream_name(failures.name());
    let destination = ExtendedS3Configuration::new(ExtendedS3ConfigurationRequired {
        bucket_arn: bucket.bucket.arn().into(),
        role_arn: writer.role.arn().into(),
    })
    // Behind it come year, month, day and hour.
    .prefix("logs/")
    .error_output_prefix("failures/!{firehose:error-output-type}/")
    .buffering_size(BUFFER_MIB)
    .buffering_interval(BUFFER_SECONDS)
    // CloudWatch Logs compresses what it sends (CloudWatch Logs User Guide, "Example 3: Subscription filters with Amazon Data
    // Firehose").
    .compression_format("UNCOMPRESSED")
    .file_extension(".json.gz")
    .cloudwatch_logging_options(logging);
    document.resource(
        Resource::new(
            "log_export",
            KinesisFirehoseDeliveryStream::new(KinesisFirehoseDeliveryStreamRequired {
                name: name.into(),
                destination: "extended_s3".into(),
            })
            .extended_s3_configuration(destination)
            .server_side_encryption(ServerSideEncryption::new().enabled(true).key_type("AWS_OWNED_CMK")),
        )
        .depends_on([&writer.policy as _, &bucket.policy as _]),
    )
}

fn failures_name(identity: &Identity) -> String {
    format!("/aws/kinesisfirehose/{}", identity.named("log-export"))
}

/// Where Firehose says what it could not write: elsewhere nobody would hear of it.
fn failures(
    document: &mut Document,
    identity: &Identity,
    export: &LogExport,
    key: &KmsKeyReference,
) -> CloudwatchLogStreamReference {
    let name = failures_name(identity);
    let log_group = document.resource(Resource::new(
        "log_export",
        CloudwatchLogGroup::new().name(name).retention_in_days(export.failure_retention_days.get()).kms_key_id(key.arn()),
    ));
    document.resource(Resource::new(
        "log_export",
        CloudwatchLogStream::new(CloudwatchLogStreamRequired {
            log_group_name: log_group.name().into(),
            name: "DestinationDelivery".into(),
        }),
    ))
}

/// The role with which CloudWatch Logs sends to the delivery stream, for this account's log groups.
fn sender(
    document: &mut Document,
    identity: &Identity,
    stream: &KinesisFirehoseDeliveryStreamReference,
    variables: &Variables,
) -> Role {
    let log_groups = template![format!("arn:aws:logs:{}:", identity.region), &variables.account_id, ":*"];
    let send = Statement::allow("Send", ["firehose:PutRecord", "firehose:PutRecordBatch"]).on([stream.arn()]);
    role(document, identity, "sender", "logs.amazonaws.com", log_groups, PolicyDocument::new([send]), variables)
}

fn role(
    document: &mut Document,
    identity: &Identity,
    purpose: &str,
    service: &str,
    source: Value<String>,
    policy: PolicyDocument,
    variables: &Variables,
) -> Role {
    let label = format!("log_export_{purpose}");
    let trust = PolicyDocument::assumed_by_service(service, &variables.account_id, source);
    let role = document.resource(Resource::new(
        label.clone(),
        IamRole::new(IamRoleRequired { assume_role_policy: trust.into_value() })
            .name(identity.named(&format!("log-export-{purpose}"))),
    ));
    let policy = document.resource(Resource::new(
        label,
        IamRolePolicy::new(IamRolePolicyRequired { policy: policy.into_value(), role: role.id().into() }).name("log-export"),
    ));
    Role { role, policy }
}
