//! The rows of the system's tables, asked of the emitted JSON.

#[path = "../common/mod.rs"]
mod common;

mod database;
mod monitoring;
mod network;
mod security;
mod services;
