//! The shorter sections: costs, drift, what is deferred, outputs, checks, actions.

use std::fmt::Write as _;

use super::change::{block, entry, values};
use super::escape::code;
use super::{COST, DRIFT, OTHERS, OUTPUTS, Section, sentence};
use crate::action::Action;
use crate::cost::{CostLine, CostSection};
use crate::document::{Checks, Deferred, Drift, OutputReview};

pub(super) fn cost(cost: &CostSection) -> String {
    let CostSection { before, after, difference, lines, notes } = cost;
    let heading = format!("### Cost\n\nA month: {} before, {} after, {}.\n\n", code(before), code(after), code(difference));
    let mut section = Section::new(COST, &heading);
    for CostLine { what, before, after } in lines {
        let side = |amount: &Option<String>| amount.as_ref().map_or("nothing".to_owned(), |amount| code(amount));
        section.add(&format!("- {}: {} → {}\n", code(what), side(before), side(after)));
    }
    for note in notes {
        section.add(&format!("\n{}\n", code(note)));
    }
    section.end("lines")
}

pub(super) fn cost_unknown(reason: &str) -> String {
    format!("### Cost\n\nNot reckoned: {}.\n", code(reason))
}

pub(super) fn drift(drift: &[Drift]) -> Option<String> {
    if drift.is_empty() {
        return None;
    }
    let heading = "### Drift\n\nWhat was changed outside of Terraform since its last apply; what the configuration says otherwise, \
                   this plan changes back.\n\n<details><summary>";
    let mut section = Section::new(DRIFT, &format!("{heading}{}</summary>\n", counted(drift.len(), "resource", "resources")));
    for Drift { change, relevant_attributes } in drift {
        let words = match change.action {
            Action::Destroy => "was destroyed",
            Action::Create => "appeared",
            _ => "was changed",
        };
        let mut entry = format!("\n{}", entry(words, change));
        if !relevant_attributes.is_empty() {
            let names: Vec<String> = relevant_attributes.iter().take(8).map(|name| code(name)).collect();
            let _ = write!(entry, "\nThe plan was made from its {}.\n", names.join(", "));
        }
        // What was destroyed has no values that changed.
        entry.push_str(&block(change));
        section.add(&entry);
    }
    let mut text = section.end("resources");
    text.push_str("\n</details>\n");
    Some(text)
}

pub(super) fn deferred(deferred: &[Deferred]) -> Option<String> {
    let mut section = Section::new(OTHERS, "### Deferred to another plan\n\n");
    for Deferred { reason, change } in deferred {
        let reason = reason.as_ref().map(|reason| format!(": {}", sentence(reason))).unwrap_or_default();
        section.add(&format!("- {} {}{reason}\n", change.action.words(), code(&change.address)));
    }
    (!deferred.is_empty()).then(|| section.end("changes"))
}

pub(super) fn outputs(outputs: &[OutputReview]) -> Option<String> {
    let mut section = Section::new(
        OUTPUTS,
        &format!("### Outputs\n\n<details><summary>{}</summary>\n", counted(outputs.len(), "output", "outputs")),
    );
    for OutputReview { name, action, attributes } in outputs {
        section.add(&format!("\n**{}** {}\n{}", action.words(), code(name), values(attributes, 0)));
    }
    let mut text = section.end("outputs");
    text.push_str("\n</details>\n");
    (!outputs.is_empty()).then_some(text)
}

pub(super) fn checks(checks: &Checks) -> Option<String> {
    let Checks { passed, unknown, failed } = checks;
    if passed + unknown + failed.len() == 0 {
        return None;
    }
    let heading = format!("### Checks\n\n{passed} hold, {unknown} are decided while applying, {} fail.\n\n", failed.len());
    let mut section = Section::new(OTHERS, &heading);
    for check in failed {
        let messages: Vec<String> = check.messages.iter().map(|message| code(message)).collect();
        let messages = if messages.is_empty() { "does not hold".to_owned() } else { messages.join(", ") };
        section.add(&format!("- {}: {messages}\n", code(&check.address)));
    }
    Some(section.end("checks"))
}

pub(super) fn actions(actions: &[String]) -> Option<String> {
    let mut section = Section::new(OTHERS, "### Actions that run with the apply\n\n");
    for address in actions {
        section.add(&format!("- {}\n", code(address)));
    }
    (!actions.is_empty()).then(|| section.end("actions"))
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
