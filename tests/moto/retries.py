"""One call after the other, and none twice.

A call that a client sends again, as its connection broke before the answer came, is not carried out again.

On a busy machine a connection to moto breaks now and then after moto has made what it was asked for. The client's second
try then meets its own first one: `InvalidSubnet.Conflict`. AWS's clients mark the tries of one call with one
`amz-sdk-invocation-id` (AWS SDKs and Tools Reference Guide, "Retry behavior"), which tells them from two calls.
"""

import collections
import threading

# Enough for all tries of the calls that are under way at once.
REMEMBERED = 512


class AnsweredOnce:
    """A WSGI application in front of another, which gives a second try the answer of the first."""

    def __init__(self, application):
        self.application = application
        self.calls = collections.OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if invocation is None or environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return self.application(environ, start_response)
        with self.lock:
            call = self.calls.setdefault(invocation, Call())
            while len(self.calls) > REMEMBERED:
                self.calls.popitem(last=False)
        # A second try waits for the first, which may still be at work.
        with call.lock:
            if call.answer is None:
                call.answer = answer_of(self.application, environ)
            (status, headers), body = call.answer
            # What failed may be tried again: clients do, after throttling for instance.
            if not status.startswith("2"):
                call.answer = None
        start_response(status, headers)
        return [body]


class OneAtATime:
    """A WSGI application in front of another, which carries out one call after the other.

    moto's tables are plain dictionaries, which one thread reads through while another changes them: on a busy machine a call then failed
    ("dictionary changed size during iteration").
    """

    def __init__(self, application):
        self.application = application
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        with self.lock:
            (status, headers), body = answer_of(self.application, environ)
        start_response(status, headers)
        return [body]


class Call:
    """A call of a client, and its answer once it has one."""

    def __init__(self):
        self.lock = threading.Lock()
        self.answer = None


def answer_of(application, environ):
    """Status and headers, and the whole body."""
    started = []

    def start_response(status, headers, exc_info=None):
        started[:] = [status, headers]

    answer = application(environ, start_response)
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return started, body
