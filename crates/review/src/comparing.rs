//! What became of an earlier plan of the same pull request. It must not know how it is shown.

use std::collections::BTreeSet;

use crate::document::{Comparison, Review};

/// Compares a review with that of an earlier plan.
pub fn compare(mut review: Review, earlier: &Review) -> Review {
    let risks = |review: &Review| -> BTreeSet<String> {
        let told = |risk: &crate::risk::Risk| {
            format!("{} {} {}", risk.severity, risk.address.as_deref().unwrap_or_default(), risk.what.plain())
        };
        review.risks.iter().map(told).collect()
    };
    let changes = |review: &Review| -> BTreeSet<String> {
        review.changes.iter().map(|change| format!("{} {}", change.action.words(), change.address)).collect()
    };
    let beyond = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect();
    let ((old_risks, old_changes), (new_risks, new_changes)) =
        ((risks(earlier), changes(earlier)), (risks(&review), changes(&review)));
    review.since = Some(Comparison {
        new_risks: beyond(&new_risks, &old_risks),
        gone_risks: beyond(&old_risks, &new_risks),
        new_changes: beyond(&new_changes, &old_changes),
        gone_changes: beyond(&old_changes, &new_changes),
    });
    review
}
