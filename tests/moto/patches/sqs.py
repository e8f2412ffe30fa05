"""Amazon SQS."""

import json

from moto.sqs.models import Queue

from .common import wrap


def redrive_allow_policies():
    """moto: takes a redrive allow policy and does not tell it again. AWS: GetQueueAttributes gives it, until it is set to nothing. With a key of KMS's
    AWS tells of no key of SQS's own."""
    Queue.redrive_allow_policy = None
    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
    attributes = Queue.attributes.fget

    def told(self):
        told = attributes(self)
        allowed = told.pop("RedriveAllowPolicy")
        if allowed:
            told["RedriveAllowPolicy"] = allowed if isinstance(allowed, str) else json.dumps(allowed)
        if self.redrive_policy:
            # As it was given: AWS does not put blanks into it.
            told["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        if told.get("KmsMasterKeyId"):
            told["SqsManagedSseEnabled"] = "false"
        return told
    Queue.attributes = property(told)


def policies_that_stay():
    """moto: whatever attribute is set, the queue's policy is gone. AWS: SetQueueAttributes changes what it is given."""
    @wrap(Queue)
    def _set_attributes(original, self, attributes, now=None):
        before = getattr(self, "policy", None)
        original(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = before


PATCHES = (policies_that_stay, redrive_allow_policies,)
