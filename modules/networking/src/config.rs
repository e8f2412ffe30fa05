//! The settings of the network: the section `[networking]`, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AllocationId, AvailabilityZone, Cidr, EnvironmentName, Identity, KeyPairName, RetentionDays, SubnetCidr, VpcCidr, ZoneLetter,
    limits,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::{Problems, SettingPath};

use crate::address_plan;
pub use crate::endpoint_service::{EndpointError, InterfaceEndpoint};
use crate::existing::{Existing, check_beside};
use crate::secondary;

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
    pub(crate) vpc_cidr: VpcCidr,
    /// Further ranges, where the VPC is made here.
    pub(crate) secondary_cidrs: BTreeSet<VpcCidr>,
    /// In the order of the letters; empty where the VPC exists already.
    pub(crate) zones: BTreeMap<ZoneLetter, Zone>,
    /// The VPC and its subnets, where it exists already.
    pub(crate) existing: Option<Existing>,
    /// Where what there is only one of stands: the first zone that the settings name.
    pub(crate) home_zone: Option<ZoneLetter>,
    /// The zones with a NAT gateway.
    pub(crate) nat_zones: BTreeSet<ZoneLetter>,
    /// The addresses that exist already, of those zones.
    pub(crate) nat_allocation_ids: BTreeMap<ZoneLetter, AllocationId>,
    pub(crate) flow_logs: FlowLogs,
    pub(crate) s3_gateway_endpoint: bool,
    pub(crate) interface_endpoints: BTreeSet<InterfaceEndpoint>,
    pub(crate) bastion: Option<Bastion>,
}

/// What is to stand in the network, as far as its tiers depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Tenants {
    /// Whether the environment makes a load balancer that stands in the public tier.
    pub public_load_balancer: bool,
    /// Whether it makes a database.
    pub database: bool,
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

/// The prefix of the smallest subnet that a load balancer takes.
pub(crate) const SMALLEST_PUBLIC: u8 = 27;

/// The tiers as the settings name them.
const TIERS: [&str; 3] = ["public", "private", "database"];

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

impl Config {
    /// All ranges of the VPC.
    pub fn ranges(&self) -> impl Iterator<Item = Cidr> {
        std::iter::once(&self.vpc_cidr).chain(&self.secondary_cidrs).map(|range| range.cidr())
    }

    /// Checks the section `[networking]` against itself, and against what is to stand in it.
    pub fn check(self, identity: &Identity, tenants: Tenants, problems: &mut Problems) -> Networking {
        if self.existing.is_some() {
            check_beside(&self, problems);
        }
        let Self {
            vpc_cidr,
            secondary_cidrs,
            zones,
            subnets,
            nat_gateways,
            nat_allocation_ids,
            flow_logs,
            s3_gateway_endpoint,
            interface_endpoints,
            bastion,
            existing,
            // For the rules, which see the other environments.
            peered_environments: _,
        } = self;
        if existing.is_none() && nat_gateways == NatGateways::None {
            check_endpoints(s3_gateway_endpoint, &interface_endpoints, problems);
        }
        if let Some(Bastion { access: Access::Ssh { allowed_cidrs, key_name: _ }, instance_type: _ }) = &bastion {
            check_ssh(allowed_cidrs, problems);
        }
        if existing.is_none() {
            check_range("networking.vpc_cidr".into(), vpc_cidr, problems);
            secondary::check(vpc_cidr, &secondary_cidrs, problems);
        }
        if existing.is_none()
            && nat_gateways == NatGateways::PerZone
            && zones.len().saturating_sub(nat_allocation_ids.len()) > limits::ELASTIC_IPS.most
        {
            problems
                .warning(
                    "networking.zones",
                    format!("a NAT gateway in each of {} zones takes as many Elastic IP addresses", zones.len()),
                )
                .also("networking.nat_gateways")
                .help(format!(
                    "AWS gives a region {} unless asked for more: have the quota \"{}\" raised before the apply",
                    limits::ELASTIC_IPS.most,
                    limits::ELASTIC_IPS.quota.unwrap_or_default()
                ));
        }
        let known = check_zones(&zones, identity, problems);
        if let Some(existing) = &existing {
            existing.check(&zones, tenants, bastion.is_some(), problems);
            return Networking {
                vpc_cidr,
                secondary_cidrs: BTreeSet::new(),
                zones: BTreeMap::new(),
                home_zone: zones.first().copied(),
                nat_zones: BTreeSet::new(),
                nat_allocation_ids: BTreeMap::new(),
                flow_logs: FlowLogs { traffic: Traffic::None, ..flow_logs },
                s3_gateway_endpoint: s3_gateway_endpoint && !existing.private_route_table_ids.is_empty(),
                existing: Some(existing.clone()),
                interface_endpoints,
                bastion,
            };
        }
        let subnets = match subnets {
            Some(subnets) => {
                check_subnets(&subnets, (vpc_cidr, &secondary_cidrs), &known, tenants.database, problems);
                subnets
            }
            None => address_plan::derived(vpc_cidr, known.keys().copied(), problems),
        };
        let zones_with_subnets = known
            .into_iter()
            .filter_map(|(letter, zone)| {
                let of = |tier: &BTreeMap<ZoneLetter, SubnetCidr>| tier.get(&letter).copied();
                let zone = Zone {
                    place: zone,
                    public: of(&subnets.public)?,
                    private: of(&subnets.private)?,
                    database: if tenants.database { Some(of(&subnets.database)?) } else { None },
                };
                Some((letter, zone))
            })
            .collect();
        let home_zone = zones.first().copied();
        let nat_zones = match nat_gateways {
            NatGateways::PerZone => zones.into_iter().collect(),
            NatGateways::Single => home_zone.into_iter().collect(),
            NatGateways::None => BTreeSet::new(),
        };
        check_addresses(&nat_allocation_ids, &nat_zones, problems);
        Networking {
            vpc_cidr,
            secondary_cidrs: secondary_cidrs.into_iter().collect(),
            zones: zones_with_subnets,
            existing: None,
            home_zone,
            nat_zones,
            nat_allocation_ids,
            flow_logs,
            s3_gateway_endpoint,
            interface_endpoints,
            bastion,
        }
    }
}

