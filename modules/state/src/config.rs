//! The settings of Terraform's state: the section `[state]`, as typed and as checked.

use domain::{BucketName, KmsKeyArn, ObjectRetentionDays, Region, TableName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;

/// Where Terraform keeps its state, and how it is locked.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The S3 bucket that holds the state of all environments, each under its own key. `synth bootstrap` writes the stack that makes it.
    pub bucket: BucketName,
    /// The bucket's region.
    pub region: Region,
    /// What keeps two runs of Terraform from writing at once: `s3`, `dynamodb`, or `both` for the way from one to the other.
    #[serde(default)]
    pub lock: Lock,
    /// The DynamoDB table that holds the locks, under `lock = "dynamodb"` and `lock = "both"`.
    #[serde(default)]
    pub lock_table: Option<TableName>,
    /// What encrypts bucket and table: `aes256` (S3's own key), or a key of KMS: `{ kms = "<the key's ARN>" }`.
    #[serde(default)]
    pub encryption: Encryption,
    /// How many days an old version of a state is kept: that long, Terraform's last good state can be brought back.
    #[serde(default = "default_old_version_days")]
    pub old_version_days: ObjectRetentionDays,
}

/// What keeps two runs of Terraform from writing at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lock {
    /// A lock file in the bucket itself.
    #[default]
    S3,
    /// An item in a DynamoDB table, which Terraform deprecates.
    DynamoDb,
    /// Both: while some still run a configuration that knows only one of the two.
    Both,
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

/// The checked settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The bucket.
    pub bucket: BucketName,
    /// The bucket's region.
    pub region: Region,
    /// How the state is locked.
    pub locking: Locking,
    /// What encrypts it.
    pub encryption: Encryption,
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

impl Config {
    /// Checks the section `[state]`; the result is of use only when no error was found.
    pub fn check(self, problems: &mut Problems) -> State {
        let Self { bucket, region, lock, lock_table, encryption, old_version_days } = self;
        if let Encryption::Kms(key) = &encryption
            && key.region() != region
        {
            // S3 User Guide, "Using server-side encryption with AWS KMS keys".
            problems
                .error("state.encryption", format!("the key is in `{}`, and the bucket is in `{region}`", key.region()))
                .also("state.region")
                .help("name a key in the bucket's region: S3 uses no other");
        }
        let locking = locking(lock, lock_table, problems);
        State { bucket, region, locking, encryption, old_version_days }
    }
}

fn locking(lock: Lock, table: Option<TableName>, problems: &mut Problems) -> Locking {
    match (lock, table) {
        (Lock::S3, None) => Locking::S3,
        (Lock::S3, Some(table)) => {
            problems
                .error("state.lock_table", format!("nothing is locked in `{table}`: the lock is S3's own"))
                .help("take it out, or set `lock = \"both\"`");
            Locking::S3
        }
        (Lock::DynamoDb | Lock::Both, None) => {
            problems.error("state.lock", "the table that holds the locks is not named").help("set `lock_table` beside it");
            Locking::S3
        }
        (Lock::DynamoDb, Some(table)) => {
            // Terraform, "S3 backend": deprecated since 1.11, to be removed in a later minor version.
            problems
                .warning("state.lock", "Terraform deprecates locks in DynamoDB and will give them up")
                .help("set `lock = \"both\"`, apply every environment, then set `lock = \"s3\"` and take out `lock_table`");
            Locking::DynamoDb(table)
        }
        (Lock::Both, Some(table)) => Locking::Both(table),
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

fn default_old_version_days() -> ObjectRetentionDays {
    ObjectRetentionDays::of::<90>()
}
