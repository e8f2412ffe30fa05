//! What somebody accepts of a review: it stays on the page, and counts no more. It must not know where that is written.

use crate::document::{Overridden, Review};
use crate::reviewing::verdict;
use crate::risk::{Acceptance, Code};

/// The acceptance of a kind of risk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The kind.
    pub code: Code,
    /// Only at this address.
    pub resource: Option<String>,
    /// Why, and until when.
    pub acceptance: Acceptance,
}

/// Notes what the settings override in the resources that change.
pub fn with_overridden(mut review: Review, overridden: Vec<Overridden>) -> Review {
    let changes = |it: &Overridden| review.changes.iter().any(|change| change.address == it.address);
    review.overridden = overridden.into_iter().filter(changes).collect();
    review
}

/// Marks the risks that are accepted, and judges the plan by the others.
pub fn accept(mut review: Review, accepted: &[Accepted]) -> Review {
    for risk in &mut review.risks {
        let covers = |it: &&Accepted| {
            let is_there = match (&it.resource, &risk.address) {
                (None, _) => !it.code.is_of_one_resource(),
                (Some(resource), Some(address)) => resource == address,
                (Some(_), None) => false,
            };
            it.code == risk.code && is_there
        };
        risk.accepted = accepted.iter().find(covers).map(|it| it.acceptance.clone());
    }
    review.verdict = verdict(review.verdict.state, review.verdict.planned.clone(), &review.risks);
    review
}
