//! A part of the page, how long it may get, and how what several of them show is written. It must not know what stands in it.

use std::fmt::Write as _;

use super::escape::{cell, code};
use crate::sentence::{Part, Sentence};

pub(super) const RISKS: usize = 26_000;

pub(super) const COST: usize = 3_000;

pub(super) const DRIFT: usize = 6_000;

pub(super) const OUTPUTS: usize = 3_000;

pub(super) const OTHERS: usize = 3_000;

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// What one comment holds.
    Comment,
    /// Everything, over several pages.
    Whole,
}

impl Room {
    /// A limit of one comment's.
    pub(super) fn of(self, limit: usize) -> usize {
        match self {
            Self::Comment => limit,
            Self::Whole => usize::MAX / 4,
        }
    }
}

/// A part of the page that grows by whole entries.
pub(super) struct Section {
    pub(super) text: String,
    pub(super) limit: usize,
    pub(super) cut: usize,
}

impl Section {
    pub(super) fn new(limit: usize, heading: &str) -> Self {
        Self { text: heading.to_owned(), limit, cut: 0 }
    }

    /// Adds an entry if there is room for it.
    pub(super) fn add(&mut self, entry: &str) -> bool {
        let fits = self.text.len() + entry.len() <= self.limit;
        if fits {
            self.text.push_str(entry);
        } else {
            self.cut += 1;
        }
        fits
    }

    /// The section with a line on what was left out.
    pub(super) fn end(self, of_what: &str) -> String {
        self.end_with(of_what, "")
    }

    /// The same, with how many of each sort were left out.
    pub(super) fn end_with(self, of_what: &str, sorts: &str) -> String {
        let Self { mut text, limit: _, cut } = self;
        if cut > 0 {
            let sorts = if sorts.is_empty() { String::new() } else { format!(" ({sorts})") };
            let _ = write!(
                text,
                "\n*{cut} more {of_what} left out{sorts}: the page is at its limit. `synth review --split` has them all.*\n"
            );
        }
        text
    }
}

pub(super) fn module_name(address: &str) -> String {
    if address.is_empty() { "root module".to_owned() } else { cell(address) }
}

/// A sentence with its values as code.
pub(super) fn sentence(sentence: &Sentence) -> String {
    let told = sentence.parts().iter().map(|part| match part {
        Part::Words(words) => words.replace('<', "&lt;"),
        Part::Value(value) => code(value),
    });
    told.collect()
}
