//! TOML files laid over one another, read into serde types, every fault reported at once with its place.
//!
//! The data flows one way:
//!
//! ```text
//! Layers::read          the entry file, the files that it extends, the overrides: one merged tree
//! Layers::deserialize   the tree into the caller's type: a Reading, with every fault
//! Problems              what the caller's own checks across settings find
//! Reading::report       faults and problems, sorted, for people and for programs
//! ```
//!
//! ```
//! # use std::path::Path;
//! #[derive(serde::Deserialize, schemars::JsonSchema)]
//! #[serde(deny_unknown_fields)]
//! struct Environment {
//!     /// The number of availability zones.
//!     zones: u8,
//! }
//!
//! let overrides = [settings::Override::parse("zones=many")?];
//! let layers = settings::Layers::read::<Environment>(Path::new("prod.toml"), &overrides, &mut |_path| Ok("zones = 2\nnat = 1".into()))?;
//! let reading = layers.deserialize::<Environment>();
//!
//! let mut problems = settings::Problems::default();
//! if let Some(environment) = &reading.value
//!     && environment.zones < 2
//! {
//!     problems.error("zones", "one zone is not enough");
//! }
//!
//! let report = reading.report(&layers, &problems);
//! assert_eq!(report.errors(), 2);
//! assert!(report.render(false, "nothing was written").contains("prod.toml:2:1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate does no input or output (the caller hands in the function that reads a file), prints nothing,
//! reads no environment, and knows neither AWS nor Terraform.
//!
//! What the caller's types may be: structs with `deny_unknown_fields`, maps with string keys, `Vec`, `Option`, numbers,
//! strings, unit and externally tagged enums, newtypes with `#[serde(try_from = "String")]`. `#[serde(flatten)]` and
//! `#[serde(untagged)]` are not supported: serde buffers their content, and a fault in it loses its place.

mod deserializer;
mod example;
mod fault;
mod hide;
mod in_table;
mod invisible;
mod layers;
mod line;
mod meant;
mod overrides;
mod parse;
mod path;
mod problem;
mod provenance;
mod reference;
mod refusal;
mod rejection;
mod render;
mod repair;
mod report;
mod schema;
mod source;
mod takes;
mod text;
mod tree;
mod unset;
mod wording;

pub use fault::Fault;
/// How bad a problem is: the level by which the one scale tells it.
pub use finding::Level as Severity;
pub use layers::{Layers, extended_by};
pub use overrides::{Override, OverrideError};
pub use path::{Segment, SettingPath};
pub use problem::{Problem, Problems, TextPlace};
pub use provenance::{Origin, Setting};
pub use reference::{Described, described, described_of_files};
pub use rejection::Rejection;
pub use repair::Reading;
pub use report::Report;
pub use schema::{file_schema_of, schema_of};
pub use text::text_of;
