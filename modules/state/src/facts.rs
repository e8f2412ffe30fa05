//! What `terraform test` proves of the state's bucket and table: nobody else reads it, and no version of it is lost.

use aws::{DynamodbTableReference, S3BucketPublicAccessBlockReference, S3BucketReference, S3BucketVersioningReference};
use terraform::{Address, Body, List, ModuleCall, Run};

use crate::kept::State;
use crate::{bucket, lock_table};

/// The run that plans the module alone.
pub fn facts(call: &ModuleCall, state: &State) -> Run {
    let of = |kind: &str| Address::managed(kind, bucket::LABEL);
    let bucket = S3BucketReference::from(of("aws_s3_bucket"));
    let closed = S3BucketPublicAccessBlockReference::from(of("aws_s3_bucket_public_access_block"));
    let versions = S3BucketVersioningReference::from(of("aws_s3_bucket_versioning"));
    let versioning = versions.address().attribute::<List<()>>("versioning_configuration").at(0).attribute::<String>("status");
    let name = state.bucket.as_str();
    let run = Run::new(call, Body::new())
        .assert(bucket.bucket().equals(name), &format!("the state lies in the bucket {name}"))
        .assert(versioning.equals("Enabled"), "the bucket keeps older versions of a state")
        .assert(closed.block_public_policy().equals(true), "no policy opens the bucket")
        .assert(closed.restrict_public_buckets().equals(true), "the bucket is closed to everybody else");
    let Some(table) = state.locking.table() else { return run };
    let locks = DynamodbTableReference::from(lock_table::address());
    run.assert(locks.name().equals(table.as_str()), &format!("the locks lie in the table {table}"))
        .assert(locks.deletion_protection_enabled().equals(true), "the table is protected from deletion")
}
