"""Amazon S3."""

import json
from fnmatch import fnmatch

from moto.core.responses import ActionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response as Response

from .common import wrap


def result_of(original, self):
    """What the handler answers, before it becomes XML."""
    self.serialized = lambda action_result: action_result.result
    try:
        return original(self)
    finally:
        del self.serialized


def notifications_to_eventbridge():
    """moto: keeps EventBridgeConfiguration and does not give it back. AWS: gives it, empty as it is."""
    @wrap(Response)
    def get_bucket_notification(original, self):
        result = result_of(original, self) or {}
        configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if configuration and configuration.event_bridge is not None:
            result["EventBridgeConfiguration"] = {}
        return self.serialized(ActionResult(result))


def newer_noncurrent_versions():
    """moto: forgets NewerNoncurrentVersions of a lifecycle rule's NoncurrentVersionExpiration. AWS: gives it."""
    @wrap(FakeBucket)
    def set_lifecycle(original, self, rules):
        original(self, rules)
        for rule, given in zip(self.rules, rules, strict=True):
            rule.newer_noncurrent_versions = (given.get("NoncurrentVersionExpiration") or {}).get("NewerNoncurrentVersions")

    @wrap(Response)
    def get_bucket_lifecycle(original, self):
        result = result_of(original, self)
        for rule, answer in zip(self.backend.get_bucket_lifecycle(self.bucket_name), result["Rules"], strict=True):
            if rule.newer_noncurrent_versions:
                answer["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = rule.newer_noncurrent_versions
        return self.serialized(ActionResult(result))


def targets_of_access_logs():
    """moto: fails at a bucket policy with a statement for everyone, and knows single actions and resources only. AWS:
    takes every policy that lets the logging service put objects under the prefix."""
    def as_list(value):
        return value if isinstance(value, list) else [value]

    def lets_logging_put(statement, prefix):
        return (statement["Effect"] == "Allow"
                and isinstance(statement["Principal"], dict)
                and "logging.s3.amazonaws.com" in as_list(statement["Principal"].get("Service"))
                and "s3:PutObject" in as_list(statement["Action"])
                and any(fnmatch(prefix, resource) for resource in as_list(statement["Resource"])))

    def _log_permissions_enabled_policy(target_bucket, target_prefix):
        prefix = f"{target_bucket.arn}/{target_prefix or ''}"
        policy = json.loads(target_bucket.policy or '{"Statement": []}')
        return any(lets_logging_put(statement, prefix) for statement in policy["Statement"])
    FakeBucket._log_permissions_enabled_policy = staticmethod(_log_permissions_enabled_policy)


def statements_on_plain_http():
    """moto: heeds no condition of a bucket's policy, so that a denial of plain HTTP denies everything. AWS: denies only
    what comes without TLS. The loopback interface stands for AWS's TLS endpoint here."""
    def is_on_plain_http(statement):
        return (statement.get("Condition") or {}).get("Bool", {}).get("aws:SecureTransport") == "false"

    @wrap(FakeBucket)
    def get_permission(original, self, action, resource):
        whole = self.policy
        if whole is None:
            return original(self, action, resource)
        policy = json.loads(whole)
        policy["Statement"] = [it for it in policy["Statement"] if not is_on_plain_http(it)]
        self.policy = json.dumps(policy).encode()
        try:
            return original(self, action, resource)
        finally:
            self.policy = whole


PATCHES = (notifications_to_eventbridge, newer_noncurrent_versions, targets_of_access_logs, statements_on_plain_http)
