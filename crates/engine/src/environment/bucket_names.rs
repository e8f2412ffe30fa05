//! Whether a bucket is called in AWS as another one of the environment is: S3 makes a name once.

use domain::{EnvironmentName, Identity};
use settings::{Problems, SettingPath};

use super::config::Config;

/// Tells each `aws_name` that is the name which another bucket has without one.
pub(super) fn check(config: &Config, environment: &EnvironmentName, problems: &mut Problems) {
    let Some(account) = &config.account_id else { return };
    let identity = Identity {
        project: config.project.clone(),
        environment: environment.clone(),
        region: config.region,
        disaster_recovery_region: config.disaster_recovery_region,
    };
    let full = |name: &str| format!("{}-{account}", identity.named(name));
    let others = config.buckets.iter().filter(|(_, bucket)| bucket.aws_name.is_none()).map(|(name, _)| name.as_str());
    let taken: Vec<(String, String)> = others
        .map(|name| (full(name), format!("`[buckets.{name}]`")))
        .chain(buckets::TAKEN_NAMES.iter().map(|name| (full(name), "other parts of the environment".to_owned())))
        .collect();
    for (name, bucket) in &config.buckets {
        let Some(own) = &bucket.aws_name else { continue };
        if let Some((_, other)) = taken.iter().find(|(taken, _)| taken.as_str() == own.as_str()) {
            problems
                .error(
                    SettingPath::from("buckets").key(name.as_str()).key("aws_name"),
                    format!("`{own}` is in AWS the name of the bucket of {other}"),
                )
                .help("give each bucket a name of its own");
        }
    }
}
