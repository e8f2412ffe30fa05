//! What each type accepts and refuses, with which sentence, and that its JSON Schema says the same.

mod acceptance;
mod common;
mod ecs;
mod every_type;
mod names;
mod network;
mod place;
mod rds;
mod time_and_money;
