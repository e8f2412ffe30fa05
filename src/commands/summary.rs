//! What `synth --env <name>` says it did, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use output::Outcome;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use super::emit::{Results, Written};
use super::formats::{FORMAT_VERSION, Finding};
use engine::rules::{Accepted, Found, RuleOutcome};

/// What `synth --env <name> --json` prints; it has the same members however it went.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The environments that were written.
    environments: Vec<EnvironmentDocument>,
    /// The environments that were refused; with one of these nothing was written.
    refused: Vec<RefusedDocument>,
    /// What stopped the run.
    error: Option<String>,
}

/// An environment that was written.
#[derive(Serialize, JsonSchema)]
struct EnvironmentDocument {
    /// Its name.
    name: String,
    /// Its folder.
    folder: String,
    /// What became of the folder.
    outcome: OutcomeDocument,
    /// How many files.
    files: FilesDocument,
    /// How many resources each module holds.
    resources: BTreeMap<String, usize>,
    /// What somebody should look at.
    #[schemars(with = "Vec<Finding>")]
    warnings: Json,
    /// What rules found and the settings accept today.
    accepted: Vec<AcceptedDocument>,
}

/// Something that a rule found and the settings accept.
#[derive(Serialize, JsonSchema)]
struct AcceptedDocument {
    /// The rule's stable code.
    code: &'static str,
    /// What was found.
    message: String,
    /// The setting.
    setting: Option<String>,
    /// The resource at which it was found.
    resource: Option<String>,
    /// Why it is accepted.
    reason: String,
    /// The last day on which it is, as `YYYY-MM-DD`.
    until: String,
}

/// What became of a folder.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum OutcomeDocument {
    /// There was none before.
    Created,
    /// It was exchanged for a new one.
    Replaced,
    /// It held the same already.
    Unchanged,
}

/// How many files.
#[derive(Serialize, JsonSchema)]
pub(super) struct FilesDocument {
    /// New or different.
    written: usize,
    /// As before.
    kept: usize,
    /// No longer there.
    removed: usize,
}

/// An environment that was refused.
#[derive(Serialize, JsonSchema)]
struct RefusedDocument {
    /// Its name.
    name: String,
    /// Why.
    #[schemars(with = "Vec<Finding>")]
    problems: Json,
}

/// The modules in the order of the data; any other one comes after them.
const MODULES: [&str; 5] = ["networking", "rds", "ecs", "monitoring", "delivery"];

/// For people: each environment, its modules, and what to type next.
pub(super) fn text(results: &Results) -> String {
    let Results { written, refused: _, failure, bases } = results;
    let mut text = String::new();
    for environment in written {
        let Written { name, folder: _, outcome: _, synthesis, report: _, outcomes: _ } = environment;
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
        let terraform = terraform_in(folder);
        let _ = writeln!(text, "  {terraform} init\n  {terraform} plan -out=tfplan");
    }
    text
}

/// For programs.
pub(super) fn document(results: &Results) -> Document {
    let Results { written, refused, failure, bases: _ } = results;
    let environments = written.iter().map(|Written { name, folder, outcome, synthesis, report, outcomes }| {
        let (outcome, files) = counted(outcome);
        EnvironmentDocument {
            name: name.to_string(),
            folder: folder.display().to_string(),
            outcome,
            files,
            resources: synthesis.resources.clone(),
            warnings: report.to_json(),
            accepted: accepted(outcomes),
        }
    });
    let refused = refused.iter().map(|(name, report)| RefusedDocument { name: name.to_string(), problems: report.to_json() });
    Document {
        format_version: FORMAT_VERSION,
        environments: environments.collect(),
        refused: refused.collect(),
        error: failure.as_ref().map(ToString::to_string),
    }
}

fn accepted(outcomes: &[RuleOutcome]) -> Vec<AcceptedDocument> {
    let of_rule = |outcome: &RuleOutcome| -> Vec<AcceptedDocument> {
        let RuleOutcome { rule, found: _, accepted } = outcome;
        let told =
            accepted.iter().map(|Accepted { found: Found { message, setting, resource }, reason, until }| AcceptedDocument {
                code: rule.code,
                message: message.clone(),
                setting: setting.as_ref().map(ToString::to_string),
                resource: resource.clone(),
                reason: reason.clone(),
                until: until.to_string(),
            });
        told.collect()
    };
    outcomes.iter().flat_map(of_rule).collect()
}

/// The outcome, and how many files were written, kept and removed.
pub(super) fn counted(outcome: &Outcome) -> (OutcomeDocument, FilesDocument) {
    let files = |written, kept, removed| FilesDocument { written, kept, removed };
    match outcome {
        Outcome::Created { written } => (OutcomeDocument::Created, files(written.files, 0, 0)),
        Outcome::Replaced { written, kept, removed } => {
            (OutcomeDocument::Replaced, files(written.files, kept.files, removed.files))
        }
        Outcome::Unchanged { kept } => (OutcomeDocument::Unchanged, files(0, kept.files, 0)),
    }
}

fn done(environment: &Written) -> String {
    let Written { name: _, folder, outcome, synthesis: _, report, outcomes: _ } = environment;
    let mut parts = files_done(folder, outcome);
    parts.extend(match report.warnings() {
        0 => None,
        1 => Some("1 warning".to_owned()),
        warnings => Some(format!("{warnings} warnings")),
    });
    parts.join(", ")
}

/// What became of a folder's files.
pub(super) fn files_done(folder: &Path, outcome: &Outcome) -> Vec<String> {
    let folder = folder.display();
    match outcome {
        Outcome::Created { written } => vec![format!("wrote {} to {folder}", files(written.files)), kilobytes(written.bytes)],
        Outcome::Replaced { written, kept, removed } => {
            let mut parts = vec![format!("wrote {} to {folder}", files(written.files)), format!("{} as before", kept.files)];
            parts.extend((removed.files > 0).then(|| format!("{} removed", removed.files)));
            parts
        }
        Outcome::Unchanged { kept } => vec![format!("{folder} is up to date"), files(kept.files)],
    }
}

/// `terraform -chdir=<folder>`, as a shell takes it.
pub(super) fn terraform_in(folder: &Path) -> String {
    format!("terraform {}", quoted(&format!("-chdir={}", folder.display())))
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

fn kilobytes(bytes: u64) -> String {
    format!("{} KB", bytes.div_ceil(1000))
}

/// The word as a shell takes it, so that the line can be typed as it stands.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_-./=+,:@%".contains(character);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
