//! What a plan costs: both of its sides estimated by the shipped prices, in the words of the page. It must not know the plan's form.

use std::collections::BTreeSet;

use ::cost::{
    Assumptions, Decimal, Difference, DifferenceLine, Estimate, EstimateError, PriceBook, bound, difference, estimate_on,
};
use review::{CostLine, CostSection, Costs, Plan, Sides};
use terraform::read::Documents;

use crate::commands::cost::tables::{money, not_priced_entry, signed};
use crate::commands::source::today;

/// What the plan costs, or why that is not known.
pub fn costs(plan: &Plan<'_>) -> Costs {
    reckoned(plan).map_or_else(Costs::Unknown, Costs::Reckoned)
}

fn reckoned(plan: &Plan<'_>) -> Result<CostSection, String> {
    let sides = review::sides(plan, ::cost::is_read).map_err(|error| error.to_string())?;
    let (book, assumptions) = (PriceBook::shipped(), Assumptions::shipped());
    let of = |documents: &Documents| estimate_on(documents, &book, &assumptions, Some(today())).map_err(|error| reason(&error));
    let (before, after) = (of(&sides.before)?, of(&sides.after)?);
    // A sum of the few things that have a price here would say nothing of a plan that is mostly others.
    let unpriced = sides.of_others + unknown(&sides).map(|(_, count)| *count).sum::<usize>();
    if unpriced > sides.read {
        return Err("most of its resources have no price here".to_owned());
    }
    if before.lines.is_empty() && after.lines.is_empty() {
        return Err("nothing in it has a price here".to_owned());
    }
    Ok(section(&sides, &before, &after))
}

/// Why there is no estimate. What the plan says of the region is not repeated: it may be anything.
fn reason(error: &EstimateError) -> String {
    match error {
        EstimateError::Region(None) => "the plan does not say in which region its resources stand".to_owned(),
        EstimateError::Region(Some(_)) => "the provider's region is none that synth knows".to_owned(),
        EstimateError::Prices { region, known: _ } => format!("synth ships no prices for {region}"),
    }
}

fn section(sides: &Sides, before: &Estimate, after: &Estimate) -> CostSection {
    let Difference { lines, before: total_before, after: total_after } = difference(before, after);
    let mut changed: Vec<DifferenceLine> = lines.into_iter().filter(|line| !line.change().expected.is_zero()).collect();
    changed.sort_by_key(|line| std::cmp::Reverse(line.change().expected.abs()));
    let lines = changed.into_iter().map(|line| CostLine {
        what: if line.region == after.region { line.what } else { format!("{} ({})", line.what, line.region) },
        before: line.before.map(|amount| dollars(amount.expected)),
        after: line.after.map(|amount| dollars(amount.expected)),
    });
    let mut notes = vec!["At list prices; what is used (requests, data, logs) is assumed, the same before and after.".to_owned()];
    if (total_before, total_after) != (total_before.expected.into(), total_after.expected.into()) {
        notes.push(format!(
            "With the fewest tasks {} before and {} after, with the most {} before and {} after.",
            dollars(total_before.minimum),
            dollars(total_after.minimum),
            dollars(total_before.maximum),
            dollars(total_after.maximum)
        ));
    }
    notes.push("What is known only after the apply is not in the amounts.".to_owned());
    let not_priced = not_priced(sides, before, after);
    let least = |amount: Decimal| if not_priced.is_empty() { dollars(amount) } else { format!("at least {}", dollars(amount)) };
    let (cheapest_before, cheapest_after) = (least(total_before.expected), least(total_after.expected));
    notes.extend(not_priced);
    CostSection {
        before: cheapest_before,
        after: cheapest_after,
        difference: bound(before, after).words(&format!("USD {}", signed(total_after.minus(total_before).expected))),
        lines: lines.collect(),
        notes,
    }
}

/// What is not in the amounts.
fn not_priced(sides: &Sides, before: &Estimate, after: &Estimate) -> Vec<String> {
    let entries: BTreeSet<String> = before.not_priced.iter().chain(&after.not_priced).map(not_priced_entry).collect();
    let mut notes: Vec<String> = entries.into_iter().map(|entry| format!("Not priced: {entry}.")).collect();
    let unknown: Vec<String> = unknown(sides).map(|(kind, count)| format!("{count} × {kind}")).collect();
    if !unknown.is_empty() {
        notes.push(format!("Not priced, as no price is known here: {}.", unknown.join(", ")));
    }
    if sides.of_others > 0 {
        notes.push(format!("Not priced: {} of other providers' resources.", sides.of_others));
    }
    notes
}

/// The types of which no price is known here.
fn unknown(sides: &Sides) -> impl Iterator<Item = (&String, &usize)> {
    sides.unread.iter().filter(|(kind, _)| ::cost::treatment(kind).is_none())
}

fn dollars(amount: Decimal) -> String {
    format!("USD {}", money(amount))
}
