//! `synth completions`: what a shell needs to complete the command line, and what it is answered when it asks. The script asks `synth` itself at
//! each key, so that the environments of the folder, the paths of settings and what can be explained are completed too.

use std::ffi::OsStr;
use std::io;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::builder::PossibleValuesParser;
use clap::{Arg, Args, Command};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;
use engine::{reference, rules};

use super::source::known;
use crate::view::print::print;

/// The variable by which a shell's script says that it asks.
const ASKS: &str = "SYNTH_COMPLETE";

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

const AFTER: &str = "\
Put it where the shell reads it at its start:
  bash   synth completions bash >~/.local/share/bash-completion/completions/synth
  zsh    synth completions zsh >\"${fpath[1]}/_synth\"
  fish   synth completions fish >~/.config/fish/completions/synth.fish";

/// The arguments of `synth completions`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = PossibleValuesParser::new(SHELLS))]
    shell: String,
}

/// Prints the shell's script, by which it asks this command for completions.
///
/// # Errors
/// It cannot be printed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { shell } = arguments;
    let shells = Shells::builtins();
    let completer = shells.completer(shell).ok_or_else(|| anyhow!("`{shell}` asks for no completions"))?;
    let mut script = Vec::new();
    completer.write_registration(ASKS, "synth", "synth", "synth", &mut script)?;
    print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// Answers a shell that asks for completions, and ends the process then.
///
/// # Errors
/// The shell is none that is known, or cannot be answered.
pub fn answer(command: fn() -> Command) -> io::Result<bool> {
    let factory = move || completed(command());
    let asked =
        CompleteEnv::with_factory(factory).var(ASKS).try_complete(std::env::args_os(), std::env::current_dir().ok().as_deref());
    asked.map_err(|error| io::Error::other(error.to_string()))
}

/// The command line with what only the folder and the settings know.
fn completed(command: Command) -> Command {
    let command = command.mut_args(|argument| completed_argument("", argument));
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    verbs.into_iter().fold(command, |command, name| {
        command.mut_subcommand(&name, |verb| {
            let name = verb.get_name().to_owned();
            verb.mut_args(|argument| completed_argument(&name, argument))
        })
    })
}

fn completed_argument(verb: &str, argument: Arg) -> Arg {
    match (verb, argument.get_id().as_str()) {
        (_, "environments" | "names" | "environment") if argument.get_long() == Some("env") => argument.add(environments()),
        ("new", "from") | ("diff", "old" | "new") | ("cost", "difference") => argument.add(environments()),
        (_, "overrides") => argument.add(ArgValueCompleter::new(settings)),
        ("review", "fail_on") => argument.add(ArgValueCandidates::new(severities)),
        ("init", "region" | "disaster_recovery_region") => argument.add(ArgValueCandidates::new(regions)),
        ("explain", "word") => argument.add(ArgValueCandidates::new(words)),
        _ => argument,
    }
}

fn environments() -> ArgValueCandidates {
    ArgValueCandidates::new(|| known().into_iter().map(|name| CompletionCandidate::new(name.as_str())).collect())
}

/// Each setting whose path begins as typed, with `=` behind it; a name of the user's own is what stands in its place.
fn settings(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let paths = reference::settings().into_iter().filter(|setting| !setting.path.contains('['));
    let named = |path: &str| -> Option<String> {
        let mut names = typed.split('.');
        let parts = path.split('.').map(|part| match names.next() {
            Some(name) if part.starts_with('<') && !name.is_empty() => Some(name.to_owned()),
            _ => (!part.starts_with('<')).then(|| part.to_owned()),
        });
        Some(parts.collect::<Option<Vec<_>>>()?.join(".")).filter(|path| path.starts_with(typed))
    };
    paths.filter_map(|setting| Some(candidate(&format!("{}=", named(&setting.path)?), &setting.meaning))).collect()
}

fn severities() -> Vec<CompletionCandidate> {
    ["critical", "high", "medium", "low"].map(CompletionCandidate::new).into()
}

fn regions() -> Vec<CompletionCandidate> {
    domain::Region::all().map(|region| CompletionCandidate::new(region.to_string())).collect()
}

/// Whatever can be explained without an environment.
fn words() -> Vec<CompletionCandidate> {
    let settings = reference::settings().into_iter().map(|setting| candidate(&setting.path, &setting.meaning));
    let rules = rules::RULES.iter().map(|rule| candidate(rule.code, rule.title));
    settings.chain(rules).collect()
}

fn candidate(word: &str, meaning: &str) -> CompletionCandidate {
    let brief = meaning.split_once(". ").map_or(meaning, |(first, _)| first);
    CompletionCandidate::new(word).help(Some(brief.to_owned().into()))
}
