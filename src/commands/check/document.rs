//! What `synth check --json` prints. It must not know how environments are compared.

use schemars::JsonSchema;
use serde::Serialize;
use terraform::compare::Difference;

use crate::view::json::Finding;
use engine::address_lock::Violations;

/// What `synth check --json` prints.
#[derive(Serialize, JsonSchema)]
pub(in crate::commands) struct Document {
    /// The version of this format.
    pub(super) format_version: &'static str,
    /// The environments that could be compared.
    pub(super) environments: Vec<Checked>,
    /// Those that could not.
    pub(super) failed: Vec<Failed>,
}

/// An environment that was compared.
#[derive(Serialize, JsonSchema)]
pub(super) struct Checked {
    /// Its name.
    pub(super) name: String,
    /// Its folder.
    pub(super) folder: String,
    /// Whether nothing differs.
    pub(super) same: bool,
    /// The files of the folder that are not what would be written.
    pub(super) files: Vec<FileDifference>,
    /// What writing it would change of what Terraform reads.
    pub(super) difference: Difference,
    /// The file with its recorded addresses.
    pub(super) lock: String,
    /// What its recorded addresses and the emitted ones disagree about.
    pub(super) addresses: Violations,
    /// What makes it equal, in this order.
    pub(super) next: Vec<String>,
    /// What somebody should look at in its settings; only the SARIF log tells of it.
    #[serde(skip)]
    pub(super) warnings: Vec<finding::Finding>,
}

/// A file that is not what would be written.
#[derive(Serialize, JsonSchema)]
pub(super) struct FileDifference {
    /// Its path in the folder.
    pub(super) path: String,
    /// In what it differs.
    pub(super) state: FileState,
}

/// In what a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum FileState {
    /// It would be written and is not there.
    Missing,
    /// synth wrote it, and would not do so now.
    Leftover,
    /// synth never wrote it, and Terraform reads it.
    Foreign,
    /// It sets variables: Terraform takes its values by itself, and no setting says them.
    Variables,
    /// Terraform reads something else in it.
    Changed,
    /// Terraform reads the same in it: only its form, its comments or the place of its blocks differ.
    Formatting,
}

/// An environment that could not be compared.
#[derive(Serialize, JsonSchema)]
pub(super) struct Failed {
    /// Its name.
    pub(super) name: String,
    /// What went wrong.
    pub(super) error: String,
    /// What is wrong with its settings, if that is it.
    #[schemars(with = "Vec<Finding>")]
    pub(super) problems: Vec<finding::Finding>,
}
