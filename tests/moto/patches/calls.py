"""The calls that were made, in a file that `MOTO_CALLS` names: an action on each line, as IAM names it.

What a policy has to allow is compared with it. moto counts a call to a service by the name of its own module, and of S3 it
knows the operation only; IAM names some of both otherwise (Service Authorization Reference).
"""

import functools
import os

from moto.core.responses import BaseResponse

# IAM's name of a service.
SERVICES = {
    "applicationautoscaling": "application-autoscaling",
    "elbv2": "elasticloadbalancing",
    "elb": "elasticloadbalancing",
    "efs": "elasticfilesystem",
    "monitoring": "cloudwatch",
}


def patch():
    path = os.environ.get("MOTO_CALLS")
    if path is None:
        return
    call_action = BaseResponse.call_action

    @functools.wraps(call_action)
    def noted(self, *arguments, **named):
        action = self._get_action()
        service = self.service_name or self.__module__.split(".")[1]
        with open(path, "a", encoding="utf-8") as calls:
            calls.write(f"{SERVICES.get(service, service)}:{action}\n")
        return call_action(self, *arguments, **named)

    BaseResponse.call_action = noted


PATCHES = (patch,)
