//! Terraform of the user's own: files that lie beside an environment's settings and are carried into its emitted folder as they are.
//!
//! Here they are read, in either of Terraform's languages, so that whatever speaks of the environment knows them too; `check` says where
//! they clash with what is emitted. It must not know what their resources are for.

mod check;
mod file;
mod files;
mod secrets;

pub(crate) use check::{check, check_odd, place};
pub use file::{Own, OwnFile};
pub(crate) use files::{Listing, read, read_module};
pub(crate) use secrets::{What, called};
