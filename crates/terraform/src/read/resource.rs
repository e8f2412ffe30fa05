//! The resources of a configuration. It must not know any resource type.

use serde_json::Value as Json;

use crate::Mode;
use crate::read::{Documents, ResourceAddress, module_of, object};

/// A resource or data source.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource<'a> {
    /// Its address.
    pub address: ResourceAddress,
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
        self.resources_where(Mode::Managed, |_| true)
    }

    /// All managed resources of a type.
    pub fn resources_of_kind(&self, kind: &str) -> Vec<Resource<'_>> {
        self.resources_where(Mode::Managed, |address| address.kind == kind)
    }

    /// All data sources.
    pub fn data_sources(&self) -> Vec<Resource<'_>> {
        self.resources_where(Mode::Data, |_| true)
    }

    /// The addresses of all managed resources, without looking at their arguments.
    pub fn addresses(&self) -> impl Iterator<Item = ResourceAddress> {
        self.written(Mode::Managed).map(|(_, address, _)| address)
    }

    /// The resource at this address.
    pub fn resource(&self, address: &ResourceAddress) -> Option<Resource<'_>> {
        self.resources_where(address.mode, |it| it == address).into_iter().next()
    }

    /// The arguments of a managed resource as they are written.
    pub fn raw(&self, module: &str, kind: &str, label: &str) -> Option<&Json> {
        let mut of_module = self.by_path().iter().filter(|(path, _)| module_of(path) == module);
        of_module.find_map(|(_, document)| document.get("resource")?.get(kind)?.get(label))
    }

    fn resources_where(&self, mode: Mode, wanted: impl Fn(&ResourceAddress) -> bool) -> Vec<Resource<'_>> {
        self.written(mode)
            .filter(|(_, address, _)| wanted(address))
            .map(|(file, address, written)| {
                let body = self.resolve(&address.module, written);
                Resource { address, file, written, body }
            })
            .collect()
    }

    fn written(&self, mode: Mode) -> impl Iterator<Item = (&str, ResourceAddress, &Json)> {
        self.by_path().iter().flat_map(move |(path, document)| {
            object(document.get(mode.section())).flat_map(move |(kind, labels)| {
                object(Some(labels)).map(move |(label, body)| {
                    let address =
                        ResourceAddress { module: module_of(path).to_owned(), mode, kind: kind.clone(), label: label.clone() };
                    (path.as_str(), address, body)
                })
            })
        })
    }
}
