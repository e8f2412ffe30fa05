//! What `synth --env <name>` says it did, for people and for programs.

use std::fmt::Write as _;

use output::Outcome;
use serde_json::{Value as Json, json};

use super::emit::{Results, Written};

/// The version of the JSON documents; the first number changes when a reader of the old ones would be misled.
const FORMAT_VERSION: &str = "1.1";

/// The modules in the order of the data; any other one comes after them.
const MODULES: [&str; 4] = ["networking", "rds", "ecs", "monitoring"];

/// For people: each environment, its modules, and what to type next.
pub(super) fn text(results: &Results) -> String {
    let Results { written, refused: _, failure, bases } = results;
    let mut text = String::new();
    for environment in written {
        let Written { name, folder: _, outcome: _, synthesis, report: _ } = environment;
        let _ = writeln!(text, "{name}: {}", done(environment));
        let mut modules: Vec<(&String, &usize)> = synthesis.resources.iter().collect();
        modules.sort_by_key(|(module, _)| MODULES.iter().position(|known| known == module).unwrap_or(MODULES.len()));
        for (module, count) in modules {
            let _ = writeln!(text, "  {module:<12}{count:>4} resources");
        }
        let total: usize = synthesis.resources.values().sum();
        let _ = writeln!(text, "  {:<12}{total:>4} resources", "in all");
    }
    if failure.is_some() || written.is_empty() {
        return text;
    }
    if !bases.is_empty() {
        let names: Vec<String> = bases.iter().filter_map(|path| path.file_name()).map(|name| name.display().to_string()).collect();
        let _ = writeln!(text, "\nleft out, since others extend it: {}", names.join(", "));
    }
    let _ = writeln!(text, "\nnext:");
    for Written { folder, .. } in written {
        let folder = quoted(&format!("-chdir={}", folder.display()));
        let _ = writeln!(text, "  terraform {folder} init\n  terraform {folder} plan -out=tfplan");
    }
    text
}

/// For programs; the document has the same members however it went.
pub(super) fn json(results: &Results) -> Json {
    let Results { written, refused, failure, bases: _ } = results;
    let environments: Vec<Json> = written
        .iter()
        .map(|Written { name, folder, outcome, synthesis, report }| {
            let (outcome, [written, kept, removed]) = counted(outcome);
            json!({
                "name": name.as_str(),
                "folder": folder.display().to_string(),
                "outcome": outcome,
                "files": { "written": written, "kept": kept, "removed": removed },
                "resources": synthesis.resources,
                "warnings": report.to_json(),
            })
        })
        .collect();
    let refused: Vec<Json> =
        refused.iter().map(|(name, report)| json!({ "name": name.as_str(), "problems": report.to_json() })).collect();
    json!({
        "format_version": FORMAT_VERSION,
        "environments": environments,
        "refused": refused,
        "error": failure.as_ref().map(ToString::to_string),
    })
}

/// The outcome's word, and how many files were written, kept and removed.
fn counted(outcome: &Outcome) -> (&'static str, [usize; 3]) {
    match outcome {
        Outcome::Created { written } => ("created", [written.files, 0, 0]),
        Outcome::Replaced { written, kept, removed } => ("replaced", [written.files, kept.files, removed.files]),
        Outcome::Unchanged { kept } => ("unchanged", [0, kept.files, 0]),
    }
}

fn done(environment: &Written) -> String {
    let Written { name: _, folder, outcome, synthesis: _, report } = environment;
    let folder = folder.display();
    let mut parts = match outcome {
        Outcome::Created { written } => vec![format!("wrote {} to {folder}", files(written.files)), kilobytes(written.bytes)],
        Outcome::Replaced { written, kept, removed } => {
            let mut parts = vec![format!("wrote {} to {folder}", files(written.files)), format!("{} as before", kept.files)];
            parts.extend((removed.files > 0).then(|| format!("{} removed", removed.files)));
            parts
        }
        Outcome::Unchanged { kept } => vec![format!("{folder} is up to date"), files(kept.files)],
    };
    parts.extend(match report.warnings() {
        0 => None,
        1 => Some("1 warning".to_owned()),
        warnings => Some(format!("{warnings} warnings")),
    });
    parts.join(", ")
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

fn kilobytes(bytes: u64) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}

/// The word as a shell takes it, so that the line can be typed as it stands.
fn quoted(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_-./=+,:@%".contains(character);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
