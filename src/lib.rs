//! `synth`: typed TOML environments in, Terraform JSON out.
//!
//! The data flows one way: [`environment`] reads the TOML into checked types, [`synthesis`] makes the Terraform configuration of
//! them, [`rules`] judge both, [`commands`] write and tell. Only the commands touch the disk.

pub mod address_lock;
pub mod cli;
pub mod commands;
pub mod environment;
pub mod explanation;
pub mod reference;
pub mod rules;
pub mod scaffold;
pub mod synthesis;
