"""Security Token Service."""

from moto.core.responses import BaseResponse
from moto.iam.models import iam_backends

from .common import wrap


def roles_of_other_accounts():
    """moto: where `MOTO_ACCOUNT_ID` names the account that it plays, everybody is in it. AWS: who assumes a role of another account is in that
    one (IAM User Guide, "Cross account resource access in IAM")."""
    @wrap(BaseResponse)
    def get_current_account(original, self):
        key = self.get_access_key()
        holders = (account for account, backends in list(iam_backends.items())
                   for backend in list(backends.values()) if key in backend.access_keys)
        return next(holders, None) or original(self)


PATCHES = (roles_of_other_accounts,)
