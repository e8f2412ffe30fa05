//! What belongs to a bucket: its settings are resources of their own, which name it.

use aws::S3Bucket;
use terraform::read::{Read, View};

/// Whether the argument `bucket` of a resource names this bucket, by a reference or by the bucket's name.
pub fn is_of_bucket(named: &Read<'_, String>, bucket: &View<'_, S3Bucket>) -> bool {
    let name = bucket.get(S3Bucket::BUCKET).text();
    named.target() == Some(bucket.address()) || (name.is_some() && named.text() == name)
}
