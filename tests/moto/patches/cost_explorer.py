"""AWS Cost Explorer: cost anomaly detection, which moto lacks."""

import json

from moto.ce.responses import CostExplorerResponse as Response
from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random

from .common import add, kept

DATE = "2024-01-01"


def anomaly_monitors():
    """moto: lacks Create-, Get-, Update- and DeleteAnomalyMonitor. AWS: keeps the monitor as given, under an ARN."""
    _anomaly("Monitor")


def anomaly_subscriptions():
    """moto: lacks Create-, Get-, Update- and DeleteAnomalySubscription. AWS: keeps the subscription as given, under an
    ARN; every e-mail subscriber waits as `CONFIRMED` or `DECLINED`."""
    _anomaly("Subscription")


def _anomaly(kind):
    """The four calls of one kind. They differ in their names only."""
    thing, arn_key = f"Anomaly{kind}", f"{kind}Arn"

    def things(self):
        return kept(self.ce_backend, thing)

    def found(self):
        arn = self._get_param(arn_key)
        if arn not in things(self):
            raise JsonRESTError(f"Unknown{kind}Exception", f"{kind} {arn} not found")
        return things(self)[arn]

    def create(self):
        arn = f"arn:aws:ce::{self.current_account}:anomaly{kind.lower()}/{mock_random.uuid4()}"
        filled_in = {"CreationDate": DATE, "LastUpdatedDate": DATE} if kind == "Monitor" \
            else {"AccountId": self.current_account}
        given = self._get_param(thing)
        for subscriber in given.get("Subscribers", []):
            subscriber.setdefault("Status", "CONFIRMED")
        things(self)[arn] = given | filled_in | {arn_key: arn}
        self.ce_backend.tag_resource(arn, self._get_param("ResourceTags") or [])
        return json.dumps({arn_key: arn})

    def get(self):
        wanted = self._get_param(f"{arn_key}List")
        return json.dumps({f"Anomaly{kind}s": [t for arn, t in things(self).items() if not wanted or arn in wanted]})

    def update(self):
        thing = found(self)
        thing.update((key, value) for key, value in json.loads(self.body).items() if key != arn_key)
        return json.dumps({arn_key: thing[arn_key]})

    def delete(self):
        things(self).pop(found(self)[arn_key])
        return "{}"

    for name, function in ((f"create_anomaly_{kind}", create), (f"get_anomaly_{kind}s", get),
                           (f"update_anomaly_{kind}", update), (f"delete_anomaly_{kind}", delete)):
        function.__name__ = name.lower()
        add(Response)(function)


PATCHES = (anomaly_monitors, anomaly_subscriptions)
