//! Texts of YAML that a chart or a cluster is given, and a chart's single values: what in them gives a container rights on its machine, or opens a
//! service. They are read line by line, since nobody here knows what a chart makes of them; those in JSON are documents, which other rules see.

use std::collections::BTreeMap;

use super::Risks;
use super::containers::{CAPABILITIES, LOWERING, RAISING};
use super::words::{self, Kind};
use crate::change::Change;
use crate::diff::Difference;
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
    annotations(change, risks);
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
    let of =
        |set: &Set, name: &str| set.keys().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect::<Vec<_>>();
    for (name, value) in more(&before, &after) {
        let now = of(&after, &name);
        if let Some(block) = name.strip_suffix(".enabled")
            && let Some(kind) = Kind::of(&words::tokens(block))
            && kind != Kind::Public
            && value == "true"
            && now.iter().all(|now| now == "false")
        {
            risks.add(kind.severity(), kind.code(), Sentence::new("turns off ").value(&name));
        }
        if ["replicaCount", "replicas"].contains(&name.as_str())
            && let ([now], Ok(old)) = (now.as_slice(), value.parse::<u32>())
            && now.parse::<u32>().is_ok_and(|now| now < old)
        {
            let what = Sentence::new("lowers ").value(&name).words(" from ").value(&value).words(" to ").value(now);
            risks.add(Medium, Code::CapacityLowered, what);
        }
    }
    for (name, _) in more(&before, &after).into_iter().filter(|(name, value)| LOWERING.contains(&name.as_str()) && value == "true")
    {
        risks.add(Medium, Code::PrivilegeRaised, Sentence::new("turns off ").value(name));
    }
}

/// What controllers read in annotations: the last part of the name, with which value it guards, and what is lost without (Ingress-NGINX,
/// "Annotations"; AWS Load Balancer Controller, "Annotations"; Kubernetes, "Internal load balancer").
#[rustfmt::skip]
const ANNOTATIONS: [(&str, &[&str], Code, Severity); 14] = [
    ("ssl-redirect", &["true"], Code::EncryptionOff, High),
    ("force-ssl-redirect", &["true"], Code::EncryptionOff, High),
    ("whitelist-source-range", &[], Code::IngressOpened, High),
    ("allowlist-source-range", &[], Code::IngressOpened, High),
    ("inbound-cidrs", &[], Code::IngressOpened, High),
    ("load-balancer-source-ranges", &[], Code::IngressOpened, High),
    ("auth-url", &[], Code::PublicAccessOpened, High),
    ("auth-type", &[], Code::PublicAccessOpened, High),
    ("auth-tls-secret", &[], Code::PublicAccessOpened, High),
    ("enable-modsecurity", &["true"], Code::ProtectionWeakened, High),
    ("wafv2-acl-arn", &[], Code::ProtectionWeakened, High),
    ("scheme", &["internal"], Code::PublicAccessOpened, High),
    ("aws-load-balancer-internal", &["true", "0.0.0.0/0"], Code::PublicAccessOpened, High),
    ("aws-load-balancer-scheme", &["internal"], Code::PublicAccessOpened, High),
];

fn annotations(change: &Change<'_>, risks: &mut Risks<'_>) {
    for Difference { path, before, after } in change.differences.iter().filter(|it| it.path.is_in("annotations")) {
        let name = path.name().rsplit('/').next().unwrap_or_default();
        let Some((_, values, code, severity)) = ANNOTATIONS.iter().find(|(known, ..)| *known == name) else { continue };
        let (Some(old), false) = (before.as_text(), *after == Node::Unknown) else { continue };
        let guards = |text: &str| values.is_empty() || values.contains(&text);
        let new = after.as_text();
        let is_open = new
            .is_some_and(|new| *code == Code::IngressOpened && new.split(',').any(|it| ["0.0.0.0/0", "::/0"].contains(&it.trim())));
        if guards(old) && (new.is_none_or(|new| !guards(new)) || is_open) {
            let what = Sentence::new("takes ").value(old).words(" out of ").value(name);
            risks.add(*severity, *code, new.map_or(what.clone(), |new| what.words(", which is ").value(new)));
        }
    }
}

/// What is set; nothing where the type is given no such text.
fn set(kind: &str, values: &Node) -> Option<Set> {
    if kind == "kubernetes_manifest" {
        let mut set = Set::new();
        collect(values.get("manifest"), None, "", &mut set);
        return Some(set);
    }
    let texts = match kind {
        "helm_release" => values.get("values"),
        "kubectl_manifest" => values.get("yaml_body"),
        _ => return None,
    };
    let mut set = Set::new();
    for text in texts.each().iter().filter_map(Node::as_text) {
        // The name of the block by how far the line is indented.
        let mut blocks: Vec<(usize, &str)> = Vec::new();
        for text in text.lines().filter(|line| !line.trim().is_empty()) {
            let indent = text.len() - text.trim_start().len();
            blocks.retain(|(outer, _)| *outer < indent);
            if let Some((name, value)) = line(text) {
                let block = blocks.last().map(|(_, name)| *name);
                *set.entry((full(block, name), value.to_owned())).or_default() += 1;
            } else if let Some(name) = text.trim().strip_suffix(':') {
                blocks.push((indent, plain(name)));
            }
        }
    }
    for one in values.get("set").each() {
        if let (Some(name), Some(value)) = (one.get("name").as_text(), one.get("value").as_text()) {
            let mut parts = name.rsplit('.');
            let name = parts.next().unwrap_or(name);
            *set.entry((full(parts.next(), name), value.to_owned())).or_default() += 1;
        }
    }
    Some(set)
}

/// What is set in an object of a cluster's, as it would be in its YAML.
fn collect(node: &Node, block: Option<&str>, name: &str, set: &mut Set) {
    match node {
        Node::Map(members) => members.iter().for_each(|(member, node)| collect(node, Some(name), member, set)),
        Node::List(items) => {
            for item in items {
                // Only what has names of its own lies under the list's.
                let own = if matches!(item, Node::Map(_)) { name } else { "" };
                collect(item, Some(name), own, set);
            }
        }
        node => {
            if let Some(value) = super::saying::word(node) {
                *set.entry((full(block, name), value)).or_default() += 1;
            }
        }
    }
}

/// A name, with its block where it says nothing for itself.
fn full(block: Option<&str>, name: &str) -> String {
    match block {
        Some(block) if name == "enabled" => format!("{block}.enabled"),
        _ => name.to_owned(),
    }
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
