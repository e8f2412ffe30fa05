"""AWS Budgets."""

import json

from moto.budgets.responses import BudgetsResponse as Response

from .common import add, as_dict, as_list, kept, wrap


def subscribers_of_notifications():
    """moto: lacks DescribeSubscribersForNotification. AWS: has it, and the provider calls it for every notification."""
    @add(Response)
    def describe_subscribers_for_notification(self):
        budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
        wanted = self._get_param("Notification")
        identity = ("NotificationType", "ComparisonOperator", "Threshold")
        found = [subscriber for notification in budget.notifications
                 if all(notification.details.get(key) == wanted.get(key) for key in identity)
                 for subscriber in notification.subscribers]
        return json.dumps({"Subscribers": found})


def update_budget():
    """moto: lacks UpdateBudget. AWS: the new budget takes the place of the one of the same name."""
    @add(Response)
    def update_budget(self):
        new = self._get_param("NewBudget")
        self.backend.budgets[self._get_param("AccountId")][new["BudgetName"]].budget.update(new)
        return "{}"


def tags_of_budgets():
    """moto: has no tags here. AWS: CreateBudget takes ResourceTags, and ListTagsForResource gives them."""
    @wrap(Response)
    def create_budget(original, self):
        answer = original(self)
        if tags := self._get_param("ResourceTags"):
            arn = f"arn:aws:budgets::{self._get_param('AccountId')}:budget/{self._get_param('Budget')['BudgetName']}"
            kept(self.backend, "tags")[arn] = as_dict(tags)
        return answer

    @add(Response)
    def list_tags_for_resource(self):
        return json.dumps({"ResourceTags": as_list(kept(self.backend, "tags").get(self._get_param("ResourceARN"), {}))})

    @add(Response)
    def tag_resource(self):
        tags = kept(self.backend, "tags").setdefault(self._get_param("ResourceARN"), {})
        tags.update(as_dict(self._get_param("ResourceTags")))
        return "{}"

    @add(Response)
    def untag_resource(self):
        tags = kept(self.backend, "tags").get(self._get_param("ResourceARN"), {})
        for key in self._get_param("ResourceTagKeys"):
            tags.pop(key, None)
        return "{}"


PATCHES = (subscribers_of_notifications, update_budget, tags_of_budgets)
