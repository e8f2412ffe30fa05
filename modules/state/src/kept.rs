//! Where an environment's state is kept, as checked.

use domain::{BucketName, Identity, KmsKeyArn, ObjectRetentionDays, Region, RoleArn, StateKey, TableName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use terraform::Backend;

use crate::elsewhere::{Elsewhere, Local};

/// Where an environment's state is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In a bucket of S3, which `synth bootstrap` makes.
    InBucket(Box<State>),
    /// By somebody else.
    Elsewhere(Elsewhere),
}

/// The checked settings of a state that lies in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The bucket.
    pub bucket: BucketName,
    /// The bucket's region.
    pub region: Region,
    /// The key, where it is not the usual one.
    pub key: Option<StateKey>,
    /// How the state is locked.
    pub locking: Locking,
    /// What encrypts it.
    pub encryption: Encryption,
    /// The role as which Terraform reads and writes it, if it assumes one.
    pub assume_role_arn: Option<RoleArn>,
    /// How many days an old version is kept.
    pub old_version_days: ObjectRetentionDays,
}

/// How the state is locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locking {
    /// In the bucket.
    S3,
    /// In this table.
    DynamoDb(TableName),
    /// In the bucket and in this table.
    Both(TableName),
}

/// What encrypts the state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// S3's own key, which costs nothing and needs no permission.
    #[default]
    Aes256,
    /// A key of KMS, by its ARN. Whoever runs Terraform needs `kms:Encrypt`, `kms:Decrypt` and `kms:GenerateDataKey` on it.
    Kms(KmsKeyArn),
}

impl Kept {
    /// What is said of the bucket, if the state lies in one.
    pub fn in_bucket(&self) -> Option<&State> {
        match self {
            Self::InBucket(state) => Some(state),
            Self::Elsewhere(_) => None,
        }
    }

    /// The backend of an environment's root module.
    pub fn backend(&self, identity: &Identity) -> Backend {
        match self {
            Self::InBucket(state) => state.backend(&state.key(identity)),
            Self::Elsewhere(elsewhere) => elsewhere.backend(identity),
        }
    }

    /// Where the state lies, as a text that two environments have alike only where they share one; nothing where it lies in the emitted folder.
    pub fn place(&self, identity: &Identity) -> Option<String> {
        match self {
            Self::InBucket(state) => Some(format!("s3://{}/{}", state.bucket, state.key(identity))),
            Self::Elsewhere(Elsewhere::Cloud(cloud)) => {
                Some(format!("{}/{}/{}", cloud.host(), cloud.organization, cloud.workspace(identity)))
            }
            Self::Elsewhere(Elsewhere::Http(http)) => Some(http.address.to_string()),
            // Two folders lie beside each other, so that a way that leads out of both ends at one file.
            Self::Elsewhere(Elsewhere::Local(Local { path })) => {
                path.as_ref().map(ToString::to_string).filter(|path| path.starts_with("../"))
            }
        }
    }
}

impl Locking {
    /// Whether Terraform locks in the bucket.
    pub fn in_bucket(&self) -> bool {
        match self {
            Self::S3 | Self::Both(_) => true,
            Self::DynamoDb(_) => false,
        }
    }

    /// The table in which Terraform locks, if it does.
    pub fn table(&self) -> Option<&TableName> {
        match self {
            Self::S3 => None,
            Self::DynamoDb(table) | Self::Both(table) => Some(table),
        }
    }
}
