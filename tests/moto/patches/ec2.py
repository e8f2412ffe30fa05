"""Amazon EC2, which is the network too."""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend
from moto.ec2.models.instances import Instance
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses import EC2Response as Response
from moto.ec2.responses.instances import InstanceResponse
from moto.ecs.models import ecs_backends
from moto.elbv2.models import elbv2_backends
from moto.rds.models import rds_backends

from .common import wrap


def descriptions_of_security_group_rules():
    """moto: gives the description of a rule only when it names addresses. AWS: a rule that refers to a group or a prefix
    list has one as well."""
    @wrap(SecurityGroupRule)
    def __init__(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        prefix_list = kwargs.get("prefix_list_id") or (args[7] if len(args) > 7 else None) or {}
        self.prefix_list_description = prefix_list.get("Description")

    SecurityGroupRule.description = property(
        lambda self: self.ip_range.get("Description") or self.source_group.get("Description")
        or self.prefix_list_description)


def detailed_monitoring():
    """moto: MonitorInstances and UnmonitorInstances are not implemented. AWS: switch the detailed monitoring."""
    def switched_to(self, state):
        instances = [self.ec2_backend.get_instance(id) for id in self._get_param("InstanceIds")]
        for instance in instances:
            instance.monitoring_state = state
        return ActionResult({"InstanceMonitorings": [{"InstanceId": i.id, "Monitoring": i.monitoring} for i in instances]})

    @wrap(Response)
    def monitor_instances(original, self):
        return switched_to(self, "enabled")

    @wrap(Response)
    def unmonitor_instances(original, self):
        return switched_to(self, "disabled")


def security_groups_of_instances():
    """moto: gives the groups of an instance only when they were not given with its network interface. AWS: gives those
    of its first network interface."""
    @wrap(Instance)
    def __init__(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        if not self.security_groups and 0 in self.nics:
            self.security_groups = list(self.nics[0].group_set)


def sizes_of_root_volumes():
    """moto: refuses a block device with neither a size nor a snapshot. AWS: takes the image's snapshot for the image's own devices."""
    @wrap(InstanceResponse)
    def _parse_block_device_mapping(original, self):
        mappings = self._get_param("BlockDeviceMappings", [])
        for mapping in mappings:
            if "NoDevice" not in mapping and not mapping.get("Ebs", {}).get("SnapshotId"):
                mapping.setdefault("Ebs", {}).setdefault("VolumeSize", 8)
        get = self._get_param
        self._get_param = lambda name, *rest: mappings if name == "BlockDeviceMappings" else get(name, *rest)
        try:
            return original(self)
        finally:
            del self._get_param


def subnets_in_use():
    """moto: deletes every subnet. AWS: none with a network interface in it (DependencyViolation; Amazon EC2 API Reference, DeleteSubnet:
    "You must terminate all running instances in the subnet before you can delete the subnet"): those of load balancers, NAT gateways,
    endpoints, machines, databases and running tasks."""
    def users(self, subnet):
        account, region = self.account_id, self.region_name
        for load_balancer in elbv2_backends[account][region].load_balancers.values():
            if subnet in [it if isinstance(it, str) else it.id for it in load_balancer.subnets]:
                yield load_balancer.arn
        for gateway in self.nat_gateways.values():
            if gateway.subnet_id == subnet and gateway.state in ("available", "pending"):
                yield gateway.id
        for endpoint in self.vpc_end_points.values():
            if subnet in (endpoint.subnet_ids or []) and endpoint.state != "deleted":
                yield endpoint.id
        for instance in self.all_instances():
            if instance.subnet_id == subnet and instance.state not in ("terminated", "shutting-down"):
                yield instance.id
        for instance in rds_backends[account][region].databases.values():
            group = getattr(instance, "db_subnet_group", None)
            if any(it.id == subnet and it.availability_zone == instance.availability_zone for it in getattr(group, "_subnets", [])):
                yield instance.db_instance_identifier
        for service in ecs_backends[account][region].services.values():
            configuration = (service.network_configuration or {}).get("awsvpcConfiguration", {})
            if service.status == "ACTIVE" and service.running_count and subnet in configuration.get("subnets", []):
                yield service.name

    @wrap(EC2Backend)
    def delete_subnet(original, self, subnet_id):
        if found := list(users(self, subnet_id)):
            raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted. It is used by {found}.")
        return original(self, subnet_id)


def security_groups_in_use():
    """moto: deletes a group that tasks wear. AWS: none that a network interface has (DependencyViolation; Amazon EC2 API Reference,
    DeleteSecurityGroup)."""
    @wrap(EC2Backend)
    def delete_security_group(original, self, name=None, group_id=None):
        for service in ecs_backends[self.account_id][self.region_name].services.values():
            configuration = (service.network_configuration or {}).get("awsvpcConfiguration", {})
            if service.status == "ACTIVE" and group_id in configuration.get("securityGroups", []):
                raise DependencyViolationError(f"resource {group_id} has a dependent object: tasks of {service.name} wear it")
        return original(self, name=name, group_id=group_id)


PATCHES = (
    descriptions_of_security_group_rules,
    detailed_monitoring,
    security_groups_in_use,
    security_groups_of_instances,
    sizes_of_root_volumes,
    subnets_in_use,
)
