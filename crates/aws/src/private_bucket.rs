//! A bucket as every bucket of the system is: closed to the public, encrypted, spoken to by TLS only, emptied by age.

use terraform::{Document, Lifecycle, Resource, Value, template};

use crate::policy::{Action, Condition, PolicyDocument, Principal, Statement};
use crate::s3_bucket_lifecycle_configuration::{
    Rule, RuleAbortIncompleteMultipartUpload, RuleExpiration, RuleFilter, RuleNoncurrentVersionExpiration,
    RuleNoncurrentVersionExpirationRequired, RuleRequired, RuleTransition, RuleTransitionRequired,
};
use crate::s3_bucket_ownership_controls::{Rule as OwnershipRule, RuleRequired as OwnershipRuleRequired};
use crate::s3_bucket_server_side_encryption_configuration::{
    Rule as EncryptionRule, RuleApplyServerSideEncryptionByDefault, RuleApplyServerSideEncryptionByDefaultRequired,
};
use crate::s3_bucket_versioning::{VersioningConfiguration, VersioningConfigurationRequired};
use crate::{
    S3Bucket, S3BucketLifecycleConfiguration, S3BucketLifecycleConfigurationRequired, S3BucketOwnershipControls,
    S3BucketOwnershipControlsRequired, S3BucketPolicy, S3BucketPolicyReference, S3BucketPolicyRequired, S3BucketPublicAccessBlock,
    S3BucketPublicAccessBlockRequired, S3BucketReference, S3BucketServerSideEncryptionConfiguration,
    S3BucketServerSideEncryptionConfigurationRequired, S3BucketVersioning, S3BucketVersioningRequired,
};

/// What a private bucket is for.
#[derive(Debug)]
pub struct PrivateBucket {
    /// The name in Terraform's addresses, the same for the bucket and all that belongs to it.
    pub label: String,
    /// The bucket's name, unique in all of AWS.
    pub name: Value<String>,
    /// What encrypts an object that says nothing else.
    pub encryption: DefaultEncryption,
    /// To which storage class objects move, and after how many days; they stay where they are when it is not set.
    pub transition: Option<Transition>,
    /// After how many days objects go; they stay when it is not set.
    pub expiration_days: Option<u32>,
    /// After how many days old versions of objects go.
    pub noncurrent_days: u32,
    /// Whether an object that is overwritten or deleted leaves its old version.
    pub versioning: bool,
    /// Whether the mark goes that stands for a deleted object of which no version is left.
    pub without_delete_markers: bool,
}

/// When objects move to another storage class.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// The class, as S3 spells it.
    pub storage_class: &'static str,
    /// After how many days.
    pub days: u32,
}

impl Transition {
    /// To S3 Glacier Flexible Retrieval.
    pub fn to_glacier(days: u32) -> Self {
        Self { storage_class: "GLACIER", days }
    }
}

/// What encrypts an object of a bucket that says nothing else.
#[derive(Debug)]
pub enum DefaultEncryption {
    /// S3's own key.
    S3,
    /// A key of KMS, by its ARN.
    Kms(Value<String>),
}

/// The bucket and its policy; whatever writes into the bucket waits for the policy.
#[derive(Debug)]
pub struct PrivateBucketReference {
    /// The bucket.
    pub bucket: S3BucketReference,
    /// Its policy.
    pub policy: S3BucketPolicyReference,
}

