"""Amazon CloudWatch."""

from moto.cloudwatch.responses import CloudWatchResponse as Response

from .common import add


def composite_alarms():
    """moto: keeps and gives composite alarms, and lacks PutCompositeAlarm. AWS: has it."""
    @add(Response)
    def put_composite_alarm(self):
        return self.put_metric_alarm()


PATCHES = (composite_alarms,)
