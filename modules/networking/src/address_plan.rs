//! Subnets cut out of the VPC's range, where none are listed.
//!
//! Every zone letter has its own place in every tier, whichever zones are used: adding a zone moves no other one's subnets.

use std::collections::BTreeMap;

use domain::{SubnetCidr, VpcCidr, ZoneLetter};
use settings::Problems;

use crate::config::Subnets;

/// The prefix of the smallest subnet that a load balancer takes.
pub(crate) const SMALLEST_PUBLIC: u8 = 27;

/// The range is cut into 32 equal parts, of which each tier has eight, six of them in use; the last eight stay free.
const BITS: u8 = 5;
const PUBLIC: usize = 0;
const PRIVATE: usize = 8;
const DATABASE: usize = 16;

/// The subnets of these zones.
pub(crate) fn derived(vpc_cidr: VpcCidr, zones: impl Iterator<Item = ZoneLetter>, problems: &mut Problems) -> Subnets {
    let prefix = vpc_cidr.cidr().prefix() + BITS;
    let parts: Vec<SubnetCidr> = vpc_cidr.cidr().subnets(prefix).filter_map(|part| SubnetCidr::try_from(part).ok()).collect();
    let mut subnets = Subnets { public: BTreeMap::new(), private: BTreeMap::new(), database: BTreeMap::new() };
    if parts.is_empty() || prefix > SMALLEST_PUBLIC {
        problems
            .error("networking.vpc_cidr", format!("`{vpc_cidr}` is too small to cut subnets out of it"))
            .help("choose a /22 or larger, or list the subnets under `[networking.subnets]`");
        return subnets;
    }
    for letter in zones {
        let place = letter as usize;
        for (tier, start) in [(&mut subnets.public, PUBLIC), (&mut subnets.private, PRIVATE), (&mut subnets.database, DATABASE)] {
            if let Some(part) = parts.get(start + place) {
                tier.insert(letter, *part);
            }
        }
    }
    subnets
}
