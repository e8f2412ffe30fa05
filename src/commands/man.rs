//! `synth man`: the manual, derived from the command line: a page in `man`'s format, or all of it as Markdown. It must not know any verb.

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::{Args, Command};

use crate::view::print::print;

/// The arguments of `synth man`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The verb whose page is meant; without, the page of `synth` itself
    #[arg(value_name = "VERB")]
    verb: Option<String>,

    /// Print the help of all verbs as Markdown, instead
    #[arg(long, conflicts_with = "verb")]
    markdown: bool,
}

/// Prints the manual of this command line.
///
/// # Errors
/// It cannot be printed.
pub fn run(arguments: &Arguments, command: Command) -> Result<ExitCode> {
    let Arguments { verb, markdown } = arguments;
    let command = built(command);
    if *markdown {
        print(&page(command))?;
        return Ok(ExitCode::SUCCESS);
    }
    let command = match verb {
        Some(verb) => {
            let of_verb = verbs(&command).find(|it| it.get_name() == verb).cloned();
            of_verb.ok_or_else(|| {
                let known: Vec<&str> = verbs(&command).map(Command::get_name).collect();
                anyhow!("there is no verb `{verb}`, only {}", known.join(", "))
            })?
        }
        None => command,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).source(concat!("synth ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(ExitCode::SUCCESS)
}

/// The help of every verb as Markdown, as it stands in `docs/cli.md`.
pub fn markdown(command: Command) -> String {
    page(built(command))
}

fn page(command: Command) -> String {
    let mut text = String::from(
        "# The command line\n\nWhat `synth` and each verb say of themselves with `-h`.\n\n\
         This file is derived: `cargo run -- man --markdown > docs/cli.md`.\n",
    );
    let verbs: Vec<Command> = verbs(&command).cloned().collect();
    section(&mut text, "synth", command);
    for verb in verbs {
        section(&mut text, &format!("synth {}", verb.get_name()), verb);
    }
    text
}

fn section(text: &mut String, title: &str, mut command: Command) {
    let help = command.render_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let _ = write!(text, "\n## `{title}`\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
}

/// The command line with everything that clap adds by itself.
fn built(mut command: Command) -> Command {
    command.build();
    command
}

fn verbs(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|verb| verb.get_name() != "help")
}
