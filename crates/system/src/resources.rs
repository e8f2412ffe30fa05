//! A configuration's resources. It must not know what they are.

use std::collections::BTreeMap;

use terraform::ResourceType;
use terraform::read::{Documents, ResourceBlock, View};

/// The resources of documents, by their addresses.
pub(crate) struct Resources<'a> {
    pub(crate) documents: &'a Documents,
    by_address: BTreeMap<String, ResourceBlock<'a>>,
}

impl<'a> Resources<'a> {
    pub(crate) fn read(documents: &'a Documents) -> Self {
        Self { documents, by_address: documents.all().map(|block| (block.address().to_string(), block)).collect() }
    }

    /// All of them, in the order of their addresses.
    pub(crate) fn all(&self) -> impl ExactSizeIterator<Item = ResourceBlock<'a>> {
        self.by_address.values().copied()
    }

    /// Those of a type.
    pub(crate) fn of<R: ResourceType>(&self) -> impl Iterator<Item = View<'a, R>> {
        self.all().filter_map(ResourceBlock::view)
    }
}
