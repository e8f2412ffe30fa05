//! Values that mean something only together with what stands beside them: lists of whom to let in or to keep out, what a rule of a web firewall looks
//! for, what counts as healthy.

use std::collections::BTreeSet;

use super::Risks;
use super::words;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

use Severity::{Low, Medium};

/// By which texts beside it a list says that it lets in, and that it keeps out.
const LETS_IN: [&str; 4] = ["whitelist", "allowlist", "allow", "include"];
const KEEPS_OUT: [&str; 6] = ["blacklist", "denylist", "deny", "block", "drop", "exclude"];

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() || (change.action.destroys() && !change.action.replaces()) {
        return;
    }
    lists(change.before(), change.after(), risks);
    authorities(change.before(), change.after(), risks);
    for Difference { path, before, after } in &change.differences {
        if path.name() == "matcher"
            && path.is_in("health_check")
            && let (Some(old), Some(new)) = (before.as_text(), after.as_text())
            && fails(new)
            && !fails(old)
        {
            let what = Sentence::new("takes answers for healthy that are errors: ").value(path).words(" is ").value(new);
            risks.add(Medium, Code::RedundancyLowered, what);
        }
        // The rules of Prometheus (Prometheus, "Alerting rules").
        if let (Some(old), Some(new)) = (before.as_text(), after.as_text()) {
            let left: BTreeSet<&str> = alarms(new).collect();
            let gone: Vec<&str> = alarms(old).filter(|name| !left.contains(name)).collect();
            if !gone.is_empty() {
                risks.add(
                    Medium,
                    Code::MonitoringRemoved,
                    Sentence::new("takes the alarms ").values(gone).words(" out of ").value(path),
                );
            }
        }
    }
}

/// Who may issue certificates for a domain, by its CAA records (RFC 8659).
fn authorities(before: &Node, after: &Node, risks: &mut Risks<'_>) {
    let (mut was, mut is) = (BTreeSet::new(), BTreeSet::new());
    collect_authorities(before, &mut was);
    collect_authorities(after, &mut is);
    let come: Vec<&str> = is.difference(&was).copied().collect();
    if !was.is_empty() && is.is_empty() {
        let what = Sentence::new("lets every authority issue certificates for the domain");
        risks.add(Medium, Code::ProtectionWeakened, what);
    } else if !was.is_empty() && !come.is_empty() {
        let what = Sentence::new("lets ").values(come).words(" issue certificates for the domain, too");
        risks.add(Low, Code::ProtectionWeakened, what);
    }
}

fn collect_authorities<'a>(node: &'a Node, found: &mut BTreeSet<&'a str>) {
    const TAGS: [&str; 2] = ["issue", "issuewild"];
    match node {
        // `0 issue "letsencrypt.org; validationmethods=dns-01"`
        Node::Text(text) => {
            let mut words = text.splitn(3, ' ');
            let (Some(flags), Some(tag), Some(value)) = (words.next(), words.next(), words.next()) else { return };
            if flags.parse::<u8>().is_ok() && TAGS.contains(&tag) {
                found.insert(authority(value));
            }
        }
        Node::List(elements) => elements.iter().for_each(|element| collect_authorities(element, found)),
        Node::Map(members) => match (members.get("tag").and_then(Node::as_text), members.get("value").and_then(Node::as_text)) {
            (Some(tag), Some(value)) if TAGS.contains(&tag) => {
                found.insert(authority(value));
            }
            _ => members.values().for_each(|member| collect_authorities(member, found)),
        },
        _ => {}
    }
}

fn authority(value: &str) -> &str {
    value.trim_matches(['"', ' ']).split(';').next().unwrap_or_default().trim()
}

/// The alarms of a text of rules.
fn alarms(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("alert:")).map(str::trim)
}

/// Whether an answer that is an error counts (Elastic Load Balancing, "Health checks for Application Load Balancer target groups").
fn fails(matcher: &str) -> bool {
    let last = |part: &str| part.rsplit('-').next().and_then(|code| code.trim().parse::<u16>().ok());
    matcher.split(',').filter_map(last).any(|code| code >= 400)
}

/// Lists beside a word that says what they are for.
fn lists(before: &Node, after: &Node, risks: &mut Risks<'_>) {
    match (before, after) {
        (Node::List(old), Node::List(new)) => {
            old.iter().zip(new).for_each(|(old, new)| lists(old, new, risks));
        }
        (Node::Map(old), Node::Map(new)) => {
            let says = |word: &[&str]| {
                let is_word = |node: &Node| {
                    let text = node.as_text().unwrap_or_default();
                    word.contains(&text.to_ascii_lowercase().as_str()) && !text.is_empty()
                };
                let is_a_kind =
                    |name: &str| words::tokens(name).iter().any(|it| ["type", "mode", "action", "effect"].contains(&it.as_str()));
                let stays = |name: &String| old.get(name) == new.get(name);
                new.iter().any(|(name, node)| is_a_kind(name) && stays(name) && is_word(node))
            };
            let (lets_in, keeps_out) = (says(&LETS_IN), says(&KEEPS_OUT));
            for (name, new) in new {
                let old = old.get(name).unwrap_or(&Node::Null);
                if lets_in == keeps_out || !matches!(new, Node::List(_)) {
                    lists(old, new, risks);
                    continue;
                }
                let texts =
                    |node: &Node| node.each().iter().filter_map(Node::as_text).map(str::to_owned).collect::<BTreeSet<String>>();
                let (was, is) = (texts(old), texts(new));
                let within = |text: &&String| {
                    let network = |text: &String| text.parse::<ipnet::IpNet>().ok();
                    network(text).is_some_and(|new| was.iter().filter_map(network).any(|old| old.contains(&new)))
                };
                let come: Vec<&String> = is.difference(&was).filter(|text| !within(text)).collect();
                let gone: Vec<&String> = was.difference(&is).collect();
                if lets_in && !was.is_empty() && !come.is_empty() {
                    risks.add(Low, Code::PublicAccessOpened, Sentence::new("lets ").values(come).words(" through by ").value(name));
                } else if keeps_out && !gone.is_empty() {
                    let what = Sentence::new("no longer keeps ").values(gone).words(" out by ").value(name);
                    risks.add(Medium, Code::ProtectionWeakened, what);
                }
            }
        }
        _ => {}
    }
}
