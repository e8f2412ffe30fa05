//! The nouns of AWS and of the internet that settings are made of, as types that can hold no wrong
//! value. It must not know TOML, Terraform or the modules, and does no input or output.
//!
//! Outside text becomes one of these types at the edge, by `FromStr`, `TryFrom` or serde; the error
//! is one sentence for the person who wrote the text. Each type describes itself in JSON Schema.

mod acceptance;
mod alarm;
mod cache_node_type;
mod choice;
mod ecs;
mod edge;
mod elasticache;
mod elasticache_window;
mod iam;
mod identity;
pub mod limits;
mod load_balancer;
mod logs;
mod money;
pub mod names;
mod network;
mod number;
mod objectives;
mod place;
mod rds;
mod role;
mod runbook_url;
mod s3;
mod sqs;
mod suggestion;
mod text;
mod time;
mod uses;

pub use acceptance::{AcceptanceReason, OverrideReason, RuleCode};
pub use alarm::{
    AlarmDescription, AlarmLevel, AlarmLevelError, AlarmPeriod, AlarmPeriodError, AlarmStatistic, SlackChannelId, SlackWorkspaceId,
    Watched, WatchedError,
};
pub use cache_node_type::{CacheNodeType, CacheNodeTypeError};
pub use choice::ChoiceError;
pub use ecs::*;
pub use elasticache::*;
pub use elasticache_window::{CacheMaintenanceWindow, CacheSnapshotWindow};
pub use iam::*;
pub use identity::Identity;
pub use load_balancer::*;
pub use logs::*;
pub use money::*;
pub use names::*;
pub use network::*;
pub use number::{Allowed, NumberError};
pub use objectives::*;
pub use place::*;
pub use rds::*;
pub use role::*;
pub use runbook_url::{RunbookUrl, RunbookUrlError};
pub use s3::*;
pub use sqs::*;
pub use text::{TextError, TextProblem};
pub use time::*;
pub use uses::{BucketAccess, Use, UseError};
