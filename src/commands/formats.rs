//! What the verbs print with `--json`: a documented, versioned document each, whose JSON Schema is derived from its type.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::{bootstrap, check, cost, diff, explain, graph, lock, new, print, report, summary};

/// The version of the JSON documents: a member more raises the second number, what would mislead a reader of the old ones the first.
pub const FORMAT_VERSION: &str = "2.0";

/// One verb's document.
pub struct Format {
    /// The verb.
    pub verb: &'static str,
    schema: fn() -> Schema,
}

/// Every verb that prints a document; `docs/json/<verb>.schema.json` holds its schema.
pub const FORMATS: [Format; 11] = [
    Format { verb: "bootstrap", schema: schema_of::<bootstrap::Document> },
    Format { verb: "check", schema: schema_of::<check::Document> },
    Format { verb: "cost", schema: schema_of::<cost::Document> },
    Format { verb: "diff", schema: schema_of::<diff::Document> },
    Format { verb: "emit", schema: schema_of::<summary::Document> },
    Format { verb: "explain", schema: schema_of::<explain::Document> },
    Format { verb: "graph", schema: schema_of::<graph::Document> },
    Format { verb: "lock", schema: schema_of::<lock::Document> },
    Format { verb: "new", schema: schema_of::<new::Document> },
    Format { verb: "report", schema: schema_of::<report::Document> },
    Format { verb: "review", schema: schema_of::<review::Review> },
];

impl Format {
    /// The schema as it stands in the documentation.
    pub fn schema(&self) -> String {
        format!("{:#}\n", (self.schema)().to_value())
    }
}

/// Prints a document.
pub(super) fn print_document<T: Serialize>(document: &T) -> anyhow::Result<()> {
    print(&document_text(document)?)
}

/// A document as it is printed.
pub(super) fn document_text<T: Serialize>(document: &T) -> anyhow::Result<String> {
    Ok(format!("{:#}\n", serde_json::to_value(document)?))
}

/// A finding about the settings, as [`settings::Report::to_json`] writes it; only its schema is read.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "the schema is derived from it")]
pub(super) struct Finding {
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
pub(super) enum FindingSeverity {
    /// The settings cannot be used.
    Error,
    /// The settings can be used; somebody should look.
    Warning,
}

fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
