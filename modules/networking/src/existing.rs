//! A VPC that exists already: `[networking.existing]`, as typed. Nothing of it is managed here.

use std::collections::{BTreeMap, BTreeSet};

use domain::{RouteTableId, SubnetId, VpcId, ZoneLetter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settings::Problems;

/// What is to stand in the network, as far as its tiers depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Tenants {
    /// Whether the environment makes a load balancer that stands in the public tier.
    pub public_load_balancer: bool,
    /// Whether it makes a database.
    pub database: bool,
}

/// A VPC that exists already.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Existing {
    /// The VPC.
    pub vpc_id: VpcId,
    /// The public subnets by zone letter, one for each of `zones`: the load balancer stands there, and the bastion in the first zone's. They are not
    /// needed where neither does, because the load balancer is internal, exists already, or is none.
    #[serde(default)]
    pub public: BTreeMap<ZoneLetter, SubnetId>,
    /// The private subnets by zone letter: ECS tasks and interface endpoints stand there. Their routes have to lead to AWS: by NAT, or by endpoints
    /// of the VPC.
    pub private: BTreeMap<ZoneLetter, SubnetId>,
    /// The database subnets by zone letter, where the environment makes a database.
    #[serde(default)]
    pub database: BTreeMap<ZoneLetter, SubnetId>,
    /// The route tables of the private subnets, where a gateway endpoint of S3 is to be made in them; without them none is made. EC2 refuses a
    /// second one in a table.
    #[serde(default)]
    pub private_route_table_ids: BTreeSet<RouteTableId>,
    /// How many addresses are free in the private subnets together, without what this environment puts there: the sum of their
    /// `AvailableIpAddressCount` before its first apply, in which endpoints of the VPC's owner are counted already. The rule NET006 counts with
    /// it, and cannot otherwise.
    #[serde(default)]
    pub free_addresses: Option<u32>,
}

impl Existing {
    /// Checks it against what `[networking]` says besides.
    pub(crate) fn check(&self, zones: &[ZoneLetter], tenants: Tenants, has_bastion: bool, problems: &mut Problems) {
        let Tenants { public_load_balancer, database } = tenants;
        if has_bastion
            && !public_load_balancer
            && let Some(home) = zones.first().filter(|home| !self.public.contains_key(home))
        {
            problems
                .error("networking.existing.public", format!("zone `{home}` has no public subnet, and the bastion stands there"))
                .also("networking.bastion")
                .help(format!("add `{home} = \"subnet-…\"`"));
        }
        let public = public_load_balancer.then_some(("public", &self.public));
        let tiers = public.into_iter().chain([("private", &self.private)]);
        for (tier, by_zone) in tiers.chain(database.then_some(("database", &self.database))) {
            let section = format!("networking.existing.{tier}");
            if by_zone.is_empty() && tier != "private" {
                let subnets: Vec<String> = zones.iter().map(|letter| format!("{letter} = \"subnet-…\"")).collect();
                let (message, otherwise) = match tier {
                    "public" => {
                        ("the load balancer stands in public subnets, and none is named", "set `ecs.load_balancer.internal = true`")
                    }
                    _ => (
                        "the environment makes a database, and no subnets are named for it",
                        "name a database that exists already (`[rds.existing]`), or make none (`rds = false`)",
                    ),
                };
                problems
                    .error(section.as_str(), message)
                    .help(format!("write `{tier} = {{ {} }}` under `[networking.existing]`, or {otherwise}", subnets.join(", ")));
                continue;
            }
            for letter in zones.iter().filter(|letter| !by_zone.contains_key(letter)) {
                problems
                    .error(section.as_str(), format!("zone `{letter}` has no {tier} subnet"))
                    .also("networking.zones")
                    .help(format!("add `{letter} = \"subnet-…\"`, or take `{letter}` out of `zones`"));
            }
        }
        let tiers = [("public", &self.public), ("private", &self.private)];
        for (tier, by_zone) in tiers.into_iter().chain(database.then_some(("database", &self.database))) {
            for letter in by_zone.keys().filter(|letter| !zones.contains(letter)) {
                problems
                    .error(
                        format!("networking.existing.{tier}.{letter}").as_str(),
                        format!("a {tier} subnet lies in zone `{letter}`, which is not one of the zones"),
                    )
                    .also("networking.zones")
                    .help(format!("add `\"{letter}\"` to `zones`, or take the subnet out"));
            }
        }
        if !database && !self.database.is_empty() {
            problems
                .error("networking.existing.database", "the environment makes no database, so nothing stands in these subnets")
                .also("rds")
                .help("take them out");
        }
        let mut seen: BTreeMap<&SubnetId, String> = BTreeMap::new();
        for (tier, by_zone) in [("public", &self.public), ("private", &self.private), ("database", &self.database)] {
            for (letter, id) in by_zone {
                let place = format!("networking.existing.{tier}.{letter}");
                if let Some(other) = seen.insert(id, place.clone()) {
                    // A private subnet is one without a way in from the internet, and a public one has it.
                    problems
                        .error(place.as_str(), format!("`{id}` is named twice"))
                        .also(other.as_str())
                        .help("name another subnet: the tiers differ in their routes, and the zones in their place");
                }
            }
        }
    }
}
