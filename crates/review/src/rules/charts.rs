//! Texts of YAML that a chart or a cluster is given, and a chart's single values: what in them gives a container rights on its machine, or opens a
//! service. They are read line by line, since nobody here knows what a chart makes of them; those in JSON are documents, which other rules see.

use std::collections::BTreeMap;

use super::Risks;
use super::containers::{CAPABILITIES, LOWERING, RAISING};
use crate::change::Change;
use crate::node::Node;
use crate::risk::Code;
use crate::sentence::Sentence;
use finding::Severity;

use Severity::{High, Medium};

/// How often each value is set under each name, by the last part of the name; an element of a list has no name.
type Set = BTreeMap<(String, String), usize>;

pub(super) fn check(change: &Change<'_>, risks: &mut Risks<'_>) {
    if change.action.destroys() && !change.action.replaces() {
        return;
    }
    let (Some(before), Some(after)) = (set(change.kind, change.before()), set(change.kind, change.after())) else { return };
    let more = |one: &Set, other: &Set| -> Vec<(String, String)> {
        let is_more = |(fact, times): &(&(String, String), &usize)| **times > other.get(*fact).copied().unwrap_or(0);
        one.iter().filter(is_more).map(|(fact, _)| fact.clone()).collect()
    };
    for (name, value) in more(&after, &before) {
        let says = |verb: &'static str| Sentence::new(verb).value(&name).words(" to ").value(&value);
        if RAISING.contains(&name.as_str()) && value == "true" {
            risks.add(High, Code::PrivilegeRaised, says("sets "));
        } else if name == "runAsUser" && value == "0" {
            risks.add(Medium, Code::PrivilegeRaised, Sentence::new("runs as root: ").value(&name).words(" is ").value(&value));
        } else if name.is_empty() && CAPABILITIES.contains(&value.trim_start_matches("CAP_")) {
            risks.add(High, Code::PrivilegeRaised, Sentence::new("gives the capability ").value(&value));
        } else if name == "type" && value == "LoadBalancer" && !change.is_new() {
            risks.add(Medium, Code::PublicAccessOpened, says("sets "));
        }
    }
    for (name, _) in more(&before, &after).into_iter().filter(|(name, value)| LOWERING.contains(&name.as_str()) && value == "true")
    {
        risks.add(Medium, Code::PrivilegeRaised, Sentence::new("turns off ").value(name));
    }
}

/// What is set; nothing where the type is given no such text.
fn set(kind: &str, values: &Node) -> Option<Set> {
    let texts = match kind {
        "helm_release" => values.get("values"),
        "kubectl_manifest" => values.get("yaml_body"),
        _ => return None,
    };
    let mut set = Set::new();
    for text in texts.each().iter().filter_map(Node::as_text) {
        for (name, value) in text.lines().filter_map(line) {
            *set.entry((name.to_owned(), value.to_owned())).or_default() += 1;
        }
    }
    for one in values.get("set").each() {
        if let (Some(name), Some(value)) = (one.get("name").as_text(), one.get("value").as_text()) {
            let name = name.rsplit('.').next().unwrap_or(name);
            *set.entry((name.to_owned(), value.to_owned())).or_default() += 1;
        }
    }
    Some(set)
}

/// The name and the value in a line.
fn line(line: &str) -> Option<(&str, &str)> {
    let line = line.split(" #").next().unwrap_or_default().trim();
    let is_element = line.starts_with("- ");
    let line = line.trim_start_matches("- ").trim();
    match line.split_once(':') {
        Some((name, value)) => Some((plain(name), plain(value))).filter(|(_, value)| !value.is_empty()),
        None if is_element => Some(("", plain(line))),
        None => None,
    }
}

fn plain(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}
