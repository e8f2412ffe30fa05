//! `synth schema`: the JSON Schema of an environment's file.

use anyhow::Result;

use super::print;
use crate::environment::Config;

/// Prints the schema.
pub fn run() -> Result<()> {
    print(&text())
}

/// The schema as it stands in `environments/schema.json`.
pub fn text() -> String {
    format!("{:#}\n", settings::file_schema_of::<Config>())
}
