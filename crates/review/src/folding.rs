//! One decision, one alarm: what belongs to a thing that goes too is not told for itself, and the same sentence is told once.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Change;
use crate::node::Node;
use crate::risk::{Code, Risk};
use crate::rules::{self, Opening};
use crate::sentence::Sentence;
use crate::types;
use finding::Severity;

/// The attributes by which others name a thing.
const NAMES: [&str; 16] = [
    "id",
    "arn",
    "arn_suffix",
    "name",
    "bucket",
    "identifier",
    "cluster_identifier",
    "function_name",
    "zone_id",
    "key_id",
    "domain_name",
    "url",
    "repository",
    "replication_group_id",
    "cluster_id",
    "resource_id",
];

/// What is destroyed or replaced, and by which names.
#[derive(Default)]
pub(crate) struct Going {
    /// By a name, the types of what bears it and whether it is made anew.
    by_name: BTreeMap<String, Vec<(String, bool)>>,
    /// What names each address that goes as that to which it belongs.
    belongs: BTreeMap<String, Vec<(&'static str, String)>>,
    replaced: BTreeSet<String>,
    /// The ARN of each role that is destroyed for good, by its address.
    roles: BTreeMap<String, String>,
    /// The roles with which something ran that is destroyed for good as well.
    left: BTreeSet<String>,
}

impl Going {
    /// Remembers a change, if something goes by it.
    pub(crate) fn add(&mut self, change: &Change<'_>) {
        if !change.action.destroys() || change.is_deposed {
            return;
        }
        let is_replaced = change.action.replaces();
        let names: BTreeSet<&str> = NAMES.iter().filter_map(|name| change.before().get(name).as_text()).collect();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.by_name.entry(name.to_owned()).or_default().push((change.kind.to_owned(), is_replaced));
        }
        if is_replaced {
            self.replaced.insert(change.address.to_owned());
        }
        if !is_replaced {
            self.add_role(change);
        }
        let Some(facts) = types::facts(change.kind) else { return };
        let mut of = Vec::new();
        for attribute in &facts.of {
            texts(change.before().get(attribute), &mut |text| of.push((*attribute, text.to_owned())));
        }
        if !of.is_empty() {
            self.belongs.insert(change.address.to_owned(), of);
        }
    }

    fn add_role(&mut self, change: &Change<'_>) {
        let is_role = |text: &str| text.starts_with("arn:") && text.contains(":iam:") && text.contains(":role/");
        match change.before().get("arn").as_text().filter(|arn| is_role(arn)) {
            Some(arn) => _ = self.roles.insert(change.address.to_owned(), arn.to_owned()),
            None => texts(change.before(), &mut |text| {
                if is_role(text) {
                    self.left.insert(text.to_owned());
                }
            }),
        }
    }

    /// Takes in what goes elsewhere in the same plan.
    pub(crate) fn merge(&mut self, other: Self) {
        let Self { by_name, belongs, replaced, roles, left } = other;
        self.roles.extend(roles);
        self.left.extend(left);
        for (name, bearers) in by_name {
            self.by_name.entry(name).or_default().extend(bearers);
        }
        self.belongs.extend(belongs);
        self.replaced.extend(replaced);
    }

    /// Whether what this address belongs to goes as well.
    fn goes_with_another(&self, address: &str) -> bool {
        let is_replaced = self.replaced.contains(address);
        let Some(of) = self.belongs.get(address) else { return false };
        of.iter().any(|(attribute, name)| {
            // `service/main/web` names the cluster and the service.
            let parts = name.split('/').filter(|_| *attribute == "resource_id");
            std::iter::once(name.as_str()).chain(parts).any(|name| {
                let bearers = self.by_name.get(name).into_iter().flatten();
                // What is destroyed for good leaves something behind, where what it belongs to is made anew.
                bearers.into_iter().any(|(kind, is_new)| (is_replaced || !is_new) && names(attribute, name, kind))
            })
        })
    }

