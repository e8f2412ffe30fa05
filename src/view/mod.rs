//! How things are shown, whatever verb shows them.

pub mod difference;
pub(crate) mod ending;
pub(crate) mod finding;
pub(crate) mod folder;
pub mod github;
pub(crate) mod json;
pub(crate) mod print;
pub(crate) mod progress;
pub(crate) mod sarif;
pub(crate) mod secret;
pub(crate) mod shell;
