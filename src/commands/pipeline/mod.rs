//! `synth pipeline`: the pipeline of a service for the environments that there are, from their settings. It must not know any pipeline's language.

mod atlantis;
mod emitted;
mod facts;
mod github;
mod gitlab;
mod infrastructure;
mod jenkins;
mod kind;
mod language;
mod layout;
mod limits;
mod proof;
mod quoting;
mod state;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use clap::Args;
use domain::{HealthCheckPath, ServiceName};
use schemars::JsonSchema;
use serde::Serialize;

use self::emitted::{File, Standing};
use self::facts::Facts;
use self::layout::Layout;
use super::source::{Source, USUAL_FOLDER, USUAL_OUT, read_text};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, tell};
use crate::view::shell::{quoted, terraform_in};

pub(super) use self::kind::Kind;
pub(super) use self::language::Language;

/// What brings an image into service; all pipelines call it.
const DELIVER: &str = include_str!("../../../examples/delivery/deliver.sh");

const AFTER: &str = "\
Each service has files of its own, so one service after the other may be written, or all at once. A file that nobody has changed since it
was written is renewed; one that somebody changed stays, and `--force` writes over it.

Examples:
  synth pipeline --kind github --language go
  synth pipeline --kind jenkins --service web --context services/web
  synth pipeline --kind atlantis";

/// The arguments of `synth pipeline`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// What runs the pipeline
    #[arg(long, value_enum)]
    kind: Kind,

    /// The service, or job with images of its own, that is delivered; without, each one that a pipeline can deliver
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,

    /// The folder of the service in its repository, with its Dockerfile; without, the repository's root
    #[arg(long, value_name = "DIR", value_parser = folder_in_repository)]
    context: Option<String>,

    /// What the smoke test asks for, where it is not to be the health check's path
    #[arg(long, value_name = "PATH", requires = "service")]
    smoke_path: Option<HealthCheckPath>,

    /// What lints, tests, scans and builds the service; without, `make`
    #[arg(long, value_enum)]
    language: Option<Language>,

    #[command(flatten)]
    source: Source,

    /// The root of the repository into which it is written; without, that of the git repository in which this folder stands, or this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// The folder that the project begins in, where it is begun just now
    #[arg(skip)]
    project: Option<PathBuf>,

    /// Write over files that somebody changed
    #[arg(long)]
    force: bool,

    /// Print what was written as one JSON document
    #[arg(long)]
    json: bool,
}

/// What `synth pipeline --json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "What synth pipeline --json prints")]
pub(super) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The environments, in the order in which they are delivered to.
    environments: Vec<String>,
    /// The files that were written.
    written: Vec<String>,
    /// The files that said the same already.
    unchanged: Vec<String>,
    /// What was decided that somebody should know who reads them.
    notes: Vec<String>,
}

/// What was written.
pub(super) struct Emitted {
    /// The root of the repository.
    root: PathBuf,
    environments: Vec<String>,
    pub(super) written: Vec<PathBuf>,
    unchanged: Vec<PathBuf>,
    /// What somebody should know who reads it.
    pub(super) notes: Vec<String>,
}

