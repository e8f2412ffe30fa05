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

/// A rotation on another day than RDS's own seventh.
///
/// The schedule is all that can be set of a secret that RDS manages: it rotates by itself, without a function, and does not stop
/// (Secrets Manager User Guide, "Managed rotation for Secrets Manager secrets").
pub(crate) fn rotation(document: &mut Document, rds: &Rds, instance: &DbInstanceReference) {
    let Some(days) = rds.password_rotation_days else { return };
    document.resource(Resource::new(
        "master_user",
        SecretsmanagerSecretRotation::new(SecretsmanagerSecretRotationRequired {
            secret_id: secret_arn(instance).into(),
            rotation_rules: RotationRules::new().automatically_after_days(days.get()),
        })
        // Whoever is connected learnt the password when it started; a new schedule must not lock it out.
        .rotate_immediately(false),
    ));
}
