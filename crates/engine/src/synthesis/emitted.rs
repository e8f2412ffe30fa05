//! What is emitted. It must not know how it comes about.

use std::collections::{BTreeMap, BTreeSet};

use terraform::read::Documents;

/// What is emitted for an environment.
#[derive(Clone, Debug)]
pub struct Synthesis {
    /// The files by their path, with `/` between folders.
    pub files: BTreeMap<String, String>,
    /// The documents among them, as Terraform reads them.
    pub documents: Documents,
    /// How many resources each module holds.
    pub resources: BTreeMap<String, usize>,
    /// Which of the files are the user's own.
    pub own: BTreeSet<String>,
    /// The types of the modules' outputs.
    pub output_types: OutputTypes,
}

/// The types of outputs, as a variable would spell them, by module and output.
pub type OutputTypes = BTreeMap<(String, String), String>;
