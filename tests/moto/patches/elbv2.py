"""Elastic Load Balancing."""

from moto.elbv2.models import ELBv2Backend, FakeTargetGroup

from .common import wrap


def priorities_that_a_rule_has_already():
    """moto: refuses to set a rule's priority to the one that it has. AWS: only what another rule has is in use
    (Elastic Load Balancing API Reference, SetRulePriorities: PriorityInUse)."""
    @wrap(ELBv2Backend)
    def set_rule_priorities(original, self, rule_priorities):
        changed = [it for it in rule_priorities
                   if self.describe_rules(None, [it["RuleArn"]])[0].priority != it["Priority"]]
        original(self, changed)
        return self.describe_rules(None, [it["RuleArn"] for it in rule_priorities])


def protocol_version_of_a_group():
    """moto: has none where none is given. AWS: HTTP/1.1 of a group for HTTP or HTTPS (Elastic Load Balancing API Reference,
    CreateTargetGroup, ProtocolVersion)."""
    @wrap(FakeTargetGroup)
    def __init__(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        if self.protocol in ("HTTP", "HTTPS") and not self.protocol_version:
            self.protocol_version = "HTTP1"


PATCHES = (priorities_that_a_rule_has_already, protocol_version_of_a_group)
