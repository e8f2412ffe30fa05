//! Modules in Rust that a program adds to the shipped ones, when it uses the engine as a library.
//!
//! An addition has a section of its own in an environment's file, makes a module of it with the bindings, and judges what is emitted. Its files
//! stand among those of the environment, so that everything that reads documents knows them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use settings::{Layers, Problems, Reading};
use terraform::read::Documents;

use crate::added::{Added, AllAdded, Made};
use crate::environment::Environment;

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
