//! The parts that judge: checklist, availability and recovery, rules, cost.

use maud::{Markup, html};

use super::marks::{addresses, mark};
use crate::availability::Availability;
use crate::checklist::Item;
use crate::recovery::Recovery;
use crate::{AcceptedFinding, Cost, RuleEntry, RuleStatus};

pub(super) fn checklist(items: &[Item]) -> Markup {
    let met = items.iter().filter(|item| item.is_met()).count();
    html! {
        p { (met) " of " (items.len()) " items are met. Each is computed from what is emitted; the addresses prove it." }
        ul.items {
            @let in_order = items.iter().filter(|item| !item.is_met()).chain(items.iter().filter(|item| item.is_met()));
            @for item in in_order {
                li.item data-met=(item.is_met()) {
                    p { (mark(Some(item.is_met()))) " " strong { (item.title) } }
                    @if !item.faults.is_empty() { ul.faults { @for fault in &item.faults { li { (fault) } } } }
                    (addresses(&item.proof))
                }
            }
        }
    }
}

pub(super) fn availability(availability: &Availability, recovery: &[Recovery]) -> Markup {
    let Availability { links, product, objective } = availability;
    let factors: Vec<String> =
        links.iter().map(|link| link.agreement.as_ref().map_or("?".to_owned(), |it| it.percent().to_string())).collect();
    html! {
        h3 { "What AWS promises for the way of a request" }
        div.scroll tabindex="0" {
            table {
                thead { tr { th scope="col" { "Part" } th scope="col" { "Promised" } th scope="col" { "Because" } th scope="col" { "Source" } } }
                tbody {
                    @for link in links {
                        tr {
                            th scope="row" { (link.name) br; code { (link.address) } }
                            td.number { @match &link.agreement { Some(it) => (it.percent()), None => "nothing" } }
                            td { (link.because) }
                            td { @if let Some(it) = &link.agreement { a href=(it.address) { (it.name) } ", " (it.version) } }
                        }
                    }
                }
            }
        }
        p.sum {
            (mark(availability.is_kept())) " "
            @match product {
                Some(product) => {
                    (factors.join(" × ")) " = " strong { (product) } ", " (product.lost_minutes()) " minutes of a month of 30 days may be lost. "
                }
                None => "For a part of the way AWS promises nothing, so that there is no product. ",
            }
            @match objective {
                Some(objective) => { "The objective is " (objective) ", " (objective.lost_minutes()) " minutes." }
                None => { "No objective is set: " code { "objectives.availability_percent" } "." }
            }
        }
        p.note {
            "The parts stand in a row, and each is taken to fail by itself. An agreement pays credits when it is broken; it measures nothing. "
            "Of the application itself nothing is known here. NAT gateways, keys, registry and secrets are no part of the way: tasks need them to start."
        }
        h3 { "What happens when something fails" }
        div.scroll tabindex="0" {
            table {
                thead {
                    tr {
                        th scope="col" { "Failure" } th scope="col" { "Objective" } th scope="col" { "Time" } th scope="col" { "Lost" } th scope="col" { "Met" }
                    }
                }
                tbody {
                    @for it in recovery {
                        tr { th scope="row" { (it.failure) } td { @if let Some(objective) = &it.objective { (objective) } @else { "none" } } td { (it.time) } td { (it.loss) } td { (mark(it.is_kept)) } }
                    }
                }
            }
        }
    }
}

pub(super) fn rules(rules: Option<&[RuleEntry]>) -> Markup {
    let Some(rules) = rules else { return html! { p { "No rules were judged for this page." } } };
    let (kept, others): (Vec<&RuleEntry>, Vec<&RuleEntry>) = rules.iter().partition(|rule| rule.status() == RuleStatus::Kept);
    html! {
        @if !others.is_empty() { (table_of_rules(&others)) }
        @if !kept.is_empty() {
            details {
                summary { (words::count(kept.len(), "rule")) " met" }
                (table_of_rules(&kept))
            }
        }
    }
}

fn table_of_rules(rules: &[&RuleEntry]) -> Markup {
    html! {
        div.scroll tabindex="0" {
            table {
                thead { tr { th scope="col" { "Rule" } th scope="col" { "Severity" } th scope="col" { "What is to hold" } th scope="col" { "Status" } } }
                tbody {
                    @for rule in rules { (self::rule(rule)) }
                }
            }
        }
    }
}

fn rule(rule: &RuleEntry) -> Markup {
    let RuleEntry { code, severity, title, found, accepted } = rule;
    html! {
        tr {
            th scope="row" { code { (code) } }
            td { (severity) }
            td { (title) }
            td {
                @match rule.status() {
                    RuleStatus::Kept => (mark(Some(true))),
                    RuleStatus::Found => (mark(Some(false))),
                    RuleStatus::Accepted => span.mark.open { "accepted" },
                }
                @if !found.is_empty() { ul { @for finding in found { li { (finding) } } } }
                @if !accepted.is_empty() {
                    ul {
                        @for AcceptedFinding { finding, reason, until } in accepted {
                            li { (finding) br; "accepted until " (until) ": " (reason) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn cost(cost: &Result<Cost, String>) -> Markup {
    let Cost { lines, total, remarks } = match cost {
        Ok(cost) => cost,
        Err(reason) => return html! { p { "What it costs is not estimated: " (reason) "." } },
    };
    html! {
        div.scroll tabindex="0" {
            table {
                thead { tr { th scope="col" { "Service" } th scope="col" { "What" } th scope="col" { "Quantity × price" } th scope="col" { "A month, USD" } } }
                tbody {
                    @for line in lines {
                        tr { th scope="row" { (line.service) } td { (line.what) } td { (line.arithmetic) } td.number { (line.amount) } }
                    }
                }
                tfoot { tr { th scope="row" colspan="3" { "In all" } td.number { strong { (total) } } } }
            }
        }
        ul { @for remark in remarks { li.note { (remark) } } }
    }
}
