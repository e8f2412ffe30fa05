//! The resources of a configuration with their references followed, for readers that take whole bodies. It must not know any type.

use crate::json::Json;

use crate::Address;
use crate::read::{Documents, ResourceBlock};

/// A resource or data source.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource<'a> {
    /// Its address.
    pub address: Address,
    /// The file in which it stands.
    pub file: &'a str,
    /// Its arguments as they are written.
    pub written: &'a Json,
    /// Its arguments with every reference followed as far as the configuration leads: `${var.x}` stands no longer there but what
    /// the root module passes for it, and `${aws_vpc.main.id}` as `${module.networking.aws_vpc.main.id}`.
    pub body: Json,
}

impl Documents {
    /// All managed resources, by file.
    pub fn resources(&self) -> Vec<Resource<'_>> {
        self.all().map(|block| block.resolved()).collect()
    }

    /// The addresses of all managed resources, without looking at their arguments.
    pub fn addresses(&self) -> impl Iterator<Item = Address> {
        self.all().map(|block| block.address())
    }

    /// The arguments of a managed resource as they are written.
    pub fn raw(&self, module: &str, kind: &str, label: &str) -> Option<&Json> {
        self.of_module(module).find_map(|(_, document)| document.get("resource")?.get(kind)?.get(label))
    }
}

impl<'a> ResourceBlock<'a> {
    /// With its references followed.
    pub fn resolved(&self) -> Resource<'a> {
        let body = self.documents.resolve(self.module, self.written);
        Resource { address: self.address(), file: self.file, written: self.written, body }
    }
}