/// An address stands at one NAT gateway.
fn check_addresses(addresses: &BTreeMap<ZoneLetter, AllocationId>, zones: &BTreeSet<ZoneLetter>, problems: &mut Problems) {
    let setting = |zone: &ZoneLetter| settings::SettingPath::from("networking.nat_allocation_ids").key(zone.to_string());
    let mut seen: BTreeMap<&AllocationId, &ZoneLetter> = BTreeMap::new();
    for (zone, address) in addresses {
        if !zones.contains(zone) {
            let help = match zones.first() {
                Some(_) => format!("name a zone that has one: {}", words::list(zones)),
                None => "take it out: there is no NAT gateway".to_owned(),
            };
            problems
                .error(setting(zone), format!("zone `{zone}` has no NAT gateway that could have the address"))
                .also("networking.nat_gateways")
                .help(help);
        }
        if let Some(other) = seen.insert(address, zone) {
            problems
                .error(setting(zone), format!("`{address}` is named twice"))
                .also(setting(other))
                .help("name another address: each NAT gateway has its own");
        }
    }
}

/// Without NAT a task starts only when endpoints lead to its image, its secret and its log.
fn check_endpoints(s3_gateway_endpoint: bool, endpoints: &BTreeSet<InterfaceEndpoint>, problems: &mut Problems) {
    let missing: Vec<String> =
        InterfaceEndpoint::NEEDED.iter().filter(|needed| !endpoints.contains(needed)).map(|needed| format!("`{needed}`")).collect();
    if !missing.is_empty() {
        problems
            .error("networking.nat_gateways", "without a NAT gateway the tasks reach AWS by endpoints only, and some are missing")
            .also("networking.interface_endpoints")
            .help(format!("add {} to `interface_endpoints`", missing.join(", ")));
    }
    if !s3_gateway_endpoint {
        problems
            .error(
                "networking.nat_gateways",
                "without a NAT gateway the tasks reach S3, where image layers lie, by its endpoint only",
            )
            .also("networking.s3_gateway_endpoint")
            .help("set `s3_gateway_endpoint = true`");
    }
}

fn check_ssh(allowed_cidrs: &BTreeSet<Cidr>, problems: &mut Problems) {
    const SETTING: &str = "networking.bastion.access.ssh.allowed_cidrs";
    if allowed_cidrs.is_empty() {
        problems.error(SETTING, "no range may reach the bastion").help("list a range, or set `access = \"session-manager\"`");
    }
    let covered = Cidr::covered(allowed_cidrs);
    let all = 1_u64 << 32;
    if allowed_cidrs.iter().any(|cidr| cidr.is_anywhere()) {
        problems
            .error(SETTING, "`0.0.0.0/0` opens SSH to the whole internet")
            .help("list the ranges of your offices or VPN, or set `access = \"session-manager\"`");
    } else if covered >= all / 256 {
        // A /8: more than anybody's offices have.
        problems
            .error(
                SETTING,
                format!(
                    "together these ranges open SSH to {covered} addresses, {} % of the internet",
                    (covered * 100).div_ceil(all)
                ),
            )
            .help("list the ranges of your offices or VPN, or set `access = \"session-manager\"`");
    }
}

