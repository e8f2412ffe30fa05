//! What `synth diff` found, for people at a terminal and in a pull request.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::document::Document;
use super::settings::SettingChange;
use crate::view;

/// First the settings, then what they change.
pub(super) fn text(document: &Document, colour: bool) -> String {
    let bold = |text: &str| if colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut out = format!("{}\n", bold(&headline(document)));
    if !document.settings.is_empty() {
        let _ = writeln!(out, "\n{}", bold("settings"));
        for change in &document.settings {
            let _ = writeln!(out, "  {}: {}", change.setting, values(change));
        }
    }
    if let Some(cost) = &document.cost {
        let _ = writeln!(out, "\n{}\n  {}", bold("cost"), cost.words());
    }
    if !document.consequences.is_empty() {
        let _ = writeln!(out, "\n{}", bold("what this does"));
        for consequence in &document.consequences {
            let _ = writeln!(out, "  {}", consequence.words());
            out.push_str(&view::difference::indented(&consequence.settings(), "      "));
        }
    }
    if !document.difference.is_empty() {
        let _ = write!(out, "\n{}", view::difference::text(&document.difference, colour));
    }
    out
}

/// The same for a pull request's comment.
pub(super) fn markdown(document: &Document) -> String {
    let mut out = format!("### {}\n", headline(document));
    if !document.settings.is_empty() {
        out.push_str("\n#### settings\n\n");
        for change in &document.settings {
            let _ = writeln!(out, "- {}", view::difference::code(&format!("{}: {}", change.setting, values(change))));
        }
    }
    if let Some(cost) = &document.cost {
        let _ = writeln!(out, "\n#### cost\n\n{}", cost.words());
    }
    if !document.consequences.is_empty() {
        out.push_str("\n#### what this does\n\n");
        for consequence in &document.consequences {
            let _ = writeln!(out, "- {}", view::difference::code(&consequence.words()));
            let settings = consequence.settings();
            if !settings.is_empty() {
                let _ = writeln!(out, "\n  ```toml\n{}  ```\n", view::difference::indented(&settings, "  "));
            }
        }
    }
    if !document.difference.is_empty() {
        let _ = write!(out, "\n{}", view::difference::markdown(&document.difference));
    }
    out
}

fn headline(document: &Document) -> String {
    let Document { old, new, same, settings, difference, .. } = document;
    if *same {
        return format!("{old} → {new}: nothing differs");
    }
    let (added, removed, changed) = difference.counts();
    let settings = match settings.len() {
        0 => String::new(),
        1 => "1 setting differs; ".to_owned(),
        several => format!("{several} settings differ; "),
    };
    format!("{old} → {new}: {settings}{added} blocks added, {removed} removed, {changed} changed")
}

fn values(change: &SettingChange) -> String {
    let SettingChange { setting: _, old, old_place, new, new_place } = change;
    let side = |value: &Option<Json>, place: &Option<String>| match (value, place) {
        (Some(value), Some(place)) => format!("{value} ({place})"),
        (Some(value), None) => value.to_string(),
        (None, _) => "its default".to_owned(),
    };
    format!("{} → {}", side(old, old_place), side(new, new_place))
}
