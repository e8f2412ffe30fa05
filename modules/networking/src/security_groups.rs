//! The three security groups and their rules: who may speak to whom, on which port, and nothing else.
//!
//! Every rule is a resource of its own, so that two groups can refer to each other.

use std::collections::{BTreeMap, BTreeSet};

use aws::{
    SecurityGroup, SecurityGroupReference, VpcReference, VpcSecurityGroupEgressRule, VpcSecurityGroupEgressRuleRequired,
    VpcSecurityGroupIngressRule, VpcSecurityGroupIngressRuleRequired,
};
use domain::{Cidr, Identity, Port, ServiceName};
use terraform::{Document, Resource};

/// The ports on which this environment's parts listen.
#[derive(Clone, Debug)]
pub struct Ports {
    /// The containers' ports to which the load balancer connects.
    pub services: BTreeSet<Port>,
    /// Which services connect to which others.
    pub connections: BTreeSet<Connection>,
    /// The database's port.
    pub database: Port,
}

/// That one service may connect to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Connection {
    /// Who opens it.
    pub from: ServiceName,
    /// Who is connected to.
    pub to: ServiceName,
    /// On which port.
    pub port: Port,
}

/// The groups of the three tiers, and those of single services.
pub(crate) struct SecurityGroups {
    pub(crate) load_balancer: SecurityGroupReference,
    pub(crate) ecs: SecurityGroupReference,
    pub(crate) database: SecurityGroupReference,
    /// Of each service that connects to another or is connected to: its tasks wear it besides that of all tasks.
    pub(crate) services: BTreeMap<ServiceName, SecurityGroupReference>,
}

/// The other end of a rule.
pub(crate) enum Peer<'a> {
    Anywhere,
    Range(Cidr),
    Group(&'a SecurityGroupReference),
}

/// The groups with their rules.
pub(crate) fn security_groups(document: &mut Document, identity: &Identity, vpc: &VpcReference, ports: &Ports) -> SecurityGroups {
    let load_balancer = group(document, identity, vpc, "load_balancer", "The load balancer: the web may reach it");
    let ecs = group(document, identity, vpc, "ecs", "ECS tasks: only the load balancer may reach them");
    let database = group(document, identity, vpc, "database", "The database: only ECS tasks may reach it; it reaches nothing");

    ingress(document, "load_balancer_http", &load_balancer, &Peer::Anywhere, Port::HTTP, "HTTP from anywhere");
    ingress(document, "load_balancer_https", &load_balancer, &Peer::Anywhere, Port::HTTPS, "HTTPS from anywhere");
    for port in &ports.services {
        egress(document, &format!("load_balancer_to_ecs_{port}"), &load_balancer, &Peer::Group(&ecs), *port, "to the ECS tasks");
        ingress(
            document,
            &format!("ecs_from_load_balancer_{port}"),
            &ecs,
            &Peer::Group(&load_balancer),
            *port,
            "from the load balancer",
        );
    }
    egress(document, "ecs_to_database", &ecs, &Peer::Group(&database), ports.database, "to the database");
    egress(document, "ecs_to_https", &ecs, &Peer::Anywhere, Port::HTTPS, "HTTPS to the internet and to the endpoints of AWS");
    ingress(document, "database_from_ecs", &database, &Peer::Group(&ecs), ports.database, "from the ECS tasks");
    let services = service_groups(document, identity, vpc, &ports.connections);
    SecurityGroups { load_balancer, ecs, database, services }
}

/// The groups of the services that connect to each other: exactly between those that are named, on exactly that port.
fn service_groups(
    document: &mut Document,
    identity: &Identity,
    vpc: &VpcReference,
    connections: &BTreeSet<Connection>,
) -> BTreeMap<ServiceName, SecurityGroupReference> {
    let names: BTreeSet<&ServiceName> = connections.iter().flat_map(|it| [&it.from, &it.to]).collect();
    let groups: BTreeMap<ServiceName, SecurityGroupReference> = names
        .into_iter()
        .map(|name| {
            let label = service_label(name);
            let description = format!("Tasks of {name}: which other services they reach, and which reach them");
            (name.clone(), group(document, identity, vpc, &label, &description))
        })
        .collect();
    for Connection { from, to, port } in connections {
        let (from_group, to_group) = (&groups[from], &groups[to]);
        let (out, r#in) = (
            format!("{}_to_{}_{port}", service_label(from), to.label()),
            format!("{}_from_{}_{port}", service_label(to), from.label()),
        );
        egress(document, &out, from_group, &Peer::Group(to_group), *port, &format!("to {to}"));
        ingress(document, &r#in, to_group, &Peer::Group(from_group), *port, &format!("from {from}"));
    }
    groups
}

/// With a word in front, so that a service may be called as one of the tiers.
fn service_label(service: &ServiceName) -> String {
    format!("service_{}", service.label())
}

pub(crate) fn group(
    document: &mut Document,
    identity: &Identity,
    vpc: &VpcReference,
    label: &str,
    description: &str,
) -> SecurityGroupReference {
    let name = identity.named(&label.replace('_', "-"));
    document.resource(Resource::new(
        label,
        SecurityGroup::new().name(name.clone()).description(description).vpc_id(vpc.id()).tags([("Name", name)]),
    ))
}

pub(crate) fn ingress(
    document: &mut Document,
    label: &str,
    group: &SecurityGroupReference,
    from: &Peer,
    port: Port,
    description: &str,
) {
    let rule = VpcSecurityGroupIngressRule::new(VpcSecurityGroupIngressRuleRequired {
        ip_protocol: "tcp".into(),
        security_group_id: group.id().into(),
    });
    let rule = match from {
        Peer::Anywhere => rule.cidr_ipv4("0.0.0.0/0"),
        Peer::Range(cidr) => rule.cidr_ipv4(cidr.to_string()),
        Peer::Group(other) => rule.referenced_security_group_id(other.id()),
    };
    document.resource(Resource::new(label, rule.from_port(port.get()).to_port(port.get()).description(description)));
}

pub(crate) fn egress(
    document: &mut Document,
    label: &str,
    group: &SecurityGroupReference,
    to: &Peer,
    port: Port,
    description: &str,
) {
    let rule = VpcSecurityGroupEgressRule::new(VpcSecurityGroupEgressRuleRequired {
        ip_protocol: "tcp".into(),
        security_group_id: group.id().into(),
    });
    let rule = match to {
        Peer::Anywhere => rule.cidr_ipv4("0.0.0.0/0"),
        Peer::Range(cidr) => rule.cidr_ipv4(cidr.to_string()),
        Peer::Group(other) => rule.referenced_security_group_id(other.id()),
    };
    document.resource(Resource::new(label, rule.from_port(port.get()).to_port(port.get()).description(description)));
}
