//! What `synth --env <name>` says it did, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use domain::EnvironmentName;
use output::Outcome;
use serde_json::{Value as Json, json};
use settings::Report;

/// The version of the JSON documents; it changes when a reader of the old ones would be misled.
pub(crate) const FORMAT_VERSION: &str = "1.0";

/// The modules in the order of the data, as people know them.
const MODULES: [&str; 4] = ["networking", "rds", "ecs", "monitoring"];

/// One environment that was written.
pub(crate) struct Written {
    pub(crate) name: EnvironmentName,
    pub(crate) folder: PathBuf,
    pub(crate) outcome: Outcome,
    pub(crate) files: usize,
    pub(crate) resources: BTreeMap<String, usize>,
    pub(crate) warnings: Report,
}

/// For people: each environment, its modules, and what to type next.
pub(crate) fn text(written: &[Written]) -> String {
    let mut text = String::new();
    for environment in written {
        let Written { name, folder, outcome, files, resources, warnings: _ } = environment;
        let folder = folder.display();
        let done = match outcome {
            Outcome::Created { written } => format!("wrote {folder}: {} files, {}", written.files, kilobytes(written.bytes)),
            Outcome::Replaced { written, kept, removed } => {
                format!("wrote {folder}: {} files changed, {} as before, {} gone", written.files, kept.files, removed.files)
            }
            Outcome::Unchanged { kept: _ } => format!("{folder} is up to date: {files} files"),
        };
        let total: usize = resources.values().sum();
        let _ = writeln!(text, "{name}: {done}");
        for module in MODULES {
            let _ = writeln!(text, "  {module:<12}{:>4} resources", resources.get(module).copied().unwrap_or_default());
        }
        let _ = writeln!(text, "  {:<12}{total:>4} resources", "in all");
    }
    if let [Written { folder, .. }, ..] = written {
        let folder = folder.display();
        let _ = writeln!(text, "\nnext:\n  terraform -chdir={folder} init\n  terraform -chdir={folder} plan -out=tfplan");
    }
    text
}

/// For programs.
pub(crate) fn json(written: &[Written]) -> Json {
    let environments: Vec<Json> = written
        .iter()
        .map(|Written { name, folder, outcome, files, resources, warnings }| {
            let outcome = match outcome {
                Outcome::Created { .. } => "created",
                Outcome::Replaced { .. } => "replaced",
                Outcome::Unchanged { .. } => "unchanged",
            };
            json!({
                "name": name.as_str(),
                "folder": folder,
                "outcome": outcome,
                "files": files,
                "resources": resources,
                "warnings": warnings.to_json(),
            })
        })
        .collect();
    json!({ "format_version": FORMAT_VERSION, "environments": environments })
}

fn kilobytes(bytes: u64) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}
