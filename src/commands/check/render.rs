//! What `synth check` found, for people at a terminal, in a pull request, and as annotations of a workflow.

use std::fmt::Write as _;

use terraform::compare::Change;

use serde_json::Value as Json;

use super::document::{Checked, Document, FileState};
use crate::view;
use crate::view::difference::indented;
use crate::view::github::{Level, annotation};
use crate::view::sarif::{self, Told};

impl FileState {
    fn words(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::Leftover => "is left over: synth would not write it now",
            Self::Foreign => "is not synth's, and Terraform reads it",
            Self::Variables => "sets variables by itself: Terraform takes its values, which no setting says",
            Self::Changed => "differs",
            Self::Formatting => "differs in form only: Terraform reads the same in it",
        }
    }
}

/// What differs, and what makes it equal.
pub(super) fn text(document: &Document, colour: bool) -> String {
    let bold = |text: &str| if colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut out = String::new();
    for checked in &document.environments {
        let _ = writeln!(out, "{}", bold(&headline(checked)));
        if checked.same {
            continue;
        }
        for file in &checked.files {
            let _ = writeln!(out, "  {}/{} {}", checked.folder, file.path, file.state.words());
        }
        if !checked.difference.is_empty() {
            let _ = write!(out, "\n{}", view::difference::text(&checked.difference, colour));
        }
        let addresses = addresses(checked);
        if !addresses.is_empty() {
            let _ = writeln!(out, "\n{} ({})", bold("recorded addresses"), checked.lock);
            for (words, remedy) in addresses {
                let _ = writeln!(out, "  {words}");
                out.push_str(&indented(&remedy.unwrap_or_default(), "    "));
            }
        }
        if !checked.next.is_empty() {
            let _ = writeln!(out, "\nto make it equal:\n  {}", checked.next.join("\n  "));
        }
        out.push('\n');
    }
    out
}

/// The same for a pull request's comment.
pub(super) fn markdown(document: &Document) -> String {
    let mut out = String::new();
    for checked in &document.environments {
        let _ = writeln!(out, "### {}\n", headline(checked));
        if checked.same {
            continue;
        }
        for file in &checked.files {
            let _ = writeln!(out, "- `{}/{}` {}", checked.folder, file.path, file.state.words());
        }
        if !checked.difference.is_empty() {
            let _ = write!(out, "\n{}", view::difference::markdown(&checked.difference));
        }
        let addresses = addresses(checked);
        if !addresses.is_empty() {
            let _ = writeln!(out, "\n#### recorded addresses (`{}`)\n", checked.lock);
            for (words, remedy) in addresses {
                let _ = writeln!(out, "- {words}");
                if let Some(remedy) = remedy {
                    let lines = indented(&remedy, "  ");
                    let _ = writeln!(out, "\n  ```toml\n{lines}  ```\n");
                }
            }
        }
        if !checked.next.is_empty() {
            let _ = writeln!(out, "\nTo make it equal:\n\n```console\n{}\n```\n", checked.next.join("\n"));
        }
    }
    for failed in &document.failed {
        let _ = writeln!(out, "### {}: {}\n", failed.name, failed.error);
    }
    out
}

/// An annotation for each block, file and address.
pub(super) fn github(document: &Document) -> String {
    let mut out = String::new();
    for checked in &document.environments {
        let name = &checked.name;
        let next =
            if checked.next.is_empty() { String::new() } else { format!("\nto make it equal: {}", checked.next.join(" && ")) };
        for block in &checked.difference.blocks {
            let file = format!("{}/{}", checked.folder, block.file);
            let what = match block.change {
                Change::Added => "is not in the folder",
                Change::Removed => "is not in the settings any more",
                Change::Changed => "differs from the settings",
            };
            let replaced = match (block.replaced, block.stateful) {
                (true, true) => "\nAWS would destroy it and make it anew, WITH ALL THAT IT HOLDS",
                (true, false) => "\nAWS would replace it",
                (false, _) => "",
            };
            let paths: String = block.arguments.iter().flat_map(|argument| ["\n", &argument.path]).collect();
            let message = format!("{} {what}{replaced}{paths}{next}", block.address);
            out.push_str(&annotation(Level::Error, Some(&file), &format!("{name}: {}", block.address), &message));
        }
        for file in checked.files.iter().filter(|file| file.state != FileState::Changed) {
            let path = format!("{}/{}", checked.folder, file.path);
            let message = format!("{path} {}{next}", file.state.words());
            out.push_str(&annotation(Level::Error, Some(&path), &format!("{name}: {}", file.path), &message));
        }
        for (words, remedy) in addresses(checked) {
            let message = remedy.map(|remedy| format!("{words}\n{remedy}")).unwrap_or(format!("{words}{next}"));
            out.push_str(&annotation(
                Level::Error,
                Some(&checked.lock),
                &format!("{name}: recorded addresses"),
                message.trim_end(),
            ));
        }
    }
    for failed in &document.failed {
        out.push_str(&annotation(Level::Error, None, &failed.name, &failed.error));
    }
    out
}

