//! A web firewall lets more through, or stands no longer before a distribution.

use super::Risks;
use crate::change::Change;
use crate::diff::Difference;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use crate::types::{self, Shape};
use finding::Severity;

use Severity::{High, Medium};

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.is_new() || (change.action.destroys() && !change.action.replaces()) {
        return;
    }
    if types::has_shape(change.kind, Shape::Distribution) {
        let (before, after) = (change.before().get("web_acl_id"), change.after().get("web_acl_id"));
        if !before.is_empty() && after.is_empty() {
            risks.add(High, Code::ProtectionWeakened, Sentence::new("takes the web firewall away from the distribution"));
        }
    }
    if !types::has_shape(change.kind, Shape::WebFirewall) {
        return;
    }
    let (old, new) = (rules(change.before()), rules(change.after()));
    for (name, rule) in &old {
        match new.iter().find(|(other, _)| other == name) {
            // Where the rules are made of what is known after apply, none is gone.
            None if new.is_empty() && is_unknown(change.after()) => {}
            None => {
                risks.add(High, Code::ProtectionWeakened, Sentence::new("takes the rule ").value(name).words(" out"));
            }
            Some((_, other)) => {
                let is_open = |rule: &Node| has_action(rule, "action", "allow") || has_action(rule, "Action", "Allow");
                let is_less = acts(rule) && acts(other) && looks_for_less(rule.get("statement"), other.get("statement"));
                if is_less {
                    let what = Sentence::new("the rule ").value(name).words(" looks for something else than before");
                    risks.add(Medium, Code::ProtectionWeakened, what);
                }
                if !is_open(rule) && is_open(other) {
                    let what = Sentence::new("the rule ").value(name).words(" lets through what it stopped or counted");
                    risks.add(High, Code::ProtectionWeakened, what);
                } else if acts(rule) && !acts(other) {
                    let what = Sentence::new("the rule ").value(name).words(" only counts, and lets through what it stopped");
                    risks.add(High, Code::ProtectionWeakened, what);
                }
            }
        }
    }
    for Difference { path, before, after } in &change.differences {
        let name = path.name();
        if ["limit", "Limit"].contains(&name)
            && let (Some(old), Some(new)) = (before.as_number(), after.as_number())
            && new > old
        {
            let severity = if new >= 10.0 * old { High } else { Medium };
            let what = Sentence::new("raises ").value(path).words(" from ").value(old).words(" to ").value(new);
            risks.add(severity, Code::ProtectionWeakened, what);
        }
    }
    let blocks = |values: &Node| values.get("default_action").each().iter().any(|it| !it.get("block").is_empty());
    if blocks(change.before()) && !blocks(change.after()) {
        risks.add(High, Code::ProtectionWeakened, Sentence::new("lets through by default what it stopped by default"));
    }
}

/// Whether something that a rule looked for is gone, or it looks at fewer requests. A limit is told for itself.
fn looks_for_less(before: &Node, after: &Node) -> bool {
    match (before, after) {
        (Node::Map(before), Node::Map(after)) => {
            let comes = |name: &&String| name.starts_with("scope_down") && before.get(*name).is_none_or(Node::is_empty);
            let is_scoped = after.iter().any(|(name, node)| comes(&name) && !node.is_empty());
            let names = before.iter().filter(|(name, _)| {
                !["limit", "scope_down_statement", "rule_action_override", "excluded_rule"].contains(&name.as_str())
            });
            is_scoped || names.into_iter().any(|(name, old)| looks_for_less(old, after.get(name).unwrap_or(&Node::Null)))
        }
        (Node::List(before), after) => {
            let is_there = |old: &Node| after.each().iter().any(|new| !looks_for_less(old, new));
            before.iter().any(|old| !is_there(old))
        }
        (Node::Null, _) => false,
        (before, after) => before != after && *after != Node::Unknown,
    }
}

fn is_unknown(values: &Node) -> bool {
    [values.get("rule"), values.get("rule_json")].contains(&&Node::Unknown)
}

/// The rules by their names, as blocks or as AWS's own document has them.
fn rules(values: &Node) -> Vec<(String, &Node)> {
    let document = if let Node::Document(document) = values.get("rule_json") { document.each() } else { &[] };
    let all = values.get("rule").each().iter().chain(document);
    all.filter_map(|rule| {
        let name = [rule.get("name"), rule.get("Name")].into_iter().find_map(Node::as_text)?;
        Some((name.to_owned(), rule))
    })
    .collect()
}

/// Whether a rule does more than count.
fn acts(rule: &Node) -> bool {
    let counts = [("action", "count"), ("override_action", "count"), ("Action", "Count"), ("OverrideAction", "Count")];
    !counts.into_iter().any(|(name, count)| has_action(rule, name, count))
}

fn has_action(rule: &Node, name: &str, action: &str) -> bool {
    rule.get(name).each().iter().any(|it| *it.get(action) != Node::Null && !is_nothing(it.get(action)))
}

/// An empty list is no block; an empty block is one.
fn is_nothing(node: &Node) -> bool {
    matches!(node, Node::List(items) if items.is_empty())
}
