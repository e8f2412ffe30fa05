//! Resources of which a `moved` block should say that they got another address.
//!
//! It must not know how a difference is shown.

use std::collections::BTreeSet;

use crate::json::Json;

use crate::compare::blocks::Blocks;
use crate::compare::difference::{ArgumentChange, BlockChange, Change, Relocation};
use crate::compare::likeness;
use crate::read::expression::{Piece, pieces};

/// From which likeness on a resource is probably the one that vanished: most of what it says is the same.
const PROBABLE: f64 = 0.6;

/// For each resource that vanished without a word, the one of its type that appeared and is most like it.
///
/// Where only one of a type vanished from a module, and only one appeared there, no likeness is asked for.
pub(crate) fn likely(changes: &[BlockChange], old: &Blocks, new: &Blocks) -> Vec<Relocation> {
    let of = |change| changes.iter().filter(move |it| it.change == change && it.kind.is_some());
    let is_only =
        |it: &BlockChange| of(it.change).filter(|other| (&other.kind, &other.module) == (&it.kind, &it.module)).count() == 1;
    let body = |blocks: &Blocks, it: &BlockChange| {
        let block = blocks.by_address.get(&(it.module.clone(), it.address.clone()));
        block.map(|block| block.body.clone()).unwrap_or_default()
    };
    let mut pairs: Vec<(f64, &BlockChange, &BlockChange)> = Vec::new();
    for gone in of(Change::Removed).filter(|gone| !new.departures.is_removed(&gone.address)) {
        let before = without_label(&body(old, gone), &gone.address);
        for come in of(Change::Added).filter(|come| come.kind == gone.kind) {
            let likeness = likeness(&before, &without_label(&body(new, come), &come.address));
            let is_probable = likeness >= PROBABLE || (gone.module == come.module && is_only(gone) && is_only(come));
            pairs.extend(is_probable.then_some((likeness, gone, come)));
        }
    }
    pairs.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then_with(|| (&one.1.address, &one.2.address).cmp(&(&other.1.address, &other.2.address)))
    });
    let (mut gone, mut come) = (BTreeSet::new(), BTreeSet::new());
    let mut relocations = Vec::new();
    for (likeness, from, to) in pairs {
        if !gone.contains(&from.address) && !come.contains(&to.address) {
            gone.insert(&from.address);
            come.insert(&to.address);
            relocations.push(Relocation {
                from: from.address.clone(),
                to: to.address.clone(),
                equal: likeness >= 1.0,
                stateful: from.stateful,
                replaced_by: Vec::new(),
                replaced_with: Vec::new(),
            });
        }
    }
    relocations.sort_by(|one, other| (!one.stateful, &one.from).cmp(&(!other.stateful, &other.from)));
    relocations
}

/// Whether a change is one of values, and not perhaps only of the address by which the same value is found: `tasks-files-${…}` and `tasks-papers-${…}`
/// are two names whatever stands in them.
pub(crate) fn is_certain(change: &ArgumentChange) -> bool {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => literal(old) != literal(new),
        (Some(one), None) | (None, Some(one)) => literal(one) == *one,
        (None, None) => false,
    }
}

/// The value with all expressions left out.
fn literal(value: &Json) -> Json {
    match value {
        Json::String(text) => match pieces(text) {
            Ok(pieces) => pieces
                .into_iter()
                .map(|piece| if let Piece::Text(text) = piece { text.into_owned() } else { "${}".to_owned() })
                .collect(),
            Err(_) => value.clone(),
        },
        Json::Array(elements) => elements.iter().map(literal).collect(),
        Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), literal(value))).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
    }
}

/// The body with the resource's own label left out of what it says: most of a renamed service's arguments hold its name.
fn without_label(body: &Json, address: &str) -> Json {
    let label = address.rsplit('.').next().unwrap_or_default();
    // A short label, such as a zone's letter, is part of many words.
    if label.len() < 3 {
        return body.clone();
    }
    replaced(body, &[label.to_owned(), label.replace('_', "-")])
}

fn replaced(value: &Json, labels: &[String]) -> Json {
    let text = |text: &str| labels.iter().fold(text.to_owned(), |text, label| text.replace(label, "*"));
    match value {
        Json::String(it) => Json::from(text(it)),
        Json::Array(elements) => elements.iter().map(|element| replaced(element, labels)).collect(),
        Json::Object(members) => members.iter().map(|(name, value)| (text(name), replaced(value, labels))).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
    }
}
