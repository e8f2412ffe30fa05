//! How many tasks run, by what that changes, and how a new revision takes the place of the old one, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AlarmName, Backlog, CooldownSeconds, MaximumHealthyPercent, MetricText, Percentage, RequestsPerTask, ScalingName,
    ScalingPercentage, ScalingTarget,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When the number of tasks changes: the highest demand wins.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Scaling {
    /// Whether the number of tasks changes at all. With `false` it is `tasks.desired`, and `min` and `max` are the same.
    pub enabled: bool,
    /// The average CPU use, in percent, around which the number of tasks is kept; 0 pays no heed to it.
    pub cpu_percent: ScalingPercentage,
    /// The average memory use, in percent, around which the number of tasks is kept; 0 pays no heed to it.
    pub memory_percent: ScalingPercentage,
    /// The requests a minute, per task, around which the number of tasks is kept. Without it they are not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_per_task: Option<RequestsPerTask>,
    /// Metrics of your own, by a name of your choice, around whose values the number of tasks is kept: such as fall when there are more tasks.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metrics: BTreeMap<ScalingName, ScalingMetric>,
    /// Of a service with `queue`: how many messages may wait for each task. It is how long one may wait, divided by how long handling one takes: 600
    /// seconds by half a second are 1200. With `tasks.min = 0` the first message starts the first task; of a queue that nobody used for six
    /// hours CloudWatch hears up to a quarter of an hour later. A worker's use of CPU and memory is not heeded then: it is never nothing, and
    /// would keep the last task for ever. Without this setting 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backlog_per_task: Option<Backlog>,
    /// How many seconds pass after tasks were taken away before more are.
    pub scale_in_cooldown_seconds: CooldownSeconds,
    /// How many seconds pass after tasks were added before more are.
    pub scale_out_cooldown_seconds: CooldownSeconds,
}

/// A metric in CloudWatch by which tasks are counted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScalingMetric {
    /// The namespace.
    pub namespace: MetricText,
    /// The metric's name.
    pub metric: MetricText,
    /// What is taken of its values within a minute.
    #[serde(default)]
    pub statistic: ScalingStatistic,
    /// Its dimensions, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub dimensions: BTreeMap<MetricText, MetricText>,
    /// The value around which it is kept.
    pub target: ScalingTarget,
}

/// What is taken of a metric's values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScalingStatistic {
    /// Their average.
    #[default]
    Average,
    /// The smallest.
    Minimum,
    /// The largest.
    Maximum,
    /// Their sum.
    Sum,
    /// How many they are.
    SampleCount,
}

/// How a new revision takes the place of the old one.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rollout {
    /// How many tasks run at the least meanwhile, in percent of those that are wanted. Below 100, old ones go before new ones are there.
    pub minimum_healthy_percent: Percentage,
    /// How many tasks run at the most meanwhile, in percent of those that are wanted: 200 starts all new ones at once, 101 one after the other.
    pub maximum_percent: MaximumHealthyPercent,
    /// Alarms in CloudWatch, by their names, that end the rollout and bring the old revision back when they go off. They have to exist.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub rollback_alarms: BTreeSet<AlarmName>,
    /// Whether these alarms are heeded. To take them back set this to `false` and let their names stand: ECS keeps alarms of which nothing is
    /// said any more.
    pub heed_alarms: bool,
}

impl ScalingStatistic {
    /// As Application Auto Scaling names it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Average => "Average",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
            Self::Sum => "Sum",
            Self::SampleCount => "SampleCount",
        }
    }
}

impl Default for Scaling {
    fn default() -> Self {
        Self {
            enabled: true,
            cpu_percent: ScalingPercentage::of::<70>(),
            memory_percent: ScalingPercentage::of::<80>(),
            requests_per_task: None,
            metrics: BTreeMap::new(),
            backlog_per_task: None,
            scale_in_cooldown_seconds: CooldownSeconds::of::<300>(),
            scale_out_cooldown_seconds: CooldownSeconds::of::<60>(),
        }
    }
}

impl Scaling {
    /// How many messages may wait for each task of a service that reads a queue.
    pub(crate) fn backlog(&self) -> Backlog {
        self.backlog_per_task.unwrap_or(Backlog::of::<100>())
    }
}

impl Default for Rollout {
    fn default() -> Self {
        Self {
            minimum_healthy_percent: Percentage::of::<100>(),
            maximum_percent: MaximumHealthyPercent::of::<200>(),
            rollback_alarms: BTreeSet::new(),
            heed_alarms: true,
        }
    }
}
