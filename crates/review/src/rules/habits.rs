//! What happens by itself or without anybody's word, how a new version is rolled out, who may be at a file and how long something is good for: by the
//! names of the attributes.

use super::saying::{Told, from_to};
use super::words::Words;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

use Severity::{Low, Medium};

pub(super) fn tell(change: &Change<'_>, said: &Words<'_>, difference: &Difference) -> Option<Told> {
    switch(said, difference)
        .or_else(|| still(said, difference))
        .or_else(|| file_mode(said, difference))
        .or_else(|| longer(change, said, difference))
        .or_else(|| later(said, difference))
}

/// Somebody may do more, or something is done that nobody looked at.
fn switch(said: &Words<'_>, difference: &Difference) -> Option<Told> {
    let is_on = difference.after.as_bool() == Some(true) && difference.before.as_bool() != Some(true);
    let is_more = difference.before.as_bool() == Some(false) || difference.before.is_empty();
    if !is_on || !is_more || said.is_negated() {
        return None;
    }
    let what = || Sentence::new("turns on ").value(&difference.path);
    if difference.path.name().starts_with("can_") {
        return Some((Medium, Code::IamWidened, what()));
    }
    let acts = ["deploy", "apply", "approve", "approval", "merge", "accept", "promote", "publish"];
    let whole = ["autodeploy", "autoapply", "autoapprove", "automerge", "autoaccept", "autopromote", "autopublish"];
    if said.ends_in(&whole) || (said.ends_in(&["auto", "automatic", "automatically"]) && said.ends_in(&acts)) {
        return Some((Medium, Code::ProtectionWeakened, what().words(": it goes on without anybody's word")));
    }
    let is_pruned = said.ends_in(&["prune", "pruning"]);
    is_pruned.then(|| (Medium, Code::ProtectionWeakened, what().words(": what is not written down is deleted")))
}

/// Who signs in by it may do so for longer.
fn longer(change: &Change<'_>, said: &Words<'_>, difference: &Difference) -> Option<Told> {
    const SIGN_IN: [&str; 8] = ["password", "token", "key", "secret", "credential", "credentials", "certificate", "membership"];
    let is_of_sign_in = super::words::tokens(change.kind).iter().any(|token| SIGN_IN.contains(&token.as_str()));
    let is_end = said.ends_in(&["expires", "expiration", "expiry"]) || said.ends_in(&["end_date", "valid_until", "not_after"]);
    let old = difference.before.as_text()?;
    let year = |text: &str| text.get(..4).filter(|_| text.get(4..5) == Some("-")).and_then(|year| year.parse::<u32>().ok());
    let was = year(old).filter(|_| is_of_sign_in && is_end)?;
    if difference.after.is_empty() {
        return Some((
            Low,
            Code::ProtectionWeakened,
            Sentence::new("takes ").value(&difference.path).words(" away: it never ends"),
        ));
    }
    let is = year(difference.after.as_text()?)?;
    (is > was + 1).then(|| (Low, Code::ProtectionWeakened, from_to("changes ", difference).words(": it is good for longer")))
}

/// What is ill is found later (`unhealthy_threshold` of every load balancer's health check).
fn later(said: &Words<'_>, difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_amount()?, difference.after.as_amount()?);
    let is_of_health = said.has(&["unhealthy"])
        || (said.has(&["health", "healthcheck", "probe"]) && said.ends_in(&["failure", "failures", "interval"]));
    let is_much = old > 0.0 && new >= 3.0 * old && !said.has(&["success"]);
    let what = || from_to("raises ", difference).words(": what is ill is found later");
    (is_of_health && is_much).then(|| (Low, Code::RedundancyLowered, what()))
}

/// How much of it may stand still at once while something new is rolled out, or has to stay.
fn still(said: &Words, difference: &Difference) -> Option<Told> {
    let number = |node: &Node| node.as_text().and_then(|text| text.strip_suffix('%')?.parse().ok()).or_else(|| node.as_amount());
    let (old, new) = (number(&difference.before), number(&difference.after)?);
    let is_of_time = said.ends_in(&["seconds", "minutes", "duration", "time", "timeout", "interval", "threshold", "period"]);
    let is_share = said.ends_in(&["percent", "percentage"]) || difference.after.as_text().is_some_and(|text| text.ends_with('%'));
    if said.ends_in(&["unavailable"]) && !is_of_time {
        let is_more = old.is_none_or(|old| new > old);
        let is_much = if is_share { new >= 50.0 } else { old.is_some_and(|old| new >= 2.0 * old) };
        let what = from_to("raises ", difference).words(": so many may stand still at once");
        return (is_more && is_much).then_some((Low, Code::ServiceInterrupted, what));
    }
    let stays = said.has(&["min", "minimum"]) && said.has(&["healthy", "available"]) && !is_of_time;
    let what = || from_to("lowers ", difference).words(": fewer go on while something new is rolled out");
    (stays && old.is_some_and(|old| new < old)).then(|| (Medium, Code::ServiceInterrupted, what()))
}

/// The mode of a file gives those rights who had none (`chmod(1)`).
fn file_mode(said: &Words, difference: &Difference) -> Option<Told> {
    let mode = |node: &Node| {
        let text = node.as_text().filter(|text| (3..=4).contains(&text.len()))?;
        u16::from_str_radix(text, 8).ok()
    };
    let is_mode = said.ends_in(&["permission", "permissions", "mode", "umask", "chmod"]) && !said.ends_in(&["umask"]);
    let (old, new) = (mode(&difference.before)?, mode(&difference.after)?);
    let (others, group) = (0o007, 0o070);
    let gains = |whose: u16| new & whose & !old != 0;
    (is_mode && (gains(others) || gains(group))).then(|| {
        let severity = if gains(others) { Medium } else { Low };
        (severity, Code::ProtectionWeakened, from_to("changes ", difference).words(": others on the machine get at it"))
    })
}
