//! Resources before and after a change. It must not know what the change does.

use terraform::compare::Departures;
use terraform::read::{Documents, ResourceBlock, View};

/// The resources of a type at one address on both sides.
pub(super) fn on_both<'a, R: terraform::ResourceType>(
    old: &'a Documents,
    new: &'a Documents,
) -> impl Iterator<Item = (View<'a, R>, View<'a, R>)> {
    new.resources_of::<R>().filter_map(|now| Some((old.at(&now.address()).and_then(ResourceBlock::view::<R>)?, now)))
}

/// The resources of a type that are destroyed: what moves, and what Terraform lets go of, stays.
pub(super) fn gone<'a, R: terraform::ResourceType>(old: &'a Documents, new: &'a Documents) -> impl Iterator<Item = View<'a, R>> {
    let departures = Departures::of(new);
    let stays = move |address: &str| departures.destination(address).is_some() || departures.is_left(address);
    old.resources_of::<R>().filter(move |it| new.at(&it.address()).is_none() && !stays(&it.address().to_string()))
}

/// Whether Terraform is told to leave an argument of a resource as it is.
pub(super) fn ignores(block: ResourceBlock<'_>, argument: &str) -> bool {
    let lifecycle = &block.written["lifecycle"];
    let lifecycle = lifecycle.get(0).unwrap_or(lifecycle);
    lifecycle["ignore_changes"].as_array().into_iter().flatten().any(|it| it == argument)
}
