//! The master user's password, which RDS makes and keeps in Secrets Manager: nobody else ever sees it.

use aws::db_instance::MasterUserSecret;
use aws::secretsmanager_secret_rotation::RotationRules;
use aws::{DbInstanceReference, SecretsmanagerSecretRotation, SecretsmanagerSecretRotationRequired};
use terraform::{Document, Expression, Resource};

use crate::config::Rds;

/// The secret that RDS made for the instance.
pub(crate) fn secret_arn(instance: &DbInstanceReference) -> Expression<String> {
    MasterUserSecret::secret_arn(&instance.master_user_secret().at(0))
}

/// The schedule by which RDS rotates the password.
///
/// Of a secret that RDS manages only the schedule can be set: RDS rotates it itself, without a function (Secrets Manager User Guide,
/// "Managed rotation for AWS Secrets Manager secrets"). It is said even where it is RDS's own seven days: to take this resource away
/// would not bring them back, but end the rotation.
pub(crate) fn rotation(document: &mut Document, rds: &Rds, instance: &DbInstanceReference) {
    document.resource(Resource::new(
        "master_user",
        SecretsmanagerSecretRotation::new(SecretsmanagerSecretRotationRequired {
            secret_id: secret_arn(instance).into(),
            rotation_rules: RotationRules::new().automatically_after_days(rds.password_rotation_days.get()),
        })
        // Whoever is connected learnt the password when it started; a new schedule must not lock it out.
        .rotate_immediately(false),
    ));
}
