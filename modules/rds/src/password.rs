//! The master user's password, and the secret that holds it.
//!
//! RDS makes and keeps it, and nobody else ever sees it; but for a database with a read replica, of which RDS makes none as long as it
//! keeps the password (see `read_replica.rs`). Then Secrets Manager makes it while Terraform applies, and Terraform only carries it:
//! from there into a secret of this module, and from the secret into the instance. It passes through an ephemeral resource and
//! write-only arguments, which Terraform writes into neither the plan nor the state.

use aws::data_db_instance;
use aws::db_instance::MasterUserSecret;
use aws::secretsmanager_secret_rotation::RotationRules;
use aws::{
    DataDbInstance, DbInstanceReference, EphemeralSecretsmanagerRandomPassword, EphemeralSecretsmanagerSecretVersion,
    EphemeralSecretsmanagerSecretVersionRequired, KmsKeyReference, SecretsmanagerSecret, SecretsmanagerSecretRotation,
    SecretsmanagerSecretRotationRequired, SecretsmanagerSecretVersion, SecretsmanagerSecretVersionRequired,
};
use domain::{Identity, PasswordVersion, RotationDays};
use terraform::{Data, Document, Embedded, Ephemeral, Expression, Resource, object};

use crate::Beginning;
use crate::config::{Password, Rds};

/// A secret of this module, and what it holds.
pub(crate) struct OwnSecret {
    /// The password as the secret has it, for write-only arguments.
    pub(crate) password: Expression<String>,
    pub(crate) version: PasswordVersion,
    pub(crate) arn: Expression<String>,
}

/// The module's own secret, where RDS does not keep the password.
pub(crate) fn own_secret(document: &mut Document, identity: &Identity, rds: &Rds, key: &KmsKeyReference) -> Option<OwnSecret> {
    let Password::InOwnSecret(version) = rds.password else { return None };
    let random = document.ephemeral(Ephemeral::new(
        "master_user",
        EphemeralSecretsmanagerRandomPassword::new()
            .password_length(LENGTH)
            // RDS refuses `/`, `"`, `@` and blanks (RDS API Reference, `CreateDBInstance`, `MasterUserPassword`), and of what is left
            // nothing has to be escaped in JSON or in a connection string.
            .exclude_punctuation(true),
    ));
    let secret = document.resource(Resource::new(
        "master_user",
        SecretsmanagerSecret::new()
            // The provider completes the name: a deleted secret keeps its own until its recovery window is over.
            .name_prefix(format!("{}-", identity.named("database-master-user")))
            .description(format!("{}: user and password of the database", identity.prefix()))
            .kms_key_id(key.arn())
            .recovery_window_in_days(rds.key_deletion_window_days.get()),
    ));
    // The members of a secret that RDS keeps, so that whoever reads one of the two reads the other as well.
    let content =
        object([("username", Embedded::from(rds.username.as_str())), ("password", Embedded::from(random.random_password()))]);
    let content = document.resource(Resource::new(
        "master_user",
        SecretsmanagerSecretVersion::new(SecretsmanagerSecretVersionRequired { secret_id: secret.arn().into() })
            .secret_string_wo(content.into_value())
            .secret_string_wo_version(version.get()),
    ));
    // The instance gets what the secret holds, read back, and not the random password itself: that is another one in every run. An
    // apply that ends between the two is mended by the next one, which reads the same password again.
    let kept = document.ephemeral(Ephemeral::new(
        "master_user",
        EphemeralSecretsmanagerSecretVersion::new(EphemeralSecretsmanagerSecretVersionRequired {
            secret_id: content.secret_id().into(),
        })
        .version_id(content.version_id()),
    ));
    // By way of the version: whoever uses the secret waits until there is something in it. The version's own `arn` is unknown again
    // whenever the version is another, and would have every task definition replaced with it.
    Some(OwnSecret { password: kept.secret_string().decoded_member("password"), version, arn: content.secret_id() })
}

/// The schedule by which RDS rotates the password.
///
/// Of a secret that RDS manages only the schedule can be set: RDS rotates it itself, without a function (Secrets Manager User Guide,
/// "Managed rotation for AWS Secrets Manager secrets"). It is said even where it is RDS's own seven days: to take this resource away
/// would not bring them back, but end the rotation.
///
/// A secret of this module would need such a function (the same guide, "Rotation by Lambda function"), and has none.
pub(crate) fn rotation(document: &mut Document, interval: RotationDays, secret_arn: &Expression<String>) {
    document.resource(Resource::new(
        "master_user",
        SecretsmanagerSecretRotation::new(SecretsmanagerSecretRotationRequired {
            secret_id: secret_arn.into(),
            rotation_rules: RotationRules::new().automatically_after_days(interval.get()),
        })
        // Whoever is connected learnt the password when it started; a new schedule must not lock it out.
        .rotate_immediately(false),
    ));
}

/// Letters and digits: 190 bits.
const LENGTH: u32 = 32;

/// The secret that RDS made for the instance.
///
/// An instance that is imported with a password of its own has no such secret until the apply that imports it lets RDS keep the password,
/// and Terraform takes the attribute that the provider read before for its value then: "`master_user_secret` is empty list of object"
/// (terraform-aws-modules/terraform-aws-rds#588). So it is read again behind the instance: while the instance has changes ahead, Terraform
/// reads it only after they are applied.
pub(crate) fn kept_by_rds(document: &mut Document, beginning: Beginning, instance: &DbInstanceReference) -> Expression<String> {
    match beginning {
        Beginning::Made => MasterUserSecret::secret_arn(&instance.master_user_secret().at(0)),
        Beginning::Imported => {
            let read = document.data(
                Data::new("imported", DataDbInstance::new().db_instance_identifier(instance.identifier()))
                    .depends_on([instance as _]),
            );
            data_db_instance::MasterUserSecret::secret_arn(&read.master_user_secret().at(0))
        }
    }
}
