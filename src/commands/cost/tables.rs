//! Estimates as tables for people. It must not compute anything but what is shown.

use std::collections::{BTreeMap, BTreeSet};

use ::cost::{
    Assumptions, Completeness, Decimal, Difference, Estimate, LEFT_OUT, Levels, Line, NotPriced, Origin, Saving, SavingState,
    short, to_cents,
};

use domain::Date;

use super::estimated::Estimated;
use super::sheet::{Column, Style, Table, heading, list};

/// One environment.
pub(super) fn estimate(estimated: &Estimated, assumptions: &Assumptions, style: Style) -> String {
    let Estimated { name, estimate } = estimated;
    let total = estimate.total();
    let title = match estimate.completeness() {
        Completeness::WithoutDatabase => {
            format!("{name} in {}: no total, since the database is not priced; not priced: {}", estimate.region, missing(estimate))
        }
        completeness => {
            let (sign, rest) = match completeness {
                Completeness::AtLeast => ("≥ ", format!("; not priced: {}", missing(estimate))),
                Completeness::Whole | Completeness::WithoutDatabase => ("", String::new()),
            };
            format!(
                "{name} in {}: {sign}{} USD a month expected, {sign}{} with the fewest tasks, {sign}{} with the most{rest}",
                estimate.region,
                money(total.expected),
                money(total.minimum),
                money(total.maximum)
            )
        }
    };
    let mut text = heading(&title, style);
    text += &lines(estimate, style);
    text += &not_priced(estimate, style);
    text += &heading("How each expected quantity comes about", style);
    let methods = estimate.lines.iter().map(|line| format!("{}: {}", line.what, line.method));
    text += &list(methods, style);
    text += &assumed(estimate, assumptions, style);
    text += &savings(&estimate.savings, style);
    text += &prices(&estimate.lines, style);
    text += &heading("Left out", style);
    text += &list(LEFT_OUT.iter().map(ToString::to_string), style);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// So many things that are not priced are named in a headline.
const NAMED: usize = 3;

/// What is not priced, by name.
fn missing(estimate: &Estimate) -> String {
    let names: Vec<&str> = estimate.not_priced.iter().take(NAMED).map(|it| it.what.as_str()).collect();
    let more = match estimate.not_priced.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names.join(", "))
}

