//! What the rules find in one change. It must not know a rule.

use finding::Severity;

use crate::change::Change;
use crate::risk::{Code, Risk};
use crate::sentence::{Part, Sentence};

/// The risks of one change.
pub(crate) struct Risks<'a> {
    pub(super) change: &'a Change<'a>,
    pub(super) found: Vec<Risk>,
}

impl Risks<'_> {
    pub(super) fn add(&mut self, severity: Severity, code: Code, what: Sentence) {
        let risk = Risk { origin: self.change.origin, ..Risk::new(severity, code, Some(self.change.address), what) };
        // Two rules may see the same thing from two sides, and say it in the same words: the worse one is told.
        let said = risk.what.to_string();
        let is_same = |found: &&mut Risk| found.what.to_string() == said || is_of_one_setting(&found.what, &risk.what);
        match self.found.iter_mut().find(is_same) {
            Some(found) if found.severity < risk.severity => *found = risk,
            Some(_) => {}
            None => self.found.push(risk),
        }
    }

    /// What was found, where settings of which nothing more is said than that they are off, or on, are one risk: the four of a bucket's block of the
    /// public are one decision.
    pub(super) fn settled(self) -> Vec<Risk> {
        let mut settled: Vec<Risk> = Vec::with_capacity(self.found.len());
        for risk in self.found {
            let [Part::Words(words), Part::Value(setting)] = risk.what.parts() else {
                settled.push(risk);
                continue;
            };
            let is_alike = |it: &&mut Risk| {
                let begins = matches!(it.what.parts(), [Part::Words(first), Part::Value(_), rest @ ..]
                    if first == words && rest.iter().all(|part| matches!(part, Part::Words(", ") | Part::Value(_))));
                begins && it.code == risk.code && it.severity == risk.severity && it.page == risk.page
            };
            match settled.iter_mut().find(is_alike).filter(|_| SWITCHED.contains(words)) {
                Some(other) => other.what = std::mem::take(&mut other.what).words(", ").value(setting),
                None => settled.push(risk),
            }
        }
        settled
    }

    /// A risk that the documentation of the resource's type tells more of.
    pub(super) fn add_documented(&mut self, severity: Severity, code: Code, what: Sentence, page: String) {
        let risk = Risk::new(severity, code, Some(self.change.address), what);
        self.found.push(Risk { origin: self.change.origin, page: Some(page), ..risk });
    }
}

/// How settings are told that are only off, or on.
const SWITCHED: [&str; 3] = ["turns off ", "turns on ", "is made without "];

/// How a setting is told that protects less than it did.
const LESS: [&str; 4] = ["turns off ", "disables ", "weakens ", "lowers "];

/// Whether two sentences tell of one and the same setting that it protects less.
fn is_of_one_setting(one: &Sentence, other: &Sentence) -> bool {
    let setting = |sentence: &Sentence| match sentence.parts() {
        [Part::Words(words), Part::Value(path), ..] if LESS.contains(words) => Some(path.clone()),
        _ => None,
    };
    setting(one).is_some_and(|path| setting(other) == Some(path))
}
