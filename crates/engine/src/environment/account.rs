//! The account of several environments: what those say of it alike that keep their state in one bucket.

use std::collections::BTreeMap;
use std::fmt;

use domain::{AccountId, BucketName, EnvironmentName, ProjectName, TagKey, TagValue};
use state::{Encryption, State};

use super::checked::Environment;

/// What the stack is made from that an account gets before its first environment.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account, when it is named.
    pub account_id: Option<AccountId>,
    /// The project, where all environments are of one.
    pub project: Option<ProjectName>,
    /// The tags that all environments have.
    pub tags: BTreeMap<TagKey, TagValue>,
    /// Where Terraform keeps its state, and how it is locked.
    pub state: State,
}

/// Why several environments have no account in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountError {
    /// They keep their state in several buckets, and none of them was chosen.
    SeveralBuckets(BTreeMap<BucketName, Vec<EnvironmentName>>),
    /// They keep it in one bucket and say different things of it.
    Disagreement {
        /// The bucket.
        bucket: BucketName,
        /// What each says, by setting.
        settings: Vec<Setting>,
    },
    /// There is none.
    NoEnvironment,
    /// None that is asked of keeps its state in a bucket.
    NoBucket,
}

/// A setting, and what each environment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    name: &'static str,
    said: BTreeMap<String, Vec<EnvironmentName>>,
}

impl Account {
    /// What these environments say alike; `whose` chooses the bucket of one of them where they have several.
    ///
    /// # Errors
    /// They have several buckets and none was chosen, or they disagree about theirs.
    pub fn of(environments: &[Environment], whose: Option<&EnvironmentName>) -> Result<Self, AccountError> {
        let chosen = whose.and_then(|name| environments.iter().find(|it| it.identity.environment == *name));
        let state = match chosen {
            Some(environment) => environment.state.in_bucket().ok_or(AccountError::NoBucket)?,
            None => only_bucket(environments)?,
        };
        let bucket = &state.bucket;
        let in_bucket = |it: &&Environment| it.state.in_bucket().is_some_and(|state| state.bucket == *bucket);
        let sharing: Vec<&Environment> = environments.iter().filter(in_bucket).collect();
        let settings = disagreements(&sharing);
        if !settings.is_empty() {
            return Err(AccountError::Disagreement { bucket: bucket.clone(), settings });
        }
        let Some((first, others)) = sharing.split_first() else { return Err(AccountError::NoEnvironment) };
        let project = &first.identity.project;
        let is_of_all = |key: &TagKey, value: &TagValue| others.iter().all(|it| it.tags.get(key) == Some(value));
        let tags = first.tags.iter().filter(|(key, value)| is_of_all(key, value));
        Ok(Self {
            account_id: first.account_id.clone(),
            project: others.iter().all(|it| it.identity.project == *project).then(|| project.clone()),
            tags: tags.map(|(key, value)| (key.clone(), value.clone())).collect(),
            state: state.clone(),
        })
    }
}

/// What is said of the bucket that all environments have which have one.
fn only_bucket(environments: &[Environment]) -> Result<&State, AccountError> {
    let mut by_bucket: BTreeMap<&BucketName, Vec<(&State, &EnvironmentName)>> = BTreeMap::new();
    for Environment { state, identity, .. } in environments {
        if let Some(state) = state.in_bucket() {
            by_bucket.entry(&state.bucket).or_default().push((state, &identity.environment));
        }
    }
    if by_bucket.len() > 1 {
        let names = |those: Vec<(&State, &EnvironmentName)>| those.into_iter().map(|(_, name)| name.clone()).collect();
        let several = by_bucket.into_iter().map(|(bucket, those)| (bucket.clone(), names(those)));
        return Err(AccountError::SeveralBuckets(several.collect()));
    }
    let only = by_bucket.into_values().next().and_then(|those| those.first().map(|(state, _)| *state));
    only.ok_or(if environments.is_empty() { AccountError::NoEnvironment } else { AccountError::NoBucket })
}

/// The settings of which these environments do not say the same.
fn disagreements(environments: &[&Environment]) -> Vec<Setting> {
    let mut settings: BTreeMap<&'static str, BTreeMap<String, Vec<EnvironmentName>>> = BTreeMap::new();
    for environment in environments {
        for (name, value) in environment.state.in_bucket().into_iter().flat_map(|state| told(environment, state)) {
            settings.entry(name).or_default().entry(value).or_default().push(environment.identity.environment.clone());
        }
    }
    let differing = settings.into_iter().filter(|(_, said)| said.len() > 1);
    differing.map(|(name, said)| Setting { name, said }).collect()
}

/// What an environment says of its account, as its file says it.
fn told(environment: &Environment, state: &State) -> [(&'static str, String); 6] {
    // Each has a key of its own, and as whom one reads it may differ from environment to environment.
    let State { bucket: _, region, key: _, locking, encryption, assume_role_arn: _, old_version_days } = state;
    let lock = match (locking.in_bucket(), locking.table().is_some()) {
        (_, false) => "s3",
        (false, true) => "dynamodb",
        (true, true) => "both",
    };
    let encryption = match encryption {
        Encryption::Aes256 => "aes256".to_owned(),
        Encryption::Kms(key) => key.to_string(),
    };
    [
        ("account_id", environment.account_id.as_ref().map_or_else(unset, ToString::to_string)),
        ("state.encryption", encryption),
        ("state.lock", lock.to_owned()),
        ("state.lock_table", locking.table().map_or_else(unset, ToString::to_string)),
        ("state.old_version_days", old_version_days.to_string()),
        ("state.region", region.to_string()),
    ]
}

fn unset() -> String {
    "(not set)".to_owned()
}

fn names(environments: &[EnvironmentName]) -> String {
    environments.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEnvironment => f.write_str("there is no environment"),
            Self::NoBucket => f.write_str(
                "there is no bucket to make: the state is kept elsewhere, as `[state]` says, and nothing has to be bootstrapped",
            ),
            Self::SeveralBuckets(buckets) => {
                f.write_str("the environments keep their state in several buckets, and each account is bootstrapped by itself:")?;
                for (bucket, environments) in buckets {
                    write!(f, "\n  `{bucket}` holds that of {}", names(environments))?;
                }
                f.write_str(
                    "\nsay with `--env` whose bucket is meant, and with `--out` where to write, one folder for each account",
                )
            }
            Self::Disagreement { bucket, settings } => {
                write!(f, "the environments that keep their state in `{bucket}` disagree about it:")?;
                for Setting { name, said } in settings {
                    let said: Vec<String> =
                        said.iter().map(|(value, environments)| format!("`{value}` in {}", names(environments))).collect();
                    write!(f, "\n  `{name}` is {}", said.join(", and "))?;
                }
                f.write_str("\nset it once, in a file that all of them extend")
            }
        }
    }
}

impl std::error::Error for AccountError {}
