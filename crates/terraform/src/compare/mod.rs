//! What differs between two Terraform configurations: by address and argument, documents in strings compared inside.
//!
//! What only looks different is none: the order of keys, the file in which a block stands, the order of a set or of things that have
//! a name. It reads documents, never the disk, and knows no provider: what only a provider's schema says, it asks
//! [`Provider`].

mod arguments;
mod between;
mod blocks;
mod departures;
mod difference;
mod following;
mod identity;
mod likeness;
mod path;
mod references;
mod relocation;

pub use between::{Anew, anew_if_moved};
pub use departures::Departures;
pub use difference::{ArgumentChange, BlockChange, Change, Difference, Following, Provider, Relocation, Subject, from_to};
pub use likeness::likeness;
