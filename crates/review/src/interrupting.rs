//! What a change does to users where no single change of the plan says so, as the caller finds it. It must not know how that is found.

use crate::document::Review;
use crate::reviewing::{by_severity, verdict};
use crate::risk::{Code, Risk};
use crate::sentence::Sentence;
use finding::Severity;

/// What happens, and the way around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interruption {
    /// The resource.
    pub address: String,
    /// What happens.
    pub what: String,
    /// The way around it.
    pub instead: String,
}

/// The review with what interrupts as risks of their own. What a rule says of the same resource already is not said twice.
pub fn interrupting(mut review: Review, interruptions: Vec<Interruption>) -> Review {
    for Interruption { address, what, instead } in interruptions {
        if review.risks.iter().any(|risk| risk.code == Code::VersionUpgraded && risk.address.as_deref() == Some(&address)) {
            continue;
        }
        let what = Sentence::of(what).words("; ").value(instead);
        review.risks.push(Risk::new(Severity::Medium, Code::ChangeInterrupts, Some(&address), what));
    }
    by_severity(&mut review.risks);
    review.verdict = verdict(review.verdict.state, review.verdict.planned.clone(), &review.risks);
    review
}
