//! `synth init`: the files of a project that begins. It must not know what stands in them, nor how a missing answer is asked for.

mod arguments;
mod asking;
pub(super) mod document;
mod texts;

pub use arguments::Arguments;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use domain::EnvironmentName;
use engine::scaffold::project;
use engine::{Refused, Unwritten, Warnings, Workspace};

use self::document::Document;
use super::new::write;
use super::pipeline;
use super::source::{USUAL_FOLDER, read_text, today};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, tell};
use crate::view::shell::quoted;

/// Writes the files, unless one of the environments' is there.
///
/// # Errors
/// An answer is missing and cannot be asked for, environments are there already, or a file cannot be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let folder = plain(&arguments.folder).join(USUAL_FOLDER);
    refuse_environments(&folder, arguments.pipeline)?;
    refuse_what_is_ignored(arguments)?;
    let project = asking::complete(arguments)?;
    let [base, production, staging] = [project::base(&project), project::production(&project), project::staging(&project)];
    let environments = [("base.toml", base), ("prod.toml", production), ("staging.toml", staging)];
    let environments: BTreeMap<PathBuf, String> = environments.into_iter().map(|(name, text)| (folder.join(name), text)).collect();
    if !are_sound(&folder, &environments)? {
        return Ok(ExitCode::FAILURE);
    }
    let others = [
        (folder.join("schema.json"), super::schema::text()),
        (plain(&arguments.folder).join(".gitignore"), texts::GITIGNORE.to_owned()),
        (plain(&arguments.folder).join("README.md"), texts::readme(&project)),
    ];
    let (kept, new): (Vec<_>, Vec<_>) = others.into_iter().partition(|(path, _)| fs::symlink_metadata(path).is_ok());
    let kept: Vec<PathBuf> = kept.into_iter().map(|(path, _)| path).collect();
    let files: Vec<(PathBuf, String)> = environments.into_iter().chain(new).collect();
    write_all(&folder, &files)?;
    let mut written: Vec<PathBuf> = files.into_iter().map(|(path, _)| path).collect();
    let mut notes = Vec::new();
    if let Some(kind) = arguments.pipeline {
        let pipeline = pipeline::Arguments::of_project(kind, arguments.language, &arguments.folder);
        match pipeline::emit(&pipeline) {
            Ok(Some(emitted)) => {
                written.extend(emitted.written);
                notes = emitted.notes;
            }
            Ok(None) => return Ok(ExitCode::FAILURE),
            Err(error) => {
                take_away(&written);
                return Err(error);
            }
        }
    }
    if arguments.json {
        let shown = |paths: Vec<PathBuf>| paths.iter().map(|path| plain(path).display().to_string()).collect();
        let environments = ["prod", "staging"];
        let (written, kept) = (shown(written), shown(kept));
        print_document(&Document { format_version: FORMAT_VERSION, environments, written, kept, notes })?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&told(arguments, &written, &kept))?;
    for note in notes {
        tell(|_| format!("note: {note}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses what was typed for another pipeline than the one that is written.
fn refuse_what_is_ignored(arguments: &Arguments) -> Result<()> {
    let Some(kind) = arguments.pipeline else { return Ok(()) };
    let flags = [
        ("--repository", arguments.repository.is_some(), kind == pipeline::Kind::Github, "`--pipeline github`"),
        ("--repository-ids", arguments.repository_ids.is_some(), kind == pipeline::Kind::Github, "`--pipeline github`"),
        ("--gitlab-project", arguments.gitlab_project.is_some(), kind == pipeline::Kind::Gitlab, "`--pipeline gitlab`"),
        ("--principal", arguments.principal.is_some(), kind == pipeline::Kind::Jenkins, "`--pipeline jenkins`"),
        (
            "--language",
            arguments.language.is_some(),
            kind != pipeline::Kind::Atlantis,
            "pipelines that deliver services, and Atlantis delivers none",
        ),
    ];
    let ignored = flags.into_iter().filter(|(_, is_given, is_used, _)| *is_given && !is_used);
    let ignored: Vec<String> = ignored.map(|(flag, _, _, whose)| format!("`{flag}` is for {whose}: leave it out")).collect();
    if ignored.is_empty() { Ok(()) } else { bail!("{}", ignored.join("\n")) }
}

/// Refuses a folder that holds environments, of whatever name: `synth new` adds one to them, and `synth pipeline` a pipeline.
fn refuse_environments(folder: &Path, pipeline: Option<pipeline::Kind>) -> Result<()> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let first = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|it| it == "toml")).min();
    match first {
        Some(first) => {
            let instead = match pipeline {
                Some(kind) => format!("`synth pipeline --kind {}` writes a pipeline for what is there", kind.word()),
                None => "`synth new <name> --from <environment>` adds an environment".to_owned(),
            };
            bail!("`{}` is there already, and nothing is overwritten: {instead}", plain(&first).display())
        }
        None => Ok(()),
    }
}

/// Whether the environments are what they should be; what is wrong was told.
fn are_sound(folder: &Path, files: &BTreeMap<PathBuf, String>) -> Result<bool> {
    let disk = Unwritten(files.clone());
    for name in ["prod", "staging"] {
        let name: EnvironmentName = name.parse().map_err(|error| anyhow!("{error}"))?;
        let synthesized = Workspace::new(folder, &disk, today()).synthesize(&name, Warnings::Denied)?;
        if let Err(Refused { name: _, report }) = synthesized {
            tell(|colour| report.render(colour, "nothing was written"))?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes all files, or takes away again those that it wrote.
fn write_all(folder: &Path, files: &[(PathBuf, String)]) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| anyhow!("cannot make the folder `{}`: {error}", folder.display()))?;
    for (place, (path, text)) in files.iter().enumerate() {
        write(path, text).inspect_err(|_| take_away(&files[..place].iter().map(|(path, _)| path.clone()).collect::<Vec<_>>()))?;
    }
    Ok(())
}

/// Takes away again what was written before something went wrong.
fn take_away(written: &[PathBuf]) {
    for path in written {
        // The first error counts.
        let _ = fs::remove_file(path);
    }
}

/// What was written, and what to type next.
fn told(arguments: &Arguments, written: &[PathBuf], kept: &[PathBuf]) -> String {
    let mut text = String::new();
    for path in written {
        let _ = writeln!(text, "wrote {}", plain(path).display());
    }
    for path in kept {
        let _ = write!(text, "{} is there and stays as it is", plain(path).display());
        let lacks = path.ends_with(".gitignore") && !read_text(path).is_ok_and(|text| text.lines().any(is_out));
        text += if lacks { ": add the line `/out/`, unless you mean to commit what is written there\n" } else { "\n" };
    }
    text += "\nnext:\n";
    if plain(&arguments.folder) != Path::new("") {
        let _ = writeln!(text, "  cd {}", quoted(&arguments.folder.display().to_string()));
    }
    text + "  synth --all        writes out/prod and out/staging for Terraform\n  \
            synth bootstrap    writes the bucket of Terraform's state, to be applied once for the account\n  \
            synth lock --all   records what must not be lost; commit environments/addresses\n"
}

fn is_out(line: &str) -> bool {
    line.trim().trim_matches('/') == "out"
}

/// The path without a `.` in front.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}
