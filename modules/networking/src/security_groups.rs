//! The three security groups and their rules: who may speak to whom, on which port, and nothing else.
//!
//! Every rule is a resource of its own, so that two groups can refer to each other.

use std::collections::{BTreeMap, BTreeSet};

use aws::{
    SecurityGroup, SecurityGroupReference, VpcSecurityGroupEgressRule, VpcSecurityGroupEgressRuleRequired,
    VpcSecurityGroupIngressRule, VpcSecurityGroupIngressRuleRequired,
};
use domain::{Cidr, Identity, Port, SecurityGroupId, ServiceName};
use terraform::{Document, Lifecycle, Resource, Value};

/// The ports on which this environment's parts listen.
#[derive(Clone, Debug)]
pub struct Ports {
    /// The containers' ports to which the load balancer connects.
    pub services: BTreeSet<Port>,
    /// Which services connect to which others.
    pub connections: BTreeSet<Connection>,
    /// The database's.
    pub database: Database,
    /// Where the services' requests come from.
    pub load_balancer: LoadBalancer,
}

/// The load balancer, as the network sees it.
#[derive(Clone, Debug)]
pub enum LoadBalancer {
    /// There is none.
    None,
    /// One of the environment's own.
    Own {
        /// The ranges that reach it; none where everybody does.
        callers: BTreeSet<Cidr>,
    },
    /// One that exists already.
    Existing {
        /// Its security group.
        group: SecurityGroupId,
        /// Whether the rules that let it out to the tasks are made here.
        is_let_out: bool,
    },
}

/// Where the database is, as the network sees it.
#[derive(Clone, Debug)]
pub enum Database {
    /// There is none.
    None,
    /// In this network's own database tier.
    Own(Port),
    /// Behind a security group that exists already.
    Group {
        /// The group.
        id: SecurityGroupId,
        /// The port on which the database listens.
        port: Port,
        /// Whether the rule that lets in is made here.
        admits: bool,
    },
    /// At some address of these ranges.
    Ranges {
        /// The ranges.
        cidrs: BTreeSet<Cidr>,
        /// The port on which the database listens.
        port: Port,
    },
}

/// That one service may connect to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Connection {
    /// Who opens it.
    pub from: Member,
    /// Who is connected to.
    pub to: Member,
    /// On which port.
    pub port: Port,
}

/// A service as the network knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// By which Terraform's addresses know it.
    pub name: ServiceName,
    /// By which AWS knows it: it stays when the service is renamed, and so does a group that is called and described by it. Another name or
    /// description would be another group (EC2 API Reference, `CreateSecurityGroup`: neither can be edited).
    pub aws_name: ServiceName,
}

/// The groups of the three tiers, and those of single services.
pub(crate) struct SecurityGroups {
    /// The load balancer's, made here or by somebody else, if there is one.
    pub(crate) load_balancer: Option<Value<String>>,
    pub(crate) ecs: SecurityGroupReference,
    /// Where this network has a database tier.
    pub(crate) database: Option<SecurityGroupReference>,
    /// Of each service that connects to another or is connected to: its tasks wear it besides that of all tasks.
    pub(crate) services: BTreeMap<ServiceName, SecurityGroupReference>,
}

