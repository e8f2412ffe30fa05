//! A report in which what must not be read stands as asterisks: reports end up in the logs of pipelines.
//!
//! What must not be read, the caller says; this finds it again wherever the report has it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::report::{Marked, Report};
use crate::source::Source;

/// What stands in a message in place of what must not be read.
const MASK: &str = "***";

/// Shorter ones are words of every message, and are masked only where they stand alone.
const SHORT: usize = 6;

impl Report {
    /// The report without the stretches of its texts that `secret` names, in the lines that are shown and in every message.
    #[must_use]
    pub fn hiding(self, secret: &dyn Fn(&str) -> Vec<Range<usize>>) -> Self {
        if self.is_empty() {
            return self;
        }
        let Self { sources, entry, findings } = self;
        let mut secrets = BTreeSet::new();
        let stretches: Vec<_> = sources.iter().map(|source| secret(&source.text)).collect();
        for (source, stretches) in sources.iter().zip(&stretches) {
            secrets.extend(stretches.iter().flat_map(|stretch| written(&source.text[stretch.clone()])));
        }
        let sources =
            sources.iter().zip(stretches).map(|(source, stretches)| source.hiding(&everywhere(source, stretches, &secrets)));
        let sources = sources.collect();
        // The longest first: one may be a part of another.
        let mut secrets: Vec<String> = secrets.into_iter().filter(|text| !text.is_empty()).collect();
        secrets.sort_by_key(|text| std::cmp::Reverse(text.len()));
        let masked = |text: String| mask(text, &secrets, secret);
        let findings = findings.into_iter().map(|finding| {
            let Marked { message, help, marks, .. } = finding;
            let marks = marks.into_iter().map(|mut mark| {
                mark.label = mark.label.map(masked);
                mark
            });
            Marked { message: masked(message), help: help.map(masked), marks: marks.collect(), ..finding }
        });
        let findings = findings.collect();
        Self { sources, entry, findings }
    }
}

impl Source {
    /// The text with asterisks over these stretches, each byte in its place.
    pub(crate) fn hiding(&self, stretches: &[Range<usize>]) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let mut rest = 0;
        for Range { start, end } in stretches.iter().cloned() {
            let start = start.max(rest);
            let Some(hidden) = self.text.get(start..end) else { continue };
            text += &self.text[rest..start];
            for character in hidden.chars() {
                match character {
                    '\n' | '\r' => text.push(character),
                    _ => text.extend(std::iter::repeat_n('*', character.len_utf8())),
                }
            }
            rest = end;
        }
        text += &self.text[rest..];
        Self::new(self.name.clone(), text, self.kind)
    }
}

/// These stretches of a text, and whatever else in it says the same: a password stands under a name that tells, and once more in a command.
fn everywhere(source: &Source, stretches: Vec<Range<usize>>, secrets: &BTreeSet<String>) -> Vec<Range<usize>> {
    let long = secrets.iter().filter(|secret| secret.len() >= SHORT);
    let again = long.flat_map(|secret| source.text.match_indices(secret.as_str()).map(|(at, found)| at..at + found.len()));
    let mut all: Vec<_> = stretches.into_iter().chain(again).collect();
    all.sort_by_key(|stretch| (stretch.start, std::cmp::Reverse(stretch.end)));
    all
}

/// A stretch as it stands in the file, and as what TOML reads there.
fn written(stretch: &str) -> Vec<String> {
    let mut all = vec![stretch.to_owned()];
    if stretch.contains('\\')
        && let Ok(value) = toml::de::DeValue::parse(&format!("\"{stretch}\""))
        && let Some(text) = value.get_ref().as_str()
    {
        all.push(text.to_owned());
    }
    all
}

fn mask(text: String, secrets: &[String], secret: &dyn Fn(&str) -> Vec<Range<usize>>) -> String {
    let mut text = text;
    for hidden in secrets {
        text = without(&text, hidden);
    }
    for stretch in secret(&text).into_iter().rev() {
        text.replace_range(stretch, MASK);
    }
    text
}

fn without(text: &str, hidden: &str) -> String {
    let stands_alone = |at: usize| {
        let is_outside = |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
        is_outside(text[..at].chars().next_back()) && is_outside(text[at + hidden.len()..].chars().next())
    };
    let mut told = String::with_capacity(text.len());
    let mut rest = 0;
    for (at, _) in text.match_indices(hidden) {
        if hidden.len() >= SHORT || stands_alone(at) {
            told += &text[rest..at];
            told += MASK;
            rest = at + hidden.len();
        }
    }
    told + &text[rest..]
}
