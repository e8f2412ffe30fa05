//! What rules and prices say of an environment, in the words of its page. It must not know how the page looks.

use ::cost::{Assumptions, Completeness, Estimate, EstimateError, Line, PriceBook, estimate_on, short};
use domain::EnvironmentName;
use report::{AcceptedFinding, Cost, CostLine, RuleEntry};
use terraform::read::Documents;

use crate::commands::cost::tables::{assumed_entries, money, not_priced_entry};
use crate::commands::source::today;
use engine::rules::RuleOutcome;
use finding::{Acceptance, Finding};

/// How the environment stands to each rule.
pub(super) fn rules(outcomes: &[RuleOutcome]) -> Vec<RuleEntry> {
    let entry = |RuleOutcome { rule, found, accepted }: &RuleOutcome| RuleEntry {
        code: rule.code.to_owned(),
        severity: rule.severity.name().to_owned(),
        title: rule.title.to_owned(),
        found: found.iter().map(|found| found.message.clone()).collect(),
        accepted: accepted.iter().filter_map(acceptance).collect(),
    };
    outcomes.iter().map(entry).collect()
}

fn acceptance(found: &Finding) -> Option<AcceptedFinding> {
    let Acceptance { reason, until } = found.accepted.clone()?;
    Some(AcceptedFinding { finding: found.message.clone(), reason, until })
}

/// What the environment costs by the shipped prices, or why that is not known.
pub(super) fn cost(name: &EnvironmentName, documents: &Documents) -> Result<Cost, String> {
    let assumptions = Assumptions::shipped();
    match estimate_on(documents, &PriceBook::shipped(), &assumptions, Some(today())) {
        Ok(estimate) => Ok(told(name, &estimate, &assumptions)),
        Err(EstimateError::Prices { region, known: _ }) => {
            Err(format!("synth ships no prices for {region}; `synth cost --env {name} --prices FILE` takes those that you give"))
        }
        Err(error @ EstimateError::Region(_)) => Err(error.to_string()),
    }
}

fn told(name: &EnvironmentName, estimate: &Estimate, assumptions: &Assumptions) -> Cost {
    let total = estimate.total();
    let mut remarks =
        vec![format!("With the fewest tasks it is {} USD, with the most {} USD.", money(total.minimum), money(total.maximum))];
    let days = || estimate.lines.iter().flat_map(|line| &line.origins).map(|origin| origin.true_on);
    if let (Some(first), Some(last)) = (days().min(), days().max()) {
        remarks.push(format!("The prices are those of {first} to {last}; `synth cost --env {name}` names the source of each."));
    }
    remarks.extend(estimate.not_priced.iter().map(|it| format!("Not priced: {}", not_priced_entry(it))));
    remarks.extend(assumed_entries(estimate, assumptions).into_iter().map(|entry| format!("Assumed: {entry}")));
    remarks.extend(::cost::LEFT_OUT.iter().map(|it| format!("Left out: {it}")));
    let lines = estimate.lines.iter().map(|line| told_line(estimate, line));
    let total = match estimate.completeness() {
        Completeness::Whole => format!("{} USD", money(total.expected)),
        Completeness::AtLeast => format!("≥ {} USD", money(total.expected)),
        Completeness::WithoutDatabase => "not known, since the database is not priced".to_owned(),
    };
    Cost { lines: lines.collect(), total, remarks }
}

fn told_line(estimate: &Estimate, line: &Line) -> CostLine {
    let Line { service, what, region, item, price, quantity, amount, .. } = line;
    CostLine {
        service: service.to_string(),
        what: if *region == estimate.region { what.clone() } else { format!("{what} ({region})") },
        arithmetic: format!("{} {} × {} USD", short(quantity.expected, 2), item.unit(), price.normalize()),
        amount: money(amount.expected),
    }
}