/// The same for code scanning, and what the rules find in the settings.
pub(super) fn sarif(document: &Document) -> Json {
    let mut told = Vec::new();
    for checked in &document.environments {
        told.extend(findings(&checked.warnings));
        let mut tell = |code: &str, file: String, address: &str, message: String| {
            told.push(Told {
                code: code.to_owned(),
                level: sarif::Level::Error,
                message,
                file,
                line: 1,
                address: address.to_owned(),
                ..Told::default()
            });
        };
        for block in &checked.difference.blocks {
            let file = format!("{}/{}", checked.folder, block.file);
            tell("stale-block", file, &block.address, format!("{}: {} is not what the settings say", checked.name, block.address));
        }
        for file in checked.files.iter().filter(|file| file.state != FileState::Changed) {
            let path = format!("{}/{}", checked.folder, file.path);
            let message = format!("{path} {}", file.state.words());
            tell("stale-file", path, "", message);
        }
        for (words, _) in addresses(checked) {
            tell("recorded-address", checked.lock.clone(), words.split(' ').next().unwrap_or_default(), words.clone());
        }
    }
    for failed in &document.failed {
        let problems = findings(&failed.problems);
        let refused = Told {
            code: "refused".to_owned(),
            level: sarif::Level::Error,
            message: format!("{}: {}", failed.name, failed.error),
            file: format!("{}.toml", failed.name),
            line: 1,
            address: failed.name.clone(),
            ..Told::default()
        };
        told.extend(if problems.is_empty() { vec![refused] } else { problems });
    }
    sarif::log("check", &told)
}

/// A report on settings; a fault that is no rule's has the code `settings`.
fn findings(report: &Json) -> Vec<Told> {
    let text = |finding: &Json, member: &str| finding[member].as_str().unwrap_or_default().to_owned();
    let told = report.as_array().into_iter().flatten().map(|finding| Told {
        code: finding["code"].as_str().unwrap_or("settings").to_owned(),
        level: if finding["severity"] == "error" { sarif::Level::Error } else { sarif::Level::Warning },
        message: match finding["help"].as_str() {
            Some(help) => format!("{}. What to do: {help}.", text(finding, "message")),
            None => text(finding, "message"),
        },
        file: text(finding, "file"),
        line: finding["line"].as_u64().and_then(|line| line.try_into().ok()).unwrap_or(1),
        address: finding["resource"].as_str().or(finding["setting"].as_str()).unwrap_or_default().to_owned(),
        ..Told::default()
    });
    told.collect()
}

fn headline(checked: &Checked) -> String {
    let Checked { name, folder, same, files, difference, .. } = checked;
    if *same {
        return format!("{name}: {folder} is what the settings say");
    }
    if files.is_empty() && difference.is_empty() {
        return format!("{name}: {folder} is what the settings say, and the recorded addresses are not those emitted");
    }
    let (added, removed, changed) = difference.counts();
    format!(
        "{name}: {folder} is not what the settings say: writing it would add {added}, remove {removed} and change {changed} blocks"
    )
}

/// What is said of each address, and the settings that mend it.
fn addresses(checked: &Checked) -> Vec<(String, Option<String>)> {
    let addresses = &checked.addresses;
    let vanished = addresses.vanished.iter().map(|vanished| (vanished.words(), Some(vanished.remedy())));
    let departed = addresses.departed.iter().map(|it| (format!("{it} went where the settings say, and is still recorded"), None));
    let unrecorded = addresses.unrecorded.iter().map(|it| (format!("{it} is not recorded yet"), None));
    let elsewhere = addresses.elsewhere.iter().map(|it| (it.words(), None));
    elsewhere.chain(vanished).chain(departed).chain(unrecorded).collect()
}
