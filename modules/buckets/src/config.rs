//! The settings of the buckets: the sections `[buckets.<name>]`, as typed and as checked. It must not know who reads and who writes.

use std::collections::{BTreeMap, BTreeSet};

use domain::names::{NameKind, limited};
use domain::{BucketName, Identity, ObjectRetentionDays, StoreName, TransitionAge, WebOrigin};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{Problems, SettingPath};

/// A bucket of S3 for the application: closed to the public, encrypted, with old versions of its objects, and spoken to by TLS only.
/// `uses = ["bucket.<name>"]` lets a service or a job read, write and delete its objects, `uses = ["bucket.<name>:read"]` read them; its name in AWS
/// is in `BUCKET_<NAME>_NAME`. Terraform deletes it only when it is empty, unless `force_destroy` says otherwise. No alarm watches it: S3 counts errors for
/// those only who pay for it, which `docs/operations.md` shows ("Alarms of buckets").
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BucketConfig {
    /// The name that the bucket had in the settings before: Terraform then takes what it has under that name for this bucket's, and `aws_name` says which
    /// name it keeps in AWS. The setting may stay, and can go when every environment was applied with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renamed_from: Option<StoreName>,
    /// The name that the bucket has in AWS, where it is not `<project>-<name>-<environment>-<account>`: of one that is imported, or that is called
    /// otherwise here now. It is given once in all of AWS, and another name is another bucket: Terraform makes it anew, and AWS deletes the old one only
    /// when it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_name: Option<BucketName>,
    /// What encrypts the objects. Those that were written before stay under what encrypted them: on the way from `customer-key` to `s3` set
    /// `previous_encryption` too.
    pub encryption: Encryption,
    /// While `encryption` is changed to `s3`: `customer-key`, so that the key stays, and with it the right of who reads, for the objects that were
    /// written under it. Take it out when none of them is left, no old version either: objects under a key that is gone are lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_encryption: Option<Encryption>,
    /// Whether an object that is overwritten or deleted leaves its old version, which can be brought back. Turned off later, the versions that there
    /// are stay until `old_version_days` are over.
    pub versioning: bool,
    /// After how many days the old versions of an object go. They are paid for as objects are.
    pub old_version_days: ObjectRetentionDays,
    /// After how many days objects go; without this setting they stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiration_days: Option<ObjectRetentionDays>,
    /// After how many days objects move to the storage class `transition_to`; without this setting they stay where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition_days: Option<TransitionAge>,
    /// The storage class to which objects move after `transition_days`.
    pub transition_to: StorageClass,
    /// The origins of web pages from which browsers may read and write objects by addresses that a service signed, such as
    /// `https://app.example.com`. Without any no page can; the signed address alone decides who may.
    pub cors_origins: BTreeSet<WebOrigin>,
}

/// What encrypts objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Encryption {
    /// A key of the environment's own, one for all its buckets: who reads or writes needs the right to use it too.
    #[default]
    CustomerKey,
    /// S3's own keys, which cost nothing.
    S3,
}

/// Where objects lie that are seldom read: cheaper by the month, dearer by the read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StorageClass {
    /// S3 moves each object by how often it is read, and asks a little for watching it.
    #[default]
    IntelligentTiering,
    /// Read at once, less than once a month; from 30 days on, and paid for 30.
    StandardIa,
    /// Read at once, once a quarter; paid for 90 days.
    GlacierIr,
    /// The archive: a service has to restore an object before it can read it, which takes minutes to hours; paid for 90 days.
    Glacier,
    /// The deepest archive: restoring takes hours; paid for 180 days.
    DeepArchive,
}

/// The checked settings of all buckets.
#[derive(Clone, Debug, Default)]
pub struct Buckets(Vec<Bucket>);

/// A checked bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    name: StoreName,
    settings: BucketConfig,
}

/// What no bucket is called, because buckets of other parts of the environment have these names in AWS.
pub const TAKEN_NAMES: [&str; 2] = ["access-logs", "logs"];

impl Buckets {
    /// Checks the sections `[buckets.<name>]`.
    pub fn check(buckets: BTreeMap<StoreName, BucketConfig>, identity: &Identity, problems: &mut Problems) -> Self {
        let mut named: BTreeMap<BucketName, StoreName> = BTreeMap::new();
        let checked = buckets.into_iter().map(|(name, settings)| {
            settings.check(&name, problems);
            let bucket = Bucket { name, settings };
            bucket.check_name(identity, &mut named, problems);
            bucket
        });
        Self(checked.collect())
    }

    /// The buckets, in the order of their names.
    pub fn all(&self) -> impl Iterator<Item = &Bucket> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a key of the environment's own encrypts some of them.
    pub fn has_key(&self) -> bool {
        self.0.iter().any(Bucket::has_key)
    }
}

