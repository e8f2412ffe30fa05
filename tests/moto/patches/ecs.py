"""Amazon ECS."""

from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse as Response

from moto.elbv2.models import elbv2_backends

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


def deployment_configurations_that_are_told_in_part():
    """moto: forgets of a deployment configuration what UpdateService leaves out. AWS: leaves that as it was; who wants no circuit breaker sends an
    empty one, as the provider does (hashicorp/terraform-provider-aws, internal/service/ecs/service.go)."""
    @wrap(EC2ContainerServiceBackend)
    def update_service(original, self, service_properties):
        told = service_properties.get("deployment_configuration")
        if told is not None:
            service = self._get_service(service_properties.get("cluster", "default"), service_properties["service"].split("/")[-1])
            service_properties["deployment_configuration"] = (service.deployment_configuration or {}) | told
        return original(self, service_properties)


def load_balancers_that_fit():
    """moto: takes every load balancer of a service. AWS: the container and the port have to be in the revision that the service runs
    (InvalidParameterException, hashicorp/terraform#4227, pulumi/pulumi-awsx#1172), and the target group has to belong to a load
    balancer already (hashicorp/terraform-provider-aws#636)."""
    def check(backend, task_definition, load_balancers):
        groups = elbv2_backends[backend.account_id][backend.region_name]
        containers = backend.describe_task_definition(task_definition).container_definitions
        for it in load_balancers or []:
            name, port, group = it.get("containerName"), it.get("containerPort"), it.get("targetGroupArn")
            found = [container for container in containers if container["name"] == name]
            if not found:
                raise InvalidParameterException(f"The container {name} does not exist in the task definition.")
            if port not in [mapping["containerPort"] for mapping in found[0].get("portMappings", [])]:
                raise InvalidParameterException(f"The container {name} did not have a container port {port} defined.")
            if group and not groups._any_listener_using(group):
                raise InvalidParameterException(
                    f"The target group with targetGroupArn {group} does not have an associated load balancer.")

    @wrap(EC2ContainerServiceBackend)
    def create_service(original, self, cluster_str, service_name, desired_count, task_definition_str=None, load_balancers=None, *args,
                       **kwargs):
        if task_definition_str:
            check(self, task_definition_str, load_balancers)
        return original(self, cluster_str, service_name, desired_count, task_definition_str, load_balancers, *args, **kwargs)

    @wrap(EC2ContainerServiceBackend)
    def update_service(original, self, service_properties):
        service = self._get_service(service_properties.get("cluster", "default"), service_properties["service"].split("/")[-1])
        running = service.task_definition
        task_definition = service_properties.get("task_definition") or getattr(running, "arn", running)
        load_balancers = service_properties.get("load_balancers")
        check(self, task_definition, service.load_balancers if load_balancers is None else load_balancers)
        return original(self, service_properties)


def service_connect():
    """moto: knows nothing of Service Connect. AWS: the deployment tells how the service takes part, and says nothing where it does not
    (hashicorp/terraform-provider-aws#43871); a port is one that the task definition names."""
    def takes_part(self, service, configuration):
        if configuration is None:
            return
        containers = self.ecs_backend.describe_task_definition(service.task_definition).container_definitions
        named = {mapping.get("name") for container in containers for mapping in container.get("portMappings", [])}
        for offered in configuration.get("services", []):
            if offered["portName"] not in named:
                raise InvalidParameterException(f"portName {offered['portName']} is not in the task definition")
        for deployment in service.deployments:
            if configuration.get("enabled"):
                deployment["serviceConnectConfiguration"] = configuration
            else:
                deployment.pop("serviceConnectConfiguration", None)

    for name in ("create_service", "update_service"):
        def method(original, self):
            answer = original(self)
            takes_part(self, answer.result["service"], self._get_param("serviceConnectConfiguration"))
            return answer
        method.__name__ = name
        wrap(Response)(method)


PATCHES = (
    services_become_steady,
    settings_of_services,
    deployment_configurations_that_are_told_in_part,
    load_balancers_that_fit,
    service_connect,
)
