//! What `synth init --json` prints.

use schemars::JsonSchema;
use serde::Serialize;

/// What `synth init --json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "What synth init --json prints")]
pub(in crate::commands) struct Document {
    /// The version of this format.
    pub(super) format_version: &'static str,
    /// The environments that can be synthesized now.
    pub(super) environments: [&'static str; 2],
    /// The files that were written.
    pub(super) written: Vec<String>,
    /// The files that were there already, and stay as they are.
    pub(super) kept: Vec<String>,
    /// What was decided of the pipeline that somebody should know who reads it.
    pub(super) notes: Vec<String>,
}
