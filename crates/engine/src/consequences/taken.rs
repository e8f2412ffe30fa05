//! What is made anew before the old one goes, and cannot be, since the old one still has its name or its address.

use std::collections::{BTreeMap, BTreeSet};

use aws::NatGateway;
use aws::facts::types::{self, Name};
use terraform::Address;
use terraform::compare::{Difference, Subject};
use terraform::json::Json;
use terraform::read::{Documents, ResourceBlock};

use super::Consequence;
use super::pairs::on_both;

/// What the provider makes anew, because of its own arguments or of what it refers to.
fn replaced(old: &Documents, new: &Documents) -> BTreeSet<String> {
    let difference = Difference::between(old, new, Subject::Same, &aws::facts::PROVIDER);
    let by_itself = difference.blocks.iter().filter(|block| block.replaced).map(|block| block.address.clone());
    let by_others = difference.follows.iter().filter(|it| it.replaced).map(|it| it.address.clone());
    by_itself.chain(by_others).collect()
}

/// What Terraform makes before it destroys: whatever says so, and all that this stands on (Terraform, "The lifecycle Meta-Argument").
fn made_first(documents: &Documents) -> BTreeSet<Address> {
    let says_so = |block: &ResourceBlock<'_>| {
        let lifecycle = &block.written["lifecycle"];
        lifecycle.get(0).unwrap_or(lifecycle)["create_before_destroy"] == true
    };
    let mut open: Vec<Address> = documents.all().filter(says_so).map(|block| block.address()).collect();
    let mut found = BTreeSet::new();
    while let Some(address) = open.pop() {
        if let Some(block) = documents.at(&address)
            && found.insert(address)
        {
            open.extend(block.needs());
        }
    }
    found
}

/// AWS gives a name to one resource only, and the old one still bears it.
pub(super) fn name(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let replaced = replaced(old, new);
    if replaced.is_empty() {
        return Vec::new();
    }
    let made_first = made_first(new);
    let told = new.all().filter(|now| replaced.contains(&now.address().to_string()) && made_first.contains(&now.address()));
    let told = told.filter_map(|now| {
        let Name::Once { noun, argument, .. } = types::of(now.kind)?.name else { return None };
        let named = |block: ResourceBlock<'_>| block.documents().resolve(block.module, &block.written[argument]).as_str().map(str::to_owned);
        let before = old.at(&now.address()).and_then(named)?;
        (named(now)? == before).then(|| {
            Consequence::new(
                now.address(),
                format!("it is made anew before the old one goes, whose name `{before}` AWS gives to no second {noun}: the apply stops there"),
                "go back to the setting of before; or take it away in a quiet hour with those settings (`terraform destroy -target=…`, which \
                 takes along what stands on it, once nothing protects it), and apply these",
            )
        })
    });
    told.collect()
}

/// A NAT gateway is made anew before the old one goes, which still has its address.
pub(super) fn nat_address(old: &Documents, new: &Documents) -> Vec<Consequence> {
    let address = |block: ResourceBlock<'_>| -> Json { block.documents().resolve(block.module, &block.written["allocation_id"]) };
    let of = |documents: &Documents| -> BTreeMap<String, Json> {
        let gateways = documents.resources_of::<NatGateway>();
        gateways.map(|nat| nat.address()).filter_map(|at| Some((at.to_string(), address(documents.at(&at)?)))).collect()
    };
    let (before, replaced) = (of(old), replaced(old, new));
    let told = on_both::<NatGateway>(old, new)
        .map(|(_, now)| now.address())
        .chain(new.resources_of::<NatGateway>().map(|nat| nat.address()).filter(|it| old.at(it).is_none()));
    let told = told.filter_map(|now| {
        let wanted = address(new.at(&now)?);
        let is_made = old.at(&now).is_none() || replaced.contains(&now.to_string());
        let (holder, _) = before.iter().find(|(_, held)| is_made && **held == wanted)?;
        Some(Consequence::new(
            now,
            format!("it is made while {holder} still has its address, and EC2 gives an address to one NAT gateway only: the apply stops there"),
            "give it another address first, apply, and only then the one that it is to have; or leave the subnet and the addresses as they are",
        ))
    });
    told.collect()
}
