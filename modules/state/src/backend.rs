//! The backend: how a root module says where its state lies.

use domain::{AccountId, Identity};
use terraform::Backend;

use crate::kept::{Encryption, State};

/// Under which key of the bucket the state of the stack lies that made the bucket. An environment's key has one part more.
pub const BOOTSTRAP_KEY: &str = "bootstrap/terraform.tfstate";

impl State {
    /// Under which key of the bucket an environment's state lies.
    pub fn key(&self, identity: &Identity) -> String {
        let usual = || format!("{}/{}/terraform.tfstate", identity.project, identity.environment);
        self.key.as_ref().map_or_else(usual, ToString::to_string)
    }

    /// Whether the bucket is another account's, as far as the role tells that reads it.
    pub fn is_of_another_account(&self, account_id: Option<&AccountId>) -> bool {
        self.assume_role_arn.as_ref().zip(account_id).is_some_and(|(role, account_id)| role.account() != account_id)
    }

    /// The backend of the root module whose state lies under this key of the bucket.
    pub fn backend(&self, key: &str) -> Backend {
        let Self { bucket, region, key: _, locking, encryption, assume_role_arn, old_version_days: _ } = self;
        let mut backend = Backend::new("s3")
            .setting("bucket", bucket.as_str())
            .setting("key", key)
            .setting("region", region.as_str())
            .setting("encrypt", true);
        if let Encryption::Kms(key) = encryption {
            // Without it Terraform asks for S3's own key with every write, whatever the bucket's default is.
            backend = backend.setting("kms_key_id", key.to_string());
        }
        if let Some(role) = assume_role_arn {
            backend = backend.group("assume_role", [("role_arn", role.to_string())]);
        }
        if locking.in_bucket() {
            backend = backend.setting("use_lockfile", true);
        }
        match locking.table() {
            Some(table) => backend.setting("dynamodb_table", table.as_str()),
            None => backend,
        }
    }
}
