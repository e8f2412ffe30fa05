//! What every concern of the module needs.

use domain::{Identity, RunbookUrl};

use crate::interface::{CacheVariables, DatabaseVariables, LoadBalancerVariables, QueueVariables, ReplicaVariables, Variables};
use crate::measure::Led;
use crate::topics::Topics;

/// What every concern of the module needs.
pub(crate) struct Context<'a> {
    pub(crate) identity: &'a Identity,
    pub(crate) variables: &'a Variables,
    /// The load balancer's, if there is one.
    pub(crate) load_balancer: Option<&'a LoadBalancerVariables>,
    /// The database's, if there is one.
    pub(crate) database: Option<&'a DatabaseVariables>,
    /// The read replica's, if there is one.
    pub(crate) replica: Option<&'a ReplicaVariables>,
    /// The queues', if there are any.
    pub(crate) queues: Option<&'a QueueVariables>,
    /// The caches', if there are any.
    pub(crate) caches: Option<&'a CacheVariables>,
    pub(crate) topics: &'a Topics,
    pub(crate) runbook_url: Option<&'a RunbookUrl>,
}

impl<'a> Context<'a> {
    /// By what the load balancer's metrics of services are found, if there is one.
    pub(crate) fn led(&self) -> Option<Led<'a>> {
        self.load_balancer.map(|load_balancer| Led { variables: self.variables, load_balancer })
    }

    /// What an alarm means, and where its runbook is: the section of this name.
    pub(crate) fn described(&self, section: &str, meaning: &str) -> String {
        match self.runbook_url {
            Some(page) => format!("{meaning} Runbook: {page}#{section}"),
            None => meaning.to_owned(),
        }
    }
}
