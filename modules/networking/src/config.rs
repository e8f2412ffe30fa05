//! The settings of the network: the section `[networking]`, as typed and as checked.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AvailabilityZone, Identity, SubnetCidr, VpcCidr, ZoneLetter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;

use crate::address_plan;

/// The network.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The range of the VPC. It cannot be changed without building everything anew.
    pub vpc_cidr: VpcCidr,
    /// The availability zones by their letters, 2 to 6 of them. A single NAT gateway stands in the first one named.
    #[schemars(length(min = 2, max = 6))]
    pub zones: Vec<ZoneLetter>,
    /// The subnets of each tier by zone letter. Without this section they are cut out of the VPC's range.
    #[serde(default)]
    pub subnets: Option<Subnets>,
    /// How the private subnets reach the internet.
    #[serde(default)]
    pub nat_gateways: NatGateways,
}

/// The subnets of each tier by zone letter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subnets {
    /// The public tier: load balancer and NAT gateways.
    pub public: BTreeMap<ZoneLetter, SubnetCidr>,
    /// The private tier: ECS tasks.
    pub private: BTreeMap<ZoneLetter, SubnetCidr>,
    /// The database tier, from which no route leads to the internet.
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
}

/// The checked settings of the network.
#[derive(Clone, Debug)]
pub struct Networking {
    pub(crate) vpc_cidr: VpcCidr,
    /// In the order of the letters.
    pub(crate) zones: BTreeMap<ZoneLetter, Zone>,
    /// The zones with a NAT gateway.
    pub(crate) nat_zones: BTreeSet<ZoneLetter>,
}

/// One zone with its subnets.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    pub(crate) zone: AvailabilityZone,
    pub(crate) public: SubnetCidr,
    pub(crate) private: SubnetCidr,
    pub(crate) database: SubnetCidr,
}

/// The tiers as the settings name them.
const TIERS: [&str; 3] = ["public", "private", "database"];

impl Networking {
    /// The zones that have a NAT gateway.
    pub fn nat_zones(&self) -> &BTreeSet<ZoneLetter> {
        &self.nat_zones
    }
}

impl Config {
    /// Checks the section `[networking]` against itself.
    pub fn check(self, identity: &Identity, problems: &mut Problems) -> Networking {
        let Self { vpc_cidr, zones, subnets, nat_gateways } = self;
        let known = check_zones(&zones, identity, problems);
        let subnets = match subnets {
            Some(subnets) => {
                check_subnets(&subnets, vpc_cidr, &known, problems);
                subnets
            }
            None => address_plan::derived(vpc_cidr, known.keys().copied(), problems),
        };
        let zones_with_subnets = known
            .into_iter()
            .filter_map(|(letter, zone)| {
                let of = |tier: &BTreeMap<ZoneLetter, SubnetCidr>| tier.get(&letter).copied();
                let zone =
                    Zone { zone, public: of(&subnets.public)?, private: of(&subnets.private)?, database: of(&subnets.database)? };
                Some((letter, zone))
            })
            .collect();
        let nat_zones = match nat_gateways {
            NatGateways::PerZone => zones.into_iter().collect(),
            NatGateways::Single => zones.into_iter().take(1).collect(),
        };
        Networking { vpc_cidr, zones: zones_with_subnets, nat_zones }
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

fn check_subnets(subnets: &Subnets, vpc_cidr: VpcCidr, zones: &BTreeMap<ZoneLetter, AvailabilityZone>, problems: &mut Problems) {
    let Subnets { public, private, database } = subnets;
    let tiers = TIERS.into_iter().zip([public, private, database]);
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
            if !vpc_cidr.cidr().contains(&cidr.cidr()) {
                problems
                    .error(setting.as_str(), format!("`{cidr}` does not lie in the VPC's range `{vpc_cidr}`"))
                    .also("networking.vpc_cidr")
                    .help(format!("choose a range inside `{vpc_cidr}`"));
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
