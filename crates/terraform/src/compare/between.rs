//! Comparing two configurations: which blocks differ. It must not know how two bodies are compared.

use std::collections::BTreeMap;

use crate::json::Json;

use crate::compare::blocks::{Block, Blocks};
use crate::compare::difference::{ArgumentChange, BlockChange, Change, Difference, Provider, Subject};
use crate::compare::references::References;
use crate::compare::{arguments, following, relocation};
use crate::read::Documents;

impl Difference {
    /// What differs from `old` in `new`.
    pub fn between(old: &Documents, new: &Documents, subject: Subject, provider: &Provider) -> Self {
        let mut difference = difference(&Blocks::of(old), &Blocks::of(new), subject, provider);
        if subject == Subject::Same {
            keep_what_moved(&mut difference, old, new);
            difference.follows = following::following(&difference.blocks, old, new, provider);
            let moves: Vec<(&str, &str)> = difference.relocations.iter().map(|it| (it.from.as_str(), it.to.as_str())).collect();
            let mut anew = anew_if_moved(old, new, &moves, provider);
            for relocation in &mut difference.relocations {
                let Anew { by, with } = anew.remove(&relocation.to).unwrap_or_default();
                (relocation.replaced_by, relocation.replaced_with) = (by, with);
            }
        }
        difference
    }
}

/// What names a resource of another module that moved, through variables and outputs, names the same one as before, and replaces nothing.
fn keep_what_moved(difference: &mut Difference, old: &Documents, new: &Documents) {
    let moves: Vec<(String, String)> =
        difference.blocks.iter().filter_map(|it| Some((it.moved_from.clone()?, it.address.clone()))).collect();
    if moves.is_empty() {
        return;
    }
    let references = References::of_root(moves);
    for change in difference.blocks.iter_mut().filter(|change| change.replaced) {
        let module = change.module.clone();
        let is_same = |argument: &ArgumentChange| {
            let (Some(before), Some(now)) = (&argument.old, &argument.new) else { return false };
            let then = references.renamed("", &old.resolve_to_resources(&module, before));
            then == Some(new.resolve_to_resources(&module, now))
        };
        change.arguments.iter_mut().filter(|it| it.replaces && is_same(it)).for_each(|it| it.replaces = false);
        change.replaced = change.arguments.iter().any(|argument| argument.replaces);
    }
}

/// Why a resource is made anew although it is only moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anew {
    /// The arguments that make the provider replace it.
    pub by: Vec<String>,
    /// What it refers to and is made anew.
    pub with: Vec<String>,
}

/// Whether an argument named a resource by what only that one has, which stands as before, and names another one.
fn names_another(new: &Documents, module: &str, ArgumentChange { old, new: now, .. }: &ArgumentChange) -> bool {
    let target = |value: &Option<Json>| {
        let value = value.as_ref()?;
        let is_own = value.as_str().is_some_and(|text| [".id}", ".arn}"].iter().any(|end| text.ends_with(end)));
        crate::read::argument::address(value).filter(|_| is_own)
    };
    let (Some(was), Some(is)) = (target(old), target(now)) else { return false };
    let stands = new.all().any(|it| it.module == module && it.kind == was.kind() && it.label == was.label().as_str());
    was != is && stands
}

/// What would be made anew, by its address in `new`, if `moved` blocks said these moves: where from, where to.
pub fn anew_if_moved(old: &Documents, new: &Documents, moves: &[(&str, &str)], provider: &Provider) -> BTreeMap<String, Anew> {
    if moves.is_empty() {
        return BTreeMap::new();
    }
    let mut there = Blocks::of(new);
    there.departures = moves.iter().fold(there.departures, |departures, (from, to)| departures.with_moved(from, to));
    let mut blocks = changed(&Blocks::of(old), &there, Subject::Same, provider);
    for block in &mut blocks {
        let module = block.module.clone();
        let is_certain = |argument: &ArgumentChange| relocation::is_certain(argument) || names_another(new, &module, argument);
        block.arguments.iter_mut().for_each(|argument| argument.replaces &= is_certain(argument));
        block.replaced &= block.arguments.iter().any(|argument| argument.replaces);
    }
    let is_moved = |address: &str| moves.iter().any(|(_, to)| *to == address);
    let by_itself = blocks.iter().filter(|it| it.replaced && is_moved(&it.address)).map(|it| {
        let by = it.replacing().into_iter().map(str::to_owned).collect();
        (it.address.clone(), Anew { by, with: Vec::new() })
    });
    let mut anew: BTreeMap<String, Anew> = by_itself.collect();
    for it in following::following(&blocks, old, new, provider).into_iter().filter(|it| it.replaced && is_moved(&it.address)) {
        anew.entry(it.address).or_default().with = it.because;
    }
    anew
}

