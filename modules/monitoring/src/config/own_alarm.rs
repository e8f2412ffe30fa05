//! The settings of alarms of the user's own, as typed. It must not know how CloudWatch is told.

use std::collections::BTreeMap;

use domain::{AlarmDescription, AlarmLevel, AlarmPeriod, AlarmStatistic, MetricText, Watched};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Positive;

/// An alarm of your own, on any metric of the region: the section `[monitoring.own_alarms.<name>]`. CloudWatch calls it
/// `<project>-<name>-own-<environment>`, and the dashboard shows its state with the others'.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnAlarm {
    /// What the alarm means, and what to do first: the text of its mail.
    pub description: AlarmDescription,
    /// The namespace of the metric, such as `AWS/SQS`, or the one to which the application writes.
    pub namespace: MetricText,
    /// The metric's name.
    pub metric: MetricText,
    /// What is watched of what the environment makes: its dimensions are added. AWS's metrics of a service are in `AWS/ECS`,
    /// `ECS/ContainerInsights` and, where the load balancer leads to it, `AWS/ApplicationELB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Watched>,
    /// The dimensions, by name; an alarm watches the metric that has exactly these, with those that `of` adds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub dimensions: BTreeMap<MetricText, MetricText>,
    /// How the values of a period are summed up.
    #[serde(default = "average")]
    pub statistic: AlarmStatistic,
    /// For how many seconds values are summed up. AWS's own metrics have one value a minute; shorter periods are for metrics of the
    /// application that are written with a resolution of a second, and cost more.
    #[serde(default = "minute")]
    pub period_seconds: AlarmPeriod,
    /// How many of the last periods are looked at. All together last a day at the most, and seven days with periods from an hour on.
    #[serde(default = "one")]
    pub periods: Positive,
    /// In how many of them the trouble has to be. Without this setting: in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaching_periods: Option<Positive>,
    /// On which side of the threshold the trouble begins.
    #[serde(default)]
    pub comparison: Comparison,
    /// The value that the metric is compared with.
    pub threshold: AlarmLevel,
    /// What a period without a value says.
    #[serde(default)]
    pub missing_data: MissingValues,
    /// Who hears of it.
    #[serde(default)]
    pub severity: AlarmSeverity,
}

/// On which side of the threshold the trouble begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// Above it.
    #[default]
    Above,
    /// At it and above.
    AtOrAbove,
    /// Below it.
    Below,
    /// At it and below.
    AtOrBelow,
}

/// What a period without a value says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingValues {
    /// Nothing: without any value the alarm has the state `INSUFFICIENT_DATA`.
    #[default]
    Missing,
    /// There is trouble.
    Breaching,
    /// All is well: right for what is counted only when it happens.
    NotBreaching,
    /// Nothing: the alarm stays as it is.
    Ignore,
}

/// Who hears of an alarm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AlarmSeverity {
    /// Who hears of what can wait until somebody is at work: the topic `alerts`.
    #[default]
    Alert,
    /// Who hears of what users feel at once: the topic `critical`.
    Critical,
}

impl AlarmSeverity {
    /// The topic's short name.
    pub fn topic(self) -> &'static str {
        match self {
            Self::Alert => "alerts",
            Self::Critical => "critical",
        }
    }
}

fn average() -> AlarmStatistic {
    "Average".parse().expect("CloudWatch has averages")
}

fn minute() -> AlarmPeriod {
    AlarmPeriod::MINUTE
}

fn one() -> Positive {
    Positive::of::<1>()
}
