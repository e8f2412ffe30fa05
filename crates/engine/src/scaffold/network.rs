//! The network of a new environment: a range that no other one has, and the subnets moved along. It must not know other settings.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use domain::{Cidr, SubnetCidr, ZoneLetter};
use networking::Config;
use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use super::Change;
use super::place::put;

/// The private ranges of RFC 1918, the largest first.
const PRIVATE: [(Ipv4Addr, u8); 3] =
    [(Ipv4Addr::new(10, 0, 0, 0), 8), (Ipv4Addr::new(172, 16, 0, 0), 12), (Ipv4Addr::new(192, 168, 0, 0), 16)];

/// The network of the environment that a new one is made from, and the range that the new one gets.
pub struct Network {
    /// The other one's settings.
    pub before: Config,
    /// The new one's range.
    pub vpc_cidr: Cidr,
}

/// A private range of the size of this one that overlaps none of those taken: the next one behind it, or else the first.
pub fn free(like: Cidr, taken: &[Cidr]) -> Option<Cidr> {
    let size = 1_u64 << (32 - u32::from(like.prefix()));
    let candidates = |(first, prefix): (Ipv4Addr, u8)| {
        let count = if prefix <= like.prefix() { 1_u64 << (like.prefix() - prefix) } else { 0 };
        (0..count).filter_map(move |number| cidr(u64::from(first.to_bits()) + number * size, like.prefix()))
    };
    let mut fallback = None;
    for candidate in PRIVATE.into_iter().flat_map(candidates) {
        if taken.iter().any(|taken| taken.overlaps(&candidate)) {
            continue;
        }
        if candidate > like {
            return Some(candidate);
        }
        fallback = fallback.or(Some(candidate));
    }
    fallback
}

/// Sets the range, and every subnet that the other environment does not leave to be cut out of it.
pub(super) fn set(document: &mut DocumentMut, network: &Network, changes: &mut Vec<Change>) {
    let Network { before, vpc_cidr } = network;
    let root = document.as_table_mut();
    put(root, &["networking", "vpc_cidr"], vpc_cidr.to_string().into());
    let why = "no other environment of the folder has it";
    changes.push(Change { setting: "networking.vpc_cidr".to_owned(), value: Some(format!("\"{vpc_cidr}\"")), why });
    let Some(subnets) = &before.subnets else { return };
    let section = root.get("networking").and_then(Item::as_table);
    if section.is_some_and(|section| !section.is_dotted() && !section.contains_key("subnets")) {
        root["networking"]["subnets"] = Item::Table(Table::new());
    }
    for (tier, by_zone) in [("public", &subnets.public), ("private", &subnets.private), ("database", &subnets.database)] {
        let ranges = moved(by_zone, before.vpc_cidr.cidr(), *vpc_cidr);
        let value = Some(ranges.to_string().trim().to_owned());
        changes.push(Change { setting: format!("networking.subnets.{tier}"), value, why: "moved along with the VPC's range" });
        replace(root, tier, ranges);
    }
}

/// Puts a tier's subnets where they stood, whether as a value or under a header of their own.
fn replace(root: &mut Table, tier: &str, ranges: InlineTable) {
    let path = ["networking", "subnets", tier];
    let stands = root.get_mut("networking").and_then(|it| it.get_mut("subnets")).and_then(|it| it.get_mut(tier));
    match stands.and_then(Item::as_table_mut) {
        Some(table) => ranges.into_iter().for_each(|(zone, range)| put(table, &[&zone], range)),
        None => put(root, &path, Value::InlineTable(ranges)),
    }
}

/// The subnets of a tier, each as far from the start of the new range as it was from that of the old one.
fn moved(by_zone: &BTreeMap<ZoneLetter, SubnetCidr>, before: Cidr, after: Cidr) -> InlineTable {
    let first = |cidr: Cidr| u64::from(cidr.first_address().to_bits());
    let mut table = InlineTable::new();
    for (zone, subnet) in by_zone {
        let subnet = subnet.cidr();
        let place = (first(subnet) + first(after)).checked_sub(first(before));
        // Where it does not fit it stays as it is, and is refused with its place.
        let moved = place.and_then(|place| cidr(place, subnet.prefix()));
        // What lies in a further range of the VPC stays there.
        let moved = moved.filter(|_| before.contains(&subnet)).unwrap_or(subnet);
        table.insert(zone.to_string(), moved.to_string().into());
    }
    table
}

fn cidr(first: u64, prefix: u8) -> Option<Cidr> {
    let first = Ipv4Addr::from_bits(u32::try_from(first).ok()?);
    format!("{first}/{prefix}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Cidr {
        text.parse().expect("it is a network")
    }

    #[test]
    fn the_next_range_is_taken_that_overlaps_no_other() {
        let own = network("10.0.0.0/16");
        assert_eq!(free(own, &[own]), Some(network("10.1.0.0/16")));
        assert_eq!(free(own, &[own, network("10.0.0.0/14")]), Some(network("10.4.0.0/16")));
        assert_eq!(free(network("192.168.0.0/16"), &[network("192.168.0.0/16")]), Some(network("10.0.0.0/16")));
        let all = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(network);
        assert_eq!(free(own, &all), None);
    }
}
