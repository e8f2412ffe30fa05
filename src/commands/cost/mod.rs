//! `synth cost`: what an environment costs in a month, or one against another.

mod document;
mod estimated;
mod sheet;
pub(super) mod tables;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::cost::{Assumptions, PriceBook, difference, estimate_on};
use anyhow::{Result, anyhow};
use clap::{ArgGroup, Args, ValueEnum};
use domain::EnvironmentName;
use settings::Report;

use super::diff::side::then_and_now;
use super::source::today;
use super::source::{Source, environment_name, read_text};
use super::summary::left_out;
use crate::view::json::print_document;
use crate::view::print::{print, tell, tell_error};
use terraform::read::Documents;

pub(super) use document::Document;
use estimated::Estimated;
use sheet::Style;

/// The arguments of `synth cost`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).args(["environment", "difference", "all"])))]
pub struct Arguments {
    /// The environment
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    environment: Option<EnvironmentName>,

    /// Every environment in the folder, a line each
    #[arg(long)]
    all: bool,

    /// What the environment costs against what its settings as of this git commit, branch or tag cost
    #[arg(long, value_name = "COMMIT", requires = "environment", conflicts_with_all = ["difference", "all"])]
    from: Option<String>,

    /// Two environments: what the second costs against the first, line by line
    #[arg(long = "diff", num_args = 2, value_names = ["BEFORE", "AFTER"], value_parser = environment_name)]
    difference: Vec<EnvironmentName>,

    #[command(flatten)]
    source: Source,

    /// A price book laid over the shipped one: other regions, your own agreement
    #[arg(long, value_name = "FILE")]
    prices: Option<PathBuf>,

    /// How much is used, where you know better than the shipped assumptions
    #[arg(long, value_name = "FILE")]
    assumptions: Option<PathBuf>,

    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Format,

    /// Print one JSON document: the same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// How an estimate is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For programs
    Json,
    /// For a pull request or a wiki
    Markdown,
}

/// Estimates, and prints it.
///
/// # Errors
/// There is no such environment, a file cannot be used, or nothing has a price in the environment's region.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Some(book) = told(price_book(arguments.prices.as_deref()))? else { return Ok(ExitCode::FAILURE) };
    let Some(assumptions) = told(assumptions(arguments.assumptions.as_deref()))? else { return Ok(ExitCode::FAILURE) };
    let format = if arguments.json { Format::Json } else { arguments.format };
    let today = today();
    let priced = |name: String, documents: &Documents| -> Result<Estimated> {
        let estimate = estimate_on(documents, &book, &assumptions, Some(today)).map_err(|error| anyhow!("{name}: {error}"))?;
        Ok(Estimated { name, estimate })
    };
    let of = |name: &EnvironmentName| -> Result<Option<Estimated>> {
        let Some(synthesized) = arguments.source.synthesize_or_tell(name)? else { return Ok(None) };
        priced(name.to_string(), synthesized.documents()).map(Some)
    };
    if arguments.all {
        let (mut all, mut refused) = (Vec::new(), Vec::new());
        for name in arguments.source.names(&[], true)? {
            match of(&name)? {
                Some(estimated) => all.push(estimated),
                None => refused.push(name.to_string()),
            }
        }
        match format {
            Format::Json => print_document(&document::of_all(&all, &assumptions))?,
            Format::Text => print(&tables::overview(&all, Style::Text))?,
            Format::Markdown => print(&tables::overview(&all, Style::Markdown))?,
        }
        if refused.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        tell_error(left_out(&refused, all.len() + refused.len(), "estimated"))?;
        return Ok(ExitCode::FAILURE);
    }
    let (first, second) = match (&arguments.environment, arguments.difference.as_slice(), &arguments.from) {
        (Some(name), _, Some(commit)) => {
            let Some((then, now)) = then_and_now(&arguments.source, commit, name)? else { return Ok(ExitCode::FAILURE) };
            (priced(then.label, &then.documents)?, Some(priced(now.label, &now.documents)?))
        }
        (Some(name), _, None) => {
            let Some(first) = of(name)? else { return Ok(ExitCode::FAILURE) };
            (first, None)
        }
        (None, [before, after], _) => {
            let (Some(first), Some(second)) = (of(before)?, of(after)?) else { return Ok(ExitCode::FAILURE) };
            (first, Some(second))
        }
        (None, _, _) => return Err(anyhow!("`--diff` takes two environments")),
    };
    let Some(second) = second else {
        match format {
            Format::Json => print_document(&document::of_estimate(&first, &assumptions))?,
            Format::Text => print(&tables::estimate(&first, &assumptions, Style::Text))?,
            Format::Markdown => print(&tables::estimate(&first, &assumptions, Style::Markdown))?,
        }
        return Ok(ExitCode::SUCCESS);
    };
    let difference = difference(&first.estimate, &second.estimate);
    match format {
        Format::Json => print_document(&document::of_difference(&first, &second, &difference, &assumptions))?,
        Format::Text => print(&tables::difference(&first, &second, &difference, Style::Text))?,
        Format::Markdown => print(&tables::difference(&first, &second, &difference, Style::Markdown))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn price_book(path: Option<&Path>) -> Result<PriceBook, Report> {
    let shipped = PriceBook::shipped();
    match path {
        None => Ok(shipped),
        Some(path) => Ok(PriceBook::read(path, &mut read_text)?.laid_over(shipped)),
    }
}

fn assumptions(path: Option<&Path>) -> Result<Assumptions, Report> {
    let shipped = Assumptions::shipped();
    match path {
        None => Ok(shipped),
        Some(path) => shipped.overlaid(path, &mut read_text),
    }
}

/// What was read; or nothing, after its report was told.
fn told<T>(read: Result<T, Report>) -> Result<Option<T>> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(report) => {
            tell(|colour| report.render(colour, "nothing was estimated"))?;
            Ok(None)
        }
    }
}
