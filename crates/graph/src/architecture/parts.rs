//! What the picture shows: its parts, and what is asked of them. It must not know how they are read.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use terraform::Address;

/// Everything that the picture of an environment shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Architecture {
    /// The project and the environment, from the tags on everything; empty when there are none.
    pub name: String,
    /// The region in which it stands.
    pub region: String,
    /// The network, if there is one.
    pub vpc: Option<Vpc>,
    /// The availability zones, in order.
    pub zones: Vec<Zone>,
    /// The load balancer, if there is one.
    pub load_balancer: Option<Node>,
    /// The cluster's name.
    pub cluster: String,
    /// The services, in order, and the jobs behind them.
    pub services: Vec<Node>,
    /// The databases that stand in the network: the one that is written to first.
    pub databases: Vec<Database>,
    /// The caches, which stand where the tasks do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caches: Vec<Node>,
    /// What AWS runs outside of the network.
    pub outside: Vec<Outside>,
    /// What stands in another region.
    pub other_regions: Vec<OtherRegion>,
    /// Who may speak to whom.
    pub flows: Vec<Flow>,
    /// The same thing by thing, for formats in which each has arrows of its own.
    #[serde(skip)]
    #[schemars(skip)]
    pub arrows: Vec<Arrow>,
}

/// A thing with its name and what is worth knowing of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Node {
    /// The address in the configuration.
    pub address: String,
    /// What it is called.
    pub title: String,
    /// What is worth knowing, the most important first.
    pub facts: Vec<String>,
}

/// The network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Vpc {
    /// Its range.
    pub range: String,
    /// Whether an internet gateway is attached.
    pub internet_gateway: bool,
}

/// An availability zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Zone {
    /// Its name, such as `us-east-1a`.
    pub name: String,
    /// Its subnets, the public ones first.
    pub subnets: Vec<Subnet>,
    /// The NAT gateways that stand in it.
    pub nat_gateways: Vec<Node>,
    /// The bastions that stand in it.
    pub bastions: Vec<Node>,
}

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subnet {
    /// The address in the configuration.
    pub address: String,
    /// What its routes make of it.
    pub tier: Tier,
    /// Its range.
    pub range: String,
}

/// What a subnet is for, as its routes and its use say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Its default route leads to the internet gateway.
    Public,
    /// It is neither of the others.
    Private,
    /// A database's subnet group holds it.
    Database,
}

/// A database instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Database {
    /// The instance.
    pub node: Node,
    /// Whether RDS keeps a standby in another zone.
    pub standby: bool,
    /// Whether it copies another instance.
    pub replica: bool,
}

/// A service that AWS runs outside of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Outside {
    /// Which one.
    pub service: OutsideService,
    /// What stands there.
    pub node: Node,
    /// The endpoint by which the network reaches it without the internet; nothing when there is none.
    pub endpoint: Option<String>,
}

/// The services outside of the network, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutsideService {
    /// Names and certificates: Route 53 and Certificate Manager.
    Names,
    /// Container images: ECR.
    Registry,
    /// Secrets Manager.
    Secrets,
    /// Keys: KMS.
    Keys,
    /// Logs, metrics, alarms, dashboards: CloudWatch.
    Monitoring,
    /// Topics: SNS.
    Notifications,
    /// Queues: SQS.
    Queues,
    /// Buckets: S3.
    Storage,
    /// Sessions on machines: Systems Manager.
    Sessions,
}

/// Another region, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OtherRegion {
    /// Its name.
    pub name: String,
    /// What stands there.
    pub things: Vec<Elsewhere>,
}

/// Something in another region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Elsewhere {
    /// What it is.
    pub node: Node,
    /// What is copied to it from the database; nothing when nothing is.
    pub copied: Option<&'static str>,
}

/// That one party may open connections to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Flow {
    /// Who opens them.
    pub from: Party,
    /// Who is spoken to.
    pub to: Party,
    /// On which ports.
    pub ports: BTreeSet<Ports>,
}

/// That one thing may open connections to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// What opens them.
    pub from: End,
    /// What is spoken to.
    pub to: End,
    /// On which ports.
    pub ports: BTreeSet<Ports>,
}

/// An end of an arrow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// Whose it is.
    pub party: Party,
    /// The thing's address, where the party has several.
    pub thing: Option<String>,
}

/// Who speaks or is spoken to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Anybody on the internet.
    Internet,
    /// The machines of an address range.
    Range(String),
    /// The load balancer.
    LoadBalancer,
    /// The tasks of the services.
    Services,
    /// The databases.
    Database,
    /// The caches.
    Cache,
    /// The bastions.
    Bastion,
    /// The interface endpoints.
    Endpoints,
}

/// A range of ports, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Ports {
    /// The first.
    pub first: u16,
    /// The last.
    pub last: u16,
}

impl From<system::Ports> for Ports {
    fn from(system::Ports { first, last }: system::Ports) -> Self {
        Self { first, last }
    }
}

impl End {
    /// A party as a whole.
    pub(super) fn of(party: Party) -> Self {
        Self { party, thing: None }
    }

    /// One thing of a party's.
    pub(super) fn at(party: Party, thing: Address) -> Self {
        Self { party, thing: Some(thing.to_string()) }
    }
}

impl Architecture {
    /// The flow between two parties, if there is one.
    pub fn flow(&self, from: &Party, to: &Party) -> Option<&Flow> {
        self.flows.iter().find(|flow| flow.from == *from && flow.to == *to)
    }

    /// The address ranges that may open connections to a party.
    pub fn ranges_to(&self, to: &Party) -> Vec<&str> {
        let ranges = self.flows.iter().filter(|flow| flow.to == *to);
        ranges.filter_map(|flow| if let Party::Range(range) = &flow.from { Some(range.as_str()) } else { None }).collect()
    }

    /// The NAT gateways of all zones.
    pub fn nat_gateways(&self) -> impl Iterator<Item = &Node> {
        self.zones.iter().flat_map(|zone| &zone.nat_gateways)
    }

    /// The bastions of all zones.
    pub fn bastions(&self) -> impl Iterator<Item = &Node> {
        self.zones.iter().flat_map(|zone| &zone.bastions)
    }
}
