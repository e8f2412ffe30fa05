//! A module: the documents of one folder, and the block that calls it.

use std::collections::BTreeMap;
use std::panic::Location;

use thiserror::Error;

use crate::{Address, Addressed, Body, Document, Expression, FileName, Label, ProviderReference};

/// The documents of one folder, by file name.
#[derive(Default)]
pub struct Module {
    documents: BTreeMap<FileName, Document>,
}

/// A call of a child module that lies in `modules/<name>` beside the caller's files.
pub struct ModuleCall {
    label: Label,
    providers: Vec<(ProviderReference, ProviderReference)>,
}

/// Two blocks of one module that claim the same address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{}` is added twice: to {} at {}, and to {} at {}", address.0, first.0, first.1.0, second.0, second.1.0)]
pub struct DuplicateError {
    address: BlockAddress,
    first: (FileName, Origin),
    second: (FileName, Origin),
}

impl DuplicateError {
    /// The address, in its module.
    pub fn address(&self) -> &str {
        &self.address.0
    }
}

/// The address of any block, as it is named in a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BlockAddress(pub(crate) String);

/// The place in the code that added a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin(pub(crate) &'static Location<'static>);

impl Module {
    /// A module with no documents.
    pub fn new() -> Self {
        Self::default()
    }

    /// The document of this name, made when it is first asked for: `vpc` is the file `vpc.tf.json`.
    pub fn document(&mut self, name: &'static str) -> &mut Document {
        self.documents.entry(FileName::new(name)).or_default()
    }

    pub(crate) fn prevent_destroy(&mut self, types: &[&str]) {
        self.documents.values_mut().for_each(|document| document.prevent_destroy(types));
    }

    pub(crate) fn set(&mut self, kind: &str, argument: &str, value: &serde_json::Value) {
        self.documents.values_mut().for_each(|document| document.set(kind, argument, value));
    }

    pub(crate) fn addresses(&self) -> impl Iterator<Item = Address> {
        self.documents.values().flat_map(Document::addresses)
    }

    pub(crate) fn output_types(&self) -> impl Iterator<Item = (&Label, &String)> {
        self.documents.values().flat_map(Document::output_types)
    }

    pub(crate) fn count_resources(&self) -> usize {
        self.documents.values().map(Document::count_resources).sum()
    }

    pub(crate) fn into_documents(self) -> Result<BTreeMap<FileName, Document>, Vec<DuplicateError>> {
        let mut seen: BTreeMap<&BlockAddress, (FileName, Origin)> = BTreeMap::new();
        let mut duplicates = Vec::new();
        for (name, document) in &self.documents {
            for (address, origin) in document.origins() {
                let here = (*name, *origin);
                if let Some(first) = seen.insert(address, here) {
                    duplicates.push(DuplicateError { address: address.clone(), first, second: here });
                }
            }
        }
        if duplicates.is_empty() { Ok(self.documents) } else { Err(duplicates) }
    }
}

impl ModuleCall {
    /// A call under the address `module.<label>`.
    pub fn new(label: impl Into<Label>) -> Self {
        Self { label: label.into(), providers: Vec::new() }
    }

    /// Passes a provider's configuration: the child's name for it, and the caller's.
    pub fn provider(mut self, child: ProviderReference, caller: ProviderReference) -> Self {
        self.providers.push((child, caller));
        self
    }

    /// The name under which the module is called.
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// The output `name`; [`crate::outputs!`] gives it its type.
    pub fn output<T>(&self, name: &str) -> Expression<T> {
        Expression::native(format!("{}.{name}", self.bare()))
    }

    pub(crate) fn body(&self, inputs: Body) -> Body {
        let mut body = Body::new();
        body.verbatim("source", format!("./modules/{}", self.label));
        if !self.providers.is_empty() {
            let providers: serde_json::Map<String, serde_json::Value> =
                self.providers.iter().map(|(child, caller)| (child.as_str().to_owned(), caller.as_str().into())).collect();
            body.verbatim("providers", providers);
        }
        body.extend(inputs);
        body
    }
}

impl Addressed for ModuleCall {
    fn bare(&self) -> String {
        format!("module.{}", self.label)
    }
}
