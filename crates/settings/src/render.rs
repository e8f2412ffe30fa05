//! The report as people read it: the line itself, a caret, what is wrong, what would be right.
//!
//! Knows the report only.

use std::borrow::Cow;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use finding::Level as Severity;

use crate::report::{Marked, Report};
use crate::source::{Source, SourceKind};

/// How many findings people are shown: nobody mends more in one go, and the first often make the others.
const SHOWN: usize = 50;

/// How many letters of a value are quoted, at most.
const QUOTED: usize = 200;

impl Report {
    /// The report for people, with a last line that counts, such as
    /// `error: 3 problems in environments/prod.toml; nothing was written`. Of very many findings, the first ones.
    ///
    /// `closing` is what that line ends with; `colour` puts in the escape codes of a terminal. Empty if nothing is wrong.
    pub fn render(&self, colour: bool, closing: &str) -> String {
        if self.is_empty() {
            return String::new();
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let shown = self.findings.iter().take(SHOWN);
        let mut parts: Vec<String> = shown.map(|finding| renderer.render(&[self.group(finding)])).collect();
        if let Some(more) = self.findings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            parts.push(format!("… and {more} more"));
        }
        let summary = level(if self.errors() > 0 { Severity::Error } else { Severity::Warning });
        parts.push(renderer.render(&[Group::with_title(summary.primary_title(self.summary(closing)))]));
        parts.join("\n\n") + "\n"
    }

    fn group<'report>(&'report self, finding: &'report Marked) -> Group<'report> {
        let Marked { severity, code, message, help, setting: _, resource: _, marks } = finding;
        let mut title = level(*severity).primary_title(readable(message));
        if let Some(code) = code {
            title = title.id(code);
        }
        let mut shown: Vec<usize> = Vec::new();
        for mark in marks {
            if !shown.contains(&mark.spot.source) {
                shown.push(mark.spot.source);
            }
        }
        let snippets = shown.into_iter().map(|number| {
            let marks = marks.iter().enumerate().filter(move |(_, mark)| mark.spot.source == number);
            snippet(&self.sources[number]).annotations(marks.map(|(position, mark)| {
                let kind = if position == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                kind.span(mark.spot.span.clone()).label(mark.label.as_deref())
            }))
        });
        let group = Group::with_title(title).elements(snippets);
        match help {
            Some(help) => group.element(Level::HELP.message(normalize_untrusted_str(&readable(help)))),
            None => group,
        }
    }

    fn summary(&self, closing: &str) -> String {
        let counted = |count: usize, one: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{count} {one}s")),
        };
        let counts = [counted(self.errors(), "problem"), counted(self.warnings(), "warning")];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        let mut places: Vec<&str> = Vec::new();
        for finding in &self.findings {
            let source = finding.marks.first().map(|mark| &self.sources[mark.spot.source]);
            let place = source.map_or(self.entry.as_str(), |source| &source.name);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let semicolon = if closing.is_empty() { "" } else { "; " };
        format!("{} in {}{semicolon}{closing}", counts.join(" and "), places.join(", "))
    }
}

/// The text with what it quotes cut to a length that people read: a value may be as long as its file.
fn readable(text: &str) -> Cow<'_, str> {
    if text.len() <= QUOTED {
        return Cow::Borrowed(text);
    }
    let parts = text.split('`').enumerate().map(|(number, part)| {
        let length = part.chars().count();
        let is_long = number % 2 == 1 && length > QUOTED;
        if is_long {
            format!("{}… ({length} characters)", part.chars().take(QUOTED / 2).collect::<String>())
        } else {
            part.to_owned()
        }
    });
    Cow::Owned(parts.collect::<Vec<_>>().join("`"))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn snippet(source: &Source) -> Snippet<'_, Annotation<'_>> {
    let snippet = Snippet::source(&source.text).path(&source.name);
    match source.kind {
        SourceKind::File => snippet,
        // It is one line, and nobody counts it.
        SourceKind::Override => snippet.line_numbering(false),
    }
}
