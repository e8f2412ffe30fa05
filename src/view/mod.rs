//! How things are shown, whatever verb shows them.

pub mod difference;
pub mod github;
