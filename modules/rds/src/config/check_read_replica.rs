//! Checks the read replica, and who makes and keeps the password: the two settle each other.

use domain::{PasswordVersion, RotationDays};
use settings::Problems;

use super::read_replica::{CheckedReadReplica, Password, ReadReplica};
use super::typed::Config;

const READ_REPLICA: &str = "rds.read_replica";
const PASSWORD_VERSION: &str = "rds.password_version";

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
