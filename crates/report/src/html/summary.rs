//! The first thing on the page: where it stands, and whether it is all right. It says nothing that a part below does not prove.

use maud::{Markup, html};
use terraform::read::Documents;

use super::marks::mark;
use crate::availability::Availability;
use crate::checklist::Item;
use crate::recovery::Recovery;
use crate::{Cost, RuleEntry};

/// What is summed up.
pub(super) struct Summed<'a> {
    pub(super) documents: &'a Documents,
    pub(super) items: &'a [Item],
    pub(super) availability: &'a Availability,
    pub(super) recovery: &'a [Recovery],
    pub(super) rules: Option<&'a [RuleEntry]>,
    pub(super) cost: &'a Result<Cost, String>,
}

pub(super) fn summary(summed: &Summed<'_>) -> Markup {
    let Summed { documents, items, availability, recovery, rules, cost } = summed;
    let (met, all) = (items.iter().filter(|item| item.is_met()).count(), items.len());
    html! {
        ul.items.summary aria-label="At a glance" {
            li.item {
                p { strong { "Where" } }
                p { (place(documents)) }
            }
            li.item {
                p { (mark(Some(met == all))) " " strong { a href="#checklist" { "Ready for production" } } }
                p { (met) " of " (all) " items are met." }
                @if met < all { ul.faults { @for item in items.iter().filter(|item| !item.is_met()) { li { (item.title) } } } }
            }
            (self::rules(*rules))
            li.item {
                p { (mark(kept(availability, recovery))) " " strong { a href="#availability" { "Availability and recovery" } } }
                p {
                    @match availability.product { Some(product) => { "AWS promises " (product) }, None => "AWS promises nothing for a part of the way" }
                    @if let Some(objective) = availability.objective { ", the objective is " (objective) }
                    "."
                }
                @let missed: Vec<&Recovery> = recovery.iter().filter(|it| it.is_kept == Some(false)).collect();
                @if !missed.is_empty() { ul.faults { @for it in missed { li { (it.failure) } } } }
            }
            li.item {
                p { strong { a href="#cost" { "Cost" } } }
                p { @match cost { Ok(cost) => { strong { (cost.total) } " a month" }, Err(reason) => { "Not estimated: " (reason) "." } } }
            }
        }
    }
}

/// Whether every objective is kept that is set; nothing where none is.
fn kept(availability: &Availability, recovery: &[Recovery]) -> Option<bool> {
    let judged: Vec<bool> = recovery.iter().map(|it| it.is_kept).chain([availability.is_kept()]).flatten().collect();
    (!judged.is_empty()).then(|| judged.iter().all(|kept| *kept))
}

fn rules(rules: Option<&[RuleEntry]>) -> Markup {
    let Some(rules) = rules else { return html! {} };
    let found: usize = rules.iter().map(|rule| rule.found.len()).sum();
    let accepted: Vec<&str> = rules.iter().flat_map(|rule| &rule.accepted).map(|it| it.until.as_str()).collect();
    html! {
        li.item {
            p { (mark(Some(found == 0))) " " strong { a href="#rules" { "Rules" } } }
            p {
                @if found == 0 { "Nothing is found." } @else { (words::count(found, "finding")) "." }
                @if let Some(first) = accepted.iter().min() {
                    " " (words::count(accepted.len(), "risk")) " accepted, until " (first) " at the earliest."
                }
            }
            @if found > 0 { ul.faults { @for rule in rules.iter().filter(|rule| !rule.found.is_empty()) { li { code { (rule.code) } " " (rule.title) } } } }
        }
    }
}

/// The account and the region.
fn place(documents: &Documents) -> String {
    let provider = documents.providers("aws").into_iter().find(|it| it.get("alias").is_none());
    let text = |value: &terraform::json::Json| value.as_str().map(str::to_owned);
    let region = provider.and_then(|it| text(&it["region"])).unwrap_or_else(|| "a region that is not named".to_owned());
    let account = provider.and_then(|it| text(&it["allowed_account_ids"][0]));
    match account {
        Some(account) => format!("Account {account}, {region}"),
        None => format!("{region}, in whichever account Terraform's credentials belong to"),
    }
}
