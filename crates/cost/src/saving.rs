//! A way to pay less, and what it is computed from. It must not know how.

use domain::InstanceClass;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::levels::Levels;

/// A way to pay less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saving {
    /// What it is.
    pub name: &'static str,
    /// Whether it is in use.
    pub state: SavingState,
    /// US dollars in a month, at the expected number of tasks.
    pub amount: Decimal,
    /// How the amount comes about.
    pub arithmetic: String,
    /// What is given up for it.
    pub price: &'static str,
}

/// Whether a saving is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "StateDocument")]
pub enum SavingState {
    /// The amount is saved already.
    InUse,
    /// The amount could be saved.
    Possible,
    /// Nothing can be saved.
    Nothing,
}

/// What savings are computed from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Basis {
    pub(crate) services: Vec<ServiceBasis>,
    pub(crate) nat: Option<NatBasis>,
    pub(crate) databases: Vec<DatabaseBasis>,
}

/// The tasks of a service.
#[derive(Clone, Debug)]
pub(crate) struct ServiceBasis {
    /// What a task costs in an hour at list price.
    pub(crate) hour_price: Decimal,
    pub(crate) on_demand: Levels,
    pub(crate) spot: Levels,
    pub(crate) always: Decimal,
    pub(crate) unscheduled: Levels,
    pub(crate) has_schedule: bool,
}

/// The NAT gateways.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NatBasis {
    pub(crate) gateways: usize,
}

/// A database instance.
#[derive(Clone, Debug)]
pub(crate) struct DatabaseBasis {
    pub(crate) name: String,
    pub(crate) class: InstanceClass,
    pub(crate) hours: Decimal,
    pub(crate) price: Decimal,
}
