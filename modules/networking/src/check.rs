//! Checking the settings of the network: from `[networking]` as typed to what is made of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AllocationId, AvailabilityZone, Cidr, Identity, SubnetCidr, VpcCidr, ZoneLetter, limits};
use settings::Problems;

use crate::address_plan::{self, SMALLEST_PUBLIC};
use crate::config::{Access, Bastion, Config, FlowLogs, InterfaceEndpoint, NatGateways, Networking, Subnets, Traffic, Zone};
use crate::existing::Tenants;
use crate::range::check_range;
use crate::secondary;

/// The tiers as the settings name them.
const TIERS: [&str; 3] = ["public", "private", "database"];

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
        let zones = &self.zones;
        if let Some(Bastion { access: Access::Ssh { allowed_cidrs, key_name: _ }, instance_type: _ }) = &self.bastion {
            check_ssh(allowed_cidrs, problems);
        }
        if self.existing.is_none() {
            if self.nat_gateways == NatGateways::None {
                check_endpoints(self.s3_gateway_endpoint, &self.interface_endpoints, problems);
            }
            check_range("networking.vpc_cidr".into(), self.vpc_cidr, problems);
            secondary::check(self.vpc_cidr, &self.secondary_cidrs, problems);
        }
        if self.existing.is_none()
            && self.nat_gateways == NatGateways::PerZone
            && zones.len().saturating_sub(self.nat_allocation_ids.len()) > limits::ELASTIC_IPS.most
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
        let known = check_zones(zones, identity, problems);
        let home_zone = zones.first().copied();
        if let Some(existing) = &self.existing {
            existing.check(zones, tenants, self.bastion.is_some(), problems);
            return Networking {
                secondary_cidrs: BTreeSet::new(),
                zones: BTreeMap::new(),
                home_zone,
                nat_zones: BTreeSet::new(),
                flow_logs: FlowLogs { traffic: Traffic::None, ..self.flow_logs.clone() },
                s3_gateway_endpoint: self.s3_gateway_endpoint && !existing.private_route_table_ids.is_empty(),
                typed: self,
            };
        }
        let derived;
        let subnets = if let Some(subnets) = &self.subnets {
            check_subnets(subnets, (self.vpc_cidr, &self.secondary_cidrs), &known, tenants.database, problems);
            subnets
        } else {
            derived = address_plan::derived(self.vpc_cidr, known.keys().copied(), problems);
            &derived
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
        let nat_zones = match self.nat_gateways {
            NatGateways::PerZone => zones.iter().copied().collect(),
            NatGateways::Single => home_zone.into_iter().collect(),
            NatGateways::None => BTreeSet::new(),
        };
        check_addresses(&self.nat_allocation_ids, &nat_zones, problems);
        Networking {
            secondary_cidrs: self.secondary_cidrs.iter().copied().collect(),
            zones: zones_with_subnets,
            home_zone,
            nat_zones,
            flow_logs: self.flow_logs.clone(),
            s3_gateway_endpoint: self.s3_gateway_endpoint,
            typed: self,
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

/// What says how a network is made, where one exists already.
fn check_beside(config: &Config, problems: &mut Problems) {
    let mut refuse = |setting: &str, what: &str, help: &str| {
        problems
            .error(format!("networking.{setting}").as_str(), format!("the VPC exists already, and {what}"))
            .also("networking.existing")
            .help(help.to_owned());
    };
    if config.subnets.is_some() {
        refuse("subnets", "no subnet is made in it", "name its subnets by their ids, under `[networking.existing]`");
    }
    if config.nat_gateways != NatGateways::default() {
        refuse("nat_gateways", "its routes are its owner's", "take the setting out");
    }
    if !config.nat_allocation_ids.is_empty() {
        refuse("nat_allocation_ids", "its NAT gateways are its owner's", "take the setting out");
    }
    let FlowLogs { traffic, .. } = &config.flow_logs;
    if *traffic != Traffic::default() {
        refuse("flow_logs.traffic", "its flow logs are its owner's", "take the setting out");
    }
}
