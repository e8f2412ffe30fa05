//! Every type of the crate describes itself in JSON Schema, with a rule and examples that it accepts.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Calls a generic function with every type, and names them all.
macro_rules! every_type {
    ($check:ident: $($type:ident),+ $(,)?) => {
        /// The names of the types that are checked.
        const NAMES: &[&str] = &[$(stringify!($type)),+];

        #[test]
        fn every_type_describes_itself_and_accepts_its_own_examples() {
            $($check::<domain::$type>(stringify!($type));)+
        }
    };
}

every_type! { describes_itself:
    AcceptanceReason, AccountId, AlarmDescription, AlarmLevel, AlarmName, AlarmPeriod, AlarmStatistic, AlarmThreshold, AllocationId, ArchiveAge, Arn, AvailabilityZone, Backlog,
    BackupRetention, BackupWindow, BucketName, CacheGigabytes, CacheIdentifier, CacheMaintenanceWindow, CacheName, CacheNodeType, CacheNodes, CacheSnapshotRetention, CacheSnapshotWindow, CertificateArn, CertificateName, Cidr, ConditionKey, ConditionOperator,
    ContainerCheckInterval, ContainerCheckRetries, ContainerCheckTimeout, ContainerName, ContainerPath, ContainerStartPeriod,
    ContainerUser, CooldownSeconds, CpuUnits, CronExpression, DatabaseLogin, DatabaseName, DatabaseResourceId, DatabaseUser, Date,
    DeregistrationDelay, DomainName, EcpusPerSecond, EnvironmentFileArn, EnvironmentName, EnvironmentVariableName, EphemeralStorageGib, EventAge,
    ExistingDatabaseName, ExternalId, FargateCpu, FargateMemory, FirewallRuleName, FixedBody, FixedStatus, GithubBranch,
    GithubEnvironment, GithubId, GithubProviderArn, GithubRepository, GitlabBranch, GitlabProject, GracePeriod, HeaderName, HealthCheckInterval,
    HealthCheckPath, HealthCheckThreshold, HealthCheckTimeout, HostPattern, HostedZoneId, HttpMethod, IamPath, IdleTimeout,
    ImageReference, ImageRepository, ImageTag, ImportId, InstanceClass, KeptImages, KeyDeletionWindow, KeyPairName, KmsKeyArn,
    ListenerArn, LogLevel, MailAddress, MaintenanceWindow, MaximumHealthyPercent, MemoryMib, MessageDelay, MessageRetention, MetricText,
    MonitoringInterval, MonthlyBudget, ObjectRetentionDays, OpenFiles, OrganizationName, OverrideReason, OwnAlarmName, PasswordVersion,
    PathPattern, Percentage, PerformanceInsightsRetention, PolicyArn, PoolSize, Port, PositivePercentage, PostgresVersion,
    PrefixListId, PrincipalArn, ProjectName, QueryKey, QueueIdentifier, QueueName, ReceiveCount, ReceiverName, RecoverySeconds, RedirectPart, Region,
    RequestLimit, RequestsPerTask, RetentionDays, RetryAttempts, RoleArn, RotationDays, RouteTableId, RuleCode, RuleName,
    RulePriority, RunbookUrl, ScalingName, ScalingPercentage, ScalingTarget, ScheduleExpression, SecretArn, SecretSource,
    SecurityGroupId, ServiceName, SessionDuration, SlackChannelId, SlackWorkspaceId, SlowStart, SnapshotIdentifier, StateAddress, StateKey, StatePath,
    StatementAction, StatementResource, Stickiness, StopTimeout, StorageGib, StorageType, StoreName, SubnetCidr, SubnetId, SuccessCodes,
    TableName, TagKey, TagValue, TaskCount, TimeOfDay, TimeZone, TopicArn, TransitionAge,
    UntaggedImageDays, UptimePercentage, UrlPath, Use, ValkeyVersion, ValuePattern,
    VisibilityTimeout, VpcCidr, VpcId, Watched, WebOrigin, Weekday, WorkspaceName, ZoneLetter,
}

fn describes_itself<T: JsonSchema + DeserializeOwned>(name: &str) {
    let schema = schema_for!(T);
    let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
    assert!(!text("title").is_empty(), "{name} has no title");
    let description = text("description");
    assert!(description.ends_with('.'), "{name} is described by no sentence: {description}");
    let rule = ["pattern", "enum", "minimum", "exclusiveMinimum", "anyOf"];
    assert!(rule.iter().any(|key| schema.get(*key).is_some()), "{name} has no rule");

    let validator = jsonschema::validator_for(schema.as_value()).expect("the schema is one");
    let examples = schema.get("examples").and_then(Value::as_array).expect("there are examples");
    assert!(!examples.is_empty(), "{name} has no example");
    for example in examples {
        assert!(validator.is_valid(example), "{name}'s schema refuses its example {example}");
        if let Err(error) = serde_json::from_value::<T>(example.clone()) {
            panic!("{name} refuses its example {example}: {error}");
        }
    }
}

#[test]
fn no_type_is_forgotten_in_the_list_above() {
    let mut declared = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut declared);
    let listed: BTreeSet<String> = NAMES.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(declared, listed, "name every type of the crate in `every_type!` at the top of crates/domain/tests/every_type.rs");
}

/// The names that the macros of the crate are called with.
fn collect(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            collect(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the file is text");
            names.extend(declarations(&text));
        }
    }
}

fn declarations(text: &str) -> impl Iterator<Item = String> {
    let by_name = text.split("\ncrosses_as_text!(").chain(text.split("\nhas_schema!(")).filter_map(first_word);
    let by_noun = text.lines().filter_map(|line| line.split_once(" is \"")).map(|(before, _)| before.trim().to_owned());
    let by_name: Vec<String> = by_name.collect();
    let by_noun: Vec<String> = by_noun.collect();
    by_name.into_iter().chain(by_noun).filter(|name| name.chars().all(char::is_alphanumeric))
}

fn first_word(call: &str) -> Option<String> {
    let (word, _) = call.trim_start().split_once(',')?;
    word.starts_with(char::is_uppercase).then(|| word.to_owned())
}
