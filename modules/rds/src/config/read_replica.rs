//! The settings of the read replica, as typed. It must not know what is made of them.

use std::num::NonZeroU32;

use domain::InstanceClass;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A second instance that follows the first one, a little behind, and answers reads.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReadReplica {
    /// Its class; without this setting the first instance's.
    pub instance_class: Option<InstanceClass>,
    /// Whether the replica has a standby of its own.
    pub multi_az: bool,
    /// The master user's password by number: a higher one makes a new password in the next apply. Tasks learn it when they start.
    pub password_version: NonZeroU32,
}

impl Default for ReadReplica {
    fn default() -> Self {
        Self { instance_class: None, multi_az: false, password_version: NonZeroU32::MIN }
    }
}
