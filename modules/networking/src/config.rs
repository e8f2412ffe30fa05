//! The settings of the network: the section `[networking]`, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use domain::{AllocationId, AvailabilityZone, Cidr, EnvironmentName, KeyPairName, RetentionDays, SubnetCidr, VpcCidr, ZoneLetter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::endpoint_service::{EndpointError, InterfaceEndpoint};
use crate::existing::Existing;

/// The network.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The range of the VPC. It cannot be changed without building everything anew. Of an existing VPC, the range that it has.
    pub vpc_cidr: VpcCidr,
    /// Further ranges of the VPC, in which subnets under `[networking.subnets]` may lie; where no subnets are listed, all are cut out of `vpc_cidr`.
    /// They can be added at any time, and taken out when nothing lies in them. Of an existing VPC, those that it has.
    #[serde(default)]
    pub secondary_cidrs: Vec<VpcCidr>,
    /// The availability zones by their letters, 2 to 6 of them. What there is only one of (a single NAT gateway, the bastion) stands in the first one named.
    #[schemars(length(min = 2, max = 6))]
    pub zones: Vec<ZoneLetter>,
    /// The subnets of each tier by zone letter. Without this section they are cut out of the VPC's range.
    #[serde(default)]
    pub subnets: Option<Subnets>,
    /// How the private subnets reach the internet.
    #[serde(default)]
    pub nat_gateways: NatGateways,
    /// Elastic IP addresses that the account has already, by the zone of the NAT gateway that is to have it: whoever lets this environment in by its
    /// addresses need not change anything. Nothing of them is managed. A zone that is not named gets a new one. Another address is another NAT
    /// gateway: connections break off.
    #[serde(default)]
    pub nat_allocation_ids: BTreeMap<ZoneLetter, AllocationId>,
    /// What of the VPC's traffic is logged.
    #[serde(default)]
    pub flow_logs: FlowLogs,
    /// Whether the tasks reach S3 by a gateway endpoint, which costs nothing.
    #[serde(default = "yes")]
    pub s3_gateway_endpoint: bool,
    /// The AWS services that the tasks reach by an interface endpoint, billed by the hour and zone; also any other that AWS `PrivateLink` reaches, by
    /// what its endpoint's name has behind the region: `kms`, `kinesis-streams`, `sts`, …
    #[serde(default)]
    pub interface_endpoints: BTreeSet<InterfaceEndpoint>,
    /// A machine from which people reach the database.
    #[serde(default)]
    pub bastion: Option<Bastion>,
    /// A VPC that exists already, and of which nothing is managed here: security groups are made in it, and what else is asked for. `nat_gateways`,
    /// `flow_logs` and `subnets` are its owner's then.
    #[serde(default)]
    pub existing: Option<Existing>,
    /// The environments whose VPCs are to be peered with this one. No peering is made of it: it declares that the ranges must not overlap,
    /// which a VPC could never mend, and a rule watches over that.
    #[serde(default)]
    pub peered_environments: Vec<EnvironmentName>,
}

/// The subnets of each tier by zone letter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subnets {
    /// The public tier: load balancer and NAT gateways.
    pub public: BTreeMap<ZoneLetter, SubnetCidr>,
    /// The private tier: ECS tasks.
    pub private: BTreeMap<ZoneLetter, SubnetCidr>,
    /// The database tier, from which no route leads to the internet. It is left out where the environment makes no database.
    #[serde(default)]
    pub database: BTreeMap<ZoneLetter, SubnetCidr>,
}

/// How the private subnets reach the internet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NatGateways {
    /// A NAT gateway in every zone: the loss of a zone takes no other one's way out.
    #[default]
    PerZone,
    /// One NAT gateway for all zones: cheaper, and its zone's loss cuts off all others.
    Single,
    /// No NAT gateway: the tasks reach AWS by endpoints only, and nothing else.
    None,
}

/// What of the VPC's traffic is logged.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FlowLogs {
    /// Which traffic.
    pub traffic: Traffic,
    /// How many days the log is kept.
    pub retention_days: RetentionDays,
}

/// Which traffic is logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Traffic {
    /// All of it.
    #[default]
    All,
    /// What a security group or network ACL turned away.
    Rejected,
    /// What was let through.
    Accepted,
    /// Nothing.
    None,
}

/// The machine from which people reach the database.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bastion {
    /// How people reach it.
    pub access: Access,
    /// Its size.
    #[serde(default)]
    pub instance_type: BastionInstanceType,
}

/// How people reach the bastion.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Access {
    /// By Session Manager: no port is open, and IAM says who may.
    SessionManager,
    /// By SSH, from listed ranges.
    Ssh {
        /// The ranges from which SSH is let in.
        allowed_cidrs: BTreeSet<Cidr>,
        /// The name of the EC2 key pair.
        key_name: KeyPairName,
    },
}

/// The sizes of a bastion, all with AWS's own processors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum BastionInstanceType {
    /// 2 virtual CPUs, 0.5 GiB.
    #[default]
    #[serde(rename = "t4g.nano")]
    Nano,
    /// 2 virtual CPUs, 1 GiB.
    #[serde(rename = "t4g.micro")]
    Micro,
    /// 2 virtual CPUs, 2 GiB.
    #[serde(rename = "t4g.small")]
    Small,
}

/// The checked settings of the network.
#[derive(Clone, Debug)]
pub struct Networking {
    /// What holds as it was typed. What checking makes another thing of stands below under the same name, and hides it.
    pub(crate) typed: Config,
    /// Further ranges, where the VPC is made here.
    pub(crate) secondary_cidrs: BTreeSet<VpcCidr>,
    /// In the order of the letters; empty where the VPC exists already.
    pub(crate) zones: BTreeMap<ZoneLetter, Zone>,
    /// Where what there is only one of stands: the first zone that the settings name.
    pub(crate) home_zone: Option<ZoneLetter>,
    /// The zones with a NAT gateway.
    pub(crate) nat_zones: BTreeSet<ZoneLetter>,
    pub(crate) flow_logs: FlowLogs,
    pub(crate) s3_gateway_endpoint: bool,
}

impl Deref for Networking {
    type Target = Config;

    fn deref(&self) -> &Config {
        &self.typed
    }
}

/// One zone with its subnets.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    pub(crate) place: AvailabilityZone,
    pub(crate) public: SubnetCidr,
    pub(crate) private: SubnetCidr,
    /// Where the environment makes a database.
    pub(crate) database: Option<SubnetCidr>,
}

impl Traffic {
    /// The traffic as EC2 spells it; none when nothing is logged.
    pub(crate) fn as_str(self) -> Option<&'static str> {
        match self {
            Self::All => Some("ALL"),
            Self::Rejected => Some("REJECT"),
            Self::Accepted => Some("ACCEPT"),
            Self::None => None,
        }
    }
}

impl BastionInstanceType {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Nano => "t4g.nano",
            Self::Micro => "t4g.micro",
            Self::Small => "t4g.small",
        }
    }
}

impl Default for FlowLogs {
    fn default() -> Self {
        Self { traffic: Traffic::All, retention_days: RetentionDays::of::<30>() }
    }
}

fn yes() -> bool {
    true
}

impl Networking {
    /// The zones that have a NAT gateway.
    pub fn nat_zones(&self) -> &BTreeSet<ZoneLetter> {
        &self.nat_zones
    }
}
