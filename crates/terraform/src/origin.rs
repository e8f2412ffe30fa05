//! Where a block comes from: its address, its file, and the place in the code that added it.

use std::fmt;
use std::panic::Location;

/// The name of a document's file, without `.tf.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(&'static str);

/// The address of any block, as it is named in a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BlockAddress(pub(crate) String);

/// The place in the code that added a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin(pub(crate) &'static Location<'static>);

impl FileName {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self(name)
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.tf.json", self.0)
    }
}