    /// Takes out the losses that go with another one.
    ///
    /// A role with which only something ran that goes too takes nothing from anybody whom the plan knows.
    pub(crate) fn fold(&self, risks: &mut Vec<Risk>) {
        for risk in risks.iter_mut().filter(|risk| risk.code == Code::AccessRemoved) {
            let role = risk.address.as_deref().and_then(|address| self.roles.get(address));
            if role.is_some_and(|role| self.left.contains(role)) {
                risk.severity = Severity::Low;
                risk.what = std::mem::take(&mut risk.what).words(", and goes as well");
            }
        }
        let is_loss = |risk: &Risk| risk.code.is_loss();
        risks.retain(|risk| !is_loss(risk) || risk.address.as_deref().is_none_or(|address| !self.goes_with_another(address)));
    }
}

/// The ways through security groups: a rule that only moves from one resource into another one opens nothing.
#[derive(Default)]
pub(crate) struct Ways {
    before: Vec<Opening>,
    after: BTreeMap<String, Vec<Opening>>,
}

impl Ways {
    /// Remembers a change, if it is one of a security group or of a rule.
    pub(crate) fn add(&mut self, change: &Change<'_>) {
        let Some([before, after]) = rules::ways(change) else { return };
        self.before.extend(before);
        if !after.is_empty() {
            self.after.insert(change.address.to_owned(), after);
        }
    }

    /// Takes in what is elsewhere in the same plan.
    pub(crate) fn merge(&mut self, other: Self) {
        let Self { before, after } = other;
        self.before.extend(before);
        self.after.extend(after);
    }

    /// Takes out the openings of what the same group let through already.
    pub(crate) fn fold(&self, risks: &mut Vec<Risk>) {
        if self.before.is_empty() {
            return;
        }
        risks.retain(|risk| {
            let is_opening = matches!(risk.code, Code::IngressOpened | Code::EgressOpened);
            let after = risk.address.as_deref().filter(|_| is_opening).and_then(|address| self.after.get(address));
            !after.is_some_and(|after| after.iter().all(|opening| opening.is_within(&self.before)))
        });
    }
}

/// Whether a name in this attribute can mean something of this type: `bucket` means buckets, an ARN whatever it names.
fn names(attribute: &str, name: &str, kind: &str) -> bool {
    let is_one_of_a_kind = name.starts_with("arn:")
        || name.contains("://")
        || name.rsplit_once('-').is_some_and(|(_, end)| end.len() >= 8 && end.chars().all(|it| it.is_ascii_hexdigit()));
    if is_one_of_a_kind || ["dimensions", "resource_id", "source_ids", "alias", "scope"].contains(&attribute) {
        return true;
    }
    let endings = ["_id", "_arn", "_name", "_identifier", "_url", "_key_id"];
    let noun = endings.iter().find_map(|ending| attribute.strip_suffix(ending)).unwrap_or(attribute);
    let noun = noun.trim_start_matches("source_").trim_start_matches("target_").trim_start_matches("referenced_");
    kind.ends_with(noun) || (noun == "zone" && kind.ends_with("_zone")) || attribute == "arn"
}

fn texts(node: &Node, each: &mut impl FnMut(&str)) {
    match node {
        Node::Text(text) => each(text),
        Node::List(items) => items.iter().for_each(|item| texts(item, each)),
        Node::Map(members) => members.values().for_each(|member| texts(member, each)),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::Document(_) | Node::Unknown | Node::Secret(_) => {}
    }
}

/// Tells once what many new resources have in common: that their policies are known after apply.
pub(crate) fn known_after_apply(risks: &mut Vec<Risk>) {
    let is_one = |risk: &Risk| risk.code == Code::IamUndecided && risk.severity == Severity::Low;
    let addresses: Vec<String> = risks.iter().filter(|risk| is_one(risk)).filter_map(|risk| risk.address.clone()).collect();
    if addresses.len() < 2 {
        return;
    }
    risks.retain(|risk| !is_one(risk));
    let what = Sentence::new("the policies of ").value(addresses.len()).words(" new resources are known after apply: ");
    risks.push(Risk::new(Severity::Low, Code::IamUndecided, None, what.values(addresses)));
}
