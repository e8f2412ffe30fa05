//! The shorter sections: costs, drift, what is deferred, outputs, checks, actions.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::change::{block, entry, values};
use super::escape::{code, whole};
use super::section::{COST, DRIFT, OTHERS, OUTPUTS, Room, Section, sentence};
use crate::action::Action;
use crate::cost::{CostLine, CostSection};
use crate::document::{ActionReview, Checks, Comparison, Deferred, Drift, OutputReview, Overridden, ResourceReview};

pub(super) fn cost(cost: &CostSection, room: Room) -> String {
    let CostSection { before, after, difference, lines, notes } = cost;
    let heading = format!("### Cost\n\nA month: {} before, {} after, {}.\n\n", code(before), code(after), code(difference));
    let mut section = Section::new(room.of(COST), &heading);
    for CostLine { what, before, after } in lines {
        let side = |amount: &Option<String>| amount.as_ref().map_or("nothing".to_owned(), |amount| code(amount));
        section.add(&format!("- {}: {} → {}\n", code(what), side(before), side(after)));
    }
    for note in notes {
        section.add(&format!("\n{}\n", code(note)));
    }
    section.end("lines")
}

/// What became of an earlier plan.
pub(super) fn since(since: &Comparison, room: Room) -> String {
    let Comparison { new_risks, gone_risks, new_changes, gone_changes } = since;
    let mut section = Section::new(room.of(COST), "### Since the earlier plan\n\n");
    for (words, entries) in
        [("new risk", new_risks), ("risk gone", gone_risks), ("new change", new_changes), ("change gone", gone_changes)]
    {
        for entry in entries {
            section.add(&format!("- {words}: {}\n", code(entry)));
        }
    }
    if [new_risks, gone_risks, new_changes, gone_changes].into_iter().all(Vec::is_empty) {
        section.add("Nothing differs.\n");
    }
    section.end("differences")
}

pub(super) fn cost_unknown(reason: &str) -> String {
    format!("### Cost\n\nNot reckoned: {}.\n", code(reason))
}

pub(super) fn drift(drift: &[Drift], is_refresh_only: bool, room: Room) -> Option<String> {
    if drift.is_empty() {
        return None;
    }
    let applied = if is_refresh_only {
        "This plan changes none of it back: it only writes what was found into Terraform's state."
    } else {
        "What this plan makes of each stands beside it."
    };
    let heading = format!(
        "### Drift\n\nWhat was changed outside of Terraform since its last apply. {applied}\n\n<details><summary>{}</summary>\n",
        words::count(drift.len(), "resource")
    );
    let mut section = Section::new(room.of(DRIFT), &heading);
    for Drift { change, relevant_attributes, outcome } in drift {
        let words = match change.action {
            Action::Destroy => "was destroyed",
            Action::Create => "appeared",
            _ => "was changed",
        };
        let mut entry = format!("\n{}", entry(words, change).trim_end());
        entry.push_str(outcome.words());
        entry.push('\n');
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

/// What a page without risks does not say of itself.
pub(super) fn unknown_types(types: &[String], room: Room) -> Option<String> {
    const SHOWN: usize = 20;
    let (shown, rest) = types.split_at(types.len().min(room.of(SHOWN)));
    let names = shown.iter().map(|kind| code(kind)).collect::<Vec<_>>().join(", ");
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    let them = if types.len() == 1 { "it" } else { "them" };
    let told =
        format!("*No table knows {names}{more}: what changes in {them} is judged by the names of the arguments only. Read it.*\n");
    (!types.is_empty()).then_some(told)
}

/// What is destroyed or replaced, by module: all of it, whatever else is left out.
pub(super) fn losses(changes: &[ResourceReview], room: Room) -> Option<String> {
    let mut groups: BTreeMap<(Action, &str), Vec<&str>> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.action.destroys()) {
        // A replacement that makes the new one first is one too.
        let action = if change.action == Action::ReplaceAfterCreate { Action::Replace } else { change.action };
        let within = change.address.strip_prefix(&format!("{}.", change.module)).unwrap_or(&change.address);
        let key = if action == Action::Destroy { (Action::Create, &*change.module) } else { (action, &*change.module) };
        groups.entry(key).or_default().push(within);
    }
    let mut text = "### Destroyed or replaced\n\n".to_owned();
    for ((action, module), addresses) in &groups {
        // Destructions come first.
        let verb = if *action == Action::Create { "destroyed" } else { "replaced" };
        let place = if module.is_empty() { String::new() } else { format!(" in {}", code(module)) };
        match room {
            Room::Comment => {
                let _ = writeln!(text, "- **{} {verb}**{place}: {}", addresses.len(), listed(addresses));
            }
            // Lines that a page can end after.
            Room::Whole => {
                let _ = writeln!(text, "- **{} {verb}**{place}:", addresses.len());
                for address in addresses {
                    let _ = writeln!(text, "  - {}", whole(address));
                }
            }
        }
    }
    (!groups.is_empty()).then_some(text)
}

/// Many addresses of one module share their types.
fn listed(addresses: &[&str]) -> String {
    const FEW: usize = 24;
    if addresses.len() <= FEW {
        return addresses.iter().map(|address| whole(address)).collect::<Vec<_>>().join(", ");
    }
    let mut types: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        let (kind, name) = address.split_once('.').unwrap_or((address, ""));
        types.entry(kind).or_default().push(name);
    }
    let of_type = |(kind, names): (&&str, &Vec<&str>)| format!("{} {}", code(kind), whole(&names.join(" ")));
    types.iter().map(of_type).collect::<Vec<_>>().join("; ")
}

