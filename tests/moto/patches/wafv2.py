"""AWS WAF."""

import json

from moto.wafv2.exceptions import WAFv2ClientError
from moto.wafv2.models import WAFV2Backend

from .common import wrap


def sets_in_use():
    """moto: deletes every IP set. AWS: none to which a web ACL refers (WAFAssociatedItemException; AWS WAF API Reference, DeleteIPSet)."""
    @wrap(WAFV2Backend)
    def delete_ip_set(original, self, name, scope, _id, lock_token):
        for acl in self.wacls.values():
            if _id in json.dumps(acl.to_dict(), default=str):
                raise WAFv2ClientError("WAFAssociatedItemException", f"The IP set {name} is in use by the web ACL {acl.name}.")
        return original(self, name, scope, _id, lock_token)


PATCHES = (sets_in_use,)
