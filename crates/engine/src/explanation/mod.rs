//! Explaining a setting or a resource: what a setting touches is found by changing it in memory and comparing what is emitted.
//!
//! Nothing here is a list kept by hand: the types say what can be set, the documents what comes of it. It must not know any setting or
//! resource by name, nor the disk.

mod effect;
mod pattern;
mod suggestion;
mod trial;
mod values;

pub use effect::{AttributeChange, Effect, effects};
pub use pattern::{completed, concrete, matches};
pub use suggestion::suggestions;
pub use trial::{Bench, Outcome, Trial, toml, value_of};