pub(super) fn deferred(deferred: &[Deferred], room: Room) -> Option<String> {
    let mut section = Section::new(room.of(OTHERS), "### Deferred to another plan\n\n");
    for Deferred { reason, change } in deferred {
        let reason = reason.as_ref().map(|reason| format!(": {}", sentence(reason))).unwrap_or_default();
        section.add(&format!("- {} {}{reason}\n", change.action.words(), code(&change.address)));
    }
    (!deferred.is_empty()).then(|| section.end("changes"))
}

pub(super) fn overridden(overridden: &[Overridden], room: Room) -> Option<String> {
    let mut section = Section::new(room.of(OTHERS), "### Overridden by the settings\n\n");
    for Overridden { address, arguments, reason } in overridden {
        let arguments: Vec<String> = arguments.iter().map(|argument| code(argument)).collect();
        section.add(&format!("- {}: {}, since: {}\n", code(address), arguments.join(", "), code(reason)));
    }
    (!overridden.is_empty()).then(|| section.end("overridden resources"))
}

pub(super) fn outputs(outputs: &[OutputReview], room: Room) -> Option<String> {
    let mut section = Section::new(
        room.of(OUTPUTS),
        &format!("### Outputs\n\n<details><summary>{}</summary>\n", words::count(outputs.len(), "output")),
    );
    for OutputReview { name, action, attributes } in outputs {
        section.add(&format!("\n**{}** {}\n{}", action.words(), code(name), values(attributes, 0)));
    }
    let mut text = section.end("outputs");
    text.push_str("\n</details>\n");
    (!outputs.is_empty()).then_some(text)
}

pub(super) fn checks(checks: &Checks, room: Room) -> Option<String> {
    let Checks { passed, unknown, failed } = checks;
    if passed + unknown + failed.len() == 0 {
        return None;
    }
    let heading = format!("### Checks\n\nHolding: {passed}. Decided while applying: {unknown}. Failing: {}.\n\n", failed.len());
    let mut section = Section::new(room.of(OTHERS), &heading);
    for check in failed {
        let messages: Vec<String> = check.messages.iter().map(|message| code(message)).collect();
        let messages = if messages.is_empty() { "does not hold".to_owned() } else { messages.join(", ") };
        section.add(&format!("- {}: {messages}\n", code(&check.address)));
    }
    Some(section.end("checks"))
}

pub(super) fn actions(actions: &[ActionReview], room: Room) -> Option<String> {
    let mut section = Section::new(room.of(OTHERS), "### Actions that run with the apply\n\n");
    for ActionReview { address, kind: _, when, attributes } in actions {
        section.add(&format!("- {}, {}\n{}", code(address), sentence(when), values(attributes, 0)));
    }
    (!actions.is_empty()).then(|| section.end("actions"))
}
