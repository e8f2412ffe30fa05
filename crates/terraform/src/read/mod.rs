//! A Terraform configuration in JSON, read back: its resources by address, their references followed, their embedded documents opened.
//!
//! Whoever reads what is emitted (comparing, drawing, pricing, ruling) reads it here, as Terraform would: the documents, never the
//! modules that made them. It knows neither AWS nor the disk, and takes any text: what is no Terraform is an error or stays
//! as it stands, never a panic.

pub mod argument;
mod constraint;
mod documents;
pub mod embedded;
pub mod expression;
mod graph;
mod json;
mod native;
mod paths;
mod references;
mod resolve;
mod resource;
mod source;
mod syntax;
mod texts;
mod value;
mod view;

pub use crate::Mode;
pub use constraint::Constraint;
pub use documents::{Documents, ReadError};
pub use native::hcl;
pub use paths::{is_native, is_of_configuration, module_of};
pub use references::Fetched;
pub use resource::Resource;
pub use source::{Source, SourceError};
pub use texts::{Text, texts};
pub use value::{Literal, Read};
pub use view::{ResourceBlock, View};
