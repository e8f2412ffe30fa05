//! What `synth cost --json` prints. It must not compute anything.
//!
//! Money and quantities are text, because JSON's numbers are floats to most readers.

use std::collections::BTreeSet;

use ::cost::{Assumptions, Completeness, Difference, Levels, Line, NotPriced, SavingState, short};
use schemars::JsonSchema;
use serde::Serialize;

use super::estimated::Estimated;
use crate::view::json::FORMAT_VERSION;

/// What `synth cost --json` prints.
#[derive(Serialize, JsonSchema)]
pub(in crate::commands) struct Document {
    /// The version of this format.
    format_version: &'static str,
    /// The estimates: one, or with `--diff` the two that are compared.
    estimates: Vec<EstimateDocument>,
    /// With `--diff`: every line of either.
    difference: Option<Vec<DifferenceDocument>>,
    /// What was assumed.
    assumptions: Vec<AssumptionDocument>,
    /// What no line is made for.
    left_out: Vec<&'static str>,
}

/// What an environment costs in a month.
#[derive(Serialize, JsonSchema)]
struct EstimateDocument {
    /// The environment.
    environment: String,
    /// Its region.
    region: String,
    /// The sum of the lines, in US dollars; none when a database has no price, since the rest says nothing then.
    total: Option<LevelsDocument>,
    /// Whether everything has a price; else the bill is more than the total.
    is_complete: bool,
    /// What costs something.
    lines: Vec<LineDocument>,
    /// What costs something and has no price here.
    not_priced: Vec<NotPriced>,
    /// What could cost less, and what already does.
    savings: Vec<SavingDocument>,
}

/// A number for each column.
#[derive(Serialize, JsonSchema)]
struct LevelsDocument {
    /// With the fewest tasks.
    minimum: String,
    /// With the desired number of tasks.
    expected: String,
    /// With the most tasks.
    maximum: String,
}

/// Quantity × price = amount.
#[derive(Serialize, JsonSchema)]
struct LineDocument {
    /// The service on whose bill it stands.
    service: String,
    /// What it is.
    what: String,
    /// Where it stands.
    region: String,
    /// The item of the price book.
    item: String,
    /// What is taken off its price.
    discount: Option<&'static str>,
    /// What is counted.
    unit: &'static str,
    /// How much of it.
    quantity: LevelsDocument,
    /// US dollars for one, the discount taken off.
    price: String,
    /// US dollars, to the cent.
    amount: LevelsDocument,
    /// How the expected quantity comes about.
    method: String,
    /// The assumptions in it.
    assumptions: Vec<&'static str>,
    /// The addresses of the resources.
    resources: Vec<String>,
    /// Where price and discount are from.
    sources: Vec<SourceDocument>,
}

/// Where a price is from.
#[derive(Serialize, JsonSchema)]
struct SourceDocument {
    /// AWS's page, or the user's own agreement.
    source: String,
    /// The day for which it is given.
    true_on: String,
    /// What is not certain about it.
    note: Option<String>,
}

/// A way to pay less.
#[derive(Serialize, JsonSchema)]
struct SavingDocument {
    /// What it is.
    what: &'static str,
    /// Whether it is in use.
    state: SavingState,
    /// US dollars in a month.
    amount: String,
    /// How the amount comes about.
    arithmetic: String,
    /// What is given up for it.
    price: &'static str,
}

/// A line of two estimates.
#[derive(Serialize, JsonSchema)]
struct DifferenceDocument {
    /// The service.
    service: String,
    /// What it is.
    what: String,
    /// Where it stands.
    region: String,
    /// US dollars in the first.
    before: Option<LevelsDocument>,
    /// US dollars in the second.
    after: Option<LevelsDocument>,
    /// How much more it is.
    change: LevelsDocument,
}

/// A number that no document says.
#[derive(Serialize, JsonSchema)]
struct AssumptionDocument {
    /// Its name in the file of assumptions.
    name: &'static str,
    /// The number.
    value: String,
    /// Of what.
    unit: &'static str,
    /// Why it is this one.
    reason: String,
}

