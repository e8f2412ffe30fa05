//! The engine: from the TOML of an environment to Terraform JSON, and what is to be said about both.
//!
//! The data flows one way: [`environment`] reads the TOML into checked types, [`synthesis`] makes the Terraform configuration of
//! them, [`rules`] judge both.

pub mod address_lock;
pub mod environment;
pub mod explanation;
pub mod reference;
pub mod rules;
pub mod scaffold;
pub mod synthesis;
