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
mod read;
mod regions;
mod resources;
mod security_group;
mod service;

use resources::Resources;
use terraform::ResourceType;
use terraform::read::{Documents, ResourceBlock, View};

pub use bucket::is_of_bucket;
pub use database::{Database, is_replica};
pub use existing::{ExistingDatabase, ExistingLoadBalancer};
pub use job::Job;
pub use opening::{Opening, openings};
pub use read::{number, zones};
pub use regions::Regions;
pub use security_group::{Peer, Ports, Rule};
pub use service::{Kind, Service};

/// A configuration's resources, by what they are.
pub struct System<'a> {
    resources: Resources<'a>,
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
        let resources = Resources::read(documents);
        let services = service::services(&resources);
        let jobs = job::jobs(&resources, &services);
        let databases = database::databases(&resources);
        Self { resources, regions: Regions::read(documents), services, jobs, databases }
    }

    /// The documents that were read.
    pub fn documents(&self) -> &'a Documents {
        self.resources.documents
    }

    /// All managed resources, in the order of their addresses.
    pub fn resources(&self) -> impl ExactSizeIterator<Item = ResourceBlock<'a>> {
        self.resources.all()
    }

    /// The resources of a type, in the order of their addresses.
    pub fn of<R: ResourceType>(&self) -> impl Iterator<Item = View<'a, R>> {
        self.resources.of()
    }

    /// The database instances that are written to.
    pub fn primaries(&self) -> impl Iterator<Item = &Database<'a>> {
        self.databases.iter().filter(|database| !database.is_replica)
    }

    /// The load balancers that exist already and on whose listeners rules stand here.
    pub fn existing_load_balancers(&self) -> Vec<ExistingLoadBalancer> {
        existing::load_balancers(&self.resources)
    }

    /// The databases that exist already and to which tasks connect.
    pub fn existing_databases(&self) -> Vec<ExistingDatabase> {
        existing::databases(&self.resources)
    }

    /// The rules that let something in.
    pub fn ingress(&self) -> Vec<Rule> {
        security_group::ingress(&self.resources)
    }

    /// The rules that let something out.
    pub fn egress(&self) -> Vec<Rule> {
        security_group::egress(&self.resources)
    }
}