/// Several environments, none compared with another.
pub(super) fn of_all(all: &[Estimated], assumptions: &Assumptions) -> Document {
    document(all.iter().map(estimate).collect(), None, &all.iter().collect::<Vec<_>>(), assumptions)
}

pub(super) fn of_estimate(estimated: &Estimated, assumptions: &Assumptions) -> Document {
    document(vec![estimate(estimated)], None, &[estimated], assumptions)
}

pub(super) fn of_difference(before: &Estimated, after: &Estimated, difference: &Difference, assumptions: &Assumptions) -> Document {
    let lines = difference.lines.iter().map(|line| DifferenceDocument {
        service: line.service.to_string(),
        what: line.what.clone(),
        region: line.region.to_string(),
        before: line.before.map(amounts),
        after: line.after.map(amounts),
        change: amounts(line.change()),
    });
    document(vec![estimate(before), estimate(after)], Some(lines.collect()), &[before, after], assumptions)
}

fn document(
    estimates: Vec<EstimateDocument>,
    difference: Option<Vec<DifferenceDocument>>,
    of: &[&Estimated],
    assumptions: &Assumptions,
) -> Document {
    let lines = of.iter().flat_map(|it| &it.estimate.lines);
    let used: BTreeSet<&str> = lines.flat_map(|line| line.assumptions.iter().copied()).collect();
    let assumptions = assumptions.list().into_iter().filter(|(name, _, _)| used.contains(name)).map(|(name, unit, assumption)| {
        AssumptionDocument { name, value: assumption.value().normalize().to_string(), unit, reason: assumption.reason.clone() }
    });
    Document {
        format_version: FORMAT_VERSION,
        estimates,
        difference,
        assumptions: assumptions.collect(),
        left_out: ::cost::LEFT_OUT.to_vec(),
    }
}

fn estimate(Estimated { name, estimate }: &Estimated) -> EstimateDocument {
    let savings = estimate.savings.iter().map(|saving| SavingDocument {
        what: saving.name,
        state: saving.state,
        amount: saving.amount.to_string(),
        arithmetic: saving.arithmetic.clone(),
        price: saving.price,
    });
    EstimateDocument {
        environment: name.clone(),
        region: estimate.region.to_string(),
        total: (estimate.completeness() != Completeness::WithoutDatabase).then(|| amounts(estimate.total())),
        is_complete: estimate.completeness() == Completeness::Whole,
        lines: estimate.lines.iter().map(line).collect(),
        not_priced: estimate.not_priced.clone(),
        savings: savings.collect(),
    }
}

fn line(line: &Line) -> LineDocument {
    let Line { service, what, region, item, discount, price, quantity, amount, method, assumptions, resources, origins } = line;
    let sources = origins.iter().map(|origin| SourceDocument {
        source: origin.source.clone(),
        true_on: origin.true_on.to_string(),
        note: origin.note.clone(),
    });
    let Levels { minimum, expected, maximum } = quantity.map(|quantity| quantity);
    LineDocument {
        service: service.to_string(),
        what: what.clone(),
        region: region.to_string(),
        item: item.to_string(),
        discount: discount.map(::cost::Discount::name),
        unit: item.unit(),
        quantity: LevelsDocument { minimum: short(minimum, 6), expected: short(expected, 6), maximum: short(maximum, 6) },
        price: price.normalize().to_string(),
        amount: amounts(*amount),
        method: method.clone(),
        assumptions: assumptions.clone(),
        resources: resources.clone(),
        sources: sources.collect(),
    }
}

fn amounts(Levels { minimum, expected, maximum }: Levels) -> LevelsDocument {
    let text = |amount| ::cost::to_cents(amount).to_string();
    LevelsDocument { minimum: text(minimum), expected: text(expected), maximum: text(maximum) }
}
