//! The resources of a configuration by their addresses, for readers who ask for many. It must not know what they are for.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::read::argument::target;
use crate::read::{Documents, Resource};

/// All managed resources, by address.
pub struct Index<'a> {
    by_address: BTreeMap<String, Resource<'a>>,
}

impl<'a> Index<'a> {
    /// Reads them.
    pub fn new(documents: &'a Documents) -> Self {
        Self { by_address: documents.resources().into_iter().map(|it| (it.address.to_string(), it)).collect() }
    }

    /// The resources of a type, each with its address and its arguments, in the order of their addresses.
    pub fn of<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = (&'b str, &'b Json)> {
        self.by_address.iter().filter(move |(_, it)| it.address.kind() == kind).map(|(address, it)| (address.as_str(), &it.body))
    }

    /// All resources by address.
    pub fn by_address(&self) -> &BTreeMap<String, Resource<'a>> {
        &self.by_address
    }

    /// The resource to which a value refers.
    pub fn target(&self, value: &Json) -> Option<(&str, &Json)> {
        let address = target(value)?;
        self.by_address.get_key_value(&address).map(|(address, it)| (address.as_str(), &it.body))
    }
}
