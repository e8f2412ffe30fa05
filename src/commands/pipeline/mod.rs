//! `synth pipeline`: the pipeline of a service for the environments that there are, from their settings. It must not know any pipeline's language.

mod atlantis;
mod github;
mod jenkins;
mod language;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};
use delivery::config::Trust;
use domain::{EnvironmentName, ServiceName};
use engine::environment::Purpose;
use schemars::JsonSchema;
use serde::Serialize;

use self::language::Language;
use super::source::{Source, read_text};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, tell};

/// What brings an image into service; all pipelines call it.
const DELIVER: &str = include_str!("../../../examples/delivery/deliver.sh");

/// The arguments of `synth pipeline`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What runs the pipeline
    #[arg(long, value_enum)]
    kind: Kind,

    /// The service that it delivers, where the environments have several
    #[arg(long, value_name = "NAME")]
    service: Option<ServiceName>,

    /// What lints, tests, scans and builds the service
    #[arg(long, value_enum, default_value_t = Language::Make)]
    language: Language,

    #[command(flatten)]
    source: Source,

    /// The folder into which it is written: the service's repository
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,

    /// Write over files that say something else
    #[arg(long)]
    force: bool,

    /// Print what was written as one JSON document
    #[arg(long)]
    json: bool,
}

/// What runs a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Jenkins: a Jenkinsfile
    Jenkins,
    /// GitHub Actions: workflows that deliver the service, and that plan and review the infrastructure
    Github,
    /// Atlantis: projects that plan and apply each environment, and review each plan
    Atlantis,
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
}

/// What a pipeline has to know of an environment.
#[derive(Clone, Debug)]
struct Target {
    name: EnvironmentName,
    /// Whether somebody has to say yes before it is delivered to.
    is_approved_by_hand: bool,
    /// The environment of GitHub's that its role trusts.
    github_environment: String,
    /// The path that says whether the service is well.
    health_path: String,
}

/// What a pipeline has to know.
#[derive(Debug)]
struct Pipeline {
    service: String,
    language: Language,
    /// The environments, in the order in which they are delivered to: those for development first.
    targets: Vec<Target>,
}

/// A file, and whether it is run.
struct File {
    path: &'static str,
    text: String,
    is_program: bool,
}

