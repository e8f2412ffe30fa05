//! `synth review <plan.json>`: reads a plan, prints the reviewer's page.

mod cost;
mod rendering;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use domain::EnvironmentName;
use engine::Synthesized;
use engine::consequences::{Consequence, decides, interruptions};
use engine::environment::{Acceptance, Config};
use engine::overriding::Overridden;
use output::file;
use review::{Accepted, Code, Detail, Interruption, Plan, Review, Severity};

use super::source::{Source, environment_name, today};
use crate::commands::exit::DIFFERS;
use crate::view::print::{print, tell_warning, written};

pub use cost::costs;

const EXAMPLES: &str = "\
Examples:
  terraform plan -out=tfplan
  terraform show -json tfplan > plan.json
  synth review plan.json > comment.md
  terraform show -json tfplan | synth review - --fail-on high
  synth review plan.json --env prod -o comment.md
  synth review plan.json --base earlier.json
  synth review plan.json --format sarif -o review.sarif
  synth review plan.json --split review

Values that the plan marks as sensitive are never printed. The page fits into a comment on GitHub (65,536 characters); its last line is
the same for every plan under one title, so that a newer page takes the place of the older one. What does not fit is counted, and all addresses
that are destroyed or replaced stay; `--split` writes everything, over as many pages as it takes.

Exit status: 0 when all is well, 1 on any error, 2 when there is a risk as severe as `--fail-on` says that nothing accepts.";

/// What was asked for.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The plan, as `terraform show -json <plan file>` prints it; `-` reads standard input
    #[arg(value_name = "PLAN.JSON")]
    plan: PathBuf,

    /// Exit with 2 when there is a risk of this severity or a worse one: critical, high, medium or low
    #[arg(long, value_name = "SEVERITY", value_parser = str::parse::<Severity>)]
    fail_on: Option<Severity>,

    /// How the review is printed
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,

    /// The same as `--format json`; its schema is docs/json/review.schema.json
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// The file to write, instead of printing
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// A folder for the whole page as `1.md`, `2.md`, …, each short enough for a comment: nothing is left out
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["format", "json", "output"])]
    split: Option<PathBuf>,

    /// What the page is called; without, the environment's name, or the name of the folder in which the plan lies
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The environment whose settings say what is accepted
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    environment: Option<EnvironmentName>,

    /// An earlier plan of the same change, to compare with
    #[arg(long, value_name = "PLAN.JSON")]
    base: Option<PathBuf>,

    #[command(flatten)]
    source: Source,
}

/// A way to print a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for a pull request's comment
    Markdown,
    /// A line a risk and a change
    Text,
    /// One document with everything
    Json,
    /// What code scanning reads
    Sarif,
    /// Annotations of GitHub's workflows
    Github,
}

/// Prints the review.
///
/// # Errors
/// The file cannot be read, it is no plan, or the review cannot be printed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { plan, fail_on, format, json, output, split, title, environment, base, source } = arguments;
    let (name, bytes) = read(plan)?;
    let format = if *json { Format::Json } else { *format };
    let detail = if format == Format::Json || split.is_some() { Detail::Whole } else { Detail::Page };
    let mut reviewed = reviewed(&name, &bytes, true, detail)?;
    if let Some(environment) = environment {
        let Some(synthesized) = source.synthesize_or_tell(environment)? else { return Ok(ExitCode::FAILURE) };
        reviewed = review::accept(reviewed, &accepted(&synthesized));
        reviewed = review::with_overridden(reviewed, overridden(&synthesized));
    }
    if let Some(base) = base {
        let (name, bytes) = read(base)?;
        reviewed = review::compare(reviewed, &self::reviewed(&name, &bytes, false, Detail::Page)?);
    }
    let title = title.clone().or_else(|| environment.as_ref().map(ToString::to_string)).or_else(|| folder_of(plan));
    if let Some(folder) = split {
        return finish(&reviewed, *fail_on, write_pages(folder, &review::pages(&reviewed, title.as_deref())));
    }
    let text = match format {
        Format::Json => return finish(&reviewed, *fail_on, write_json(&reviewed, output.as_deref())),
        Format::Markdown => {
            let page = review::markdown(&reviewed, title.as_deref());
            if page.len() > review::LIMIT {
                tell_warning(format!(
                    "the page has {} bytes, since the list of what is destroyed is never cut, and a comment on GitHub takes 65,536 \
                     characters: write it with `--split`, or attach it as a file",
                    page.len()
                ))?;
            }
            page
        }
        Format::Text => rendering::text(&reviewed, title.as_deref()),
        Format::Sarif => format!("{:#}\n", rendering::sarif(&reviewed, &name)),
        Format::Github => rendering::github(&reviewed),
    };
    let result = match output {
        Some(file) => written_whole(file, text.as_bytes()),
        None => print(&text),
    };
    finish(&reviewed, *fail_on, result)
}

