//! Overrides: arguments of emitted resources that the settings set to something else, applied once and last, before the rules judge.
//!
//! What fits is the provider's schema's to say, so that no list of arguments is kept here.

mod apply;
mod check;
mod overridden;
mod ranges;
mod wiring;

pub(crate) use apply::apply;
pub(crate) use check::{check, described, is_reference};
pub use overridden::Overridden;
pub(crate) use wiring::Wiring;
