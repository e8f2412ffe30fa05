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

    /// A risk that the documentation of the resource's type tells more of.
    pub(super) fn add_documented(&mut self, severity: Severity, code: Code, what: Sentence, page: String) {
        let risk = Risk::new(severity, code, Some(self.change.address), what);
        self.found.push(Risk { origin: self.change.origin, page: Some(page), ..risk });
    }
}

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
