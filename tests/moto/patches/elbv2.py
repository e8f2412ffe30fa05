"""Elastic Load Balancing."""

from moto.elbv2.models import ELBv2Backend

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


PATCHES = (priorities_that_a_rule_has_already,)
