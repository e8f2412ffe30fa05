//! The read replica, and who makes and keeps the password: the two settle each other.

use domain::{InstanceClass, PasswordVersion, RotationDays};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;

use super::Config;

const READ_REPLICA: &str = "rds.read_replica";
const PASSWORD_VERSION: &str = "rds.password_version";

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

/// The read replica, if there is one.
pub(super) fn check_read_replica(config: &Config, identifier: &str, problems: &mut Problems) -> Option<CheckedReadReplica> {
    let ReadReplica { instance_class, multi_az } = config.read_replica.clone()?;
    if config.backups.retention_days.get() == 0 {
        // RDS User Guide, "Creating a read replica": the source has to have automatic backups.
        problems
            .error(READ_REPLICA, "RDS makes no read replica of a database without automated backups")
            .also("rds.backups.retention_days")
            .help("set `retention_days` to 1 to 35, or take the replica out");
    }
    Some(CheckedReadReplica {
        identifier: format!("{identifier}-replica"),
        instance_class: instance_class.unwrap_or(config.instance_class),
        multi_az,
    })
}

/// Who makes and keeps the password.
pub(super) fn check_password(config: &Config, problems: &mut Problems) -> Password {
    let (rotation_days, version) = (config.password_rotation_days, config.password_version);
    if config.read_replica.is_none() {
        if version.is_some() {
            problems
                .error(PASSWORD_VERSION, "RDS makes and rotates the password itself, so there is no version of it to set")
                .help("take it out; it is for a database with a read replica");
        }
        return Password::ByRds(rotation_days.unwrap_or(RotationDays::of::<7>()));
    }
    if rotation_days.is_some() {
        problems
            .error("rds.password_rotation_days", "the password of a database with a read replica is not rotated")
            .also(READ_REPLICA)
            .help(
                "take it out: RDS makes no replica while it keeps the password itself, and rotates no other. For another password \
                 raise `password_version`",
            );
    }
    Password::InOwnSecret(version.unwrap_or(PasswordVersion::of::<1>()))
}
