"""AWS Secrets Manager."""

from moto.secretsmanager.models import SecretsManagerBackend

from .common import wrap


def rotation_of_managed_secrets():
    """moto: CancelRotateSecret wants a rotation function. AWS: the secret of another service, such as RDS, is rotated
    by that service without one, and its rotation is turned off all the same."""
    @wrap(SecretsManagerBackend)
    def cancel_rotate_secret(original, self, secret_id):
        secret = self.secrets.get(secret_id)
        if secret is None or secret.owning_service is None:
            return original(self, secret_id)
        secret.rotation_enabled = False
        return secret.to_short_dict()


PATCHES = (rotation_of_managed_secrets,)