/// Writes the pipeline's files.
///
/// # Errors
/// The environments cannot be delivered to in this way, or a file cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { kind, service, language, source, out, force, json } = arguments;
    let Some(pipeline) = pipeline(*kind, service.as_ref(), *language, source)? else { return Ok(ExitCode::FAILURE) };
    let deliver = || File { path: "delivery/deliver.sh", text: DELIVER.to_owned(), is_program: true };
    let plain = |path, text| File { path, text, is_program: false };
    let files = match kind {
        Kind::Jenkins => vec![plain("Jenkinsfile", jenkins::text(&pipeline)), deliver()],
        Kind::Github => vec![
            plain(".github/workflows/deliver.yml", github::delivery(&pipeline)),
            plain(".github/workflows/infrastructure.yml", github::infrastructure(&pipeline)),
            deliver(),
        ],
        Kind::Atlantis => vec![plain("atlantis.yaml", atlantis::text(&pipeline))],
    };
    let stands = |file: &File| read_text(&out.join(file.path)).ok();
    if let Some(other) = files.iter().find(|file| !force && stands(file).is_some_and(|text| text != file.text)) {
        bail!("`{}` says something else: look at it, then write over it with `--force`", out.join(other.path).display());
    }
    let (unchanged, new): (Vec<File>, Vec<File>) = files.into_iter().partition(|file| stands(file).is_some());
    let (unchanged, changed): (Vec<File>, Vec<File>) =
        unchanged.into_iter().partition(|file| stands(file).as_ref() == Some(&file.text));
    let written: Vec<File> = new.into_iter().chain(changed).collect();
    for file in &written {
        write(out, file).map_err(|error| anyhow!("cannot write `{}`: {error}", out.join(file.path).display()))?;
    }
    let paths = |files: &[File]| files.iter().map(|file| out.join(file.path).display().to_string()).collect();
    let environments: Vec<String> = pipeline.targets.iter().map(|target| target.name.to_string()).collect();
    if *json {
        let (written, unchanged) = (paths(&written), paths(&unchanged));
        print_document(&Document { format_version: FORMAT_VERSION, environments, written, unchanged })?;
    } else {
        print(&told(*kind, &environments, paths(&written), paths(&unchanged)))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the environments say; nothing where one of them is refused, which was told.
fn pipeline(kind: Kind, service: Option<&ServiceName>, language: Language, source: &Source) -> Result<Option<Pipeline>> {
    let mut targets = Vec::new();
    let mut delivered = service.cloned();
    for name in source.workspace().environments()? {
        let draft = match source.workspace().draft(&name)? {
            Ok(draft) if draft.environment.is_some() => draft,
            Ok(draft) => {
                tell(|colour| draft.report(settings::Problems::default()).render(colour, "nothing was written"))?;
                return Ok(None);
            }
            Err(report) => {
                tell(|colour| report.render(colour, "nothing was written"))?;
                return Ok(None);
            }
        };
        let Some(config) = draft.config() else { continue };
        let trust = config.delivery.as_ref().map(|delivery| &delivery.trust);
        let github_environment = match (kind, trust) {
            (Kind::Atlantis, _) => String::new(),
            (Kind::Jenkins, Some(Trust::Jenkins(_))) => String::new(),
            (Kind::Github, Some(Trust::Github(github))) => {
                github.environments.first().map_or_else(|| name.to_string(), ToString::to_string)
            }
            (_, None) => bail!("`{name}` trusts nobody who delivers: set `[delivery.trust.{}]`", kind.word()),
            (_, Some(_)) => bail!("`{name}` trusts another one: set `[delivery.trust.{}]`, or choose its kind", kind.word()),
        };
        let service = match &delivered {
            Some(service) => service.clone(),
            None if config.services.len() == 1 || kind == Kind::Atlantis => match config.services.keys().next() {
                Some(only) => only.clone(),
                None => continue,
            },
            None => {
                let known: Vec<&str> = config.services.keys().map(ServiceName::as_str).collect();
                bail!("`{name}` has several services: say with `--service` which of {} is delivered", words::list(&known));
            }
        };
        let Some(running) = config.services.get(&service) else { bail!("`{name}` has no service `{service}`") };
        targets.push(Target {
            is_approved_by_hand: config.purpose == Purpose::Production,
            github_environment,
            health_path: running.health_check.path.to_string(),
            name,
        });
        delivered = Some(service);
    }
    targets.sort_by_key(|target| (target.is_approved_by_hand, target.name.clone()));
    let service = delivered.map(|service| service.to_string()).unwrap_or_default();
    Ok(Some(Pipeline { service, language, targets }))
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Jenkins => "jenkins",
            Self::Github => "github",
            Self::Atlantis => "atlantis",
        }
    }
}

fn write(out: &Path, File { path, text, is_program }: &File) -> io::Result<()> {
    let at = out.join(path);
    if let Some(folder) = at.parent() {
        fs::create_dir_all(folder)?;
    }
    output::file::write(&at, text.as_bytes())?;
    if *is_program { output::file::let_run(&at) } else { Ok(()) }
}

fn told(kind: Kind, environments: &[String], written: Vec<String>, unchanged: Vec<String>) -> String {
    let mut text = String::new();
    for path in written {
        let _ = writeln!(text, "wrote {path}");
    }
    for path in unchanged {
        let _ = writeln!(text, "{path} is up to date");
    }
    if kind == Kind::Atlantis {
        return text;
    }
    text += "\nnext, after the first apply of each environment:\n";
    for environment in environments {
        let _ = writeln!(text, "  terraform -chdir=out/{environment} output -json >delivery/{environment}.json");
    }
    text
}
