//! The review as a page for a pull request's comment, in GitHub's Markdown. It must not know the plan.
//!
//! GitHub takes 65,536 characters. The page is counted in bytes, of which there are never fewer; what does not fit is left out by whole
//! entries, the least important ones first, and the page says how many.

mod change;
mod escape;
mod risks;
mod sections;

use std::fmt::Write as _;

use crate::document::{Counts, Review};
use crate::markdown::escape::{cell, code};
use crate::sentence::{Part, Sentence};

/// How long a page is at most, in bytes; a comment on GitHub holds 65,536 characters.
pub const LIMIT: usize = 65_000;

/// How much of one value is shown, in characters.
const VALUE: usize = 240;

/// The share of each section, so that none crowds out another one. What is left over belongs to the changes.
const HEAD: usize = 8_000;
const RISKS: usize = 26_000;
const COST: usize = 3_000;
const DRIFT: usize = 6_000;
const OUTPUTS: usize = 3_000;
const OTHERS: usize = 3_000;

/// How many modules the table of counts lists.
const MODULES: usize = 40;

/// A part of the page that grows by whole entries.
struct Section {
    text: String,
    limit: usize,
    cut: usize,
}

impl Section {
    fn new(limit: usize, heading: &str) -> Self {
        Self { text: heading.to_owned(), limit, cut: 0 }
    }

    /// Adds an entry if there is room for it.
    fn add(&mut self, entry: &str) -> bool {
        let fits = self.text.len() + entry.len() <= self.limit;
        if fits {
            self.text.push_str(entry);
        } else {
            self.cut += 1;
        }
        fits
    }

    /// The section with a line on what was left out.
    fn end(self, of_what: &str) -> String {
        let Self { mut text, limit: _, cut } = self;
        if cut > 0 {
            let _ =
                write!(text, "\n*{cut} more {of_what} left out: the page is at its limit. `synth review --json` has them all.*\n");
        }
        text
    }
}

/// The page.
pub fn markdown(review: &Review) -> String {
    let mut parts = vec![head(review)];
    parts.extend(risks::section(&review.risks));
    parts.extend(review.cost.as_ref().map(sections::cost));
    parts.extend(review.cost_unknown.as_deref().map(sections::cost_unknown));
    let tail: Vec<String> = [
        sections::drift(&review.drift),
        sections::deferred(&review.deferred),
        sections::outputs(&review.outputs),
        sections::checks(&review.checks),
        sections::actions(&review.actions),
    ]
    .into_iter()
    .flatten()
    .collect();
    let used: usize = parts.iter().chain(&tail).map(|part| part.len() + 1).sum();
    parts.extend(change::section(review, LIMIT.saturating_sub(used)));
    parts.extend(tail);
    parts.join("\n")
}

/// The verdict and the counts by module.
fn head(review: &Review) -> String {
    let mut section = Section::new(HEAD, &format!("## {}\n", review.verdict.sentence));
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
    for module in moving.iter().chain(&still).take(MODULES) {
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

fn module_name(address: &str) -> String {
    if address.is_empty() { "root module".to_owned() } else { cell(address) }
}

/// A sentence with its values as code.
fn sentence(sentence: &Sentence) -> String {
    let told = sentence.parts().iter().map(|part| match part {
        Part::Words(words) => words.replace('<', "&lt;"),
        Part::Value(value) => code(value),
    });
    told.collect()
}
