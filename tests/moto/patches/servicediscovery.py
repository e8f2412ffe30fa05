"""AWS Cloud Map."""

from moto.core.exceptions import JsonRESTError
from moto.ecs.models import ecs_backends
from moto.servicediscovery.models import ServiceDiscoveryBackend

from .common import wrap


def namespaces_in_use():
    """moto: deletes every namespace. AWS: none that holds services, as those that ECS makes for Service Connect (ResourceInUse; AWS Cloud Map API
    Reference, DeleteNamespace)."""
    @wrap(ServiceDiscoveryBackend)
    def delete_namespace(original, self, namespace_id):
        arn = self.get_namespace(namespace_id).arn
        for service in ecs_backends[self.account_id][self.region_name].services.values():
            for deployment in service.deployments if service.status == "ACTIVE" else ():
                connect = deployment.get("serviceConnectConfiguration") or {}
                if connect.get("enabled") and connect.get("namespace") == arn:
                    raise JsonRESTError("ResourceInUse", f"Namespace has associated services: {service.name}")
        return original(self, namespace_id)


PATCHES = (namespaces_in_use,)
