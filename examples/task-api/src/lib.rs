//! The Task API: tasks kept in PostgreSQL, served over REST.
//!
//! In the order of the data: [`config`] is what the task definition injects; [`credentials`] and [`database`] make connections of it;
//! [`tasks`] is what is kept; [`api`] is what is answered. `main.rs` puts them together and stops them.

#![recursion_limit = "256"]

pub mod api;
pub mod config;
pub mod credentials;
pub mod database;
pub mod logging;
pub mod migrations;
pub mod server;
pub mod tasks;
