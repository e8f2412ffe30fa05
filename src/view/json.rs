//! The JSON documents that the verbs print: one version for all, one form.

use schemars::JsonSchema;
use serde::Serialize;

use crate::view::print::print_json;

/// The version of the JSON documents: a member more raises the second number, what would mislead a reader of the old ones the first.
pub(crate) const FORMAT_VERSION: &str = "2.0";

/// Prints a document.
pub(crate) fn print_document<T: Serialize>(document: &T) -> anyhow::Result<()> {
    print_json(&document_text(document)?)
}

/// A document as it is printed.
pub(crate) fn document_text<T: Serialize>(document: &T) -> anyhow::Result<String> {
    Ok(format!("{:#}\n", serde_json::to_value(document)?))
}

/// A finding about the settings, as [`settings::Report::to_json`] writes it; only its schema is read.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "the schema is derived from it")]
pub(crate) struct Finding {
    /// The rule's stable code; none for a fault that is no rule's.
    code: Option<String>,
    /// How bad it is.
    severity: FindingSeverity,
    /// What is wrong.
    message: String,
    /// What would be right.
    help: Option<String>,
    /// The file in which it stands.
    file: String,
    /// The line, from 1.
    line: Option<usize>,
    /// The column, from 1, in characters.
    column: Option<usize>,
    /// The setting.
    setting: Option<String>,
    /// The resource at which a rule found it.
    resource: Option<String>,
}

/// How bad a finding is.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(dead_code, reason = "the schema is derived from it")]
pub(crate) enum FindingSeverity {
    /// The settings cannot be used.
    Error,
    /// The settings can be used; somebody should look.
    Warning,
}
