//! What makes a change risky: a file for each concern, a function in it for one change. They must not know how a risk is shown.
//!
//! The rules look at what providers call things, and never at who wrote the plan. Those by type name AWS's types first, and what
//! is alike of Google's and Microsoft's; those by attribute hold for every provider, since the names are much the same.

mod capacity;
mod charts;
mod clock;
mod clouds;
mod containers;
mod delivery;
mod encryption;
mod exposure;
mod firewall;
mod grants;
mod guarding;
mod guards;
mod habits;
mod iam;
mod losses;
mod meaning;
mod membership;
mod monitoring;
mod opening;
mod parameters;
mod retention;
mod risks;
mod routes;
mod saying;
mod secrets;
mod settings;
mod spending;
mod state;
mod telling;
mod upgrades;
mod web;
mod wording;
mod words;

pub(crate) use risks::Risks;

use crate::change::Change;
use crate::risk::Risk;

/// Every rule.
const RULES: [fn(&Change<'_>, &mut Risks<'_>); 24] = [
    losses::check,
    firewall::check,
    membership::check,
    routes::check,
    iam::check,
    grants::check,
    encryption::check,
    guards::check,
    retention::check,
    exposure::check,
    capacity::check,
    spending::check,
    upgrades::check,
    parameters::check,
    containers::check,
    charts::check,
    secrets::check,
    web::check,
    delivery::check,
    settings::check,
    monitoring::check,
    state::check,
    meaning::check,
    wording::check,
];

/// What is risky about a change.
pub(crate) fn risks(change: &Change<'_>) -> Vec<Risk> {
    let mut risks = Risks { change, found: Vec::new() };
    for rule in RULES {
        rule(change, &mut risks);
    }
    risks.settled()
}

pub(crate) use firewall::ways;
pub(crate) use opening::Opening;

/// Whether a change lets something through a firewall that did not get through.
pub(crate) fn opens(change: &Change<'_>) -> bool {
    let mut risks = Risks { change, found: Vec::new() };
    firewall::check(change, &mut risks);
    !risks.found.is_empty()
}
