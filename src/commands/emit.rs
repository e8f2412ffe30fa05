//! `synth --env <name>`: reads environments, writes their Terraform folders, says what was done.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use domain::EnvironmentName;
use engine::environment::Listing;
use engine::synthesis::Synthesis;
use engine::{Error, Refused, Synthesized, Warnings};
use output::{Files, RelativePath};
use settings::Report;

use super::source::{Source, threads};
use super::summary::{self, Document, Written};
use super::{guard, lock, ownership};
use crate::view::json::print_document;
use crate::view::print::{print, tell, tell_error, tell_warning};

/// What was asked for.
#[derive(Debug)]
pub struct Request {
    /// The environments.
    pub which: Which,
    /// Where their settings come from.
    pub source: Source,
    /// Under which folder theirs are written.
    pub out: PathBuf,
    /// What a warning does.
    pub warnings: Warnings,
}

/// Which environments.
#[derive(Clone, Debug)]
pub enum Which {
    /// Every one in the folder.
    All,
    /// These.
    Named(Vec<EnvironmentName>),
}

/// How results are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For people.
    Text,
    /// For people who only want to hear of trouble.
    Quiet,
    /// For programs.
    Json,
}

/// Whether every folder holds what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// They do.
    Written,
    /// At least one does not, and why was told.
    Failed,
}

/// What became of an environment, and what its lock warns of.
struct Became {
    name: EnvironmentName,
    warnings: Vec<String>,
    /// Whether its addresses are recorded.
    is_locked: bool,
    result: Result<Written, NotWritten>,
}

/// Why the folder of an environment stays as it was.
enum NotWritten {
    Refused(Report),
    Failed(anyhow::Error),
}

/// What is told of a run, as it goes on.
struct Telling {
    style: Style,
    /// Whether more than one environment is written, so that what is not has to be named.
    of_several: bool,
    /// What was told already: what is wrong in a file that several environments extend is wrong in each of them, and told once.
    told: BTreeSet<String>,
    folders: Vec<PathBuf>,
    /// Those that were written and of which no addresses are recorded.
    unlocked: Vec<EnvironmentName>,
    not_written: Vec<EnvironmentName>,
    document: Document,
}

/// Synthesizes and writes each environment; one that is refused or cannot be written leaves its folder as it was, and the others their way.
///
/// # Errors
/// What was done cannot be told. Everything else is told.
pub fn run(request: &Request, style: Style) -> Result<Done> {
    let mut telling = Telling {
        style,
        of_several: false,
        told: BTreeSet::new(),
        folders: Vec::new(),
        unlocked: Vec::new(),
        not_written: Vec::new(),
        document: Document::new(),
    };
    let finished = match write_all(request, &mut telling) {
        Ok(listing) => telling.finished(&listing, request)?,
        Err(Stopped::Telling(error)) => return Err(error),
        Err(Stopped::Run(error)) => {
            telling.document.failed(&error);
            if style != Style::Json {
                tell_error(&error)?;
            }
            false
        }
    };
    if style == Style::Json {
        print_document(&telling.document)?;
    }
    Ok(if finished { Done::Written } else { Done::Failed })
}

/// Why not every environment was looked at.
enum Stopped {
    /// What was done cannot be told.
    Telling(anyhow::Error),
    /// There is no such environment, or the folder cannot be used.
    Run(anyhow::Error),
}

/// Writes the environments, and gives what was not asked for: under `--all` the files that others extend, and those with a wrong name.
fn write_all(request: &Request, telling: &mut Telling) -> Result<Listing, Stopped> {
    let Request { which, source, out, warnings } = request;
    let workspace = source.workspace();
    let listing = match which {
        Which::Named(names) => {
            let environments = source.names(names, false).map_err(Stopped::Run)?;
            Listing { environments, bases: Vec::new(), misnamed: Vec::new() }
        }
        Which::All => workspace.list().map_err(|error| Stopped::Run(error.into()))?,
    };
    let names = &listing.environments;
    telling.of_several = names.len() > 1;
    let held = output::Held::new(out);
    let write = |name: &EnvironmentName, synthesized| became(request, &held, name, synthesized);
    let take = |became| match telling.tell(became) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::Break(error),
    };
    match workspace.for_each(names, (*warnings, threads()), write, take) {
        Err(error) => Err(Stopped::Run(error.into())),
        Ok(ControlFlow::Break(error)) => Err(Stopped::Telling(error)),
        Ok(ControlFlow::Continue(())) => Ok(listing),
    }
}

