//! The master user's password: RDS makes and keeps it in Secrets Manager, and nobody else ever sees it.
//!
//! But for one case. RDS makes no read replica of an instance whose password it manages (RDS User Guide, "Password management with Amazon
//! RDS and AWS Secrets Manager", limitations; all engines but SQL Server; blue/green deployments are out for the same reason). With a
//! replica Terraform has Secrets Manager make a password, hands it to the instance and to a secret in one apply, and keeps it nowhere: an
//! ephemeral value in write-only arguments stands in no plan and no state.

use aws::db_instance::MasterUserSecret;
use aws::secretsmanager_secret_rotation::RotationRules;
use aws::{
    DbInstanceReference, EphemeralSecretsmanagerRandomPassword, KmsKeyReference, SecretsmanagerSecret,
    SecretsmanagerSecretRotation, SecretsmanagerSecretRotationRequired, SecretsmanagerSecretVersion,
    SecretsmanagerSecretVersionRequired,
};
use domain::Identity;
use terraform::{Document, Ephemeral, Expression, Resource, Value, object};

use crate::config::{Rds, ReadReplica};

/// RDS's own interval, in days (Secrets Manager User Guide, "Managed rotation for AWS Secrets Manager secrets").
const ROTATION_DAYS: u32 = 7;

/// As long as a password of RDS for PostgreSQL may be within what every client library takes.
const LENGTH: u32 = 40;

/// The password that Terraform hands over, and which one it is.
pub(crate) struct Handed {
    pub(crate) password: Expression<String>,
    pub(crate) version: u32,
}

/// The password for an instance with a read replica, made anew in every run and sent only when the version changes.
pub(crate) fn handed(document: &mut Document, replica: &ReadReplica) -> Handed {
    let password = document.ephemeral(Ephemeral::new(
        "master_user",
        // RDS takes no `/`, `"`, `@` or space, and connection strings no more than letters and digits without quoting.
        EphemeralSecretsmanagerRandomPassword::new().password_length(LENGTH).exclude_punctuation(true),
    ));
    Handed { password: password.random_password(), version: replica.password_version.get() }
}

/// The secret that holds the password that was handed over, in the form of those that RDS makes itself.
///
/// A run that is cut off between instance and secret leaves them apart; a higher version sends both anew.
pub(crate) fn secret(
    document: &mut Document,
    identity: &Identity,
    rds: &Rds,
    handed: &Handed,
    key: &KmsKeyReference,
    instance: &DbInstanceReference,
) -> Value<String> {
    let secret = document.resource(Resource::new(
        "master_user",
        SecretsmanagerSecret::new()
            .name(identity.named("database-master-user"))
            .description(format!("{}: the database's master user", identity.prefix()))
            .kms_key_id(key.arn())
            .recovery_window_in_days(rds.key_deletion_window_days.get()),
    ));
    let content = object([("username", rds.username.as_str().into()), ("password", (&handed.password).into())]).into_value();
    let version = document.resource(
        Resource::new(
            "master_user",
            SecretsmanagerSecretVersion::new(SecretsmanagerSecretVersionRequired { secret_id: secret.id().into() })
                .secret_string_wo(content)
                .secret_string_wo_version(handed.version),
        )
        // Once the instance has taken the password, and not before: whoever reads the secret can then log in.
        .depends_on([instance as _]),
    );
    // The version's, not the secret's own: a task that starts before there is a version fails.
    version.arn().into()
}

/// The secret that RDS made for the instance.
pub(crate) fn managed_secret_arn(instance: &DbInstanceReference) -> Expression<String> {
    MasterUserSecret::secret_arn(&instance.master_user_secret().at(0))
}

/// The schedule by which RDS rotates the password.
///
/// Of a secret that RDS manages only the schedule can be set: RDS rotates it itself, without a function (Secrets Manager User Guide,
/// "Managed rotation for AWS Secrets Manager secrets"). It is said even where it is RDS's own seven days: to take this resource away
/// would not bring them back, but end the rotation.
pub(crate) fn rotation(document: &mut Document, rds: &Rds, instance: &DbInstanceReference) {
    let days = rds.password_rotation_days.map_or(ROTATION_DAYS, domain::RotationDays::get);
    document.resource(Resource::new(
        "master_user",
        SecretsmanagerSecretRotation::new(SecretsmanagerSecretRotationRequired {
            secret_id: managed_secret_arn(instance).into(),
            rotation_rules: RotationRules::new().automatically_after_days(days),
        })
        // Whoever is connected learnt the password when it started; a new schedule must not lock it out.
        .rotate_immediately(false),
    ));
}
