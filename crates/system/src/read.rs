//! What several things are read by.

use std::collections::BTreeSet;

use terraform::Set;
use terraform::read::Read;

/// The availability zones of subnets. Of a subnet that exists already only its id is known, which stands for its zone: the settings name one for each.
pub fn zones(subnets: &Read<'_, Set<String>>) -> BTreeSet<String> {
    let zone = |id: &Read<'_, String>| match id.leads_to::<aws::Subnet>() {
        Some(subnet) => subnet.get(aws::Subnet::AVAILABILITY_ZONE).literal(),
        None => id.literal(),
    };
    subnets.elements().iter().filter_map(zone).collect()
}

/// A number that the provider keeps as a text.
pub fn number(read: &Read<'_, String>) -> Option<u64> {
    read.literal()?.parse().ok()
}
