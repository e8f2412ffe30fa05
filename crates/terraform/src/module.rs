//! A module: the documents of one folder.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::json::Json;
use crate::origin::{BlockAddress, FileName, Origin};
use crate::{Address, Document, Label};

/// The documents of one folder, by file name.
#[derive(Default)]
pub struct Module {
    documents: BTreeMap<FileName, Document>,
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

    pub(crate) fn set(&mut self, kind: &str, argument: &str, value: &Json) {
        self.documents.values_mut().for_each(|document| document.set(kind, argument, value));
    }

    pub(crate) fn addresses(&self) -> impl Iterator<Item = Address> {
        self.documents.values().flat_map(Document::addresses)
    }

    pub(crate) fn bodies(&self) -> impl Iterator<Item = (String, impl Iterator<Item = &Json>)> {
        self.documents.values().flat_map(Document::bodies)
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
