//! The system's tables, asked of the emitted JSON: a file for each section of the system's description, a test for each row.
//!
//! The numbers stand here as the tables have them, and are read neither from the TOML nor from the structs.

mod bastion;
mod database;
mod delivery;
mod entrance;
mod log_export;
mod monitoring;
mod name_limits;
mod names;
mod network;
mod outputs;
mod read_replica;
mod refactoring;
mod scaling;
mod security;
mod security_groups;
mod services;
mod state;
mod terraform_roles;
