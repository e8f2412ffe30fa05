#!/usr/bin/env python3
"""Starts moto, an AWS API on the loopback address, with the patches of `patches/` applied.

It prints `port=<number>` once it listens. With `--until-stdin-closes` it ends when whoever started it ends, however
that happens. `MOTO_ACCOUNT_ID` is the account it plays; `MOTO_PATCHES=0` leaves moto as it is.
"""

import argparse
import logging
import os
import sys
import threading

# AWS has its managed policies in every account; moto has them when asked.
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
# moto validates a certificate after a minute, AWS as soon as the record stands.
os.environ.setdefault("MOTO_ACM_VALIDATION_WAIT", "0")

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from patches import PATCHES
from patches.chatbot import Chatbot
from patches.failures import Refusals
from retries import AnsweredOnce, OneAtATime


def end_with_stdin():
    """Ends the process as soon as its standard input is closed."""
    sys.stdin.buffer.read()
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--until-stdin-closes", action="store_true")
    arguments = parser.parse_args()

    patched = os.environ.get("MOTO_PATCHES", "1") != "0"
    if patched:
        for patch in PATCHES:
            patch()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    application = DomainDispatcherApplication(create_backend_app)
    if patched:
        application = Refusals(Chatbot(application))
    application = AnsweredOnce(OneAtATime(application))
    server = make_server("127.0.0.1", arguments.port, application, threaded=True, request_handler=MotoRequestHandler)
    os.environ["MOTO_PORT"] = str(server.port)
    if arguments.until_stdin_closes:
        threading.Thread(target=end_with_stdin, daemon=True).start()
    print(f"port={server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
