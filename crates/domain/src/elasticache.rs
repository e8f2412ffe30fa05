//! The plain numbers and words of a cache. It must not know which go together.

use crate::names::kebab::{kebab_case, to_kebab_case};
use crate::number::Allowed::Range;
use crate::number::bounded_number;
use crate::text::{TextProblem, form, validated_text};

validated_text! {
    /// A version of Valkey, major and minor.
    ///
    /// ElastiCache User Guide, "Supported engines and versions": 7.2 is the first one.
    ValkeyVersion is "a version of Valkey",
    length: 3..=4,
    pattern: r"^(7\.2|[89]\.[0-9]{1,2})$",
    examples: ["8.0"],
    check: valkey_version,
    suggest: str::to_owned,
}

validated_text! {
    /// The name of a cache in AWS, which its user and that user's group have too.
    ///
    /// ElastiCache API Reference, `CreateReplicationGroup` and `CreateServerlessCache`; ElastiCache stores it in lowercase.
    CacheIdentifier is "the name of a cache in AWS",
    length: 1..=40,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["acme-sessions"],
    check: kebab_case,
    suggest: to_kebab_case,
}

bounded_number! {
    /// How many GB a serverless cache holds at the most.
    ///
    /// ElastiCache User Guide, "Setting scaling limits to manage costs".
    CacheGigabytes is "a size of a cache",
    unit: "GB",
    allowed: Range(1, 5000),
    examples: [5],
}

bounded_number! {
    /// How many of ElastiCache's processing units a second there are at the most.
    ///
    /// ElastiCache User Guide, "Setting scaling limits to manage costs".
    EcpusPerSecond is "a number of processing units a second",
    unit: "units",
    allowed: Range(1000, 15_000_000),
    examples: [5000],
}

bounded_number! {
    /// For how many days snapshots of a cache are kept.
    ///
    /// ElastiCache User Guide, "Scheduling automatic backups": 35 at the most.
    CacheSnapshotRetention is "a retention of snapshots",
    unit: "days",
    allowed: Range(0, 35),
    examples: [7],
}

bounded_number! {
    /// How many nodes a cache has: one that is written to, and up to five that follow it.
    ///
    /// ElastiCache API Reference, `CreateReplicationGroup`, `NumCacheClusters`.
    CacheNodes is "a number of nodes",
    unit: "",
    allowed: Range(1, 6),
    examples: [2],
}

impl ValkeyVersion {
    /// Its major version: of a serverless cache ElastiCache chooses the minor one.
    pub fn major(&self) -> &str {
        self.as_str().split('.').next().unwrap_or_default()
    }

    /// The family of parameter groups for it.
    pub fn parameter_group_family(&self) -> String {
        format!("valkey{}", self.major())
    }
}

fn valkey_version(value: &str) -> Result<(), TextProblem> {
    let (major, minor) = value.split_once('.').unwrap_or((value, ""));
    let is_version = matches!(major, "7" | "8" | "9") && !minor.is_empty() && minor.chars().all(|it| it.is_ascii_digit());
    form(is_version, "has to be a major version from 7 on and a minor one, as `8.0`")?;
    form(!(major == "7" && minor != "2"), "has to be 7.2 or newer: ElastiCache has no other 7")
}
