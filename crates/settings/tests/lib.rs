//! What a user gets from the settings of an environment: values, places, and reports.
//!
//! The types in `system.rs` are a small model of a real environment, with a setting of every kind.

mod checks;
mod faults;
mod layers;
mod odd_types;
mod overrides;
mod paths;
mod provenance;
mod schema;
mod syntax;
mod system;
mod typed;
mod unplaced;
mod values;