fn became(
    Request { source, out, .. }: &Request,
    held: &output::Held,
    name: &EnvironmentName,
    synthesized: Result<Result<Synthesized, Refused>, Error>,
) -> Became {
    let not_written = |why| Became { name: name.clone(), warnings: Vec::new(), is_locked: false, result: Err(why) };
    let synthesized = match synthesized {
        Ok(Ok(synthesized)) => synthesized,
        Ok(Err(Refused { name: _, report })) => return not_written(NotWritten::Refused(report)),
        Err(error) => return not_written(NotWritten::Failed(error.into())),
    };
    let (warnings, refusal) = guard::guard(source, &synthesized, held, out);
    if let Some(refusal) = refusal {
        return Became { name: name.clone(), warnings, is_locked: false, result: Err(NotWritten::Failed(refusal)) };
    }
    let Synthesized { name, synthesis, report, outcomes, layers: _, environment: _ } = synthesized;
    let folder = out.join(name.as_str());
    let texts = synthesis.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let replaced = ownership::refuse_another(&folder, texts)
        .and_then(|()| files_of(&synthesis))
        .and_then(|files| Ok(held.replace(name.as_str(), &files)?));
    let result = match replaced {
        Ok(outcome) => Ok(Written { name: name.clone(), folder, outcome, resources: synthesis.resources, report, outcomes }),
        Err(error) => Err(NotWritten::Failed(error)),
    };
    let is_locked = lock::file(source, &name).exists();
    Became { name, warnings, is_locked, result }
}

/// The files of a folder, as they are to be written.
pub(super) fn files_of(synthesis: &Synthesis) -> Result<Files> {
    let mut to_write = Files::new();
    for (path, text) in &synthesis.files {
        let is_own = synthesis.own.contains(path);
        let path =
            RelativePath::new(path.as_str()).map_err(|error| anyhow!("synth itself is at fault, please report it: {error}"))?;
        let inserted = if is_own { to_write.insert_own(path, text.as_str()) } else { to_write.insert(path, text.as_str()) };
        inserted.map_err(|error| anyhow!("synth itself is at fault, please report it: {error}"))?;
    }
    Ok(to_write)
}

impl Telling {
    fn tell(&mut self, Became { name, warnings, is_locked, result }: Became) -> Result<()> {
        for warning in warnings {
            tell_warning(warning)?;
        }
        match result {
            Ok(written) if self.style == Style::Json => self.document.wrote(&written),
            Ok(written) => {
                self.tell_report(&written.report, "")?;
                if self.style == Style::Text {
                    print(&summary::text(&written))?;
                }
                self.folders.push(written.folder);
                if !is_locked {
                    self.unlocked.push(name);
                }
            }
            Err(why) => {
                match why {
                    NotWritten::Refused(report) if self.style == Style::Json => self.document.refused(&name, &report),
                    NotWritten::Refused(report) => self.tell_report(&report, self.closing(&report))?,
                    NotWritten::Failed(error) if self.style == Style::Json => self.document.failed(&error),
                    NotWritten::Failed(error) => tell_error(error)?,
                }
                self.not_written.push(name);
            }
        }
        Ok(())
    }

    fn tell_report(&mut self, report: &Report, closing: &str) -> Result<()> {
        if report.is_empty() || !self.told.insert(report.render(false, closing)) {
            return Ok(());
        }
        tell(|colour| report.render(colour, closing))
    }

    /// What the report of a refused environment ends with.
    fn closing(&self, report: &Report) -> &'static str {
        match (self.of_several, report.errors() > 0) {
            (false, true) => "nothing was written",
            (false, false) => "nothing was written, since warnings are denied",
            (true, true) => "nothing was written for it",
            (true, false) => "nothing was written for it, since warnings are denied",
        }
    }

    /// Says what is left to be said; whether every environment was written.
    fn finished(&mut self, listing: &Listing, Request { source, .. }: &Request) -> Result<bool> {
        if self.style == Style::Text && !self.folders.is_empty() {
            print(&summary::next(&self.folders, &listing.bases, &self.unlocked, &source.typed()))?;
        }
        for misnamed in &listing.misnamed {
            if self.style == Style::Json {
                self.document.failed(&anyhow!("{misnamed}"));
            } else {
                tell_error(misnamed)?;
            }
        }
        if self.style != Style::Json && self.of_several && !self.not_written.is_empty() {
            let names: Vec<String> = self.not_written.iter().map(ToString::to_string).collect();
            let all = self.folders.len() + names.len();
            tell_error(summary::left_out(&names, all, "written"))?;
        }
        Ok(self.not_written.is_empty() && listing.misnamed.is_empty())
    }
}
