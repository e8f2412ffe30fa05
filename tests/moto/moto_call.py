#!/usr/bin/env python3
"""Asks an AWS API with boto3: a request per line of standard input, an answer per line of standard output, in JSON.

A request is `{"service": "ec2", "region": "us-east-1", "operation": "describe_vpcs", "parameters": {}}`. An answer is
`{"answer": {…}}`, with all pages of a paged call, or `{"error": {"code": "…", "message": "…"}}`. Where the API is, and
as whom to ask, comes from the environment, as for every AWS client; with `"account": "444455556666"` a role of that account is asked as.
"""

import functools
import json
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from botocore.response import StreamingBody

@functools.cache
def client(service, region, account):
    """The client of a service; in another account that of a role there."""
    if account is None:
        return boto3.client(service, region_name=region)
    role = {"RoleArn": f"arn:aws:iam::{account}:role/test", "RoleSessionName": "test"}
    given = client("sts", region, None).assume_role(**role)["Credentials"]
    return boto3.client(service, region_name=region, aws_access_key_id=given["AccessKeyId"],
                        aws_secret_access_key=given["SecretAccessKey"], aws_session_token=given["SessionToken"])


def ask(service, region, operation, parameters, account=None):
    """What the operation answers, without the metadata of the response."""
    asked = client(service, region, account)
    if asked.can_paginate(operation):
        answer = asked.get_paginator(operation).paginate(**parameters).build_full_result()
    else:
        answer = getattr(asked, operation)(**parameters)
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def plain(value):
    """What JSON has no word for: a body as its text, a time in ISO 8601."""
    if isinstance(value, StreamingBody):
        value = value.read()
    return value.decode() if isinstance(value, bytes) else value.isoformat()


def main():
    for line in sys.stdin:
        try:
            answer = {"answer": ask(**json.loads(line))}
        except ClientError as error:
            answer = {"error": {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}}
        except (BotoCoreError, AttributeError, LookupError, TypeError, ValueError) as error:
            answer = {"error": {"code": type(error).__name__, "message": str(error)}}
        print(json.dumps(answer, default=plain), flush=True)


if __name__ == "__main__":
    main()
