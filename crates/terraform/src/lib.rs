//! Terraform's JSON configuration syntax as typed Rust.
//!
//! From the inside out: an [`Expression`] or a literal is a [`Value`]; values make a [`Body`]; a body under an [`Address`] is a
//! [`Resource`]; resources, variables and outputs make a [`Document`], which is one `.tf.json` file; documents make a [`Module`];
//! a root module with its children is a [`Configuration`].
//!
//! [`read`] takes documents apart again, as Terraform would, and [`compare`] finds what differs between two configurations.
//!
//! This crate knows Terraform and nothing of any provider, of settings or of the disk.

mod address;
mod body;
mod check;
pub mod compare;
mod configuration;
mod document;
mod embedded;
mod expression;
mod interface;
pub mod json;
mod lifecycle;
mod module;
mod module_call;
mod names;
mod origin;
mod output;
mod output_path;
mod parse;
mod provider;
pub mod read;
mod refactoring;
mod resource;
mod settings;
mod template;
mod test_file;
mod types;
mod value;
mod variable;

pub use address::{Address, Addressed, InstanceKey, Label, LabelError, Mode};
pub use body::{Block, Body};
pub use check::{Assertion, Check};
pub use configuration::{Configuration, written};
pub use document::Document;
pub use embedded::{Embedded, object};
pub use expression::Expression;
pub use interface::describe;
pub use json::Json;
pub use lifecycle::Lifecycle;
pub use module::{DuplicateError, Module};
pub use module_call::ModuleCall;
pub use names::{ArgumentName, BlockName, Name};
pub use origin::FileName;
pub use output::Output;
pub use output_path::{OutputPath, OutputPathError};
pub use parse::AddressError;
pub use provider::{Provider, ProviderReference, ProviderType};
pub use refactoring::{Import, Moved, Removed};
pub use resource::{Data, DataSourceType, Ephemeral, EphemeralType, Instances, Resource, ResourceType};
pub use settings::{Backend, RequiredProvider, Settings};
pub use template::{Piece, Template, escaped};
pub use test_file::{Run, TestFile};
pub use types::{List, Map, Number, Set};
pub use value::{Argument, Type, Value};
pub use variable::{Validation, Variable};
