//! What an environment has to have before users depend on it: each item computed from the documents, with the addresses that prove it.
//!
//! An item is never claimed: what the documents do not show is not met, and the item says what is missing.

mod access;
mod data;
mod network;
mod operations;
mod services;
mod verdict;

pub(crate) use verdict::{Subject, Verdict};

use finding::Finding;
use system::System;

/// One item, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is asked.
    pub title: &'static str,
    /// Where what proves it stands; nothing of what has a fault.
    pub proof: Vec<String>,
    /// What is missing; the item is met when nothing is.
    pub faults: Vec<Finding>,
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

/// All items, judged; without those that ask about something that there is none of.
pub fn checklist(system: &System<'_>, others: &[String]) -> Vec<Item> {
    let subject = Subject { system, others };
    let judged = ITEMS.iter().filter_map(|(title, check)| {
        let Verdict { mut proof, faults, is_about_nothing } = check(&subject);
        proof.sort();
        proof.dedup();
        proof.retain(|address| !faults.iter().any(|fault| fault.resource.as_ref() == Some(address)));
        (!is_about_nothing).then_some(Item { title, proof, faults })
    });
    judged.collect()
}

impl Item {
    /// Whether it is met.
    pub fn is_met(&self) -> bool {
        self.faults.is_empty()
    }
}
