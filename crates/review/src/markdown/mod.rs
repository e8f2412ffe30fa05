//! The review as a page for a pull request's comment, in GitHub's Markdown. It must not know the plan.
//!
//! GitHub takes 65,536 characters. The page is counted in bytes, of which there are never fewer; what does not fit is left out by whole
//! entries, the least important ones first, and the page says how many.

mod change;
mod escape;
mod paging;
mod risks;
mod section;
mod sections;

use std::fmt::Write as _;

use finding::Severity;
use section::{Room, Section, module_name, sentence};

use crate::document::{Counts, Review};
use crate::markdown::escape::code;

/// How long a page is at most, in bytes; a comment on GitHub holds 65,536 characters.
pub const LIMIT: usize = 65_000;

/// The share of each section, so that none crowds out another one. What is left over belongs to the changes.
const HEAD: usize = 8_000;

/// Room for a line that says what is left out.
const NOTE: usize = 200;

/// How many modules the table of counts lists.
const MODULES: usize = 40;

/// What stays the same in the comments of one plan, so that a newer one is found in place of the older.
pub fn marker(title: Option<&str>) -> String {
    let name: String = title
        .unwrap_or_default()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() || "._/".contains(it) { it } else { '-' })
        .collect();
    let name = name.trim_matches('-').replace("--", "-");
    if name.is_empty() { "<!-- synth-review -->".to_owned() } else { format!("<!-- synth-review {name} -->") }
}

/// The page, under a title such as the environment's name.
///
/// It is longer than [`LIMIT`] only where the list of what is destroyed or replaced is: that is never cut.
pub fn markdown(review: &Review, title: Option<&str>) -> String {
    with_marker(text(review, title, Room::Comment), &marker(title))
}

/// The whole page as several, none longer than [`LIMIT`] and each with a mark of its own: nothing is left out.
pub fn pages(review: &Review, title: Option<&str>) -> Vec<String> {
    let heading = |number: usize, of: usize| {
        let title = title.map(|title| format!("{}, ", code(title))).unwrap_or_default();
        format!("## {title}page {number} of {of}\n\n")
    };
    let reserve = heading(usize::MAX, usize::MAX).len() + marker(title).len() + NOTE;
    let bodies = paging::split(&text(review, title, Room::Whole), LIMIT.saturating_sub(reserve));
    let of = bodies.len();
    let numbered = bodies.into_iter().enumerate().map(|(at, body)| match at {
        0 if of == 1 => with_marker(body, &marker(title)),
        0 => with_marker(format!("{body}\n*Page 1 of {of}.*\n"), &marker(title)),
        _ => {
            let name = format!("{}/{}", title.unwrap_or("page"), at + 1);
            with_marker(format!("{}{body}", heading(at + 1, of)), &marker(Some(&name)))
        }
    });
    numbered.collect()
}

fn with_marker(mut page: String, marker: &str) -> String {
    page.push('\n');
    page.push_str(marker);
    page.push('\n');
    page
}

fn text(review: &Review, title: Option<&str>, room: Room) -> String {
    let mut parts = vec![head(review, title, room)];
    parts.extend(sections::unknown_types(&review.unknown_types, room));
    parts.extend(sections::losses(&review.changes, room));
    let marker = marker(title).len() + 1;
    let left_of = |parts: &[String]| room.of(LIMIT).saturating_sub(parts.iter().map(|part| part.len() + 1).sum::<usize>() + marker);
    let left = left_of(&parts);
    parts.extend(risks::section(&review.risks, left / 2, room));
    parts.extend(review.since.as_ref().map(|since| sections::since(since, room)));
    parts.extend(review.cost.as_ref().map(|cost| sections::cost(cost, room)));
    parts.extend(review.cost_unknown.as_deref().map(sections::cost_unknown));
    let mut left = left_of(&parts);
    let mut tail: Vec<String> = [
        sections::overridden(&review.overridden, room),
        sections::actions(&review.action_invocations, room),
        sections::drift(&review.drift, review.is_refresh_only, room),
        sections::deferred(&review.deferred, room),
        sections::outputs(&review.outputs, room),
        sections::checks(&review.checks, room),
    ]
    .into_iter()
    .flatten()
    .collect();
    // Where the list of what goes takes all the room, the rest is named, and no more.
    for part in &mut tail {
        if part.len() + NOTE > left {
            let name = part.lines().next().unwrap_or_default().trim_start_matches("### ").to_owned();
            *part = format!("*{name} left out: the page is at its limit. `synth review --split` has it all.*\n");
        }
        left = left.saturating_sub(part.len() + 1);
    }
    parts.extend(change::section(review, left));
    parts.extend(tail);
    parts.join("\n")
}

/// The verdict, the worst of it, and the counts by module.
fn head(review: &Review, title: Option<&str>, room: Room) -> String {
    let title = title.map(|title| format!("{}: ", code(title))).unwrap_or_default();
    let worst = match review.risks.iter().find(|risk| risk.accepted.is_none()) {
        Some(risk) if risk.severity >= Severity::Medium => {
            let of = risk.address.as_deref().map(|address| format!(", of {}", code(address))).unwrap_or_default();
            format!(" The worst{of}: {}.", sentence(&risk.what))
        }
        _ => String::new(),
    };
    let mut section = Section::new(room.of(HEAD), &format!("## {title}{}{worst}\n", review.verdict.sentence));
    let columns: Vec<&str> = review.counts.named().into_iter().filter(|(_, count)| *count > 0).map(|(name, _)| name).collect();
    if columns.is_empty() {
        return section.text;
    }
    let row = |name: &str, counts: Counts| {
        let mut row = format!("| {name} |");
        for (_, count) in counts.named().into_iter().filter(|(name, _)| columns.contains(name)) {
            let _ = write!(row, " {count} |");
        }
        row.push('\n');
        row
    };
    let _ = write!(section.text, "\n| module | {} |\n| --- |{}\n", columns.join(" | "), " ---: |".repeat(columns.len()));
    let is_moving = |counts: Counts| Counts { no_op: 0, ..counts } != Counts::default();
    let (moving, still): (Vec<_>, Vec<_>) = review.modules.iter().partition(|module| is_moving(module.counts));
    let mut shown = 0;
    for module in moving.iter().chain(&still).take(room.of(MODULES)) {
        shown += usize::from(section.add(&row(&module_name(&module.address), module.counts)));
    }
    let mut text = section.text;
    if review.modules.len() > shown {
        let _ = writeln!(text, "| *and {} more modules* |{}", review.modules.len() - shown, " |".repeat(columns.len()));
    }
    if review.modules.len() > 1 {
        text.push_str(&row("**in all**", review.counts));
    }
    text
}
