//! AWS for the Terraform core: bindings of the provider's types, and the documents that AWS itself defines.
//!
//! `bindings` is generated from the provider's schema (`cargo xtask bindings`); everything else is written by hand. This crate
//! knows AWS and Terraform, and nothing of settings or of this system's modules.

#[allow(clippy::wildcard_imports, clippy::too_many_lines, clippy::doc_markdown, reason = "generated, a line an argument")]
mod bindings;
pub mod policy;

pub use bindings::*;
