"""AWS KMS."""

import json

from moto.kms.responses import KmsResponse as Response

from .common import wrap


def rotation_period():
    """moto: EnableKeyRotation forgets RotationPeriodInDays. AWS: keeps it, 365 by default; GetKeyRotationStatus gives it
    as long as rotation is enabled."""
    @wrap(Response)
    def enable_key_rotation(original, self):
        answer = original(self)
        key = self.kms_backend.keys[self.kms_backend.get_key_id(self._get_param("KeyId"))]
        key.rotation_period_in_days = self._get_param("RotationPeriodInDays") or 365
        return answer

    @wrap(Response)
    def get_key_rotation_status(original, self):
        answer = json.loads(original(self))
        key = self.kms_backend.keys[self.kms_backend.get_key_id(self._get_param("KeyId"))]
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = getattr(key, "rotation_period_in_days", 365)
        return json.dumps(answer)


PATCHES = (rotation_period,)
