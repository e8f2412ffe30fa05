//! What the rules find in one change. It must not know a rule.

use finding::Severity;

use crate::change::Change;
use crate::risk::{Code, Risk};
use crate::sentence::Sentence;

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
        match self.found.iter_mut().find(|found| found.what.to_string() == said) {
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
