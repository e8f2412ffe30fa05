//! `synth bootstrap`: writes the stack of an account that makes the bucket of Terraform's state, and says how to apply it.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use domain::EnvironmentName;
use schemars::JsonSchema;
use serde::Serialize;
use terraform::json::Json;

use super::emit::{Done, files_of};
use super::ownership;
use super::source::{Source, environment_name, read_text};
use crate::view::folder::{FilesDocument, OutcomeDocument, counted, files_done};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, tell};
use crate::view::shell::{quoted, terraform_in};
use engine::Defect;
use engine::environment::{self, Account};
use engine::synthesis::{self, StateOfBootstrap};

/// The name of the stack's folder, beside those of the environments.
pub(super) const FOLDER: &str = "bootstrap";

/// The arguments of `synth bootstrap`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The environment whose account is meant, where the environments keep their state in several buckets
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    environment: Option<EnvironmentName>,

    /// Let the stack's own state lie in the bucket that it made; without, it lies beside the stack
    #[arg(long)]
    in_bucket: bool,

    #[command(flatten)]
    source: Source,

    /// Where `bootstrap` is written; without, `out` beside the environments
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Print what was written as one JSON document
    #[arg(long)]
    json: bool,
}

/// What `synth bootstrap --json` prints.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The stack's folder.
    folder: String,
    /// What became of the folder.
    outcome: OutcomeDocument,
    /// How many files.
    files: FilesDocument,
    /// How many resources the stack holds.
    resources: usize,
    /// The bucket of Terraform's state that it makes.
    bucket: String,
    /// Whether the stack's own state lies in that bucket, too.
    in_bucket: bool,
}

/// Writes the stack.
///
/// # Errors
/// The environments have no account in common, the folder cannot be read or written, or what was done cannot be told.
pub fn run(arguments: &Arguments) -> Result<Done> {
    let Arguments { environment, in_bucket, source, out, json } = arguments;
    let own_state = if *in_bucket { StateOfBootstrap::InBucket } else { StateOfBootstrap::Local };
    if let Some(name) = environment {
        source.workspace().find(name)?;
    }
    let Some(environments) = load(source)? else { return Ok(Done::Failed) };
    let account = Account::of(&environments, environment.as_ref())?;
    let folder = source.out(out.as_deref()).join(FOLDER);
    if own_state == StateOfBootstrap::Local && is_in_bucket(&folder)? {
        bail!(
            "the state of `{}` lies in the bucket already: add `--in-bucket`, or Terraform looks for it here and makes everything anew",
            folder.display()
        );
    }
    let synthesis = synthesis::bootstrap(&account, own_state).map_err(Defect)?;
    ownership::refuse_another_bucket(&folder, synthesis.files.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    let outcome = output::replace(&folder, &files_of(&synthesis)?)?;
    let total: usize = synthesis.resources.values().sum();
    if *json {
        let (outcome, files) = counted(&outcome);
        let (folder, bucket) = (folder.display().to_string(), account.state.bucket.to_string());
        let format_version = FORMAT_VERSION;
        print_document(&Document { format_version, folder, outcome, files, resources: total, bucket, in_bucket: *in_bucket })?;
        return Ok(Done::Written);
    }
    let mut text = format!("bootstrap: {}\n", files_done(&folder, &outcome).join(", "));
    let _ = writeln!(text, "  {total} resources for the state bucket `{}`", account.state.bucket);
    text += &next(arguments, own_state, &folder);
    print(&text)?;
    Ok(Done::Written)
}

/// Every environment of the folder; nothing when one of them is refused, which was told then.
fn load(source: &Source) -> Result<Option<Vec<environment::Environment>>> {
    let mut environments = Vec::new();
    let mut told: Vec<String> = Vec::new();
    let mut is_refused = false;
    for name in source.workspace().environments()? {
        if name.as_str() == FOLDER {
            bail!("rename the environment `{name}`: its folder would be that of the account's bootstrap");
        }
        let loaded = source.workspace().load(&name)?;
        is_refused |= loaded.environment.is_none();
        environments.extend(loaded.environment);
        // What several environments extend is told once. Their warnings are told when they are written themselves.
        let plain = loaded.report.render(false, "nothing was written");
        if loaded.report.errors() > 0 && !told.contains(&plain) {
            tell(|colour| loaded.report.render(colour, "nothing was written"))?;
            told.push(plain);
        }
    }
    Ok((!is_refused).then_some(environments))
}

/// Whether the stack that stands in this folder has its state in the bucket.
fn is_in_bucket(folder: &Path) -> Result<bool> {
    let path = folder.join("terraform.tf.json");
    match read_text(&path) {
        Ok(text) => Ok(serde_json::from_str(&text).is_ok_and(|it: Json| it.pointer("/terraform/backend/s3").is_some())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => bail!("cannot read `{}`: {error}", path.display()),
    }
}

/// What to type next.
fn next(arguments: &Arguments, own_state: StateOfBootstrap, folder: &Path) -> String {
    let terraform = terraform_in(folder);
    match own_state {
        StateOfBootstrap::Local => format!(
            "\nnext, once for the account:\n  {terraform} init\n  {terraform} apply\n\
             then move the stack's own state into the bucket that it made:\n  {}\n  {terraform} init -migrate-state\n",
            again(arguments),
        ),
        StateOfBootstrap::InBucket => format!("\nnext:\n  {terraform} init\n  {terraform} plan -out=tfplan\n"),
    }
}

/// The command that was typed, for the bucket.
fn again(arguments: &Arguments) -> String {
    let Arguments { environment, in_bucket: _, source, out, json: _ } = arguments;
    let own = [
        environment.as_ref().map(|name| ("--env", name.to_string())),
        out.as_ref().map(|out| ("--out", out.display().to_string())),
    ];
    let mut command = "synth bootstrap --in-bucket".to_owned();
    for (option, value) in own.into_iter().flatten() {
        let _ = write!(command, " {option} {}", quoted(&value));
    }
    command + &source.typed()
}
