//! What stock Terraform and the real AWS provider make of what is emitted: every cycle, in one binary.

mod backends;
mod broken_off;
mod called;
mod changes;
#[path = "../common/mod.rs"]
mod common;
mod delivery;
mod environments;
mod generated;
mod imports;
mod init;
mod moto;
mod own_tests;
mod packs;
mod quickstart;
mod review;
mod reviews;
mod settings;
mod stack;
mod state;
mod transitions;
