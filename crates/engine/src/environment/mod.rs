//! An environment: what its TOML files say, as typed and as checked.

mod acceptance;
mod account;
mod address;
mod assumed_role;
mod check;
mod checked;
mod config;
mod database;
mod folder;
mod folder_path;
mod given;
mod iam;
mod other_words;
mod refactoring;
mod resource_override;
mod services;
mod texts;

pub use acceptance::{Acceptance, AcceptedSetting};
pub use account::{Account, AccountError};
pub use address::ResourceAddress;
pub use assumed_role::AssumedRole;
pub use checked::Environment;
pub use config::{Config, Purpose};
pub use folder::{EnvironmentFolder, FolderError, Listing, RESERVED};
pub use folder_path::FolderPath;
pub use given::{Given, OutputPath};
pub use iam::Iam;
pub(crate) use other_words::explain as explain_other_words;
pub use refactoring::{Import, Moved, Refactoring, Removed};
pub use resource_override::ResourceOverride;
pub(crate) use texts::check as check_texts;