/// Where the services' requests come from, with the group of the load balancer.
enum Requests<'a> {
    None,
    Own(SecurityGroupReference, &'a BTreeSet<Cidr>),
    Existing(&'a SecurityGroupId, bool),
}

/// The other end of a rule.
pub(crate) enum Peer<'a> {
    Anywhere,
    Range(Cidr),
    Group(&'a SecurityGroupReference),
    /// A group that exists already.
    Id(&'a SecurityGroupId),
}

/// The label of a rule from or to a load balancer that exists already, so that on the way there and back the one is made before the other goes.
pub(crate) const EXISTING_LOAD_BALANCER: &str = "existing_load_balancer";

/// The rules by which the load balancer is reached: name, port, protocol.
pub(crate) const WEB: [(&str, Port, &str); 2] =
    [("load_balancer_http", Port::HTTP, "HTTP"), ("load_balancer_https", Port::HTTPS, "HTTPS")];

/// `load_balancer_http_from_203_0_113_0_24`.
pub(crate) fn from_range(label: &str, range: Cidr) -> String {
    format!("{label}_from_{}", range.to_string().replace(['.', '/'], "_"))
}

/// The groups with their rules.
pub(crate) fn security_groups(document: &mut Document, identity: &Identity, vpc: &Value<String>, ports: &Ports) -> SecurityGroups {
    let from = match &ports.load_balancer {
        LoadBalancer::None => Requests::None,
        LoadBalancer::Own { callers } => {
            let group = group(document, identity, vpc, "load_balancer", "The load balancer: the web may reach it");
            Requests::Own(group, callers)
        }
        LoadBalancer::Existing { group, is_let_out } => Requests::Existing(group, *is_let_out),
    };
    let ecs = group(document, identity, vpc, "ecs", "ECS tasks: only the load balancer may reach them");
    let database = matches!(ports.database, Database::Own(_))
        .then(|| group(document, identity, vpc, "database", "The database: only ECS tasks may reach it; it reaches nothing"));

    if let Requests::Own(group, callers) = &from {
        ways_to_load_balancer(document, group, callers);
    }
    for port in &ports.services {
        way_from_load_balancer(document, &from, &ecs, *port);
    }
    let load_balancer = match &from {
        Requests::None => None,
        Requests::Own(group, _) => Some(group.id().into()),
        Requests::Existing(group, _) => Some(group.as_str().into()),
    };
    egress(document, "ecs_to_https", &ecs, &Peer::Anywhere, Port::HTTPS, "HTTPS to the internet and to the endpoints of AWS");
    let services = service_groups(document, identity, vpc, &ports.connections);
    let groups = SecurityGroups { load_balancer, ecs, database, services };
    way_to_database(document, "ecs", "the ECS tasks", &groups.ecs, &groups, &ports.database);
    groups
}

/// Lets in whoever may reach the load balancer.
fn ways_to_load_balancer(document: &mut Document, group: &SecurityGroupReference, callers: &BTreeSet<Cidr>) {
    for (label, port, what) in WEB {
        if callers.is_empty() {
            ingress(document, label, group, &Peer::Anywhere, port, &format!("{what} from anywhere"));
        }
        for range in callers {
            ingress(document, &from_range(label, *range), group, &Peer::Range(*range), port, &format!("{what} from {range}"));
        }
    }
}

/// Lets the load balancer connect to the tasks on a port.
fn way_from_load_balancer(document: &mut Document, from: &Requests<'_>, ecs: &SecurityGroupReference, port: Port) {
    const OUT: &str = "to the ECS tasks";
    const IN: &str = "from the load balancer";
    match from {
        Requests::None => {}
        Requests::Own(group, _) => {
            egress(document, &format!("load_balancer_to_ecs_{port}"), group, &Peer::Group(ecs), port, OUT);
            ingress(document, &format!("ecs_from_load_balancer_{port}"), ecs, &Peer::Group(group), port, IN);
        }
        Requests::Existing(group, is_let_out) => {
            if *is_let_out {
                let label = format!("{EXISTING_LOAD_BALANCER}_to_ecs_{port}");
                egress_of(document, &label, group.as_str().into(), &Peer::Group(ecs), port, OUT);
            }
            ingress(document, &format!("ecs_from_{EXISTING_LOAD_BALANCER}_{port}"), ecs, &Peer::Id(group), port, IN);
        }
    }
}

/// Lets what wears the group `from` out to the database, and in there where the database's group is written here.
pub(crate) fn way_to_database(
    document: &mut Document,
    label: &str,
    who: &str,
    from: &SecurityGroupReference,
    groups: &SecurityGroups,
    database: &Database,
) {
    const DESCRIPTION: &str = "to the database";
    let out = format!("{label}_to_database");
    let admitted = match database {
        Database::None => None,
        Database::Own(port) => groups.database.as_ref().map(|group| {
            egress(document, &out, from, &Peer::Group(group), *port, DESCRIPTION);
            (group.id().into(), *port)
        }),
        Database::Group { id, port, admits } => {
            egress(document, &out, from, &Peer::Id(id), *port, DESCRIPTION);
            admits.then(|| (Value::from(id.as_str()), *port))
        }
        Database::Ranges { cidrs, port } => {
            for cidr in cidrs {
                let out = format!("{out}_{}", cidr.to_string().replace(['.', '/'], "_"));
                egress(document, &out, from, &Peer::Range(*cidr), *port, DESCRIPTION);
            }
            None
        }
    };
    if let Some((group, port)) = admitted {
        ingress_of(document, &format!("database_from_{label}"), group, &Peer::Group(from), port, &format!("from {who}"));
    }
}

/// The groups of the services that connect to each other: exactly between those that are named, on exactly that port.
fn service_groups(
    document: &mut Document,
    identity: &Identity,
    vpc: &Value<String>,
    connections: &BTreeSet<Connection>,
) -> BTreeMap<ServiceName, SecurityGroupReference> {
    let members: BTreeSet<&Member> = connections.iter().flat_map(|it| [&it.from, &it.to]).collect();
    let groups: BTreeMap<ServiceName, SecurityGroupReference> = members
        .into_iter()
        .map(|Member { name, aws_name }| {
            let label = service_label(name);
            let description = format!("Tasks of {aws_name}: which other services they reach, and which reach them");
            let group = named(identity.named(&format!("service-{aws_name}")), vpc, &description);
            // The tasks wear it until the service has let go of it, and EC2 deletes no group that is worn (DependencyViolation).
            let group = Resource::new(label, group).lifecycle(Lifecycle::new().create_before_destroy());
            (name.clone(), document.resource(group))
        })
        .collect();
    for Connection { from, to, port } in connections {
        let (from_group, to_group) = (&groups[&from.name], &groups[&to.name]);
        let (out, r#in) = (
            format!("{}_to_{}_{port}", service_label(&from.name), to.name.label()),
            format!("{}_from_{}_{port}", service_label(&to.name), from.name.label()),
        );
        egress(document, &out, from_group, &Peer::Group(to_group), *port, &format!("to {}", to.aws_name));
        ingress(document, &r#in, to_group, &Peer::Group(from_group), *port, &format!("from {}", from.aws_name));
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
    vpc: &Value<String>,
    label: &str,
    description: &str,
) -> SecurityGroupReference {
    document.resource(Resource::new(label, named(identity.named(&label.replace('_', "-")), vpc, description)))
}

fn named(name: String, vpc: &Value<String>, description: &str) -> SecurityGroup {
    SecurityGroup::new().name(name.clone()).description(description).vpc_id(vpc.clone()).tags([("Name", name)])
}

pub(crate) fn ingress(
    document: &mut Document,
    label: &str,
    group: &SecurityGroupReference,
    from: &Peer,
    port: Port,
    description: &str,
) {
    ingress_of(document, label, group.id().into(), from, port, description);
}

fn ingress_of(document: &mut Document, label: &str, group: Value<String>, from: &Peer, port: Port, description: &str) {
    let rule = VpcSecurityGroupIngressRule::new(VpcSecurityGroupIngressRuleRequired {
        ip_protocol: "tcp".into(),
        security_group_id: group,
    });
    let rule = match from {
        Peer::Anywhere => rule.cidr_ipv4("0.0.0.0/0"),
        Peer::Range(cidr) => rule.cidr_ipv4(cidr.to_string()),
        Peer::Group(other) => rule.referenced_security_group_id(other.id()),
        Peer::Id(other) => rule.referenced_security_group_id(other.as_str()),
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
    egress_of(document, label, group.id().into(), to, port, description);
}

fn egress_of(document: &mut Document, label: &str, group: Value<String>, to: &Peer, port: Port, description: &str) {
    let rule =
        VpcSecurityGroupEgressRule::new(VpcSecurityGroupEgressRuleRequired { ip_protocol: "tcp".into(), security_group_id: group });
    let rule = match to {
        Peer::Anywhere => rule.cidr_ipv4("0.0.0.0/0"),
        Peer::Range(cidr) => rule.cidr_ipv4(cidr.to_string()),
        Peer::Group(other) => rule.referenced_security_group_id(other.id()),
        Peer::Id(other) => rule.referenced_security_group_id(other.as_str()),
    };
    document.resource(Resource::new(label, rule.from_port(port.get()).to_port(port.get()).description(description)));
}
