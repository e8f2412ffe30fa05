//! One bucket, with all that makes it private.

use aws::private_bucket::{DefaultEncryption, PrivateBucket, Transition};
use aws::s3_bucket_cors_configuration::{CorsRule, CorsRuleRequired};
use aws::{KmsKeyReference, S3BucketCorsConfiguration, S3BucketCorsConfigurationRequired, S3BucketReference};
use domain::{Identity, WebOrigin};
use terraform::{Document, Resource, Value, template};

use crate::config::{Bucket, BucketConfig, Encryption};
use crate::interface::Variables;

/// For how long a browser remembers what it may: the longest that all of them keep it.
const CORS_SECONDS: u32 = 3600;

/// The bucket.
pub(crate) fn bucket(
    document: &mut Document,
    identity: &Identity,
    bucket: &Bucket,
    key: Option<&KmsKeyReference>,
    variables: &Variables,
) -> S3BucketReference {
    let BucketConfig {
        // What it was called before is the matter of addresses.
        renamed_from: _,
        aws_name: _,
        encryption,
        // It keeps the key, and the rights of those who use the bucket.
        previous_encryption: _,
        versioning,
        old_version_days,
        expiration_days,
        transition_days,
        transition_to,
        cors_origins,
    } = bucket.settings();
    let encryption = match (encryption, key) {
        (Encryption::CustomerKey, Some(key)) => DefaultEncryption::Kms(key.arn().into()),
        (Encryption::CustomerKey | Encryption::S3, _) => DefaultEncryption::S3,
    };
    let made = PrivateBucket {
        label: bucket.label(),
        name: name(identity, bucket, variables),
        encryption,
        transition: transition_days.map(|days| Transition { storage_class: transition_to.spelled(), days: days.get() }),
        expiration_days: expiration_days.map(domain::ObjectRetentionDays::get),
        noncurrent_days: old_version_days.get(),
        versioning: *versioning,
        without_delete_markers: true,
    };
    let made = made.add(document, |_| Vec::new()).bucket;
    if !cors_origins.is_empty() {
        let required = S3BucketCorsConfigurationRequired { bucket: made.id().into(), cors_rule: vec![cors(cors_origins)] };
        document.resource(Resource::new(bucket.label(), S3BucketCorsConfiguration::new(required)));
    }
    made
}

/// Unique in all of AWS by the account's number, unless the settings name it.
fn name(identity: &Identity, bucket: &Bucket, variables: &Variables) -> Value<String> {
    let own = || template![bucket.name_without_account(identity), "-", &variables.account_id];
    bucket.settings().aws_name.as_ref().map_or_else(own, |name| name.as_str().into())
}

/// What a browser may send from pages of these origins: what an address that a service signed lets it do, in one part or in many. A part's `ETag` is
/// what the last call of an upload in parts names (S3 API Reference, `CompleteMultipartUpload`).
fn cors<'a>(origins: impl IntoIterator<Item = &'a WebOrigin>) -> CorsRule {
    let texts = |texts: &[&str]| texts.iter().map(|it| Value::from(*it)).collect::<Vec<_>>();
    CorsRule::new(CorsRuleRequired {
        allowed_methods: texts(&["GET", "HEAD", "POST", "PUT"]).into(),
        allowed_origins: origins.into_iter().map(|origin| Value::from(origin.as_str())).collect::<Vec<_>>().into(),
    })
    .allowed_headers(texts(&["*"]))
    .expose_headers(texts(&["ETag"]))
    .max_age_seconds(CORS_SECONDS)
}
