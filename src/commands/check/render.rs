//! What `synth check` found, for people at a terminal, in a pull request, and as annotations of a workflow.

use std::fmt::Write as _;

use finding::{Finding, Level, Severity};
use terraform::compare::Change;
use terraform::json::Json;

use super::document::{Checked, Document, FileState};
use crate::view;
use crate::view::difference::indented;
use crate::view::github::annotation;
use crate::view::sarif;

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
    let mut told: Vec<Finding> = Vec::new();
    for checked in &document.environments {
        told.extend(checked.warnings.iter().cloned());
        let mut tell = |code: &str, file: String, address: &str, message: String| {
            let resource = Some(address.to_owned());
            told.push(Finding { code: Some(code.to_owned()), file: Some(file), resource, ..Finding::new(Severity::High, message) });
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
        let refused = || Finding {
            code: Some("refused".to_owned()),
            file: Some(format!("{}.toml", failed.name)),
            resource: Some(failed.name.clone()),
            ..Finding::new(Severity::High, format!("{}: {}", failed.name, failed.error))
        };
        told.extend(if failed.problems.is_empty() { vec![refused()] } else { failed.problems.clone() });
    }
    sarif::log("check", &told)
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
