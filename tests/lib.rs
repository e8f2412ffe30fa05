//! What the user gets, in all that needs no Terraform: a module for each thing, in one binary, so that it is linked once.

mod cli;
mod command;
mod common;
mod cost;
mod coverage;
mod delivery;
mod escaping;
mod facts;
mod fuzz_corpus;
mod generated;
mod graph;
mod guides;
mod json_formats;
mod once;
mod provider_schema;
mod refused;
mod report;
mod review;
mod rules;
mod settings_schema;
mod snapshots;
mod stability;
mod taken_back;
mod tidy;
mod transitions;
mod upgrades;
