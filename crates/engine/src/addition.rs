//! Modules in Rust that a program adds to the shipped ones, when it uses the engine as a library.
//!
//! An addition has a section of its own in an environment's file, makes a module of it with the bindings, and judges what is emitted. Its files
//! stand among those of the environment, so that everything that reads documents knows them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::Value as Json;
use settings::{Layers, Problems, Reading};
use terraform::read::Documents;
use terraform::{Body, Configuration, DuplicateError, Module, ModuleCall, Output};

use crate::environment::Environment;
use crate::synthesis::emitted::OutputTypes;

/// A module beside the shipped ones.
pub trait Addition: fmt::Debug + Send + Sync {
    /// The name of its section, which is the module's as well.
    fn name(&self) -> &'static str;

    /// Reads its section and tells what is wrong with it. `section` holds that one and nothing else: [`Layers::deserialize`] reads it, and
    /// [`Reading::without_value`] is what is handed back. An environment without the section does without the module.
    fn read(&self, section: &Layers, problems: &mut Problems) -> Reading<()>;

    /// Makes the module of its section, when neither that nor the environment has a fault.
    fn make(&self, section: &Layers, environment: &Environment) -> Option<Made>;

    /// The codes of its rules, three capital letters and three digits each, as `[[accept]]` may name them. They are none of the shipped rules'.
    fn codes(&self) -> &'static [&'static str] {
        &[]
    }

    /// Judges what is emitted for an environment that has its section: [`Problems`] with a `code` are what its rules find.
    fn judge(&self, documents: &Documents, problems: &mut Problems) {
        let _ = (documents, problems);
    }
}

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
            let document = documents.entry(path.clone()).or_insert_with(|| {
                comment.iter().map(|comment| ("//".to_owned(), comment.clone())).collect::<serde_json::Map<_, _>>().into()
            });
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

/// An addition whose section is there, with that.
pub(crate) type Present = (Arc<dyn Addition>, Layers);

/// Those of which an environment has the section.
pub(crate) fn present(additions: &[Arc<dyn Addition>], layers: &Layers) -> Vec<Present> {
    additions.iter().filter_map(|addition| Some((Arc::clone(addition), layers.only(addition.name())?))).collect()
}

/// What they make of a sound environment.
pub(crate) fn added(present: &[Present], environment: &Environment, problems: &mut Problems) -> AllAdded {
    let mut all = BTreeMap::new();
    for (addition, section) in present {
        let Some(made) = addition.make(section, environment) else { continue };
        match Added::of(addition.name(), made, |configuration| crate::synthesis::finish::finish(configuration, environment)) {
            Ok(added) => {
                all.insert(addition.name(), added);
            }
            Err(duplicates) => {
                let duplicates: Vec<String> = duplicates.iter().map(ToString::to_string).collect();
                problems
                    .error(addition.name(), format!("the module that this makes contradicts itself: {}", duplicates.join("; ")));
            }
        }
    }
    Arc::new(all)
}
