//! The buckets of the application: S3, closed to the public, encrypted, versioned, spoken to by TLS only, and the key that encrypts them.
//!
//! Before ecs in the one-way flow: the module knows nothing of who reads and who writes.

mod bucket;
pub mod config;
mod facts;
mod interface;
mod key;

use aws::S3BucketReference;
use domain::Identity;
use terraform::{Expression, Map, Module, Settings};

pub use config::{Bucket, BucketConfig, Buckets, Encryption, StorageClass, TAKEN_NAMES};
pub use facts::facts;
pub use interface::{Inputs, KeyOutputs, KeyReferences, Outputs, References};

/// The module's documents.
pub fn module(identity: &Identity, buckets: &Buckets) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let variables = Inputs::declare(module.document("variables"));

    let key = buckets.has_key().then(|| key::key(module.document("key"), identity, &variables));
    let document = module.document("buckets");
    let made: Vec<(&Bucket, S3BucketReference)> =
        buckets.all().map(|bucket| (bucket, bucket::bucket(document, identity, bucket, key.as_ref(), &variables))).collect();

    let by_bucket = |of: fn(&S3BucketReference) -> Expression<String>| {
        made.iter().map(|(bucket, made)| (bucket.name().as_str(), of(made))).collect::<Map<String>>().into()
    };
    let outputs = Outputs {
        bucket_names: by_bucket(S3BucketReference::id),
        bucket_arns: by_bucket(S3BucketReference::arn),
        bucket_domain_names: by_bucket(S3BucketReference::bucket_regional_domain_name),
    };
    outputs.declare(module.document("outputs"));
    if let Some(key) = &key {
        KeyOutputs { key_arn: key.arn().into() }.declare(module.document("outputs"));
    }
    module
}
