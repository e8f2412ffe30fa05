//! What is known of resource types beyond the provider's schema: ONE table, a row for each type, by what the types are for.
//!
//! Whoever binds a type fills in its row: in the file of its service, in the words of `row`. A test names the types without one.

#![allow(clippy::wildcard_imports, reason = "every bound type stands in a table, in the words of a row")]

mod asked;
mod caches;
mod ecs;
mod known;
mod monitoring;
mod network;
mod queues;
mod rds;
mod row;
mod shared;
mod unbound;
mod weighed;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::rights::Rights;

pub use known::{Charge, Loss, Name, Purpose, Role, Shape, TypeFacts, Weight, Within};

/// The rows of the bound types, by what they are for.
pub(super) const TABLES: [&[TypeFacts]; 7] =
    [network::ROWS, ecs::ROWS, rds::ROWS, monitoring::ROWS, queues::ROWS, caches::ROWS, shared::ROWS];

static BOUND: LazyLock<BTreeMap<&str, &TypeFacts>> =
    LazyLock::new(|| TABLES.into_iter().flatten().map(|row| (row.kind, row)).collect());

/// The facts of every bound type, in the order of the names.
pub fn all() -> impl Iterator<Item = &'static TypeFacts> {
    BOUND.values().copied()
}

/// What is known of a type; nothing of one that is not bound.
pub fn of(kind: &str) -> Option<&'static TypeFacts> {
    BOUND.get(kind).copied()
}

/// How a reviewer weighs that a resource goes, of all types that are known: bound or not.
pub fn weights() -> impl Iterator<Item = (&'static str, &'static Weight)> {
    let unbound = unbound::ROWS.iter().map(|row| (row.kind, &row.weight));
    let weighed = weighed::ROWS.iter().map(|(kind, weight)| (*kind, weight));
    all().map(|row| (row.kind, &row.weight)).chain(unbound).chain(weighed)
}

/// What Terraform needs for what is of a type; data sources and ephemeral resources stand behind `data.` and `ephemeral.`.
pub fn rights(kind: &str) -> Option<&'static Rights> {
    let asked = || asked::ROWS.iter().find(|(known, _)| *known == kind).map(|(_, rights)| rights);
    of(kind).map(|row| &row.rights).or_else(|| unbound_row(kind)?.rights.as_ref()).or_else(asked)
}

/// What is lost when a resource of this type is destroyed.
pub fn loss(kind: &str) -> Loss {
    of(kind).map(|row| row.loss).or_else(|| unbound_row(kind).map(|row| row.loss)).unwrap_or(Loss::OfNothing)
}

/// The types that hold what cannot be made again.
pub fn stateful() -> impl Iterator<Item = &'static str> {
    all().filter(|row| row.loss == Loss::OfData).map(|row| row.kind)
}

/// Whether a type holds what cannot be made again.
pub fn is_stateful(kind: &str) -> bool {
    loss(kind) == Loss::OfData
}

/// Whether a resource of this type keeps its address: were it another one, Terraform would destroy what must not be lost.
pub fn keeps_its_address(kind: &str) -> bool {
    loss(kind) != Loss::OfNothing
}

fn unbound_row(kind: &str) -> Option<&'static unbound::Unbound> {
    unbound::ROWS.iter().find(|row| row.kind == kind)
}
