//! What `synth explain` prints for people.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::document::{
    AttributeDocument, BlockDocument, ChangeDocument, Document, JudgedDocument, ResourceDocument, RuleDocument, SettingDocument,
    ShapingDocument, TouchesDocument, ValueDocument,
};
use engine::explanation::toml;

/// Of longer lists the rest is counted.
const MOST_BLOCKS: usize = 30;
const MOST_ATTRIBUTES: usize = 8;

/// Longer values are not printed.
const LONGEST_VALUE: usize = 60;

pub(super) fn text(document: &Document) -> String {
    let Document { format_version: _, setting, rule, resource } = document;
    let mut text = String::new();
    if let Some(setting) = setting {
        of_setting(&mut text, setting);
    }
    if let Some(rule) = rule {
        of_rule(&mut text, rule);
    }
    if let Some(resource) = resource {
        of_resource(&mut text, resource);
    }
    text
}

fn of_setting(text: &mut String, setting: &SettingDocument) {
    let SettingDocument { path, meaning, takes, choices, default, is_needed, example, inside, values, touches } = setting;
    let _ = writeln!(text, "{path}\n  {meaning}\n");
    if choices.is_empty() {
        let _ = writeln!(text, "takes    {}", takes.replace('`', ""));
    }
    match (default, is_needed) {
        (Some(default), _) => drop(writeln!(text, "default  {default}")),
        (None, true) => drop(writeln!(text, "default  none: it has to be set")),
        (None, false) => {}
    }
    if let Some(example) = example {
        let _ = writeln!(text, "example  {example}");
    }
    let widest = choices.iter().map(|choice| choice.value.chars().count()).max().unwrap_or_default();
    if !choices.is_empty() {
        let _ = writeln!(text, "takes one of");
    }
    for choice in choices {
        let _ = writeln!(text, "  {:<widest$}  {}", choice.value, choice.meaning);
    }
    list(text, "holds", inside);
    of_values(text, path, values);
    for touches in touches {
        of_touches(text, touches);
    }
}

fn of_values(text: &mut String, generic: &str, values: &[ValueDocument]) {
    if values.is_empty() {
        return;
    }
    let rows: Vec<[String; 3]> = values
        .iter()
        .map(|ValueDocument { environment, path, value, origin }| {
            let name = if path == generic { environment.clone() } else { format!("{environment}: {path}") };
            [name, value.as_ref().map(toml).unwrap_or_default(), origin.clone()]
        })
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (names, shown) = (width(0), width(1).min(LONGEST_VALUE));
    let _ = writeln!(text, "\nvalues");
    for [name, value, origin] in &rows {
        let gap = if shown == 0 { "" } else { "  " };
        let _ = writeln!(text, "  {name:<names$}{gap}{value:<shown$}  {origin}");
    }
}

fn of_touches(text: &mut String, touches: &TouchesDocument) {
    let TouchesDocument { environment, path, tried, with, is_alone, blocks, consequences, unknown } = touches;
    let tried = tried.as_ref().map_or_else(|| ", each of its settings by itself".to_owned(), |value| format!("={}", shown(value)));
    if let Some(unknown) = unknown {
        let _ = writeln!(text, "\ntouches, in {environment}, {path}\n  not known: {unknown}");
        return;
    }
    let _ = writeln!(text, "\ntouches, tried in {environment} with {path}{tried}");
    for setting in with {
        let why = if *is_alone { "after {}, which it needs" } else { "together with {}, since neither is accepted alone" };
        let _ = writeln!(text, "  ({})", why.replace("{}", setting));
    }
    if blocks.is_empty() {
        let _ = writeln!(text, "  nothing that is emitted");
    }
    for BlockDocument { address, change, attributes } in blocks.iter().take(MOST_BLOCKS) {
        let word = match change {
            ChangeDocument::Added => "  (there with it)",
            ChangeDocument::Removed => "  (gone with it)",
            ChangeDocument::Changed => "",
        };
        let _ = writeln!(text, "  {address}{word}");
        for AttributeDocument { path, before, after } in attributes.iter().take(MOST_ATTRIBUTES) {
            let before = before.as_ref().map_or_else(|| "nothing".to_owned(), |value| shown(&value.into()));
            let after = after.as_ref().map_or_else(|| "nothing".to_owned(), |value| shown(&value.into()));
            let values = if before == after { String::new() } else { format!(": {before} -> {after}") };
            let _ = writeln!(text, "    {path}{values}");
        }
        more(text, "    ", attributes.len(), MOST_ATTRIBUTES);
    }
    more(text, "  ", blocks.len(), MOST_BLOCKS);
    list(text, "does so to an environment that is applied", consequences);
}

fn of_rule(text: &mut String, rule: &RuleDocument) {
    let RuleDocument { code, severity, scope, title, why, mend, environments } = rule;
    let _ = writeln!(text, "{code}: {title} ({severity}, {scope})\n\n{why}\n\nTo mend it: {mend}.");
    if !environments.is_empty() {
        let _ = writeln!(text, "\nfindings");
    }
    for JudgedDocument { environment, findings, accepted } in environments {
        if findings.is_empty() && accepted.is_empty() {
            let _ = writeln!(text, "  {environment}: none");
        }
        for finding in findings {
            let place = finding["setting"].as_str().or_else(|| finding["resource"].as_str()).unwrap_or_default();
            let _ = writeln!(text, "  {environment}: {place}: {}", finding["message"].as_str().unwrap_or_default());
        }
        for it in accepted {
            let _ = writeln!(text, "  {environment}: accepted until {}: {}", it.until, it.reason);
        }
    }
}

fn of_resource(text: &mut String, resource: &ResourceDocument) {
    let ResourceDocument { address, kind, environment, also_in, file, needs, needed_by, settings, untried, arguments } = resource;
    let _ = writeln!(text, "{address}\n  {kind}, in {file} of {environment}");
    if !also_in.is_empty() {
        let _ = writeln!(text, "  also in {}", also_in.join(", "));
    }
    list(text, "needs", needs);
    list(text, "is needed by", needed_by);
    let shaping = settings.iter().map(|ShapingDocument { path, decides, attributes }| match (decides, attributes.as_slice()) {
        (true, _) => format!("{path}  (whether it is there)"),
        (false, attributes) if attributes.len() > MOST_ATTRIBUTES => {
            format!("{path}  {}, and {} more", attributes[..MOST_ATTRIBUTES].join(", "), attributes.len() - MOST_ATTRIBUTES)
        }
        (false, attributes) => format!("{path}  {}", attributes.join(", ")),
    });
    list(text, "is shaped by", &shaping.collect::<Vec<String>>());
    list(text, "may be shaped by, since no other value was accepted alone", untried);
    let _ = writeln!(text, "\narguments\n{}", indented(&format!("{arguments:#}")));
}

fn list(text: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        let _ = writeln!(text, "\n{title}\n{}", indented(&lines.join("\n")));
    }
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("  {line}")).collect::<Vec<String>>().join("\n")
}

fn more(text: &mut String, indent: &str, count: usize, most: usize) {
    if count > most {
        let _ = writeln!(text, "{indent}and {} more, which `--json` lists", count - most);
    }
}

/// A value on one line; a longer one as dots.
fn shown(value: &Json) -> String {
    let text = toml(value);
    if text.chars().count() > LONGEST_VALUE { "…".to_owned() } else { text }
}
