//! `synth explain`: what a setting, a rule or a resource is, what it is here, and what hangs together with it.

mod document;
mod resource;
mod rule;
mod setting;
mod text;

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::Args;
use domain::EnvironmentName;
use settings::{Described, SettingPath};

use super::source::{Source, environment_name};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, tell};
use engine::environment::FolderError;
use engine::explanation::{matches, suggestions};
use engine::reference;
use engine::rules;
use engine::{Refused, Synthesized};

pub(super) use document::Document;

const EXAMPLES: &str = "\
Examples:
  synth explain rds.instance_class
  synth explain 'services.<name>.tasks.max' --env prod
  synth explain NET003
  synth explain module.rds.aws_db_instance.main";

/// The arguments of `synth explain`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A setting's path, a rule's code, or a resource's address
    #[arg(value_name = "WORD")]
    word: String,

    /// The environment in which it is explained; without, in all of them
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name)]
    environment: Option<EnvironmentName>,

    #[command(flatten)]
    source: Source,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Explains, and prints it.
///
/// # Errors
/// Nothing is known by that word, or there is no such environment.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { word, environment, source, json } = arguments;
    let names = names(source, environment.as_ref())?;
    let mut document = Document { format_version: FORMAT_VERSION, setting: None, rule: None, resource: None };
    let described = reference::settings();
    let path = section_of(word, &described, source, &names)?.unwrap_or_else(|| SettingPath::from(word.as_str()));
    if let Some(rule) = rules::rule(&word.to_ascii_uppercase()) {
        document.rule = Some(rule::explained(rule, source, &names)?);
    } else if let Some(of_files) = setting::of_files(word) {
        document.setting = Some(of_files);
    } else if described.iter().any(|setting| matches(&setting.path, &path)) {
        document.setting = Some(setting::explained(&path, &described, source, &names)?);
    } else {
        let (synthesized, refused): (Vec<_>, Vec<_>) =
            source.workspace().synthesize_all(&names)?.into_iter().partition(Result::is_ok);
        let synthesized: Vec<Synthesized> = synthesized.into_iter().flatten().collect();
        document.resource = resource::explained(word, &described, source, &synthesized);
        if document.resource.is_none() {
            if word.contains("aws_") {
                // What is refused may have it.
                for Refused { name: _, report } in refused.into_iter().filter_map(Result::err) {
                    tell(|colour| report.render(colour, ""))?;
                }
            }
            let addresses: Vec<String> = synthesized.iter().flat_map(resource::addresses).collect();
            let settings = described.iter().map(|setting| setting.path.as_str());
            let mut meant = suggestions(word, settings.chain(addresses.iter().map(String::as_str)));
            meant.extend(rules::nearest(word));
            return Err(unknown(word, &meant));
        }
    }
    if *json {
        print_document(&document)?;
    } else {
        print(&text::text(&document))?;
    }
    let is_unread = document.setting.iter().flat_map(|setting| &setting.values).any(|value| value.origin == setting::UNREADABLE);
    if !is_unread {
        return Ok(ExitCode::SUCCESS);
    }
    for name in &names {
        if let Err(report) = source.workspace().draft(name)? {
            tell(|colour| report.render(colour, ""))?;
        }
    }
    Ok(ExitCode::FAILURE)
}

/// What sets a module as a whole, `module.networking` or one that the settings call: its section.
fn section_of(word: &str, described: &[Described], source: &Source, names: &[EnvironmentName]) -> Result<Option<SettingPath>> {
    let Some(name) = word.strip_prefix("module.").filter(|name| !name.contains('.')) else { return Ok(None) };
    if described.iter().any(|setting| setting.path == name) {
        return Ok(Some(SettingPath::from(name)));
    }
    let called = SettingPath::from("modules").key(name);
    for environment in names {
        if let Ok(draft) = source.workspace().draft(environment)?
            && draft.layers.settings().any(|setting| setting.path.is_within(&called))
        {
            return Ok(Some(called));
        }
    }
    Ok(None)
}

/// The environments that are looked at; none is no fault, since much can be said without one.
fn names(source: &Source, environment: Option<&EnvironmentName>) -> Result<Vec<EnvironmentName>> {
    if let Some(name) = environment {
        source.workspace().find(name)?;
        return Ok(vec![name.clone()]);
    }
    match source.workspace().environments() {
        Err(FolderError::Missing { .. } | FolderError::Empty { .. }) => Ok(Vec::new()),
        environments => Ok(environments?),
    }
}

fn unknown(word: &str, meant: &[&str]) -> anyhow::Error {
    let meant: Vec<String> = meant.iter().map(|meant| format!("`{meant}`")).collect();
    match meant.as_slice() {
        [] => anyhow!("there is no setting, rule or resource `{word}`: `docs/settings.md` and `docs/rules.md` list what there is"),
        [meant] => anyhow!("there is no setting, rule or resource `{word}`: did you mean {meant}?"),
        meant => anyhow!("there is no setting, rule or resource `{word}`: did you mean one of {}?", meant.join(", ")),
    }
}