/// What differs between two configurations' blocks, and what of it probably only moved.
pub(crate) fn difference(old: &Blocks, new: &Blocks, subject: Subject, provider: &Provider) -> Difference {
    let mut blocks = changed(old, new, subject, provider);
    if subject == Subject::Different {
        blocks.iter_mut().flat_map(|block| &mut block.arguments).for_each(|argument| argument.replaces = false);
        return Difference { blocks, ..Difference::default() };
    }
    let relocations = relocation::likely(&blocks, old, new);
    Difference { blocks, relocations, follows: Vec::new() }
}

fn changed(old: &Blocks, new: &Blocks, subject: Subject, provider: &Provider) -> Vec<BlockChange> {
    let moved = match subject {
        Subject::Same => moved(old, new),
        Subject::Different => BTreeMap::new(),
    };
    let references = References::after(&moved);
    let mut blocks = Vec::new();
    for (key, block) in &new.by_address {
        let from = if old.by_address.contains_key(key) { None } else { moved.get(key) };
        let Some(before) = old.by_address.get(from.unwrap_or(key)) else {
            blocks.push(change(key, block, Change::Added, Vec::new(), provider));
            continue;
        };
        let renamed = references.renamed(before.module, before.body);
        let arguments = arguments::changes(block.kind, renamed.as_ref().unwrap_or(before.body), block.body, provider);
        if arguments.is_empty() && from.is_none() {
            continue;
        }
        let mut change = change(key, block, Change::Changed, arguments, provider);
        change.moved_from = from.map(|(_, address)| address.clone());
        change.replaced = subject == Subject::Same && change.arguments.iter().any(|argument| argument.replaces);
        blocks.push(change);
    }
    let is_moved = |key: &(String, String)| moved.values().any(|from| from == key);
    for (key, block) in old.by_address.iter().filter(|(key, _)| !new.by_address.contains_key(key) && !is_moved(key)) {
        let mut change = change(key, block, Change::Removed, Vec::new(), provider);
        change.destroyed = subject == Subject::Same && block.kind.is_some() && !new.departures.is_left(&key.1);
        blocks.push(change);
    }
    blocks.sort_by(|one, other| (&one.module, &one.address).cmp(&(&other.module, &other.address)));
    blocks
}

fn change(
    key: &(String, String),
    block: &Block,
    change: Change,
    arguments: Vec<ArgumentChange>,
    provider: &Provider,
) -> BlockChange {
    BlockChange {
        address: key.1.clone(),
        module: block.module.to_owned(),
        kind: block.kind.map(str::to_owned),
        file: block.file.to_owned(),
        change,
        moved_from: None,
        replaced: false,
        destroyed: false,
        stateful: block.kind.is_some_and(provider.is_stateful),
        arguments,
    }
}

/// Where each resource that a `moved` block brought to its address stood before.
fn moved(old: &Blocks, new: &Blocks) -> BTreeMap<(String, String), (String, String)> {
    let resources = old.by_address.iter().filter(|(key, block)| block.kind.is_some() && !new.by_address.contains_key(key));
    let destinations = resources.filter_map(|(key, block)| {
        let to = new.departures.destination(&key.1)?;
        let now = new.by_address.iter().find(|((_, address), it)| *address == to && it.kind == block.kind)?;
        Some((now.0.clone(), key.clone()))
    });
    destinations.collect()
}
