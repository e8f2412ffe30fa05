//! The database: its settings, what they make, and what contradicts itself.

mod common;
mod contradictions;
mod environments;
mod keys;
mod read_replica;
mod schema;
mod settings;
