"""AWS Certificate Manager."""

from moto.acm.models import AWSCertificateManagerBackend
from moto.core.exceptions import AWSError
from moto.elbv2.models import elbv2_backends

from .common import wrap


class ResourceInUse(AWSError):
    TYPE = "ResourceInUseException"


def certificates_in_use():
    """moto: deletes every certificate. AWS: "You cannot delete an ACM certificate that is being used by another AWS service"
    (ACM API Reference, DeleteCertificate). Here: by a listener."""
    @wrap(AWSCertificateManagerBackend)
    def delete_certificate(original, self, arn):
        load_balancers = elbv2_backends[self.account_id][self.region_name].load_balancers.values()
        used = [listener.arn for it in load_balancers for listener in it.listeners.values() if arn in listener.certificates]
        if used:
            raise ResourceInUse(f"Certificate {arn} in account {self.account_id} is in use by {used}.")
        return original(self, arn)


PATCHES = (certificates_in_use,)