/// Several environments, a line each.
pub(super) fn overview(all: &[Estimated], style: Style) -> String {
    let mut table = Table::new(vec![
        Column::Words("environment"),
        Column::Words("region"),
        Column::Numbers("expected".to_owned()),
        Column::Numbers("fewest tasks".to_owned()),
        Column::Numbers("most tasks".to_owned()),
        Column::Words("not priced"),
    ]);
    for Estimated { name, estimate } in all {
        let Levels { minimum, expected, maximum } = estimate.total();
        let amount = |amount: Decimal| match estimate.completeness() {
            Completeness::Whole => money(amount),
            Completeness::AtLeast => format!("≥ {}", money(amount)),
            Completeness::WithoutDatabase => "-".to_owned(),
        };
        let cells =
            [name.clone(), estimate.region.to_string(), amount(expected), amount(minimum), amount(maximum), missing(estimate)];
        table.row(cells.to_vec());
    }
    let mut text = heading("USD a month", style);
    text += &table.render(style);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// One environment against another.
pub(super) fn difference(before: &Estimated, after: &Estimated, difference: &Difference, style: Style) -> String {
    let title = format!(
        "{} against {}: {} USD a month",
        after.name,
        before.name,
        signed(difference.after.minus(difference.before).expected)
    );
    let mut text = heading(&title, style);
    let mut table = Table::new(vec![
        Column::Words("service"),
        Column::Words("what"),
        Column::Words("region"),
        Column::Numbers(before.name.clone()),
        Column::Numbers(after.name.clone()),
        Column::Numbers("change".to_owned()),
        Column::Numbers("fewest tasks".to_owned()),
        Column::Numbers("most tasks".to_owned()),
    ]);
    let side = |amount: Option<Levels>| amount.map_or("-".to_owned(), |amount| money(amount.expected));
    for line in &difference.lines {
        let change = line.change();
        let (least, most) = (signed(change.minimum), signed(change.maximum));
        let cells = [line.service.to_string(), line.what.clone(), line.region.to_string(), side(line.before), side(line.after)];
        table.row(cells.into_iter().chain([signed(change.expected), least, most]).collect());
    }
    let change = difference.after.minus(difference.before);
    let total =
        ["total".to_owned(), String::new(), String::new(), money(difference.before.expected), money(difference.after.expected)];
    table.row(total.into_iter().chain([signed(change.expected), signed(change.minimum), signed(change.maximum)]).collect());
    text += &table.render(style);
    for Estimated { name, estimate } in [before, after] {
        if !estimate.not_priced.is_empty() {
            text += &heading(&format!("Not priced in {name}"), style);
            text += &list(estimate.not_priced.iter().map(not_priced_entry), style);
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn lines(estimate: &Estimate, style: Style) -> String {
    let mut table = Table::new(vec![
        Column::Words("service"),
        Column::Words("what"),
        Column::Numbers("quantity".to_owned()),
        Column::Words("unit"),
        Column::Numbers("× price".to_owned()),
        Column::Numbers("= expected".to_owned()),
        Column::Numbers("fewest tasks".to_owned()),
        Column::Numbers("most tasks".to_owned()),
    ]);
    for service in estimate.services() {
        for line in estimate.lines_of(service) {
            let what = if line.region == estimate.region { line.what.clone() } else { format!("{} ({})", line.what, line.region) };
            table.row(vec![
                service.to_string(),
                what,
                short(line.quantity.expected, 2),
                line.item.unit().to_owned(),
                line.price.normalize().to_string(),
                money(line.amount.expected),
                money(line.amount.minimum),
                money(line.amount.maximum),
            ]);
        }
        let total = estimate.total_of(service);
        table.row(sum(&format!("{service} in all"), total));
    }
    let mut total = sum("total", estimate.total());
    for cell in total.iter_mut().skip(5) {
        match estimate.completeness() {
            Completeness::Whole => {}
            Completeness::AtLeast => cell.insert_str(0, "≥ "),
            Completeness::WithoutDatabase => "-".clone_into(cell),
        }
    }
    table.row(total);
    table.render(style)
}

fn sum(title: &str, Levels { minimum, expected, maximum }: Levels) -> Vec<String> {
    let empty = || String::new();
    vec![title.to_owned(), empty(), empty(), empty(), empty(), money(expected), money(minimum), money(maximum)]
}

fn not_priced(estimate: &Estimate, style: Style) -> String {
    if estimate.not_priced.is_empty() {
        return String::new();
    }
    heading("Not priced, so the total is less than the bill", style)
        + &list(estimate.not_priced.iter().map(not_priced_entry), style)
}

/// Something without a price, and why.
pub(in crate::commands) fn not_priced_entry(NotPriced { what, resources, reason, is_database: _ }: &NotPriced) -> String {
    match resources.as_slice() {
        [] => format!("{what}: {reason}"),
        [one] if one == what => format!("{what}: {reason}"),
        [one] => format!("{what}: {reason} ({one})"),
        [first, rest @ ..] => format!("{what}: {reason} ({first} and {} more)", rest.len()),
    }
}

fn assumed(estimate: &Estimate, assumptions: &Assumptions, style: Style) -> String {
    let entries = assumed_entries(estimate, assumptions);
    if entries.is_empty() {
        return String::new();
    }
    heading("Assumed, the same in all three columns; `--assumptions FILE` sets what you know better", style) + &list(entries, style)
}

/// The assumptions in an estimate, each with why it is this one.
pub(in crate::commands) fn assumed_entries(estimate: &Estimate, assumptions: &Assumptions) -> Vec<String> {
    let used: BTreeSet<&str> = estimate.lines.iter().flat_map(|line| line.assumptions.iter().copied()).collect();
    let all = assumptions.list();
    all.iter()
        .filter(|(name, _, _)| used.contains(name))
        .map(|(name, unit, assumption)| format!("{name} = {} {unit}: {}", assumption.value().normalize(), assumption.reason))
        .collect()
}

fn savings(savings: &[Saving], style: Style) -> String {
    if savings.is_empty() {
        return String::new();
    }
    let mut table = Table::new(vec![
        Column::Words("what"),
        Column::Words("state"),
        Column::Numbers("USD a month".to_owned()),
        Column::Words("how"),
    ]);
    for Saving { name, state, amount, arithmetic, price: _ } in savings {
        table.row(vec![(*name).to_owned(), state_word(*state).to_owned(), money(*amount), arithmetic.clone()]);
    }
    let mut text = heading("Savings, each by itself: they overlap and do not add up", style) + &table.render(style);
    text += &heading("What each saving is paid with", style);
    text + &list(savings.iter().map(|saving| format!("{}: {}", saving.name, saving.price)), style)
}

/// A state in words.
fn state_word(state: SavingState) -> &'static str {
    match state {
        SavingState::InUse => "in use",
        SavingState::Possible => "possible",
        SavingState::Nothing => "nothing to save",
    }
}

/// Where the prices are from, and which of them are not certain.
fn prices(lines: &[Line], style: Style) -> String {
    let origins: BTreeSet<(&str, Date)> = lines
        .iter()
        .flat_map(|line| &line.origins)
        .map(|Origin { source, true_on, note: _ }| (source.as_str(), *true_on))
        .collect();
    let mut text = heading("Prices, each with the day for which it is given", style);
    text += &list(origins.into_iter().map(|(source, day)| format!("{day}  {source}")), style);
    let mut uncertain: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for line in lines {
        // The price's origin comes first, then the discount's.
        let names = [Some(line.item.to_string()), line.discount.map(|discount| discount.name().to_owned())].into_iter().flatten();
        for (name, origin) in names.zip(&line.origins) {
            if let Some(note) = &origin.note {
                uncertain.entry(note).or_default().insert(format!("{name} in {}", line.region));
            }
        }
    }
    if !uncertain.is_empty() {
        let entries = uncertain.into_iter().map(|(note, items)| format!("{note}: {}", Vec::from_iter(items).join(", ")));
        text += &heading("Not certain", style);
        text += &list(entries, style);
    }
    text
}

/// An amount, to the cent.
pub(in crate::commands) fn money(amount: Decimal) -> String {
    to_cents(amount).to_string()
}

/// An amount with its sign.
pub(in crate::commands) fn signed(amount: Decimal) -> String {
    let amount = to_cents(amount);
    if amount.is_zero() { "0.00".to_owned() } else { format!("{amount:+}") }
}
