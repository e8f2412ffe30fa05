//! ECS Service Connect: by which names services reach each other inside the network. Who may, the security groups decide.

use aws::ecs_service::{
    ServiceConnectConfiguration, ServiceConnectConfigurationLogConfiguration, ServiceConnectConfigurationLogConfigurationRequired,
    ServiceConnectConfigurationRequired, ServiceConnectConfigurationService, ServiceConnectConfigurationServiceClientAlias,
    ServiceConnectConfigurationServiceClientAliasRequired, ServiceConnectConfigurationServiceRequired,
    ServiceConnectConfigurationServiceTimeout,
};
use aws::{
    EcsService, ServiceDiscoveryHttpNamespace, ServiceDiscoveryHttpNamespaceReference, ServiceDiscoveryHttpNamespaceRequired,
};
use domain::Identity;
use terraform::{Address, Document, Expression, Lifecycle, Map, Resource, ResourceType as _, Value};

use crate::config::{AppProtocol, Connect, Service};
use crate::container::port_name;
use crate::interface::ConnectVariables;

/// How many seconds a request may take. Service Connect cuts it off after 15 unless it is told otherwise, and the load balancer waits 60.
const REQUEST_SECONDS: u32 = 60;

/// What the services that reach each other share.
pub(crate) struct Network {
    variables: ConnectVariables,
    namespace: ServiceDiscoveryHttpNamespaceReference,
}

/// A service's part.
pub(crate) struct Connection<'a> {
    pub(crate) connect: &'a Connect,
    pub(crate) network: &'a Network,
    /// Where the proxy's log goes: the service's own log group.
    pub(crate) log_group: Expression<String>,
}

/// The namespace in which the services have their names.
pub(crate) fn network(document: &mut Document, identity: &Identity, variables: ConnectVariables) -> Network {
    let namespace = ServiceDiscoveryHttpNamespace::new(ServiceDiscoveryHttpNamespaceRequired { name: identity.prefix().into() })
        .description(format!("{}: the names by which services reach each other", identity.prefix()));
    // Cloud Map deletes no namespace that holds services (ResourceInUse), and ECS has one there for each that others reach.
    let lifecycle = Lifecycle::new().create_before_destroy();
    let namespace = document.resource(Resource::new("main", namespace).lifecycle(lifecycle));
    Network { variables, namespace }
}

impl Connection<'_> {
    /// The service's own security group.
    pub(crate) fn security_group(&self, service: &Service) -> Expression<String> {
        self.network.variables.service_security_group_ids.key(service.name.as_str())
    }

    /// The services that have to stand first.
    pub(crate) fn waits_for(&self) -> Vec<Address> {
        self.connect.waits_for.iter().map(|service| Address::managed(EcsService::TYPE, service.label())).collect()
    }

    /// The block in the ECS service.
    pub(crate) fn configuration(&self, identity: &Identity, service: &Service) -> ServiceConnectConfiguration {
        let options: Map<String> = [
            ("awslogs-group", Value::from(self.log_group.clone())),
            ("awslogs-region", identity.region.as_str().into()),
            ("awslogs-stream-prefix", "service-connect".into()),
        ]
        .into_iter()
        .collect();
        let logs = ServiceConnectConfigurationLogConfiguration::new(ServiceConnectConfigurationLogConfigurationRequired {
            log_driver: "awslogs".into(),
        })
        .options(options);
        let offered = self.connect.offers.map(|(port, protocol)| {
            let alias = ServiceConnectConfigurationServiceClientAlias::new(ServiceConnectConfigurationServiceClientAliasRequired {
                port: port.get().into(),
            })
            .dns_name(service.name.as_str());
            let offered = ServiceConnectConfigurationService::new(ServiceConnectConfigurationServiceRequired {
                port_name: port_name(service).into(),
            })
            .discovery_name(service.aws_name.as_str())
            .client_alias(alias);
            match protocol {
                AppProtocol::Http | AppProtocol::Http2 | AppProtocol::Grpc => {
                    offered.timeout(ServiceConnectConfigurationServiceTimeout::new().per_request_timeout_seconds(REQUEST_SECONDS))
                }
                // TCP knows no requests.
                AppProtocol::Tcp => offered,
            }
        });
        ServiceConnectConfiguration::new(ServiceConnectConfigurationRequired { enabled: true.into() })
            .namespace(self.network.namespace.arn())
            .log_configuration(logs)
            .service(offered)
    }
}
