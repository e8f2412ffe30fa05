//! Something costs many times what it did, or nothing stops it any more. What is priced stands in the cost section; this is for what nobody prices.

use super::Risks;
use super::capacity;
use super::words::{self, Words};
use crate::change::Change;
use crate::diff::Difference;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

use Severity::{Low, Medium};

/// How many times as much is told of.
const MANY: f64 = 20.0;

/// How many times as much is more than anybody grows at once.
const VERY_MANY: f64 = 100.0;

/// How many times as large a machine has to be: three sizes.
const LARGE: f64 = 8.0;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() || (change.action.destroys() && !change.action.replaces()) {
        return;
    }
    for difference in &change.differences {
        let Difference { path, before, after } = difference;
        if path.is_in_document() {
            continue;
        }
        // A switch of a block that says when it stops.
        let is_switch = ["enabled", "enable"].contains(&path.name()) && path.keys().any(|name| idles(&words::tokens(name)));
        if is_switch && before.as_bool() == Some(true) && after.as_bool() != Some(true) {
            let what = Sentence::new("turns off ").value(path).words(": it runs and costs when nobody uses it");
            risks.add(Medium, Code::CostRaised, what);
            continue;
        }
        if idles(&words::tokens(path.name())) && before.as_amount().is_some_and(|old| old > 0.0) {
            let is_off = after.is_empty() || after.as_amount().is_some_and(|new| new <= 0.0);
            let what = || Sentence::new("turns off ").value(path).words(": it runs and costs when nobody uses it");
            if is_off {
                risks.add(Medium, Code::CostRaised, what());
            }
            continue;
        }
        if let (Some(old), Some(new)) = (before.as_number(), after.as_number())
            && old > 0.0
            && new >= MANY * old
            && (capacity::is_amount(path.name()) || carries(&Words::of(path, None)))
        {
            let what = Sentence::new("raises ").value(path).words(" from ").value(old).words(" to ").value(new);
            risks.add(if new >= VERY_MANY * old { Medium } else { Low }, Code::CostRaised, what);
        }
        if let (Some(old), Some(new)) = (before.as_text(), after.as_text())
            && capacity::is_class(path.name())
            && let (Some(was), Some(is)) = (capacity::weight(old), capacity::weight(new))
            && is >= LARGE * was
        {
            let what = Sentence::new("makes ").value(path).words(" many times as large, from ").value(old).words(" to ").value(new);
            risks.add(Low, Code::CostRaised, what);
        }
    }
}

/// Whether a number says after how long something that nobody uses stops by itself.
fn idles(name: &[String]) -> bool {
    const STOPS: [&str; 9] =
        ["suspend", "stop", "pause", "termination", "terminate", "shutdown", "hibernate", "hibernation", "stopping"];
    const WHOLE: [&str; 6] = ["autosuspend", "autostop", "autopause", "autotermination", "autoterminate", "autoshutdown"];
    let has = |words: &[&str]| name.iter().any(|token| words.contains(&token.as_str()));
    has(&WHOLE) || (has(&["auto", "idle"]) && has(&STOPS))
}

/// Whether a number is what works, or how much of everything is kept of what is measured.
fn carries(said: &Words<'_>) -> bool {
    let is_worker = said.ends_in(&["workers", "vcpus", "brokers", "shards", "nodes", "instances", "dpus", "slots", "rpu"]);
    let is_sample = said.ends_in(&["sampling", "sample", "reservoir", "fixed"]) && said.ends_in(&["rate", "size", "percentage"]);
    (is_worker || is_sample) && !said.ends_in(&["timeout", "seconds", "minutes"])
}
