"""Amazon ECS."""

from moto.ecs.models import Service
from moto.ecs.responses import EC2ContainerServiceResponse as Response

from .common import wrap


def services_become_steady():
    """moto: a service's tasks never start, so that a deployment is never done. AWS: they start. Here: at once, as many
    as desired."""
    @wrap(Service)
    def __init__(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.running_count, self.pending_count = self.desired_count, 0
        for deployment in self.deployments:
            deployment.update(runningCount=self.desired_count, pendingCount=0, rolloutState="COMPLETED",
                              rolloutStateReason=f"ECS deployment {deployment['id']} completed.")


def settings_of_services():
    """moto: CreateService forgets these settings, which UpdateService keeps. AWS: DescribeServices gives them; the
    deployment configuration with its defaults filled in."""
    settings = {
        "availabilityZoneRebalancing": "availability_zone_rebalancing",
        "capacityProviderStrategy": "capacity_provider_strategy",
        "deploymentConfiguration": "deployment_configuration",
        "enableECSManagedTags": "enable_ecs_managed_tags",
        "enableExecuteCommand": "enable_execute_command",
        "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
        "placementConstraints": "placement_constraints",
        "placementStrategy": "placement_strategy",
    }

    @wrap(Response)
    def create_service(original, self):
        answer = original(self)
        for parameter, attribute in settings.items():
            value = self._get_param(parameter)
            if parameter == "deploymentConfiguration":
                value = {"maximumPercent": 200, "minimumHealthyPercent": 100} | (value or {})
            if value is not None:
                setattr(answer.result["service"], attribute, value)
        return answer


PATCHES = (services_become_steady, settings_of_services)
