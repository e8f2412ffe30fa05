//! The settings of Terraform's state: the section `[state]`, as typed and as checked.

use domain::{BucketName, ObjectRetentionDays, Region, RoleArn, StateKey, TableName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;

use crate::elsewhere::{Cloud, Elsewhere, Http, Local};
use crate::kept::{Encryption, Kept, Locking, State};

/// Where Terraform keeps its state, and how it is locked.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The S3 bucket that holds the state of all environments, each under its own key, unless `cloud`, `http` or `local` keeps it. `synth bootstrap`
    /// writes the stack that makes it.
    #[serde(default)]
    pub bucket: Option<BucketName>,
    /// The bucket's region.
    #[serde(default)]
    pub region: Option<Region>,
    /// Under which key of the bucket the state lies, where it is there already under another than `<project>/<environment>/terraform.tfstate`.
    /// Each environment has its own, so set it in the environment's own file. Before another key is applied, `terraform init -migrate-state` moves
    /// the state.
    #[serde(default)]
    pub key: Option<StateKey>,
    /// What keeps two runs of Terraform from writing at once: `s3`, `dynamodb`, or `both` for the way from one to the other.
    #[serde(default)]
    pub lock: Lock,
    /// The DynamoDB table that holds the locks, under `lock = "dynamodb"` and `lock = "both"`.
    #[serde(default)]
    pub lock_table: Option<TableName>,
    /// What encrypts bucket and table: `aes256` (S3's own key), or a key of KMS: `{ kms = "<the key's ARN>" }`.
    #[serde(default)]
    pub encryption: Encryption,
    /// The role as which Terraform reads and writes the state, where that is another one than who runs it has, such as one of the account that
    /// holds the bucket.
    #[serde(default)]
    pub assume_role_arn: Option<RoleArn>,
    /// How many days an old version of a state is kept: that long, Terraform's last good state can be brought back.
    #[serde(default = "default_old_version_days")]
    pub old_version_days: ObjectRetentionDays,
    /// HCP Terraform or Terraform Enterprise keeps the state, instead of a bucket.
    #[serde(default)]
    pub cloud: Option<Cloud>,
    /// An HTTP server keeps the state, such as GitLab, instead of a bucket.
    #[serde(default)]
    pub http: Option<Http>,
    /// A file on this machine is the state, instead of a bucket: for trying things out.
    #[serde(default)]
    pub local: Option<Local>,
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

impl Default for Config {
    fn default() -> Self {
        Self {
            bucket: None,
            region: None,
            key: None,
            lock: Lock::default(),
            lock_table: None,
            encryption: Encryption::default(),
            assume_role_arn: None,
            old_version_days: default_old_version_days(),
            cloud: None,
            http: None,
            local: None,
        }
    }
}

impl Config {
    /// Checks the section `[state]`; the result is of use only when no error was found.
    pub fn check(self, problems: &mut Problems) -> Kept {
        if let Some(elsewhere) = self.elsewhere() {
            self.check_elsewhere(&elsewhere, problems);
            return Kept::Elsewhere(elsewhere);
        }
        let Self {
            bucket,
            region,
            key,
            lock,
            lock_table,
            encryption,
            assume_role_arn,
            old_version_days,
            cloud: _,
            http: _,
            local: _,
        } = self;
        if bucket.is_none() {
            problems.error("state.bucket", "`state.bucket` is missing").help(
                "write `bucket = \"task-api-terraform-state\"` under `[state]`: the S3 bucket that holds the state of all environments, which \
                 `synth bootstrap` makes; or say with `[state.cloud]`, `[state.http]` or `[state.local]` who keeps the state instead",
            );
        }
        if region.is_none() {
            problems
                .error("state.region", "`state.region` is missing")
                .help("write `region = \"us-east-1\"` under `[state]`: the bucket's region");
        }
        let (Some(bucket), Some(region)) = (bucket, region) else { return Kept::Elsewhere(Elsewhere::Local(Local::default())) };
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
        Kept::InBucket(Box::new(State { bucket, region, key, locking, encryption, assume_role_arn, old_version_days }))
    }

    /// Who keeps the state, if it is no bucket.
    pub fn elsewhere(&self) -> Option<Elsewhere> {
        let cloud = || self.cloud.clone().map(Elsewhere::Cloud);
        let http = || self.http.clone().map(Elsewhere::Http);
        let local = || self.local.clone().map(Elsewhere::Local);
        cloud().or_else(http).or_else(local)
    }

    /// Tells what speaks of a bucket where there is none, and of a second place.
    fn check_elsewhere(&self, elsewhere: &Elsewhere, problems: &mut Problems) {
        let setting = elsewhere.setting();
        let Self { bucket, region, key, lock, lock_table, encryption, assume_role_arn, old_version_days, cloud, http, local } =
            self;
        let of_bucket = [
            ("bucket", bucket.is_some()),
            ("region", region.is_some()),
            ("key", key.is_some()),
            ("lock", *lock != Lock::default()),
            ("lock_table", lock_table.is_some()),
            ("encryption", *encryption != Encryption::default()),
            ("assume_role_arn", assume_role_arn.is_some()),
            ("old_version_days", *old_version_days != default_old_version_days()),
        ];
        for (name, _) in of_bucket.into_iter().filter(|(_, is_set)| *is_set) {
            problems
                .error(format!("state.{name}"), format!("`{name}` speaks of a bucket, and `{setting}` keeps the state"))
                .also(setting)
                .help(format!(
                    "take it out, or `{setting}`; what a file sets that this one extends goes by `unset = [\"state.{name}\"]`"
                ));
        }
        let places = [("state.cloud", cloud.is_some()), ("state.http", http.is_some()), ("state.local", local.is_some())];
        for (other, _) in places.into_iter().filter(|(name, is_set)| *is_set && *name != setting) {
            problems.error(other, "the state is kept in two places").also(setting).help("keep one of them");
        }
        elsewhere.check(problems);
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

fn default_old_version_days() -> ObjectRetentionDays {
    ObjectRetentionDays::of::<90>()
}
