//! The changes, folded by module: for each its action, its address, why, and the values that matter.

use std::fmt::Write as _;

use terraform::json::Json;
use words::visible;

use super::escape::{VALUE, code, fenced, shortened};
use super::section::{Section, module_name, sentence};
use crate::action::Action;
use crate::document::{AttributeReview, Counts, ResourceReview, Review, Shown};
use crate::node::{SENSITIVE, UNKNOWN};

/// How many values of one resource are shown.
const VALUES: usize = 40;

/// How much of what two long texts share is shown before they differ, in characters.
const COMMON: usize = 40;

const END: &str = "\n</details>\n";

/// The line on what was left out, and the end of the block that it may stand after.
const RESERVE: usize = 400;

/// The section; `None` where nothing changes.
pub(super) fn section(review: &Review, limit: usize) -> Option<String> {
    if review.changes.is_empty() {
        return None;
    }
    let mut section = Section::new(limit.saturating_sub(RESERVE), "### Changes\n");
    let mut shortened = 0;
    let mut left_out = Counts::default();
    let is_one = |one: &ResourceReview, other: &ResourceReview| {
        one.module == other.module && one.action.destroys() == other.action.destroys()
    };
    for changes in review.changes.chunk_by(is_one) {
        let module = &changes[0].module;
        let mut counts = Counts::default();
        for change in changes {
            counts += Counts::one(change);
        }
        let start = format!("\n<details><summary>{}: {}</summary>\n", module_name(module), counts.words());
        // Whatever is opened has to be closed.
        section.limit = section.limit.saturating_sub(END.len());
        let mut is_open = false;
        for change in changes {
            let open = if is_open { "" } else { &start };
            let line = line(change);
            let has_room = section.text.len() + open.len() + line.len() < section.limit;
            let full = if has_room { format!("{open}\n{line}{}", block(change)) } else { String::new() };
            let is_full = has_room && section.text.len() + full.len() <= section.limit;
            // The values go before the address does.
            let entry = if is_full { full } else { format!("{open}\n{line}") };
            if section.add(&entry) {
                is_open = true;
                shortened += usize::from(!is_full);
            } else {
                left_out += Counts::one(change);
            }
        }
        section.limit += END.len();
        if is_open {
            section.text.push_str(END);
        }
    }
    if shortened > 0 {
        let _ = write!(section.text, "\n*The values of {shortened} changes left out: the page is at its limit.*\n");
    }
    Some(section.end_with("changes", &left_out.words()))
}

/// What is done to which resource, and why.
pub(super) fn line(change: &ResourceReview) -> String {
    entry(change.action.words(), change)
}

/// The same, in other words for what is done.
pub(super) fn entry(words: &str, change: &ResourceReview) -> String {
    let ResourceReview {
        address,
        previous_address,
        action,
        is_deposed,
        reason,
        import,
        attributes,
        replaced_by,
        known_after_apply,
        dependents,
        ..
    } = change;
    let mut notes = Vec::new();
    notes.extend(previous_address.as_ref().map(|previous| format!("moved from {}", code(previous))));
    notes.extend(import.as_ref().map(|import| match (&import.id, &import.identity) {
        (Some(id), _) => format!("imported from {}", code(id)),
        (None, Some(identity)) => format!("imported by its identity {}", code(&identity.to_string())),
        (None, None) => "imported".to_owned(),
    }));
    notes.extend(
        import
            .as_ref()
            .filter(|import| import.has_generated_configuration)
            .map(|_| "configuration written by Terraform".to_owned()),
    );
    notes.extend(is_deposed.then(|| "an old object that an earlier replacement left behind".to_owned()));
    notes.extend(reason.as_ref().map(sentence));
    let is_told = *action != Action::Update || !attributes.is_empty();
    notes.extend((!is_told).then(|| "no value differs, only what is marked as sensitive or how it is written".to_owned()));
    notes.extend((!replaced_by.is_empty()).then(|| format!("forced by {}", codes(replaced_by))));
    notes.extend((!dependents.is_empty()).then(|| match dependents.len() {
        1 => format!("one other resource refers to it: {}", codes(dependents)),
        count => format!("{count} other resources refer to it: {}", codes(dependents)),
    }));
    notes.extend((!known_after_apply.is_empty()).then(|| format!("known after apply: {}", codes(known_after_apply))));
    let notes = if notes.is_empty() { String::new() } else { format!(" — {}", notes.join("; ")) };
    format!("**{words}** {}{notes}\n", code(address))
}

fn codes(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut codes: Vec<String> = names.iter().take(SHOWN).map(|name| code(name)).collect();
    codes.extend((names.len() > SHOWN).then(|| format!("{} more", names.len() - SHOWN)));
    codes.join(", ")
}

/// The values of a change; nothing where there is none to show.
pub(super) fn block(change: &ResourceReview) -> String {
    values(&change.attributes, change.more_attributes)
}

/// Values as a difference.
pub(super) fn values(attributes: &[AttributeReview], more: usize) -> String {
    let mut lines: Vec<String> = attributes.iter().take(VALUES).flat_map(pair).collect();
    let more = more + attributes.len().saturating_sub(VALUES);
    if lines.is_empty() {
        return String::new();
    }
    if more > 0 {
        lines.push(format!("  … and {more} more"));
    }
    fenced("diff", &lines)
}

fn pair(attribute: &AttributeReview) -> Vec<String> {
    let AttributeReview { path, before, after, forces_replacement } = attribute;
    let path = if path.is_empty() { "value".to_owned() } else { shortened(&visible(path), VALUE) };
    let forces = if *forces_replacement { "  # forces replacement" } else { "" };
    if (before, after) == (&Shown::Sensitive, &Shown::Sensitive) {
        return vec![format!("! {path} = {SENSITIVE}  # changes{forces}")];
    }
    let (before, after) = texts(before, after);
    let line = |mark: char, text: String, forces: &str| format!("{mark} {path} = {text}{forces}");
    match (before, after) {
        (Some(before), Some(after)) => vec![line('-', before, ""), line('+', after, forces)],
        (Some(before), None) => vec![line('-', before, forces)],
        (None, Some(after)) => vec![line('+', after, forces)],
        (None, None) => Vec::new(),
    }
}

/// Both values as text; of long texts, the part in which they differ.
fn texts(before: &Shown, after: &Shown) -> (Option<String>, Option<String>) {
    let text = |shown: &Shown| match shown {
        Shown::Absent => None,
        Shown::Value(value) => Some(written(value)),
        Shown::Sensitive => Some(SENSITIVE.to_owned()),
        Shown::Unknown => Some(UNKNOWN.to_owned()),
    };
    match (text(before), text(after)) {
        (Some(before), Some(after)) => {
            let common = before.chars().zip(after.chars()).take_while(|(one, other)| one == other).count();
            let is_long = before.chars().count().max(after.chars().count()) > VALUE && common > 2 * COMMON;
            let skip = if is_long { common - COMMON } else { 0 };
            let from = |text: String| -> String {
                let rest: String = text.chars().skip(skip).collect();
                let rest = shortened(&rest, VALUE);
                if skip > 0 { format!("…{rest}") } else { rest }
            };
            (Some(from(before)), Some(from(after)))
        }
        (before, after) => (before.map(|text| shortened(&text, VALUE)), after.map(|text| shortened(&text, VALUE))),
    }
}

fn written(value: &Json) -> String {
    value.to_string()
}
