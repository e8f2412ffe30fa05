//! The short names that stand in front of every other name: project, environment, service. It must
//! not know what is named with them.

use crate::text::{TextProblem, form, only, validated_text};

validated_text! {
    /// The short name of the project, in kebab-case: it begins the name of everything made for it.
    ///
    /// At most 24 characters, so that `<project>-<environment>-<what>` has a chance to fit the 32
    /// characters of a load balancer or target group; [`limited`](crate::names::limited) says when
    /// it does not.
    ProjectName is "a project name",
    length: 1..=24,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["task-api"],
    check: kebab_case,
    suggest: to_kebab_case,
}

validated_text! {
    /// The short name of an environment, in kebab-case.
    ///
    /// At most 16 characters, for the reason that [`ProjectName`] has.
    EnvironmentName is "an environment name",
    length: 1..=16,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["prod", "staging"],
    check: kebab_case,
    suggest: to_kebab_case,
}

validated_text! {
    /// The short name of a service, in kebab-case.
    ///
    /// At most 24 characters, for the reason that [`ProjectName`] has.
    ServiceName is "a service name",
    length: 1..=24,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["api", "mail-worker"],
    check: kebab_case,
    suggest: to_kebab_case,
}

impl ServiceName {
    /// The name as Terraform's own names write it, with `_` for `-`: `mail_worker`.
    ///
    /// Two services have different labels, because a service name holds no `_`.
    pub fn label(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

validated_text! {
    /// The short name of an alarm of the user's own, in kebab-case.
    OwnAlarmName is "the name of an alarm of your own",
    length: 1..=40,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["slow-checkout"],
    check: kebab_case,
    suggest: to_kebab_case,
}

impl OwnAlarmName {
    /// The name as Terraform's own names write it, with `_` for `-`.
    pub fn label(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

validated_text! {
    /// The short name of who hears of alarms, in kebab-case.
    ReceiverName is "the name of a receiver",
    length: 1..=24,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["pagerduty"],
    check: kebab_case,
    suggest: to_kebab_case,
}

impl ReceiverName {
    /// The name as Terraform's own names write it, with `_` for `-`.
    pub fn label(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

validated_text! {
    /// The short name of a queue, in kebab-case.
    ///
    /// At most 20 characters: with project, environment and `dead-letters` the name has 80, as SQS allows.
    QueueName is "a queue name",
    length: 1..=20,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["mails"],
    check: kebab_case,
    suggest: to_kebab_case,
}

impl QueueName {
    /// The name as Terraform's own names write it, with `_` for `-`.
    pub fn label(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

validated_text! {
    /// The short name of a bucket of the application, in kebab-case.
    ///
    /// At most 24 characters; with project, environment and account the name has to fit the 63 of S3, and [`limited`](crate::names::limited) says when it does not.
    StoreName is "a short name of a bucket",
    length: 1..=24,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["uploads"],
    check: kebab_case,
    suggest: to_kebab_case,
}

impl StoreName {
    /// The name as Terraform's own names write it, with `_` for `-`.
    pub fn label(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

validated_text! {
    /// The short name of a cache, in kebab-case.
    ///
    /// At most 20 characters; with project and environment the name has to fit the 40 of ElastiCache, and [`limited`](crate::names::limited) says when it does not.
    CacheName is "a short name of a cache",
    length: 1..=20,
    pattern: r"^[a-z](-?[a-z0-9])*$",
    examples: ["sessions"],
    check: kebab_case,
    suggest: to_kebab_case,
}

impl CacheName {
    /// The name as Terraform's own names write it, with `_` for `-`.
    pub fn label(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

/// Words in lowercase, with single hyphens between.
pub(crate) fn kebab_case(value: &str) -> Result<(), TextProblem> {
    only(
        value,
        |character| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-',
        "lowercase letters, digits and hyphens",
    )?;
    form(value.starts_with(|first: char| first.is_ascii_lowercase()), "has to start with a letter")?;
    form(!value.ends_with('-'), "must not end with a hyphen")?;
    form(!value.contains("--"), "must not hold two hyphens in a row")
}

/// A text as such words.
pub(crate) fn to_kebab_case(value: &str) -> String {
    let spaced: String = value.chars().map(|character| if character.is_alphanumeric() { character } else { ' ' }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    words.join("-").to_lowercase()
}
