//! AWS for the Terraform core: bindings of the provider's types, and the documents that AWS itself defines.
//!
//! The bindings are generated from the provider's schema (`cargo xtask bindings`); everything else is written by hand. This crate
//! knows AWS and Terraform, and nothing of settings or of this system's modules.
//!
//! A resource reads like the Terraform that it becomes: what it cannot do without first, the rest by name, other resources by
//! reference.
//!
//! ```
//! use aws::{Subnet, SubnetRequired, Vpc};
//! use terraform::{Document, Resource};
//!
//! let mut document = Document::new();
//! let vpc = document.resource(Resource::new("main", Vpc::new().cidr_block("10.0.0.0/16")));
//! let subnet = Subnet::new(SubnetRequired { vpc_id: vpc.id().into() }).cidr_block("10.0.1.0/24");
//! document.resource(Resource::new("public_a", subnet));
//! ```
//!
//! Read back, it is asked by the same names:
//!
//! ```
//! use aws::{DbInstance, DbSubnetGroup, EcsService, ecs_service::NetworkConfiguration};
//! use terraform::read::Documents;
//!
//! fn zones_and_sizes(documents: &Documents) {
//!     for database in documents.resources_of::<DbInstance>() {
//!         let has_standby = database.get(DbInstance::MULTI_AZ).is_true();
//!         let gigabytes: Option<u64> = database.get(DbInstance::ALLOCATED_STORAGE).literal();
//!         // References are followed through variables and outputs, from module to module.
//!         let group = database.get(DbInstance::DB_SUBNET_GROUP_NAME).leads_to::<DbSubnetGroup>();
//!         let subnets = group.map(|group| group.get(DbSubnetGroup::SUBNET_IDS).elements());
//!     }
//!     for service in documents.resources_of::<EcsService>() {
//!         for network in service.blocks(EcsService::NETWORK_CONFIGURATION) {
//!             let is_public = network.get(NetworkConfiguration::ASSIGN_PUBLIC_IP).is_true();
//!             println!("{} {is_public}", network.address());
//!         }
//!     }
//! }
//! ```
//!
//! # What does not compile
//!
//! An argument that the type does not have (here misspelt; deprecated ones are not there either):
//!
//! ```compile_fail
//! aws::Vpc::new().cidr_blok("10.0.0.0/16");
//! ```
//!
//! A resource without an argument that it needs:
//!
//! ```compile_fail
//! aws::Subnet::new(aws::SubnetRequired {});
//! ```
//!
//! A value of the wrong type:
//!
//! ```compile_fail
//! aws::Vpc::new().enable_dns_support("yes");
//! ```
//!
//! A reference to an attribute that the type does not have, and one whose type does not fit:
//!
//! ```compile_fail
//! # use terraform::{Document, Resource};
//! let vpc = Document::new().resource(Resource::new("main", aws::Vpc::new()));
//! vpc.identifier();
//! ```
//!
//! ```compile_fail
//! # use terraform::{Document, Resource};
//! let vpc = Document::new().resource(Resource::new("main", aws::Vpc::new()));
//! aws::Vpc::new().enable_dns_support(vpc.id());
//! ```
//!
//! A change ignored in an argument of another type:
//!
//! ```compile_fail
//! # use terraform::{Lifecycle, Resource};
//! let ignore = Lifecycle::new().ignore_changes([aws::EcsService::DESIRED_COUNT]);
//! Resource::new("main", aws::Vpc::new()).lifecycle(ignore);
//! ```
//!
//! A question to a resource about an argument that its type does not have (misspelt, or another type's), and an answer of the wrong type:
//!
//! ```compile_fail
//! fn ask(vpc: terraform::read::View<'_, aws::Vpc>) {
//!     vpc.get(aws::Vpc::CIDR_BLOK);
//! }
//! ```
//!
//! ```compile_fail
//! fn ask(vpc: terraform::read::View<'_, aws::Vpc>) {
//!     vpc.get(aws::Subnet::CIDR_BLOCK);
//! }
//! ```
//!
//! ```compile_fail
//! fn ask(vpc: terraform::read::View<'_, aws::Vpc>) {
//!     let answer: Option<bool> = vpc.get(aws::Vpc::CIDR_BLOCK).literal();
//! }
//! ```
//!
//! A resource type that is misspelt:
//!
//! ```compile_fail
//! fn ask(documents: &terraform::read::Documents) {
//!     documents.resources_of::<aws::DbInstnace>();
//! }
//! ```

mod account_key;
#[allow(clippy::wildcard_imports, clippy::too_many_lines, clippy::doc_markdown, reason = "generated, a line an argument")]
mod bindings;
pub mod data_key;
pub mod facts;
pub mod log_key;
pub mod policy;
pub mod private_bucket;
pub mod unbound;

pub use bindings::*;
pub use facts::types::{is_stateful, keeps_its_address};

use terraform::{ProviderReference, RequiredProvider};

/// The provider as every module requires it: both major versions that the emitted arguments are checked against.
pub fn required_provider(configuration_aliases: impl IntoIterator<Item = ProviderReference>) -> RequiredProvider {
    RequiredProvider {
        source: "hashicorp/aws".to_owned(),
        version: ">= 5.100.0, < 7.0.0".to_owned(),
        configuration_aliases: configuration_aliases.into_iter().collect(),
    }
}