impl PrivateBucket {
    /// Adds the bucket with all that makes it private. `statements` gives what its policy says besides "TLS only".
    pub fn add(
        self,
        document: &mut Document,
        statements: impl FnOnce(&S3BucketReference) -> Vec<Statement>,
    ) -> PrivateBucketReference {
        let expiry = self.expiry();
        let Self { label, name, encryption, versioning, .. } = self;
        let label = label.as_str();
        // Of a bucket that is taken away, and of its policy, whoever writes there lets go first.
        let bucket = document
            .resource(Resource::new(label, S3Bucket::new().bucket(name)).lifecycle(Lifecycle::new().create_before_destroy()));
        document.resource(Resource::new(
            label,
            S3BucketPublicAccessBlock::new(S3BucketPublicAccessBlockRequired { bucket: bucket.id().into() })
                .block_public_acls(true)
                .block_public_policy(true)
                .ignore_public_acls(true)
                .restrict_public_buckets(true),
        ));
        document.resource(Resource::new(
            label,
            S3BucketOwnershipControls::new(S3BucketOwnershipControlsRequired {
                bucket: bucket.id().into(),
                rule: OwnershipRule::new(OwnershipRuleRequired { object_ownership: "BucketOwnerEnforced".into() }),
            }),
        ));
        document.resource(Resource::new(
            label,
            S3BucketServerSideEncryptionConfiguration::new(S3BucketServerSideEncryptionConfigurationRequired {
                bucket: bucket.id().into(),
                rule: vec![encryption.into_rule()],
            }),
        ));
        // A bucket that had versions once cannot do without the setting, and S3 takes "Suspended" of one that never had (S3 User Guide, "Using
        // versioning in S3 buckets").
        let status = if versioning { "Enabled" } else { "Suspended" };
        let configuration = VersioningConfiguration::new(VersioningConfigurationRequired { status: status.into() });
        let versioning = document.resource(Resource::new(
            label,
            S3BucketVersioning::new(S3BucketVersioningRequired {
                bucket: bucket.id().into(),
                versioning_configuration: configuration,
            }),
        ));
        let expiry =
            S3BucketLifecycleConfiguration::new(S3BucketLifecycleConfigurationRequired { bucket: bucket.id().into() }).rule(expiry);
        document.resource(Resource::new(label, expiry).depends_on([&versioning as _]));
        let mut said = vec![tls_only(&bucket)];
        said.extend(statements(&bucket));
        let policy = document.resource(Resource::new(
            label,
            S3BucketPolicy::new(S3BucketPolicyRequired {
                bucket: bucket.id().into(),
                policy: PolicyDocument::new(said).into_value(),
            }),
        ));
        PrivateBucketReference { bucket, policy }
    }

    /// The rules by which objects move and go. The marks have one of their own: S3 takes no rule that speaks of them and of days.
    fn expiry(&self) -> Vec<Rule> {
        let Self { transition, expiration_days, noncurrent_days, without_delete_markers, .. } = self;
        // An empty filter means every object; without one the provider asks for a prefix.
        let rule =
            |id: &str| Rule::new(RuleRequired { id: id.into(), status: "Enabled".into() }).filter([RuleFilter::new().prefix("")]);
        let moved = transition.map(|Transition { storage_class, days }| {
            RuleTransition::new(RuleTransitionRequired { storage_class: storage_class.into() }).days(days)
        });
        let expiry = rule("expiry")
            .abort_incomplete_multipart_upload([RuleAbortIncompleteMultipartUpload::new().days_after_initiation(7)])
            .transition(moved)
            .expiration(expiration_days.map(|days| RuleExpiration::new().days(days)))
            .noncurrent_version_expiration([RuleNoncurrentVersionExpiration::new(RuleNoncurrentVersionExpirationRequired {
                noncurrent_days: (*noncurrent_days).into(),
            })]);
        let markers = without_delete_markers
            .then(|| rule("delete-markers").expiration([RuleExpiration::new().expired_object_delete_marker(true)]));
        std::iter::once(expiry).chain(markers).collect()
    }
}

impl DefaultEncryption {
    fn into_rule(self) -> EncryptionRule {
        let by = |algorithm: &str| {
            let required = RuleApplyServerSideEncryptionByDefaultRequired { sse_algorithm: algorithm.into() };
            RuleApplyServerSideEncryptionByDefault::new(required)
        };
        match self {
            Self::S3 => EncryptionRule::new().apply_server_side_encryption_by_default(by("AES256")),
            // With a key for the bucket S3 asks KMS once in a while and not for every object (S3 User Guide, "Reducing the cost of
            // SSE-KMS with Amazon S3 Bucket Keys").
            Self::Kms(key) => EncryptionRule::new()
                .apply_server_side_encryption_by_default(by("aws:kms").kms_master_key_id(key))
                .bucket_key_enabled(true),
        }
    }
}

fn tls_only(bucket: &S3BucketReference) -> Statement {
    Statement::deny("TlsOnly", [Action::all_of_s3()])
        .principal(Principal::Everyone)
        .on([template![bucket.arn()], template![bucket.arn(), "/*"]])
        .condition(Condition::is("aws:SecureTransport", false))
}
