//! The bucket that holds the state of every environment.

use aws::private_bucket::{DefaultEncryption, PrivateBucket};
use aws::{S3BucketNotification, S3BucketNotificationRequired, S3BucketReference};
use terraform::{Document, Resource};

use crate::kept::{Encryption, State};

/// The name of the bucket, and of all that belongs to it, in Terraform's addresses.
pub(crate) const LABEL: &str = "state";

/// The bucket: private, versioned, and telling EventBridge of every write.
pub(crate) fn bucket(document: &mut Document, state: &State) -> S3BucketReference {
    let encryption = match &state.encryption {
        Encryption::Aes256 => DefaultEncryption::S3,
        Encryption::Kms(key) => DefaultEncryption::Kms(key.to_string().into()),
    };
    let bucket = PrivateBucket {
        label: LABEL.to_owned(),
        name: state.bucket.as_str().into(),
        encryption,
        transition: None,
        // A state that nobody has written for long is no less the state.
        expiration_days: None,
        noncurrent_days: state.old_version_days.get(),
        versioning: true,
        without_delete_markers: false,
    };
    let bucket = bucket.add(document, |_| Vec::new()).bucket;
    // S3 tells EventBridge nothing unless it is told to (S3 User Guide, "Enabling Amazon EventBridge"); the record of state changes
    // in every environment's monitoring lives of it.
    document.resource(Resource::new(
        LABEL,
        S3BucketNotification::new(S3BucketNotificationRequired { bucket: bucket.id().into() }).eventbridge(true),
    ));
    bucket
}
