//! Terraform's state: the bucket that holds it, the table that may hold its locks, and the backend that points there.
//!
//! Before all other modules: the bucket has to stand before an environment is applied, so it is made by a root module of its own,
//! once per account. The module knows nothing of the environments but that each has its key in the bucket.

mod backend;
mod bucket;
pub mod config;
mod elsewhere;
mod facts;
mod interface;
mod kept;
mod lock_table;

use terraform::{Address, Module, Settings};

pub use backend::BOOTSTRAP_KEY;
pub use config::{Config, Lock};
pub use elsewhere::{Cloud, Elsewhere, Http, Local, LockMethods, UpdateMethod};
pub use facts::facts;
pub use interface::{Outputs, References};
pub use kept::{Encryption, Kept, Locking, State};

/// The module's documents.
pub fn module(state: &State) -> Module {
    let mut module = Module::new();
    module.document("versions").settings(Settings::new().required_provider("aws", aws::required_provider([])));
    let bucket = bucket::bucket(module.document("bucket"), state);
    if let Some(table) = state.locking.table() {
        lock_table::lock_table(module.document("lock_table"), state, table);
    }
    let outputs = Outputs { bucket_name: bucket.id().into(), bucket_arn: bucket.arn().into() };
    outputs.declare(module.document("outputs"));
    module
}

/// The address, in the module, of a table that the settings do not ask for any more: Terraform is to leave it standing.
pub fn abandoned_lock_table(state: &State) -> Option<Address> {
    match &state.locking {
        Locking::S3 => Some(lock_table::address()),
        Locking::DynamoDb(_) | Locking::Both(_) => None,
    }
}