fn finish(reviewed: &Review, fail_on: Option<Severity>, result: Result<()>) -> Result<ExitCode> {
    result?;
    let is_risky = fail_on.is_some_and(|limit| reviewed.verdict.highest.is_some_and(|highest| highest >= limit));
    Ok(if is_risky { ExitCode::from(DIFFERS) } else { ExitCode::SUCCESS })
}

/// Writes a file as a whole or not at all.
fn written_whole(path: &Path, contents: &[u8]) -> Result<()> {
    file::write(path, contents).map_err(|error| anyhow!("cannot write {}: {error}", path.display()))
}

/// Writes the pages by their numbers, takes away those of an earlier and longer review, and says where they are.
fn write_pages(folder: &Path, pages: &[String]) -> Result<()> {
    let told = |path: &Path, error: io::Error| anyhow!("cannot write {}: {error}", path.display());
    fs::create_dir_all(folder).map_err(|error| told(folder, error))?;
    let mut paths = String::new();
    for (at, page) in pages.iter().enumerate() {
        let path = folder.join(format!("{}.md", at + 1));
        written_whole(&path, page.as_bytes())?;
        let _ = writeln!(paths, "{}", path.display());
    }
    for number in pages.len() + 1.. {
        let path = folder.join(format!("{number}.md"));
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            Err(error) => return Err(told(&path, error)),
        }
    }
    print(&paths)
}

/// Of a large plan the document is several times as long as the plan: it is written as it is made.
fn write_json(reviewed: &Review, output: Option<&Path>) -> Result<()> {
    if let Some(file) = output {
        let mut text = serde_json::to_vec_pretty(reviewed)?;
        text.push(b'\n');
        return written_whole(file, &text);
    }
    let mut output = BufWriter::new(io::stdout().lock());
    let result = serde_json::to_writer_pretty(&mut output, reviewed).map_err(io::Error::from);
    written(result.and_then(|()| output.write_all(b"\n")).and_then(|()| output.flush()), "output")
}

fn reviewed(name: &str, bytes: &[u8], is_priced: bool, detail: Detail) -> Result<Review> {
    let told = |refusal| anyhow!("{name}: {refusal}");
    let plan = review::read(bytes).map_err(told)?;
    let costs = is_priced.then(|| costs(&plan));
    let reviewed = review::review_to(&plan, costs, detail).map_err(told)?;
    Ok(with_consequences(reviewed, &plan))
}

/// The review with what `synth diff` tells of the same change. A plan of which not both sides are known says nothing of it.
pub fn with_consequences(reviewed: Review, plan: &Plan<'_>) -> Review {
    // Most plans change none of them, and their values are not even parsed.
    if !reviewed.changes.iter().any(|change| decides(&change.resource_type)) {
        return reviewed;
    }
    let Ok(sides) = review::sides(plan, decides) else { return reviewed };
    let told = interruptions(&sides.before, &sides.after).into_iter();
    let told = told.map(|Consequence { address, what, mut instead, removed }| {
        if !removed.is_empty() {
            let names: Vec<String> = removed.iter().map(|it| format!("`{it}`")).collect();
            instead = format!("{instead}: {}", names.join(", "));
        }
        Interruption { address, what, instead }
    });
    review::interrupting(reviewed, told.collect())
}

/// What the environment's settings override in emitted resources.
fn overridden(synthesized: &Synthesized) -> Vec<review::Overridden> {
    let told = |it: &Overridden| review::Overridden {
        address: it.resource.to_string(),
        arguments: it.set.keys().cloned().collect(),
        reason: it.reason.to_string(),
    };
    synthesized.environment.overridden.iter().map(told).collect()
}

/// What the environment's settings accept of a review, as long as it holds.
fn accepted(synthesized: &Synthesized) -> Vec<Accepted> {
    let today = today();
    let of = |acceptance: &Acceptance| {
        let Acceptance { rule, setting: _, resource, reason, until } = acceptance;
        let code = Code::named(rule.as_str()).filter(|_| *until >= today)?;
        let acceptance = review::Acceptance { reason: reason.to_string(), until: until.to_string() };
        Some(Accepted { code, resource: resource.as_ref().map(ToString::to_string), acceptance })
    };
    let config = synthesized.layers.deserialize::<Config>().value;
    config.iter().flat_map(|config| &config.accept).filter_map(of).collect()
}

/// The name of the folder in which the plan lies, as far as it is typed: `prod` of `out/prod/plan.json`.
fn folder_of(plan: &Path) -> Option<String> {
    Some(plan.parent()?.file_name()?.to_string_lossy().into_owned())
}

/// The bytes of the plan, and what to call it.
fn read(plan: &Path) -> Result<(String, Vec<u8>)> {
    if plan == Path::new("-") {
        let bytes = file::read_at_most(io::stdin().lock(), file::PLAN);
        let bytes = bytes.map_err(|error| anyhow!("cannot read standard input: {error}"))?;
        return Ok(("standard input".to_owned(), review::text(bytes)));
    }
    let name = plan.display().to_string();
    let bytes = file::read(plan, file::PLAN).map_err(|error| anyhow!("cannot read {name}: {error}"))?;
    Ok((name, review::text(bytes)))
}
