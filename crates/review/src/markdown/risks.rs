//! The risks, the worst first; those of one kind share the words on why and what to do.

use std::fmt::Write as _;

use super::escape::code;
use super::{RISKS, Section, sentence};
use crate::risk::Risk;

/// The section; `None` where there is no risk.
pub(super) fn section(risks: &[Risk]) -> Option<String> {
    if risks.is_empty() {
        return None;
    }
    let mut section = Section::new(RISKS, "### Risks\n");
    for kind in risks.chunk_by(|one, other| (one.severity, one.code) == (other.severity, other.code)) {
        let mut heading = heading(&kind[0]);
        for risk in kind {
            // A heading without an entry below it would say nothing.
            let entry = format!("{heading}{}", entry(risk));
            if section.add(&entry) {
                heading.clear();
            }
        }
    }
    Some(section.end("risks"))
}

fn heading(risk: &Risk) -> String {
    let Risk { severity, code, address: _, what: _, why, cure } = risk;
    let mut text = String::new();
    let _ = writeln!(text, "\n**{severity}** · `{}` · {why}. *What to do:* {cure}.", code.name());
    text
}

fn entry(risk: &Risk) -> String {
    match &risk.address {
        Some(address) => format!("- {}: {}\n", code(address), sentence(&risk.what)),
        None => format!("- {}\n", sentence(&risk.what)),
    }
}
