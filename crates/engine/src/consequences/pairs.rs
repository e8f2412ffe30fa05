//! Resources before and after a change. It must not know what the change does.

use std::collections::BTreeSet;

use aws::facts::replaces;
use terraform::ResourceType;
use terraform::compare::Departures;
use terraform::json::Key;
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

/// Whether AWS does not change what changes, so that another resource takes the place of one.
pub(super) fn is_replaced<R: ResourceType>(before: View<'_, R>, now: View<'_, R>) -> bool {
    let resolved =
        |view: View<'_, R>, name: &str| view.resource().documents().resolve(view.resource().module, &view.written()[name]);
    let names: BTreeSet<&Key> =
        [before, now].iter().filter_map(|it| it.written().as_object()).flat_map(terraform::json::Map::keys).collect();
    names
        .into_iter()
        .any(|name| replaces(R::TYPE, &[name]) && !ignores(now.resource(), name) && resolved(before, name) != resolved(now, name))
}
