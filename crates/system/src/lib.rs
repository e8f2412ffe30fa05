//! What is emitted, as a person speaks of it: services with their scaling, databases with their replicas, security group rules,
//! regions. It is read once from the documents, for the estimate, the picture and the report, so that they cannot disagree about
//! which autoscaling target is whose or which instance is a replica.
//!
//! It says nothing about prices, pictures or what is good.

mod bucket;
mod database;
mod existing;
mod job;
mod opening;
mod regions;
mod security_group;
mod service;

use std::collections::BTreeMap;

use terraform::read::{Documents, Read, ResourceBlock, View};
use terraform::{ResourceType, Set};

pub use bucket::is_of_bucket;
pub use database::Database;
pub use existing::ExistingLoadBalancer;
pub use job::Job;
pub use opening::{Opening, openings};
pub use regions::Regions;
pub use security_group::{Peer, Ports, Rule};
pub use service::{Kind, Service};

/// A configuration's resources, by what they are.
pub struct System<'a> {
    documents: &'a Documents,
    by_address: BTreeMap<String, ResourceBlock<'a>>,
    /// In which regions things stand.
    pub regions: Regions,
    /// The ECS services, in the order of their addresses.
    pub services: Vec<Service<'a>>,
    /// What is started and ends, in the order of the addresses.
    pub jobs: Vec<Job<'a>>,
    /// The database instances in the order of their addresses, replicas among them.
    pub databases: Vec<Database<'a>>,
}

impl<'a> System<'a> {
    /// Reads it from the documents.
    pub fn read(documents: &'a Documents) -> Self {
        let mut system = Self {
            documents,
            by_address: documents.all().map(|block| (block.address().to_string(), block)).collect(),
            regions: Regions::read(documents),
            services: Vec::new(),
            jobs: Vec::new(),
            databases: Vec::new(),
        };
        system.services = service::services(&system);
        system.jobs = job::jobs(&system);
        system.databases = database::databases(&system);
        system
    }

    /// The documents that were read.
    pub fn documents(&self) -> &'a Documents {
        self.documents
    }

    /// All managed resources, in the order of their addresses.
    pub fn resources(&self) -> impl ExactSizeIterator<Item = ResourceBlock<'a>> {
        self.by_address.values().copied()
    }

    /// The resources of a type, in the order of their addresses.
    pub fn of<R: ResourceType>(&self) -> impl Iterator<Item = View<'a, R>> {
        self.resources().filter_map(ResourceBlock::view)
    }

    /// The database instances that are written to.
    pub fn primaries(&self) -> impl Iterator<Item = &Database<'a>> {
        self.databases.iter().filter(|database| !database.is_replica)
    }

    /// The load balancers that exist already and on whose listeners rules stand here.
    pub fn existing_load_balancers(&self) -> Vec<ExistingLoadBalancer> {
        existing::load_balancers(self)
    }

    /// The rules that let something in.
    pub fn ingress(&self) -> Vec<Rule> {
        security_group::ingress(self)
    }

    /// The rules that let something out.
    pub fn egress(&self) -> Vec<Rule> {
        security_group::egress(self)
    }
}

/// The availability zones of subnets. Of a subnet that exists already only its id is known, which stands for its zone: the settings name one for each.
pub fn zones(subnets: &Read<'_, Set<String>>) -> std::collections::BTreeSet<String> {
    let zone = |id: &Read<'_, String>| match id.leads_to::<aws::Subnet>() {
        Some(subnet) => subnet.get(aws::Subnet::AVAILABILITY_ZONE).literal(),
        None => id.literal(),
    };
    subnets.elements().iter().filter_map(zone).collect()
}

/// A number that the provider keeps as a text.
pub fn number(read: &Read<'_, String>) -> Option<u64> {
    read.literal()?.parse().ok()
}
