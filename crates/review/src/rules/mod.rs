//! What makes a change risky: a file for each concern, a function in it for one change. They must not know how a risk is shown.
//!
//! The rules look at what providers call things, and never at who wrote the plan. Those by type name AWS's types first, and what
//! is alike of Google's and Microsoft's; those by attribute hold for every provider, since the names are much the same.

mod capacity;
mod data;
mod encryption;
mod exposure;
mod firewall;
mod guards;
mod iam;
mod monitoring;
mod policy;
mod state;

use crate::change::Change;
use crate::risk::{Code, Risk, Severity};
use crate::sentence::Sentence;

/// Every rule.
const RULES: [fn(&Change<'_>, &mut Risks<'_>); 9] = [
    data::check,
    firewall::check,
    iam::check,
    encryption::check,
    guards::check,
    exposure::check,
    capacity::check,
    monitoring::check,
    state::check,
];

/// The risks of one change.
pub(crate) struct Risks<'a> {
    address: &'a str,
    found: Vec<Risk>,
}

impl Risks<'_> {
    fn add(&mut self, severity: Severity, code: Code, what: Sentence) {
        let risk = Risk::new(severity, code, Some(self.address), what);
        // Two rules may see the same thing from two sides.
        if !self.found.contains(&risk) {
            self.found.push(risk);
        }
    }
}

/// What is risky about a change.
pub(crate) fn risks(change: &Change<'_>) -> Vec<Risk> {
    let mut risks = Risks { address: change.address, found: Vec::new() };
    for rule in RULES {
        rule(change, &mut risks);
    }
    risks.found
}
