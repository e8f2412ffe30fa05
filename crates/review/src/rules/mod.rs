//! What makes a change risky: a file for each concern, a function in it for one change. They must not know how a risk is shown.
//!
//! The rules look at what providers call things, and never at who wrote the plan. Those by type name AWS's types first, and what
//! is alike of Google's and Microsoft's; those by attribute hold for every provider, since the names are much the same.

mod capacity;
mod clouds;
mod containers;
mod delivery;
mod encryption;
mod exposure;
mod firewall;
mod guards;
mod iam;
mod losses;
mod monitoring;
mod opening;
mod parameters;
mod retention;
mod routes;
mod secrets;
mod settings;
mod state;
mod upgrades;
mod web;

use crate::change::Change;
use crate::risk::{Code, Risk};
use crate::sentence::Sentence;
use finding::Severity;

/// Every rule.
const RULES: [fn(&Change<'_>, &mut Risks<'_>); 18] = [
    losses::check,
    firewall::check,
    routes::check,
    iam::check,
    encryption::check,
    guards::check,
    retention::check,
    exposure::check,
    capacity::check,
    upgrades::check,
    parameters::check,
    containers::check,
    secrets::check,
    web::check,
    delivery::check,
    settings::check,
    monitoring::check,
    state::check,
];

/// The risks of one change.
pub(crate) struct Risks<'a> {
    change: &'a Change<'a>,
    found: Vec<Risk>,
}

impl Risks<'_> {
    fn add(&mut self, severity: Severity, code: Code, what: Sentence) {
        let risk = Risk { origin: self.change.origin, ..Risk::new(severity, code, Some(self.change.address), what) };
        // Two rules may see the same thing from two sides.
        if !self.found.contains(&risk) {
            self.found.push(risk);
        }
    }

    /// A risk that the documentation of the resource's type tells more of.
    fn add_documented(&mut self, severity: Severity, code: Code, what: Sentence, page: String) {
        let risk = Risk::new(severity, code, Some(self.change.address), what);
        self.found.push(Risk { origin: self.change.origin, page: Some(page), ..risk });
    }
}

/// What is risky about a change.
pub(crate) fn risks(change: &Change<'_>) -> Vec<Risk> {
    let mut risks = Risks { change, found: Vec::new() };
    for rule in RULES {
        rule(change, &mut risks);
    }
    risks.found
}

pub(crate) use firewall::ways;
pub(crate) use opening::Opening;

/// Whether a change lets something through a firewall that did not get through.
pub(crate) fn opens(change: &Change<'_>) -> bool {
    let mut risks = Risks { change, found: Vec::new() };
    firewall::check(change, &mut risks);
    !risks.found.is_empty()
}
