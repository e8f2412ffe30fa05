"""What moto cannot do, and what it is asked not to do, in any service."""

import json
import traceback

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.s3.responses import S3Response
from werkzeug.exceptions import HTTPException

from .common import wrap


def what_moto_cannot_do_fails_at_once():
    """moto: answers HTTP 500 to a call that it lacks or fails at, so that clients try again, Terraform for ten minutes.
    Here: HTTP 400, with what moto has to say about it."""
    def attempt(original, self, *args):
        try:
            return original(self, *args)
        except (HTTPException, ServiceException):
            raise
        except Exception as error:
            traceback.print_exc()
            message = f"moto, which plays AWS here, failed at {self.service_name}: {type(error).__name__}: {error}"
            # moto takes the protocol of an error's answer from the module of its class.
            failure = type("MotoFailure", (ServiceException,), {"__module__": type(self).__module__})
            return self.serialized(ActionResult(failure("MotoFailure", message)))

    @wrap(BaseResponse)
    def call_action(original, self):
        return attempt(original, self)

    # S3 goes its own ways.
    @wrap(S3Response)
    def bucket_response(original, self, *args):
        return attempt(original, self, *args)

    @wrap(S3Response)
    def key_response(original, self, *args):
        return attempt(original, self, *args)


# The calls that a test wants refused, and how many of each go through before: (service, action) and a number.
REFUSED = {}


def calls_that_are_refused_once():
    """moto: refuses no call without a reason. AWS: does, for a quota, a right that is missing, or an outage, and an apply breaks off. Here:
    the calls that a test names by `Refusals`, once each."""
    @wrap(BaseResponse)
    def call_action(original, self):
        call = (self.service_name, self._get_action())
        if call not in REFUSED:
            return original(self)
        REFUSED[call] -= 1
        if REFUSED[call] >= 0:
            return original(self)
        del REFUSED[call]
        # moto takes the protocol of an error's answer from the module of its class.
        failure = type("RefusedOnce", (ServiceException,), {"__module__": type(self).__module__})
        return self.serialized(ActionResult(failure("RefusedOnce", f"the test has {call[1]} refused once")))


class Refusals:
    """A WSGI application in front of moto, which learns what is to be refused: `{"service": …, "action": …, "after": <calls>}`."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environment, start_response):
        if environment.get("PATH_INFO") != "/refuse-once":
            return self.application(environment, start_response)
        asked = json.loads(environment["wsgi.input"].read(int(environment["CONTENT_LENGTH"])))
        REFUSED[(asked["service"], asked["action"])] = asked["after"]
        start_response("200 OK", [("Content-Length", "0")])
        return []


PATCHES = (what_moto_cannot_do_fails_at_once, calls_that_are_refused_once)
