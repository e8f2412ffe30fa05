//! A review in the forms that others than GitHub's comments take: plain text, annotations, SARIF.

use std::fmt::Write as _;

use ::finding::Finding;
use review::{Overridden, Review, Risk};
use terraform::json::Json;
use words::visible;

use crate::view::{finding, sarif};

/// A line a risk, for terminals and logs.
pub(super) fn text(review: &Review, title: Option<&str>) -> String {
    let mut text = title.map(|title| format!("{title}: ")).unwrap_or_default();
    let _ = writeln!(text, "{}", review.verdict.sentence);
    text.extend(review.risks.iter().map(|risk| finding::line(&risk.finding())));
    for kind in &review.unknown_types {
        let _ = writeln!(
            text,
            "{}",
            visible(&format!("no table knows {kind}: what changes in it is judged by the names of the arguments only"))
        );
    }
    for change in &review.changes {
        let _ = writeln!(text, "{}", visible(&format!("{:8} {}", change.action.words(), change.address)));
    }
    for Overridden { address, arguments, reason } in &review.overridden {
        let _ = writeln!(text, "{}", visible(&format!("overridden {address}: {} ({reason})", arguments.join(", "))));
    }
    text
}

/// An annotation a risk that nobody has accepted.
pub(super) fn github(review: &Review) -> String {
    review.risks.iter().filter_map(|risk| finding::annotated(&risk.finding())).collect()
}

/// What code scanning shows.
pub(super) fn sarif(review: &Review, plan: &str) -> Json {
    let found = |risk: &Risk| {
        let found = risk.finding();
        // On one line, as everything that is said of a plan.
        Finding { file: Some(plan.to_owned()), message: visible(&found.message).into_owned(), ..found }
    };
    sarif::log("review", &review.risks.iter().map(found).collect::<Vec<_>>())
}
