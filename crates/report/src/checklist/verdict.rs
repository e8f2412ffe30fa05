//! What an item is judged from, and what is found for it. It must not know an item.

use std::fmt::Display;

use finding::{Finding, Severity};
use system::System;

/// What an item is judged from.
pub(crate) struct Subject<'a> {
    pub(crate) system: &'a System<'a>,
    pub(crate) others: &'a [String],
}

/// What was found for an item.
#[derive(Default)]
pub(crate) struct Verdict {
    pub(super) proof: Vec<String>,
    pub(super) faults: Vec<Finding>,
    /// Whether there is nothing of which the item could be asked.
    pub(super) is_about_nothing: bool,
}

impl Verdict {
    /// Something is as it should be, here.
    pub(crate) fn proven(&mut self, address: impl Display) {
        self.proof.push(address.to_string());
    }

    /// Something is missing.
    pub(crate) fn missing(&mut self, what: impl Into<String>) {
        self.faults.push(Finding::new(Severity::Medium, what));
    }

    /// Something is missing here.
    pub(crate) fn missing_at(&mut self, address: impl Display, what: &str) {
        let fault = Finding { resource: Some(address.to_string()), ..Finding::new(Severity::Medium, what) };
        self.faults.push(fault);
    }

    /// Something is as it should be, or else missing.
    pub(crate) fn expect(&mut self, holds: bool, address: impl Display, otherwise: &str) {
        if holds {
            self.proven(address);
        } else {
            self.missing_at(address, otherwise);
        }
    }

    /// There has to be at least one of a kind, or else this is missing.
    pub(crate) fn expect_some(&mut self, count: usize, otherwise: &str) {
        if count == 0 {
            self.missing(otherwise);
        }
    }

    /// Whoever has none of a kind is not asked about it: an environment without a database lacks no backups.
    pub(crate) fn ask_only_where_some(&mut self, count: usize) {
        self.is_about_nothing = count == 0;
    }
}
