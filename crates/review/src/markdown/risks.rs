//! The risks, the worst first; those of one kind share the words on why and what to do.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::escape::code;
use super::section::{RISKS, Room, Section, sentence};
use crate::risk::{Acceptance, Risk};
use finding::Severity;

/// The section; `None` where there is no risk.
pub(super) fn section(risks: &[Risk], limit: usize, room: Room) -> Option<String> {
    if risks.is_empty() {
        return None;
    }
    let mut section = Section::new(room.of(RISKS).min(limit), "### Risks\n");
    let mut left_out: BTreeMap<Severity, usize> = BTreeMap::new();
    let (accepted, open): (Vec<&Risk>, Vec<&Risk>) = risks.iter().partition(|risk| risk.accepted.is_some());
    for kind in open.chunk_by(|one, other| (one.severity, one.code) == (other.severity, other.code)) {
        let mut heading = heading(kind[0]);
        for (what, addresses) in together(kind) {
            // In a comment the first addresses stand for all, of which none is cut from the list of what goes.
            let chunks: Vec<&[&str]> = match room {
                Room::Whole if !addresses.is_empty() => addresses.chunks(ADDRESSES).collect(),
                Room::Comment | Room::Whole => vec![&addresses],
            };
            for addresses in chunks {
                // A heading without an entry below it would say nothing.
                let text = format!("{heading}{}", entry(what, addresses));
                if section.add(&text) {
                    heading.clear();
                } else {
                    *left_out.entry(kind[0].severity).or_default() += addresses.len().max(1);
                }
            }
        }
    }
    if !accepted.is_empty() {
        let mut heading = "\n**accepted** · in the environment's settings, with a reason and a last day.\n".to_owned();
        for risk in accepted {
            let address: Vec<&str> = risk.address.as_deref().into_iter().collect();
            let mut text = format!("{heading}{}", entry(risk, &address).trim_end());
            if let Some(Acceptance { reason, until }) = &risk.accepted {
                let _ = writeln!(text, " — {}, `{}`: {} Until {}.", risk.severity, risk.code.name(), code(reason), code(until));
            }
            if section.add(&text) {
                heading.clear();
            }
        }
    }
    section.cut = left_out.values().sum();
    let words: Vec<String> = left_out.iter().rev().map(|(severity, count)| format!("{count} {severity}")).collect();
    Some(section.end_with("risks", &words.join(", ")))
}

/// Risks that say the same of several resources, with their addresses.
fn together<'a>(kind: &[&'a Risk]) -> Vec<(&'a Risk, Vec<&'a str>)> {
    let mut found: Vec<(&Risk, Vec<&str>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for risk in kind {
        let at = *places.entry(risk.what.to_string()).or_insert_with(|| {
            found.push((risk, Vec::new()));
            found.len() - 1
        });
        found[at].1.extend(risk.address.as_deref());
    }
    found
}

fn heading(risk: &Risk) -> String {
    let Risk { severity, code, why, cure, .. } = risk;
    let mut text = String::new();
    let _ = writeln!(text, "\n**{severity}** · `{}` · {why}. *What to do:* {cure}.", code.name());
    text
}

/// How many addresses stand before one sentence; all of what goes stands in the list of it.
const ADDRESSES: usize = 12;

fn entry(risk: &Risk, addresses: &[&str]) -> String {
    if addresses.is_empty() {
        return format!("- {}\n", sentence(&risk.what));
    }
    let mut told: Vec<String> = addresses.iter().take(ADDRESSES).map(|address| code(address)).collect();
    if addresses.len() > ADDRESSES {
        told.push(format!("{} more", addresses.len() - ADDRESSES));
    }
    format!("- {}: {}\n", told.join(", "), sentence(&risk.what))
}
