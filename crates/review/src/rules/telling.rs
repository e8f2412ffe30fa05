//! Who is told of what happens, what is looked at, how often, and where what is recorded goes: by the names of the attributes of types that watch.

use super::saying::{Told, from_to, word};
use super::words::{self, Kind, Words};
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

use Severity::{Low, Medium};

/// Types by which others are told of nothing: while these are on, it is quiet.
const SILENCERS: [&str; 7] = ["mute", "muting", "muted", "silence", "silences", "downtime", "suppression"];

pub(super) fn tell(change: &Change<'_>, said: &Words<'_>, difference: &Difference) -> Option<Told> {
    let is_watcher = said.is_of(Kind::Logs);
    silence(change, said, difference)
        .or_else(|| unheard(is_watcher, said, difference))
        .or_else(|| other(is_watcher, said, difference))
        .or_else(|| narrower(is_watcher, said, difference))
        .or_else(|| elsewhere(said, difference))
}

/// Less of what there is is looked at: an account, a severity, an action.
fn narrower(is_watcher: bool, said: &Words<'_>, Difference { path, before, after }: &Difference) -> Option<Told> {
    const WHAT: [&str; 16] = [
        "account",
        "accounts",
        "region",
        "regions",
        "severity",
        "severities",
        "event",
        "events",
        "trigger",
        "triggers",
        "action",
        "actions",
        "service",
        "services",
        "scope",
        "categories",
    ];
    let old = word(before).filter(|_| is_watcher && *after == Node::Null && !said.is_negated() && said.has(&WHAT))?;
    let is_element = path.to_string().contains('[') && ["id", "ids"].contains(&path.name()) || path.is_list();
    let what = || Sentence::new("takes ").value(&old).words(" out of ").value(path);
    is_element.then(|| (Low, Code::MonitoringRemoved, what()))
}

/// Whether what a type is there for is that nothing is told.
pub(super) fn is_silencer(kind: &str) -> bool {
    words::tokens(kind).iter().any(|token| SILENCERS.contains(&token.as_str()))
}

/// Something is not told any more while this is on.
fn silence(change: &Change<'_>, said: &Words<'_>, difference: &Difference) -> Option<Told> {
    let is_on = difference.after.as_bool() == Some(true) && difference.before.as_bool() != Some(true);
    let is_whole = is_silencer(change.kind) && ["enabled", "is_enabled", "active"].contains(&difference.path.name());
    let is_part = said.ends_in(&["suppress", "suppressed", "mute", "muted", "silence", "silenced"]);
    let what = || Sentence::new("turns on ").value(&difference.path).words(": nobody is told of what it names");
    if let (Some(old), Some(new)) = (difference.before.as_text(), difference.after.as_text())
        && is_silencer(change.kind)
        && ["query", "filter", "expression", "rule_query"].contains(&difference.path.name())
        && !is_stricter(old, new)
    {
        return Some((Low, Code::MonitoringRemoved, from_to("changes ", difference).words(": nobody is told of what it names")));
    }
    (is_on && (is_whole || is_part)).then(|| (Medium, Code::MonitoringRemoved, what()))
}

/// Somebody who was told is told no more.
fn unheard(is_watcher: bool, said: &Words<'_>, Difference { path, before, after }: &Difference) -> Option<Told> {
    const WHOM: [&str; 21] = [
        "email",
        "emails",
        "addresses",
        "address",
        "recipient",
        "recipients",
        "contact",
        "contacts",
        "topic",
        "topics",
        "webhook",
        "channel",
        "channels",
        "users",
        "user",
        "members",
        "targets",
        "url",
        "urls",
        "receivers",
        "teams",
    ];
    let is_of_telling = is_watcher || said.has(&["notification", "notifications", "notify", "alert", "alerts", "alarm", "alarms"]);
    let old = word(before).filter(|_| is_of_telling && said.ends_in(&WHOM) && !said.is_negated())?;
    let is_out = after.is_empty();
    let what = || Sentence::new("takes ").value(&old).words(" out of ").value(path);
    is_out.then(|| (Medium, Code::MonitoringRemoved, what()))
}

/// Something else is looked at, or more seldom.
fn other(is_watcher: bool, said: &Words<'_>, difference: &Difference) -> Option<Told> {
    if !is_watcher {
        return None;
    }
    if let (Some(old), Some(new)) = (difference.before.as_amount(), difference.after.as_amount())
        && said.ends_in(&["frequency", "interval", "every", "period"])
        && !said.has(&["retention", "renotify", "reminder"])
        && old > 0.0
        && new > old
    {
        return Some((Low, Code::MonitoringRemoved, from_to("raises ", difference).words(": it looks less often")));
    }
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let is_question = ["query", "filter", "pattern", "expression", "event_pattern"].contains(&difference.path.name());
    let is_told = is_question && !old.is_empty() && !new.is_empty() && !is_stricter(old, new);
    is_told.then(|| (Low, Code::MonitoringRemoved, from_to("changes ", difference)))
}

/// Whether the same is asked, only that it is told of earlier: `avg(last_5m):avg:cpu{*} > 90` and `… > 80`.
pub(super) fn is_stricter(old: &str, new: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
    let parts = |text: &str| {
        let text = plain(text);
        let at = text.rfind(['>', '<'])?;
        let number = text[at + 1..].trim_start_matches('=');
        Some((text[..at].to_owned(), text.as_bytes()[at] == b'>', number.parse::<f64>().ok()?))
    };
    if plain(old) == plain(new) {
        return true;
    }
    match (parts(old), parts(new)) {
        (Some((was, is_above, old)), Some((is, is_still_above, new))) => {
            was == is && is_above == is_still_above && if is_above { new < old } else { new > old }
        }
        _ => false,
    }
}

/// What is recorded is delivered to another place, where nobody may look.
fn elsewhere(said: &Words, difference: &Difference) -> Option<Told> {
    let (old, new) = (difference.before.as_text()?, difference.after.as_text()?);
    let places = [
        "s3_bucket_name",
        "s3_bucket",
        "bucket",
        "bucket_name",
        "destination",
        "log_destination",
        "destination_arn",
        "destination_uri",
        "target_bucket",
    ];
    let is_of_logs = said.is_of(Kind::Logs) || said.kind() == Some(Kind::Logs);
    let is_told = is_of_logs && places.contains(&difference.path.name()) && !old.is_empty() && !new.is_empty() && old != new;
    is_told.then(|| (Medium, Code::MonitoringRemoved, from_to("changes ", difference).words(": what is recorded goes elsewhere")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_that_rings_earlier_is_stricter() {
        assert!(is_stricter("avg:cpu{*} > 90", "avg:cpu{*} > 80"));
        assert!(is_stricter("min:free{*} <= 5", "min:free{*}<= 10"));
        assert!(is_stricter("a > 1", "a  >  1"));
        assert!(!is_stricter("avg:cpu{*} > 80", "avg:cpu{*} > 90"));
        assert!(!is_stricter("avg:cpu{*} > 90", "avg:mem{*} > 80"));
        assert!(!is_stricter("avg:cpu{*} > 90", "avg:cpu{*} < 80"));
    }
}