/// Ranges that a VPC cannot use, or had better not.
pub(crate) fn check_range(setting: SettingPath, vpc_cidr: VpcCidr, problems: &mut Problems) {
    const INSTEAD: &str = "choose one of 10.0.0.0/8, 172.16.0.0/12 (but 172.17.0.0/16) or 192.168.0.0/16";
    // RFC 6890: this network, loopback, link-local, multicast and what is reserved behind it.
    for (range, what) in [
        ("0.0.0.0/8", "\"this network\""),
        ("127.0.0.0/8", "each machine itself"),
        ("169.254.0.0/16", "the link alone, and AWS's own services"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "nobody yet"),
    ] {
        let range: Cidr = range.parse().expect("it is a range");
        if range.overlaps(&vpc_cidr.cidr()) {
            problems.error(setting.clone(), format!("`{vpc_cidr}` lies in `{range}`, which is for {what}")).help(INSTEAD);
        }
    }
    // VPC User Guide, "VPC CIDR blocks": services such as Cloud9 and SageMaker use it, and Docker on every machine.
    let docker: Cidr = "172.17.0.0/16".parse().expect("it is a range");
    if docker.overlaps(&vpc_cidr.cidr()) {
        problems
            .warning(
                setting,
                format!("`{vpc_cidr}` overlaps `172.17.0.0/16`, which Docker and some of AWS's services use themselves"),
            )
            .help(INSTEAD);
    }
}

/// The zones that the region has.
fn check_zones(zones: &[ZoneLetter], identity: &Identity, problems: &mut Problems) -> BTreeMap<ZoneLetter, AvailabilityZone> {
    const SETTING: &str = "networking.zones";
    let distinct: BTreeSet<ZoneLetter> = zones.iter().copied().collect();
    if distinct.len() < zones.len() {
        problems.error(SETTING, "a zone is named twice").help("name each zone once");
    }
    // A load balancer and a database subnet group both need two zones (Elastic Load Balancing and RDS User Guides).
    if !(2..=6).contains(&distinct.len()) {
        problems
            .error(SETTING, format!("{} availability zones are set", distinct.len()))
            .help("set 2 to 6: load balancer and database need two at the least");
    }
    let mut known = BTreeMap::new();
    for letter in distinct {
        match identity.region.zone(letter) {
            Ok(zone) => {
                known.insert(letter, zone);
            }
            Err(error) => {
                problems.error(SETTING, error.to_string()).also("region");
            }
        }
    }
    known
}

fn check_subnets(
    subnets: &Subnets,
    (vpc_cidr, secondary_cidrs): (VpcCidr, &[VpcCidr]),
    zones: &BTreeMap<ZoneLetter, AvailabilityZone>,
    has_database_tier: bool,
    problems: &mut Problems,
) {
    let Subnets { public, private, database } = subnets;
    if !has_database_tier && !database.is_empty() {
        problems
            .warning("networking.subnets.database", "the environment makes no database, so these subnets are not made")
            .also("rds")
            .help("take them out; what a file sets that this one extends goes by `unset = [\"networking.subnets.database\"]`");
    }
    let tiers = TIERS.into_iter().zip([public, private, database]).filter(|(tier, _)| has_database_tier || *tier != "database");
    let mut seen: Vec<(String, SubnetCidr)> = Vec::new();
    for (tier, by_zone) in tiers {
        let section = format!("networking.subnets.{tier}");
        for letter in zones.keys().filter(|letter| !by_zone.contains_key(letter)) {
            problems
                .error(section.as_str(), format!("zone `{letter}` has no {tier} subnet"))
                .also("networking.zones")
                .help(format!("add `{letter} = \"…\"` to the {tier} subnets, or take `{letter}` out of `zones`"));
        }
        for (letter, cidr) in by_zone {
            let setting = format!("{section}.{letter}");
            if !zones.contains_key(letter) {
                problems
                    .error(setting.as_str(), format!("a {tier} subnet lies in zone `{letter}`, which is not one of the zones"))
                    .also("networking.zones")
                    .help(format!("add `\"{letter}\"` to `zones`, or take the subnet out"));
            }
            // Elastic Load Balancing, "Subnets for your load balancer": at least /27, with eight free addresses.
            if tier == "public" && cidr.cidr().prefix() > SMALLEST_PUBLIC {
                problems
                    .error(setting.as_str(), format!("`{cidr}` is too small for a load balancer"))
                    .help(format!("choose a /{SMALLEST_PUBLIC} or larger: a load balancer takes no smaller subnet"));
            }
            let mut ranges = std::iter::once(&vpc_cidr).chain(secondary_cidrs);
            if !ranges.any(|range| range.cidr().contains(&cidr.cidr())) {
                let all = std::iter::once(&vpc_cidr).chain(secondary_cidrs).map(|range| format!("`{range}`"));
                let (does_not, inside) = if secondary_cidrs.is_empty() {
                    (format!("does not lie in the VPC's range `{vpc_cidr}`"), format!("`{vpc_cidr}`"))
                } else {
                    ("lies in none of the VPC's ranges".to_owned(), format!("one of {}", all.collect::<Vec<_>>().join(", ")))
                };
                problems
                    .error(setting.as_str(), format!("`{cidr}` {does_not}"))
                    .also("networking.vpc_cidr")
                    .help(format!("choose a range inside {inside}"));
            }
            for (other, _) in seen.iter().filter(|(_, other)| other.cidr().overlaps(&cidr.cidr())) {
                problems
                    .error(setting.as_str(), format!("`{cidr}` overlaps another subnet"))
                    .also(other.as_str())
                    .help("give every subnet a range of its own");
            }
            seen.push((setting, *cidr));
        }
    }
}
