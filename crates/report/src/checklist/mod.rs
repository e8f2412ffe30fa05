//! What an environment has to have before users depend on it: each item computed from the documents, with the addresses that prove it.
//!
//! An item is never claimed: what the documents do not show is not met, and the item says what is missing.

mod access;
mod data;
mod network;
mod operations;
mod services;

use std::fmt::{self, Display};

use system::System;

/// One item, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is asked.
    pub title: &'static str,
    /// Where what proves it stands; nothing of what has a fault.
    pub proof: Vec<String>,
    /// What is missing; the item is met when nothing is.
    pub faults: Vec<Fault>,
}

/// Something that an item lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where; nothing when there is no such place.
    pub address: Option<String>,
    /// What is missing.
    pub what: String,
}

/// What an item is judged from.
pub(crate) struct Subject<'a> {
    pub(crate) system: &'a System<'a>,
    pub(crate) others: &'a [String],
}

/// What was found for an item.
#[derive(Default)]
pub(crate) struct Verdict {
    proof: Vec<String>,
    faults: Vec<Fault>,
}

type Check = fn(&Subject<'_>) -> Verdict;

const ITEMS: [(&str, Check); 19] = [
    ("Everything is provisioned by Terraform, with its versions bounded", operations::terraform),
    ("The state is kept apart, encrypted and locked", operations::state),
    ("It stands in several availability zones", network::zones),
    ("Security groups admit only what is needed", network::security_groups),
    ("Backups are kept, with recovery to a point in time", data::backups),
    ("Data survives the loss of the region", data::disaster_recovery),
    ("Data is encrypted at rest", data::at_rest),
    ("Data is encrypted in transit", access::in_transit),
    ("Roles have the least privilege", access::least_privilege),
    ("Secrets stand in Secrets Manager only", access::secrets),
    ("Images are scanned, and their tags never change", services::images),
    ("Services scale, within limits", services::scaling),
    ("Health checks take out what does not answer", services::health_checks),
    ("A pipeline can roll out, and a failed rollout is rolled back", services::pipeline),
    ("Alarms watch services, load balancer and database", operations::alarms),
    ("Somebody is notified", operations::notifications),
    ("Logs are kept, and not for ever", operations::retention),
    ("Costs are watched", operations::costs),
    ("There is another environment to try things in", operations::staging),
];

/// All items, judged.
pub fn checklist(system: &System<'_>, others: &[String]) -> Vec<Item> {
    let subject = Subject { system, others };
    let judged = ITEMS.iter().map(|(title, check)| {
        let Verdict { mut proof, faults } = check(&subject);
        proof.sort();
        proof.dedup();
        proof.retain(|address| !faults.iter().any(|fault| fault.address.as_ref() == Some(address)));
        Item { title, proof, faults }
    });
    judged.collect()
}

impl Item {
    /// Whether it is met.
    pub fn is_met(&self) -> bool {
        self.faults.is_empty()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.address {
            Some(address) => write!(f, "{address}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl Verdict {
    /// Something is as it should be, here.
    pub(crate) fn proven(&mut self, address: impl Display) {
        self.proof.push(address.to_string());
    }

    /// Something is missing.
    pub(crate) fn missing(&mut self, what: impl Into<String>) {
        self.faults.push(Fault { address: None, what: what.into() });
    }

    /// Something is missing here.
    pub(crate) fn missing_at(&mut self, address: impl Display, what: &str) {
        self.faults.push(Fault { address: Some(address.to_string()), what: what.to_owned() });
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
}
