//! What additions make, as documents. It must not know an environment.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use terraform::json::Json;
use terraform::{Body, Configuration, DuplicateError, Module, ModuleCall, Output};

use crate::synthesis::emitted::OutputTypes;

/// What an addition makes.
pub struct Made {
    /// The module.
    pub module: Module,
    /// What the root module passes to it.
    pub inputs: Body,
}

/// An addition's module as documents.
#[derive(Clone)]
pub struct Added {
    documents: BTreeMap<String, Json>,
    pub(crate) resources: usize,
    pub(crate) output_types: OutputTypes,
}

impl Added {
    /// The documents of a module, with what holds for all of the environment's: protections, boundary, path.
    pub(crate) fn of(
        name: &'static str,
        Made { module, inputs }: Made,
        finish: impl FnOnce(&mut Configuration),
    ) -> Result<Self, Vec<DuplicateError>> {
        let call = ModuleCall::new(name);
        let mut configuration = Configuration::new();
        configuration.child(&call, module);
        configuration.root().document("main").module(&call, inputs);
        let description = format!("All that the module gives, for what is built on it: `{name}.<output of the module>`.");
        configuration.root().document("outputs").output(Output::of_module(&call, &description));
        finish(&mut configuration);
        let resources = configuration.resource_counts().into_values().sum();
        let output_types = configuration.output_types();
        Ok(Self { documents: configuration.documents()?, resources, output_types })
    }

    /// Adds them to those of the environment, whose files they share in the root module.
    pub(crate) fn add_to(&self, documents: &mut BTreeMap<String, Json>) {
        let comment = documents.get("main.tf.json").and_then(|document| document.get("//")).cloned();
        for (path, added) in &self.documents {
            let document = documents
                .entry(path.clone())
                .or_insert_with(|| comment.iter().map(|comment| ("//".to_owned(), comment.clone())).collect());
            merge(document, added);
        }
    }
}

fn merge(document: &mut Json, added: &Json) {
    match (document, added) {
        (Json::Object(members), Json::Object(more)) => {
            for (key, value) in more {
                match members.get_mut(key) {
                    Some(member) => merge(member, value),
                    None => {
                        members.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (document, added) => *document = added.clone(),
    }
}

impl fmt::Debug for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Added").field("resources", &self.resources).finish_non_exhaustive()
    }
}

/// What additions made, by name.
pub type AllAdded = Arc<BTreeMap<&'static str, Added>>;
