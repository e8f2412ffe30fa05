//! What a month costs before and after. It must not know what makes the difference: `synth cost --from` lists that.

use cost::{Assumptions, Bound, Completeness, Estimate, PriceBook, bound, estimate_on};
use schemars::JsonSchema;
use serde::Serialize;
use terraform::read::Documents;

use crate::commands::cost::tables::{money, signed};
use crate::commands::source::today;

/// What a month costs, in US dollars by list prices, with the desired number of tasks.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CostChange {
    /// Before, to the cent.
    pub(super) old: String,
    /// Now.
    pub(super) new: String,
    /// How much more that is.
    pub(super) change: String,
    /// Whether something has no price, so that both are more than that.
    pub(super) at_least: bool,
    /// How far the change can be believed.
    #[serde(skip)]
    bound: Bound,
}

/// What the change costs; nothing if it costs nothing, or no sum would say anything: a database without a price, documents that name no region.
pub(super) fn change(old: &Documents, new: &Documents) -> Option<CostChange> {
    let (book, assumptions, today) = (PriceBook::shipped(), Assumptions::shipped(), today());
    let estimated = |documents: &Documents| -> Option<Estimate> {
        let estimate = estimate_on(documents, &book, &assumptions, Some(today)).ok()?;
        (estimate.completeness() != Completeness::WithoutDatabase).then_some(estimate)
    };
    let (old, new) = (estimated(old)?, estimated(new)?);
    let (before, after) = (old.total().expected, new.total().expected);
    let at_least = [&old, &new].into_iter().any(|estimate| estimate.completeness() == Completeness::AtLeast);
    let bound = bound(&old, &new);
    (before != after).then(|| CostChange { old: money(before), new: money(after), change: signed(after - before), at_least, bound })
}

impl CostChange {
    /// In one line.
    pub(super) fn words(&self) -> String {
        let Self { old, new, change, at_least, bound } = self;
        let least = if *at_least { "at least " } else { "" };
        format!("{least}{old} → {new} USD a month ({})", bound.words(change))
    }
}
