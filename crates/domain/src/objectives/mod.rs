//! What an environment promises its users: how available it is, how soon it is back after a loss, and how much data may be lost.
//!
//! The terms are those of AWS's Well-Architected Framework: recovery time objective and recovery point objective.

mod uptime;

use schemars::JsonSchema;
use serde::Deserialize;

pub use uptime::{UptimeError, UptimePercentage};

use crate::number::Allowed::Range;
use crate::number::bounded_number;

bounded_number! {
    /// How many seconds a loss may cost.
    RecoverySeconds is "a recovery objective",
    unit: "seconds",
    allowed: Range(0, 2_592_000),
    examples: [60, 300],
}

/// What the environment promises its users. `synth report` judges what is emitted by it; what is not set here it only computes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objectives {
    /// The percentage of a month for which users can reach it.
    #[serde(default)]
    pub availability_percent: Option<UptimePercentage>,
    /// The recovery time objectives: after how many seconds it works again.
    #[serde(default)]
    pub recovery_time_seconds: RecoveryTimes,
    /// The recovery point objectives: how many seconds of written data may be lost.
    #[serde(default)]
    pub recovery_point_seconds: RecoveryPoints,
}

/// How long it may take, by what happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryTimes {
    /// A task stops or hangs.
    #[serde(default)]
    pub task: Option<RecoverySeconds>,
    /// An availability zone is lost.
    #[serde(default)]
    pub zone: Option<RecoverySeconds>,
    /// The database's instance is lost.
    #[serde(default)]
    pub database: Option<RecoverySeconds>,
    /// A new version is rolled out to all tasks.
    #[serde(default)]
    pub rollout: Option<RecoverySeconds>,
}

/// How much written data may be lost, by what happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryPoints {
    /// An availability zone is lost.
    #[serde(default)]
    pub zone: Option<RecoverySeconds>,
    /// The database's instance is lost.
    #[serde(default)]
    pub database: Option<RecoverySeconds>,
}
