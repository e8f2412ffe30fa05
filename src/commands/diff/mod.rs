//! `synth diff`: what differs between two environments, two folders, or one environment as of a commit and now. Writes nothing.

mod cost;
mod document;
mod render;
mod settings;
pub(super) mod side;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use domain::EnvironmentName;
use engine::consequences::{consequences, owner};
use terraform::compare::{Difference, Subject};
use terraform::json::Json;
use terraform::read::Documents;

pub(in crate::commands) use self::document::Document;
use self::side::Side;
use super::source::{Source, environment_name};
use crate::commands::exit::{DIFFERS, FAILED};
use crate::view::json::{FORMAT_VERSION, print_document};
use crate::view::print::{print, print_coloured};
use crate::view::secret;

const USAGE: &str = "synth diff [OPTIONS] <OLD> <NEW>\n       synth diff [OPTIONS] --from <COMMIT> --env <NAME>";

const NOTES: &str = "\
OLD and NEW are each the name of an environment or a folder that was written. What holds a `/` is a
folder; a name without one is an environment if there is one, and else a folder.

With --from the settings of --env as of that commit are compared with today's, both synthesized by
this synth; --set then sets today's only, so that it shows what a setting would change.

What AWS would replace, and what seems to have moved, is said where both are the same environment:
by --from, or when both keep their state in the same place. Between two environments what differs
only in the environment's name is left out.

Exit status: 0 when nothing differs, 2 when something does, 1 on any error.";

/// The arguments of `synth diff`.
#[derive(Debug, Args)]
#[command(after_help = NOTES, override_usage = USAGE)]
pub struct Arguments {
    /// An environment or a folder
    #[arg(value_name = "OLD", required_unless_present_any = ["from", "name"], requires = "new")]
    old: Option<String>,

    /// What it is compared with
    #[arg(value_name = "NEW")]
    new: Option<String>,

    /// Compare an environment as of this git commit, branch or tag with today's
    #[arg(long, value_name = "COMMIT", conflicts_with = "old", requires = "name")]
    from: Option<String>,

    /// The environment to compare with `--from`
    #[arg(long = "env", value_name = "NAME", value_parser = environment_name, conflicts_with = "old", requires = "from")]
    name: Option<EnvironmentName>,

    #[command(flatten)]
    source: Source,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t = Rendering::Text)]
    format: Rendering,

    /// The same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// How the result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rendering {
    /// For people at a terminal
    Text,
    /// One JSON document
    Json,
    /// For a pull request's comment
    Markdown,
}

/// Compares and says what differs: 0 nothing, 2 something.
///
/// # Errors
/// A side cannot be read, or the result not be printed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { old, new, from, name, source, format, json } = arguments;
    let sides = match (old, new, from, name) {
        (Some(old), Some(new), None, None) => side::both(source, old, new)?,
        (None, None, Some(from), Some(name)) => side::then_and_now(source, from, name)?,
        _ => None,
    };
    let Some((old, new)) = sides else { return Ok(ExitCode::from(FAILED)) };
    let document = compare(old, new, from.is_some());
    match if *json { Rendering::Json } else { *format } {
        Rendering::Text => print_coloured(|colour| render::text(&document, colour))?,
        Rendering::Json => print_document(&document)?,
        Rendering::Markdown => print(&render::markdown(&document))?,
    }
    Ok(if document.same { ExitCode::SUCCESS } else { ExitCode::from(DIFFERS) })
}

fn compare(old: Side, new: Side, is_one_environment: bool) -> Document {
    let settings = match (&old.layers, &new.layers) {
        (Some(old), Some(new)) => settings::changes(old, new),
        _ => Vec::new(),
    };
    let is_same = is_one_environment || state(&old.documents).is_some_and(|it| Some(it) == state(&new.documents));
    let subject = if is_same { Subject::Same } else { Subject::Different };
    let before = match (subject, environment(&old.documents), environment(&new.documents)) {
        (Subject::Different, Some(old_name), Some(new_name)) => renamed(&old.documents, &old_name, &new_name),
        _ => old.documents,
    };
    let cost = cost::change(&before, &new.documents);
    let difference = Difference::between(&before, &new.documents, subject, &aws::facts::PROVIDER);
    let consequences = match subject {
        Subject::Same => consequences(&before, &new.documents),
        Subject::Different => Vec::new(),
    };
    Document {
        format_version: FORMAT_VERSION,
        old: old.label,
        new: new.label,
        same_infrastructure: is_same,
        same: settings.is_empty() && difference.is_empty(),
        settings,
        difference: secret::hiding(difference, [&before, &new.documents]),
        cost,
        consequences,
    }
}

/// Where the state is kept: whoever shares it has the same resources.
fn state(documents: &Documents) -> Option<Vec<Json>> {
    let terraform = documents.section("", "terraform");
    let place = |block: &Json, settings: &[&str]| settings.iter().map(|setting| block.pointer(setting).cloned()).collect();
    if let Some(cloud) = terraform.get("cloud") {
        return place(cloud, &["/organization", "/workspaces/name"]);
    }
    let backend = terraform.get("backend")?;
    backend.get("s3").map_or_else(|| place(backend.get("http")?, &["/address"]), |bucket| place(bucket, &["/bucket", "/key"]))
}

/// The name of the environment, as the provider tags everything with it.
fn environment(documents: &Documents) -> Option<String> {
    owner(documents).map(|(_, environment)| environment)
}

/// The documents with an environment's name replaced by another one wherever it is a word.
fn renamed(documents: &Documents, from: &str, to: &str) -> Documents {
    let mut documents = documents.clone();
    documents.by_path_mut().values_mut().for_each(|document| rename(document, from, to));
    documents
}

fn rename(value: &mut Json, from: &str, to: &str) {
    match value {
        Json::String(text) => *text = with_word(text, from, to),
        Json::Array(elements) => elements.iter_mut().for_each(|element| rename(element, from, to)),
        Json::Object(members) => members.values_mut().for_each(|value| rename(value, from, to)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

fn with_word(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let last = before.chars().next_back().or_else(|| out.chars().next_back());
        let is_word = !last.is_some_and(char::is_alphanumeric) && !after.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if is_word { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_where_it_is_a_word() {
        let text = "task-api-test, test/test: latest tests /test";
        assert_eq!(with_word(text, "test", "prod"), "task-api-prod, prod/prod: latest tests /prod");
    }
}
