//! The read replica, and who makes and keeps the password: the two settle each other.

use domain::{InstanceClass, PasswordVersion, RotationDays};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A read replica.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReadReplica {
    /// The replica's instance class; without this setting that of the database. A smaller one falls behind when much is written.
    pub instance_class: Option<InstanceClass>,
    /// Whether a standby in another zone takes over when the replica or its zone is lost.
    pub multi_az: bool,
}

/// The checked settings of the read replica.
#[derive(Clone, Debug)]
pub(crate) struct CheckedReadReplica {
    pub(crate) identifier: String,
    pub(crate) instance_class: InstanceClass,
    pub(crate) multi_az: bool,
}

/// Who makes the master user's password, and keeps it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Password {
    /// RDS, which gives the user another one after so many days.
    ByRds(RotationDays),
    /// Secrets Manager makes it while Terraform applies, and a secret of this module keeps it; another version is another password.
    InOwnSecret(PasswordVersion),
}