/// Writes the pipeline's files.
///
/// # Errors
/// The environments cannot be delivered to in this way, or a file cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(Emitted { root, environments, written, unchanged, notes }) = emit(arguments)? else { return Ok(ExitCode::FAILURE) };
    let shown = |paths: Vec<PathBuf>| paths.into_iter().map(|path| path.display().to_string()).collect();
    let (written, unchanged) = (shown(written), shown(unchanged));
    if arguments.json {
        print_document(&Document { format_version: FORMAT_VERSION, environments, written, unchanged, notes })?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&(told(written, unchanged) + "\n" + &next(arguments, &root, &environments)))?;
    for note in notes {
        tell(|_| format!("note: {note}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A folder of the repository, as it is written into commands of a shell and of a workflow.
fn folder_in_repository(text: &str) -> Result<String, String> {
    let is_plain = |part: &str| {
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !part.is_empty() && part != ".." && !part.starts_with('-') && part.bytes().all(is_of_name)
    };
    let path = text.strip_suffix('/').unwrap_or(text);
    if path.split('/').all(is_plain) {
        Ok(path.to_owned())
    } else {
        Err("name a folder of the repository from its root on, in letters, digits, `-`, `_` and `.`, such as `services/web`"
            .to_owned())
    }
}

impl Arguments {
    /// For a project that begins in a folder.
    pub(super) fn of_project(kind: Kind, language: Option<Language>, folder: &Path) -> Self {
        let source = Source::of_folder(Some(folder.join(USUAL_FOLDER)));
        let project = Some(folder.to_owned());
        let (service, context, smoke_path, out) = (None, None, None, None);
        Self { kind, service, context, smoke_path, language, source, out, project, force: false, json: false }
    }

    /// Flags of which nothing would come are refused.
    fn refuse_what_is_ignored(&self) -> Result<()> {
        if self.kind != Kind::Atlantis {
            return Ok(());
        }
        let flags = [
            ("--service", self.service.is_some()),
            ("--context", self.context.is_some()),
            ("--smoke-path", self.smoke_path.is_some()),
            ("--language", self.language.is_some()),
        ];
        let ignored: Vec<&str> = flags.into_iter().filter(|(_, is_set)| *is_set).map(|(flag, _)| flag).collect();
        if ignored.is_empty() {
            return Ok(());
        }
        let is = if ignored.len() == 1 { "is" } else { "are" };
        bail!("{} {is} for pipelines that deliver services, and Atlantis delivers none: leave it out", words::list(&ignored))
    }

    /// The root of the repository into which it is written, and what somebody should know of it.
    fn root(&self) -> Result<(PathBuf, Option<String>)> {
        let folder = self.project.clone().unwrap_or_else(|| PathBuf::from("."));
        match (&self.out, layout::repository_above(self.out.as_ref().unwrap_or(&folder))?) {
            (None, None) => Ok((folder, None)),
            (None, Some(root)) => {
                let note = format!(
                    "the files are at the root of the git repository, `{}`, where {} looks for them and from where their paths lead; `--out` \
                     writes them elsewhere",
                    root.display(),
                    self.kind.name()
                );
                Ok((root, Some(note)))
            }
            (Some(out), None) => Ok((out.clone(), None)),
            (Some(out), Some(root)) => {
                let note = format!(
                    "`{}` stands in the git repository `{}`, and {} looks for the files at a repository's root alone: leave out `--out`, unless \
                     that folder becomes a repository of its own",
                    out.display(),
                    root.display(),
                    self.kind.name()
                );
                Ok((out.clone(), Some(note)))
            }
        }
    }

    /// The folder under which everything is written for Terraform.
    fn emitted(&self) -> PathBuf {
        self.project.as_ref().map_or_else(|| self.source.out(None), |folder| folder.join(USUAL_OUT))
    }
}

/// Writes the files, and prints nothing but why an environment is refused; then there is nothing to tell.
pub(super) fn emit(arguments: &Arguments) -> Result<Option<Emitted>> {
    let Arguments { kind, service, context: _, smoke_path, language: _, source, out: _, project: _, force, json: _ } = arguments;
    arguments.refuse_what_is_ignored()?;
    let Some(mut facts) = facts::read(*kind, service.as_ref(), smoke_path.as_ref(), source)? else { return Ok(None) };
    let (root, of_root) = arguments.root()?;
    facts.notes.extend(of_root);
    let out = root.as_path();
    let layout = Layout::of(out, source, &arguments.emitted())?;
    let files = files(arguments, &facts, out, layout.as_ref())?;
    let standing: Vec<(File, Standing)> = files
        .into_iter()
        .map(|file| {
            let standing = file.standing(out);
            (file, standing)
        })
        .collect();
    let changed: Vec<String> = standing
        .iter()
        .filter(|(_, standing)| *standing == Standing::Changed && !force)
        .map(|(file, _)| format!("`{}`", out.join(&file.path).display()))
        .collect();
    if !changed.is_empty() {
        let (says, it) = if changed.len() == 1 { ("says", "it") } else { ("say", "them") };
        bail!(
            "{} {says} something that synth did not write, and no file of the pipeline was written: look at {it}, then move {it} away or write over \
             {it} with `synth pipeline --force`",
            changed.join(", ")
        );
    }
    let (unchanged, written): (Vec<_>, Vec<_>) = standing.into_iter().partition(|(_, standing)| *standing == Standing::Same);
    for (file, _) in &written {
        file.write(out).map_err(|error| anyhow!("cannot write `{}`: {error}", out.join(&file.path).display()))?;
    }
    let paths = |files: &[(File, Standing)]| files.iter().map(|(file, _)| out.join(&file.path)).collect();
    facts.notes.extend(further_notes(arguments, &facts, out, layout.is_some()));
    Ok(Some(Emitted {
        root: root.clone(),
        environments: facts.names.iter().map(ToString::to_string).collect(),
        written: paths(&written),
        unchanged: paths(&unchanged),
        notes: facts.notes,
    }))
}

/// The files, of which each service has its own.
fn files(arguments: &Arguments, facts: &Facts, out: &Path, layout: Option<&Layout>) -> Result<Vec<File>> {
    let Arguments { kind, context, language, source, .. } = arguments;
    let folder = context.as_deref().unwrap_or(".").trim_end_matches('/');
    let language = language.unwrap_or(Language::Make);
    let environments = &facts.environments;
    // Nobody can plan what has its state in a file of somebody's.
    let layout = layout.filter(|_| !environments.is_empty());
    let deliveries = facts.deliveries.iter();
    let mut files: Vec<File> = match kind {
        Kind::Jenkins => deliveries
            .map(|it| {
                let path = jenkinsfile(facts.is_one_service, &it.service);
                File::new(path, "//", &jenkins::delivery(it, language, folder))
            })
            .collect(),
        Kind::Github => deliveries
            .map(|it| {
                let path = format!(".github/workflows/deliver-{}.yml", it.service);
                File::new(path, "#", &github::delivery(it, language, folder))
            })
            .collect(),
        Kind::Gitlab => deliveries
            .map(|it| {
                let path = format!(".gitlab/synth/deliver-{}.yml", it.service);
                File::new(path, "#", &gitlab::delivery(it, language, folder))
            })
            .chain([File::new(".gitlab-ci.yml", "#", gitlab::PROJECT)])
            .collect(),
        Kind::Atlantis => Vec::new(),
    };
    if !files.is_empty() {
        files.push(File::program("delivery/deliver.sh", DELIVER));
    }
    match (kind, layout) {
        (Kind::Jenkins, Some(layout)) => {
            files.push(File::new("Jenkinsfile.infrastructure", "//", &jenkins::infrastructure(environments, layout)));
        }
        (Kind::Github, Some(layout)) => {
            let text = github::infrastructure(environments, layout);
            files.push(File::new(".github/workflows/infrastructure.yml", "#", &text));
            let applies = github::apply(environments, layout);
            files.extend(applies.map(|text| File::new(".github/workflows/apply.yml", "#", &text)));
        }
        (Kind::Gitlab, Some(layout)) => {
            let text = gitlab::infrastructure(environments, layout);
            files.push(File::new(".gitlab/synth/infrastructure.yml", "#", &text));
        }
        (Kind::Atlantis, Some(layout)) => {
            files.push(File::new("atlantis.yaml", "#", &atlantis::projects(environments, layout)));
            files.push(File::new("delivery/atlantis-repos.yaml", "#", &atlantis::server(environments, layout)));
        }
        (Kind::Atlantis, None) if environments.is_empty() => bail!("there is no environment that Atlantis could plan"),
        (Kind::Atlantis, None) => bail!(
            "Atlantis plans what stands in its repository, and `{}` is not under `{}`: name that one's root with `--out`",
            source.path().display(),
            out.display()
        ),
        (Kind::Jenkins | Kind::Github | Kind::Gitlab, None) => {}
    }
    Ok(files)
}

/// Where Jenkins looks by itself, as long as it is clear whose it is.
fn jenkinsfile(is_one_service: bool, service: &ServiceName) -> String {
    if is_one_service { "Jenkinsfile".to_owned() } else { format!("Jenkinsfile.{service}") }
}

/// What is not written, and what stands there from before.
fn further_notes(Arguments { kind, source, .. }: &Arguments, facts: &Facts, out: &Path, has_layout: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if !has_layout {
        notes.push(format!(
            "`{}` is not under `{}`, so that the pipeline that plans it was not written: write that one with `--out <root of its repository>`",
            source.path().display(),
            out.display()
        ));
    }
    let before = match kind {
        Kind::Jenkins if !facts.is_one_service => "Jenkinsfile",
        Kind::Github => ".github/workflows/deliver.yml",
        Kind::Jenkins | Kind::Gitlab | Kind::Atlantis => return notes,
    };
    let is_ours = |text: String| text.lines().next().is_some_and(|line| line.contains("Made by `synth pipeline"));
    if read_text(&out.join(before)).is_ok_and(is_ours) {
        notes.push(format!("`{}` is from before, and delivers as well: remove it", out.join(before).display()));
    }
    notes
}

fn told(written: Vec<String>, unchanged: Vec<String>) -> String {
    let mut text = String::new();
    for path in written {
        let _ = writeln!(text, "wrote {path}");
    }
    for path in unchanged {
        let _ = writeln!(text, "{path} is up to date");
    }
    text
}

fn next(Arguments { kind, source, .. }: &Arguments, out: &Path, environments: &[String]) -> String {
    if *kind == Kind::Atlantis {
        return "next: give the server delivery/atlantis-repos.yaml, with the flags that it names\n".to_owned();
    }
    let mut text = "next, after the first apply of each environment:\n".to_owned();
    for environment in environments {
        let outputs = out.join(format!("delivery/{environment}.json"));
        let outputs = outputs.strip_prefix(".").unwrap_or(&outputs);
        let terraform = terraform_in(&source.out(None).join(environment));
        let _ = writeln!(text, "  {terraform} output -json >{}", quoted(&outputs.display().to_string()));
    }
    let _ = writeln!(text, "  synth lock --all{}    records what must not be lost; commit it and delivery/", source.typed());
    text
}
