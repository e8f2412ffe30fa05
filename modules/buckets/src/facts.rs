//! What `terraform test` proves of the buckets.

use aws::{S3BucketPublicAccessBlockReference, S3BucketVersioningReference};
use terraform::{Address, List, ModuleCall, Run};

use crate::config::{Bucket, Buckets};
use crate::interface::Inputs;

/// The run that plans the buckets alone; none where there is no bucket.
pub fn facts(call: &ModuleCall, account_id: &str, buckets: &Buckets) -> Option<Run> {
    if buckets.is_empty() {
        return None;
    }
    let run = Run::new(call, Inputs { account_id: account_id.into() }.into_body());
    Some(buckets.all().fold(run, of_bucket))
}

fn of_bucket(run: Run, bucket: &Bucket) -> Run {
    let of = |kind: &str| Address::managed(kind, bucket.label());
    let closed = S3BucketPublicAccessBlockReference::from(of("aws_s3_bucket_public_access_block"));
    let versions = S3BucketVersioningReference::from(of("aws_s3_bucket_versioning"));
    let name = bucket.name();
    let (status, fact) = if bucket.settings().versioning {
        ("Enabled", format!("an object of {name} that is overwritten leaves its old version"))
    } else {
        ("Suspended", format!("{name} keeps no old versions"))
    };
    run.assert(closed.restrict_public_buckets().equals(true), &format!("{name} is closed to the public")).assert(
        versions.address().attribute::<List<()>>("versioning_configuration").at(0).attribute::<String>("status").equals(status),
        &fact,
    )
}
