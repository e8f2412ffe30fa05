//! An environment as checked.

use std::collections::BTreeMap;

use domain::{AccountId, Identity, Objectives, TagKey, TagValue};

use super::assumed_role::AssumedRole;
use super::iam::Iam;
use super::refactoring::Refactoring;
use crate::added::AllAdded;
use crate::called::Called;
use crate::overriding::Overridden;
use crate::own::Own;

/// A checked environment: what the modules are made from.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Project, environment and places.
    pub identity: Identity,
    /// The AWS account, when it is named.
    pub account_id: Option<AccountId>,
    /// The role as which Terraform works, if it assumes one.
    pub assume_role: Option<AssumedRole>,
    /// Whether what holds data is kept from being destroyed.
    pub prevent_destroy: bool,
    /// Whether repositories and buckets can be destroyed with what is in them.
    pub force_destroy: bool,
    /// Tags for everything.
    pub tags: BTreeMap<TagKey, TagValue>,
    /// What holds for every role.
    pub iam: Iam,
    /// Where Terraform keeps its state, and how it is locked.
    pub state: state::Kept,
    /// The network.
    pub networking: networking::Networking,
    /// The ports on which the parts listen.
    pub ports: networking::Ports,
    /// The database.
    pub rds: rds::Database,
    /// The queues.
    pub queues: queues::Queues,
    /// The buckets.
    pub buckets: buckets::Buckets,
    /// The caches.
    pub caches: caches::Caches,
    /// The services.
    pub ecs: ecs::Ecs,
    /// Alarms, dashboard, topics.
    pub monitoring: monitoring::Monitoring,
    /// What monitoring watches.
    pub subject: monitoring::Subject,
    /// The pipeline's role.
    pub delivery: Option<delivery::Delivery>,
    /// What it promises its users.
    pub objectives: Objectives,
    /// What changes its address or comes or goes without being made or destroyed.
    pub refactoring: Refactoring,
    /// Terraform of the user's own.
    pub own: Own,
    /// Modules that are called beside the shipped ones, and providers besides AWS's.
    pub called: Called,
    /// What the additions of the program that uses the engine have made.
    pub added: AllAdded,
    /// What the settings set to something else in emitted resources.
    pub overridden: Vec<Overridden>,
}