impl Bucket {
    /// Its name in the settings.
    pub fn name(&self) -> &StoreName {
        &self.name
    }

    /// Whether the environment's own key encrypts it, or encrypted what may still lie there.
    pub fn has_key(&self) -> bool {
        let BucketConfig { encryption, previous_encryption, .. } = &self.settings;
        *encryption == Encryption::CustomerKey || *previous_encryption == Some(Encryption::CustomerKey)
    }

    pub(crate) fn settings(&self) -> &BucketConfig {
        &self.settings
    }

    pub(crate) fn label(&self) -> String {
        self.name.label()
    }

    /// `task-api-uploads-prod`, to which the account's number comes.
    pub(crate) fn name_without_account(&self, identity: &Identity) -> String {
        identity.named(self.name.as_str())
    }

    fn check_name(&self, identity: &Identity, named: &mut BTreeMap<BucketName, StoreName>, problems: &mut Problems) {
        let section = SettingPath::from("buckets").key(self.name.as_str());
        if let Some(own) = &self.settings.aws_name {
            if let Some(other) = named.insert(own.clone(), self.name.clone()) {
                problems
                    .error(section.key("aws_name"), format!("the bucket `{other}` has the name `{own}` in AWS as well"))
                    .help("give each bucket a name of its own");
            }
            return;
        }
        if TAKEN_NAMES.contains(&self.name.as_str()) {
            problems
                .error(section.clone(), format!("`{}` is the name of a bucket that other parts of the environment make", self.name))
                .help(format!("choose another name, or set `aws_name`; taken are {}", TAKEN_NAMES.join(", ")));
        }
        // The account's number is not always known here, and always as long.
        if let Err(error) = limited(NameKind::S3Bucket, format!("{}-{}", self.name_without_account(identity), "0".repeat(12))) {
            problems.error(section, error.to_string()).help(
                "shorten the project's, the environment's or the bucket's name, or set `aws_name`: a shorter name for AWS alone",
            );
        }
    }
}

impl StorageClass {
    /// The class as S3 spells it.
    pub(crate) fn spelled(self) -> &'static str {
        match self {
            Self::IntelligentTiering => "INTELLIGENT_TIERING",
            Self::StandardIa => "STANDARD_IA",
            Self::GlacierIr => "GLACIER_IR",
            Self::Glacier => "GLACIER",
            Self::DeepArchive => "DEEP_ARCHIVE",
        }
    }
}

/// From how many days on S3 takes objects into Standard-IA (S3 User Guide, "Transitioning objects using Amazon S3 Lifecycle", constraints).
const STANDARD_IA_DAYS: u32 = 30;

impl BucketConfig {
    fn check(&self, name: &StoreName, problems: &mut Problems) {
        let at = |setting: &str| SettingPath::from("buckets").key(name.as_str()).key(setting);
        match self.previous_encryption {
            None => {}
            Some(Encryption::S3) => {
                problems
                    .error(at("previous_encryption"), "S3 reads what its own keys encrypted whatever the settings say")
                    .help("take it out");
            }
            Some(Encryption::CustomerKey) if self.encryption == Encryption::CustomerKey => {
                problems
                    .error(at("previous_encryption"), "it is the encryption of now as well")
                    .also(at("encryption"))
                    .help("take it out, or set `encryption = \"s3\"`");
            }
            Some(Encryption::CustomerKey) => {}
        }
        match self.transition_days {
            None if self.transition_to != StorageClass::default() => {
                problems
                    .error(at("transition_to"), "no object moves: nothing says after how many days")
                    .help("set `transition_days`, or take it out");
            }
            None => {}
            Some(days) if self.transition_to == StorageClass::StandardIa && days.get() < STANDARD_IA_DAYS => {
                problems
                    .error(at("transition_days"), format!("S3 takes objects into Standard-IA from {STANDARD_IA_DAYS} days on"))
                    .also(at("transition_to"))
                    .help(format!("set it to {STANDARD_IA_DAYS} or more, or choose another class"));
            }
            Some(_) => {}
        }
        if let (Some(moves), Some(goes)) = (self.transition_days, self.expiration_days)
            && goes.get() <= moves.get()
        {
            problems
                .error(at("expiration_days"), format!("objects would go after {goes} days and move after {moves}"))
                .also(at("transition_days"))
                .help(format!("set it to more than {moves}, or take `transition_days` out"));
        }
    }
}

impl Default for BucketConfig {
    fn default() -> Self {
        Self {
            renamed_from: None,
            aws_name: None,
            encryption: Encryption::CustomerKey,
            previous_encryption: None,
            versioning: true,
            old_version_days: ObjectRetentionDays::of::<30>(),
            expiration_days: None,
            transition_days: None,
            transition_to: StorageClass::default(),
            cors_origins: BTreeSet::new(),
        }
    }
}
