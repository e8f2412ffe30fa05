//! `synth bootstrap`: writes the stack of an account that makes the bucket of Terraform's state, and says how to apply it.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use domain::EnvironmentName;
use serde_json::Value as Json;
use settings::Override;

use super::emit::{Done, defect, files_of};
use super::summary::{files_done, quoted, terraform_in};
use super::{print, tell};
use crate::environment::{self, Account, EnvironmentFolder};
use crate::synthesis::{self, StateOfBootstrap};

/// The name of the stack's folder, beside those of the environments.
const FOLDER: &str = "bootstrap";

/// The folder of the environments' files where none is given.
pub const USUAL_ENVIRONMENTS: &str = "environments";

/// The folder under which everything is written where none is given.
pub const USUAL_OUT: &str = "out";

/// What was asked for.
#[derive(Debug)]
pub struct Request {
    /// The environment whose account is meant, where there are several.
    pub environment: Option<EnvironmentName>,
    /// Where the environments' files lie.
    pub folder: EnvironmentFolder,
    /// Under which folder the stack's is written.
    pub out: PathBuf,
    /// The settings given on the command line.
    pub overrides: Vec<Override>,
    /// Where the stack's own state lies.
    pub own_state: StateOfBootstrap,
}

/// Writes the stack.
///
/// # Errors
/// The environments have no account in common, the folder cannot be read or written, or what was done cannot be told.
pub fn run(request: &Request) -> Result<Done> {
    let Request { environment, folder, out, overrides, own_state } = request;
    if let Some(name) = environment {
        folder.find(name)?;
    }
    let Some(environments) = load(folder, overrides)? else { return Ok(Done::Failed) };
    let account = Account::of(&environments, environment.as_ref())?;
    let folder = out.join(FOLDER);
    if *own_state == StateOfBootstrap::Local && is_in_bucket(&folder)? {
        bail!(
            "the state of `{}` lies in the bucket already: add `--in-bucket`, or Terraform looks for it here and makes everything anew",
            folder.display()
        );
    }
    let synthesis = synthesis::bootstrap(&account, *own_state).map_err(|duplicates| defect(&duplicates))?;
    let outcome = output::replace(&folder, &files_of(&synthesis)?)?;
    let mut text = format!("bootstrap: {}\n", files_done(&folder, &outcome).join(", "));
    let total: usize = synthesis.resources.values().sum();
    let _ = writeln!(text, "  {total} resources for the state bucket `{}`", account.state.bucket);
    text += &next(request, &folder);
    print(&text)?;
    Ok(Done::Written)
}

/// Every environment of the folder; nothing when one of them is refused, which was told then.
fn load(folder: &EnvironmentFolder, overrides: &[Override]) -> Result<Option<Vec<environment::Environment>>> {
    let mut environments = Vec::new();
    let mut told: Vec<String> = Vec::new();
    let mut is_refused = false;
    for name in folder.environments()? {
        if name.as_str() == FOLDER {
            bail!("rename the environment `{name}`: its folder would be that of the account's bootstrap");
        }
        let loaded = environment::load(&name, &folder.file(&name), overrides, &mut |path: &Path| fs::read_to_string(path));
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
    match fs::read_to_string(&path) {
        Ok(text) => Ok(serde_json::from_str(&text).is_ok_and(|it: Json| it.pointer("/terraform/backend/s3").is_some())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => bail!("cannot read `{}`: {error}", path.display()),
    }
}

/// What to type next.
fn next(request: &Request, folder: &Path) -> String {
    let terraform = terraform_in(folder);
    match request.own_state {
        StateOfBootstrap::Local => format!(
            "\nnext, once for the account:\n  {terraform} init\n  {terraform} apply\n\
             then move the stack's own state into the bucket that it made:\n  {}\n  {terraform} init -migrate-state\n",
            again(request),
        ),
        StateOfBootstrap::InBucket => format!("\nnext:\n  {terraform} init\n  {terraform} plan -out=tfplan\n"),
    }
}

/// The command that was typed, for the bucket.
fn again(request: &Request) -> String {
    let Request { environment, folder, out, overrides, own_state: _ } = request;
    let options = [
        environment.as_ref().map(|name| ("--env", name.to_string())),
        Some(("--environments", folder.path().display().to_string())).filter(|(_, folder)| folder != USUAL_ENVIRONMENTS),
        Some(("--out", out.display().to_string())).filter(|(_, out)| out != USUAL_OUT),
    ];
    let overrides = overrides.iter().map(|setting| ("--set", setting.text().to_owned()));
    let mut command = "synth bootstrap --in-bucket".to_owned();
    for (option, value) in options.into_iter().flatten().chain(overrides) {
        let _ = write!(command, " {option} {}", quoted(&value));
    }
    command
}
