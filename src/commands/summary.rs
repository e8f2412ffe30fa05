//! What `synth --env <name>` says it did, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use output::Outcome;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use ::finding::Acceptance;
use domain::EnvironmentName;
use engine::rules::RuleOutcome;
use settings::Report;
use words::count;

use crate::view::folder::{FilesDocument, OutcomeDocument, counted, files_done};
use crate::view::json::{FORMAT_VERSION, Finding};
use crate::view::shell::terraform_in;

/// The last line of a run over several environments of which some were refused.
pub(super) fn left_out(refused: &[String], all: usize, what: &str) -> String {
    format!("{} of {} not {what}: {}", refused.len(), count(all, "environment"), refused.join(", "))
}

/// What `synth --env <name> --json` prints; it has the same members however it went.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The environments that were written.
    environments: Vec<EnvironmentDocument>,
    /// The environments that were refused; their folders stay as they were.
    refused: Vec<RefusedDocument>,
    /// Why folders could not be written, a line each, or what stopped the run.
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
const MODULES: [&str; 8] = ["networking", "rds", "queues", "buckets", "caches", "ecs", "monitoring", "delivery"];

/// An environment that was written.
pub(super) struct Written {
    pub(super) name: EnvironmentName,
    pub(super) folder: PathBuf,
    pub(super) outcome: Outcome,
    /// How many resources each module holds.
    pub(super) resources: BTreeMap<String, usize>,
    /// Its warnings.
    pub(super) report: Report,
    /// How it stands to each rule.
    pub(super) outcomes: Vec<RuleOutcome>,
}

/// For people: what was done, and how many resources each module holds.
pub(super) fn text(written: &Written) -> String {
    let Written { name, folder: _, outcome: _, resources, report: _, outcomes: _ } = written;
    let mut text = String::new();
    let _ = writeln!(text, "{name}: {}", done(written));
    let mut modules: Vec<(&String, &usize)> = resources.iter().collect();
    modules.sort_by_key(|(module, _)| MODULES.iter().position(|known| known == module).unwrap_or(MODULES.len()));
    for (module, number) in modules {
        text += &line(module, *number);
    }
    text + &line("in all", resources.values().sum())
}

fn line(module: &str, number: usize) -> String {
    let counted = count(number, "resource");
    let width = counted.len() + 4 - number.to_string().len().min(4);
    format!("  {module:<12}{counted:>width$}\n")
}

/// For people: what was left out, and what to type next.
///
/// `unlocked` are the environments whose addresses are not recorded, and `typed` is what names their folder.
pub(super) fn next(folders: &[PathBuf], bases: &[PathBuf], unlocked: &[EnvironmentName], typed: &str) -> String {
    let mut text = String::new();
    if !bases.is_empty() {
        let names: Vec<String> = bases.iter().filter_map(|path| path.file_name()).map(|name| name.display().to_string()).collect();
        let _ = writeln!(text, "\nleft out, since others extend it: {}", names.join(", "));
    }
    let _ = writeln!(text, "\nnext:");
    for folder in folders {
        let terraform = terraform_in(folder);
        let _ = writeln!(text, "  {terraform} init\n  {terraform} plan -out=tfplan");
    }
    if !unlocked.is_empty() {
        let names = unlocked.iter().map(|name| format!(" --env {name}")).collect::<Vec<_>>().concat();
        let _ = writeln!(text, "  synth lock{names}{typed}    records what must not be lost; commit it");
    }
    text
}

impl Document {
    /// A run that has done nothing yet.
    pub(super) fn new() -> Self {
        Self { format_version: FORMAT_VERSION, environments: Vec::new(), refused: Vec::new(), error: None }
    }

    /// Adds an environment that was written.
    pub(super) fn wrote(&mut self, written: &Written) {
        let Written { name, folder, outcome, resources, report, outcomes } = written;
        let (outcome, files) = counted(outcome);
        self.environments.push(EnvironmentDocument {
            name: name.to_string(),
            folder: folder.display().to_string(),
            outcome,
            files,
            resources: resources.clone(),
            warnings: report.to_json(),
            accepted: accepted(outcomes),
        });
    }

    /// Adds an environment that was refused.
    pub(super) fn refused(&mut self, name: &EnvironmentName, report: &Report) {
        self.refused.push(RefusedDocument { name: name.to_string(), problems: report.to_json() });
    }

    /// Adds why a folder could not be written.
    pub(super) fn failed(&mut self, error: &anyhow::Error) {
        let error = error.to_string();
        self.error = Some(self.error.take().map_or_else(|| error.clone(), |before| format!("{before}\n{error}")));
    }
}

fn accepted(outcomes: &[RuleOutcome]) -> Vec<AcceptedDocument> {
    let of_rule = |outcome: &RuleOutcome| -> Vec<AcceptedDocument> {
        let RuleOutcome { rule, found: _, accepted } = outcome;
        let told = accepted.iter().filter_map(|found| {
            let Acceptance { reason, until } = found.accepted.clone()?;
            Some(AcceptedDocument {
                code: rule.code,
                message: found.message.clone(),
                setting: found.setting.clone(),
                resource: found.resource.clone(),
                reason,
                until,
            })
        });
        told.collect()
    };
    outcomes.iter().flat_map(of_rule).collect()
}

fn done(written: &Written) -> String {
    let Written { folder, outcome, report, .. } = written;
    let mut parts = files_done(folder, outcome);
    parts.extend((report.warnings() > 0).then(|| count(report.warnings(), "warning")));
    parts.join(", ")
}
