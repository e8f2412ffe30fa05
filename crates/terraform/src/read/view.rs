//! Typed views: resources and nested blocks of a type, asked by the names that the bindings have.

use std::borrow::Cow;
use std::marker::PhantomData;

use crate::json::Json;

use crate::read::argument;
use crate::read::documents::{Documents, object};
use crate::read::paths::module_of;
use crate::read::value::Read;
use crate::{Address, ArgumentName, BlockName, Mode, ResourceType};

/// A `resource`, `data` or `ephemeral` block as it is written, and where.
#[derive(Clone, Copy, Debug)]
pub struct ResourceBlock<'a> {
    pub(crate) documents: &'a Documents,
    /// The child module's name; empty for the root module.
    pub module: &'a str,
    /// The file in which it stands.
    pub file: &'a str,
    /// Whether it is managed or only read.
    pub mode: Mode,
    /// The type, such as `aws_db_instance`.
    pub kind: &'a str,
    /// The name, such as `main`.
    pub label: &'a str,
    /// The arguments as they are written.
    pub written: &'a Json,
}

/// A resource of type `B`, or a nested block `B` of one.
#[derive(Debug)]
pub struct View<'a, B> {
    block: ResourceBlock<'a>,
    body: &'a Json,
    of: PhantomData<fn() -> B>,
}

impl Documents {
    /// All managed resources, by file.
    pub fn all(&self) -> impl Iterator<Item = ResourceBlock<'_>> {
        self.of_mode(Mode::Managed)
    }

    /// All blocks of one mode, by file.
    pub fn of_mode(&self, mode: Mode) -> impl Iterator<Item = ResourceBlock<'_>> {
        let section = mode.section();
        self.by_path().iter().flat_map(move |(file, document)| {
            let module = module_of(file);
            object(document.get(section)).flat_map(move |(kind, labels)| {
                object(Some(labels)).map(move |(label, written)| ResourceBlock {
                    documents: self,
                    module,
                    file,
                    mode,
                    kind,
                    label,
                    written,
                })
            })
        })
    }

    /// The managed resources of a type, by file.
    pub fn resources_of<R: ResourceType>(&self) -> impl Iterator<Item = View<'_, R>> {
        let mode = Mode::Managed;
        self.files_of(R::TYPE).flat_map(move |(file, document)| {
            let labels = document.get(mode.section()).and_then(|kinds| kinds.get(R::TYPE));
            object(labels).filter_map(move |(label, written)| {
                ResourceBlock { documents: self, module: module_of(file), file, mode, kind: R::TYPE, label, written }.view()
            })
        })
    }

    /// The block at this address.
    pub fn at(&self, address: &Address) -> Option<ResourceBlock<'_>> {
        let (module, section) = (address.module()?, address.mode().section());
        self.of_module(module).find_map(|(file, document)| {
            let (kind, labels) = document.get(section)?.as_object()?.get_key_value(address.kind())?;
            let (label, written) = labels.as_object()?.get_key_value(address.label().as_str())?;
            Some(ResourceBlock { documents: self, module: module_of(file), file, mode: address.mode(), kind, label, written })
        })
    }
}

impl<'a, T> Read<'a, T> {
    /// The resource to which it refers, when that one stands in the configuration.
    pub fn resource(&self) -> Option<ResourceBlock<'a>> {
        self.documents.at(&self.target()?)
    }

    /// The resource to which it refers, when it is of this type.
    pub fn leads_to<R: ResourceType>(&self) -> Option<View<'a, R>> {
        self.resource()?.view()
    }
}

impl<'a> ResourceBlock<'a> {
    /// The documents in which it stands.
    pub fn documents(&self) -> &'a Documents {
        self.documents
    }

    /// Its address, as a plan names it.
    pub fn address(&self) -> Address {
        Address::as_written(self.module, self.mode, self.kind, self.label)
    }

    /// Whether it is a managed resource of this type.
    pub fn is<R: ResourceType>(&self) -> bool {
        self.mode == Mode::Managed && self.kind == R::TYPE
    }

    /// The resource as one of a type that has no binding, since it is emitted nowhere; `B` gives its arguments their names.
    pub fn view_as<B>(self, kind: &str) -> Option<View<'a, B>> {
        (self.mode == Mode::Managed && self.kind == kind).then_some(View { block: self, body: self.written, of: PhantomData })
    }

    /// The resource as one of this type, if it is one.
    pub fn view<R: ResourceType>(self) -> Option<View<'a, R>> {
        self.is::<R>().then_some(View { block: self, body: self.written, of: PhantomData })
    }
}

impl<'a, B> View<'a, B> {
    /// The resource in which it stands, or that it is.
    pub fn resource(&self) -> ResourceBlock<'a> {
        self.block
    }

    /// The address of the resource in which it stands, or that it is.
    pub fn address(&self) -> Address {
        self.block.address()
    }

    /// The value of an argument.
    pub fn get<T>(&self, name: ArgumentName<B, T>) -> Read<'a, T> {
        let value = self.body.get(name.as_str()).unwrap_or(&Json::Null);
        Read::new(self.block.documents, Cow::Borrowed(self.block.module), Cow::Borrowed(value))
    }

    /// The nested blocks of this name, those that are `dynamic` once each.
    pub fn blocks<N>(&self, name: BlockName<B, N>) -> impl Iterator<Item = View<'a, N>> + use<'a, B, N> {
        let block = self.block;
        let elements = |json: Option<&'a Json>| argument::elements(json.unwrap_or(&Json::Null)).iter();
        let written = elements(self.body.get(name.as_str()));
        // Each of a `dynamic` block's is as its `content` says.
        let dynamic = elements(self.body.get("dynamic").and_then(|dynamic| dynamic.get(name.as_str())));
        let contents = dynamic.flat_map(move |it| elements(it.get("content")));
        written.chain(contents).map(move |body| View { block, body, of: PhantomData })
    }

    /// The nested block of this name; the first, where there are several.
    pub fn block<N>(&self, name: BlockName<B, N>) -> Option<View<'a, N>> {
        self.blocks(name).next()
    }

    /// What is written, for what no name of the bindings says.
    pub fn written(&self) -> &'a Json {
        self.body
    }
}

// Written out, because a derive would ask the same of `B`, which is only a name.
impl<B> Clone for View<'_, B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B> Copy for View<'_, B> {}
