"""What moto cannot do, in any service."""

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


PATCHES = (what_moto_cannot_do_fails_at_once,)
