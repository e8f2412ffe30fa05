//! What the verbs print with `--json`: a documented, versioned document each, whose JSON Schema is derived from its type.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::{bootstrap, check, cost, diff, explain, graph, lock, new, pipeline, report, summary};

/// One verb's document.
pub struct Format {
    /// The verb.
    pub verb: &'static str,
    schema: fn() -> Schema,
}

/// Every verb that prints a document; `docs/json/<verb>.schema.json` holds its schema.
pub const FORMATS: [Format; 13] = [
    Format { verb: "bootstrap", schema: schema_of::<bootstrap::Document> },
    Format { verb: "check", schema: schema_of::<check::Document> },
    Format { verb: "cost", schema: schema_of::<cost::Document> },
    Format { verb: "diff", schema: schema_of::<diff::Document> },
    Format { verb: "emit", schema: schema_of::<summary::Document> },
    Format { verb: "explain", schema: schema_of::<explain::Document> },
    Format { verb: "graph", schema: schema_of::<graph::Document> },
    Format { verb: "init", schema: schema_of::<super::init::document::Document> },
    Format { verb: "lock", schema: schema_of::<lock::Document> },
    Format { verb: "new", schema: schema_of::<new::Document> },
    Format { verb: "pipeline", schema: schema_of::<pipeline::Document> },
    Format { verb: "report", schema: schema_of::<report::Document> },
    Format { verb: "review", schema: schema_of::<review::Review> },
];

impl Format {
    /// The schema as it stands in the documentation.
    pub fn schema(&self) -> String {
        format!("{:#}\n", (self.schema)().to_value())
    }
}

fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
